using System;
using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Orbits;
using Orbweaver.Routing;

namespace Orbweaver.Monitor;

/// <summary>The network as it is planned for a moment: all that can be known of the future.</summary>
public static class PlannedScene
{
    /// <summary>
    /// The view at a moment of the plan: links and ways as planned, with nothing broken; its clock says that
    /// it is a plan.
    /// </summary>
    public static NetworkView At(
        Plan plan, Catalogue catalogue, IReadOnlyList<IEphemeris> satellites, Instant t)
    {
        NetworkView view = new(catalogue) { Plan = new PlanFacts(plan) };
        double ms = UnixTime.Ms(t);
        FrameStamp stamp = new(ms, Generation: (uint)plan.EpochAt(t) + 1);
        view.Apply(FrameWriter.Clock(
            stamp, new ClockEntry(ClockMode.Plan, 1, ms, ms, UnixTime.Ms(plan.End), 0, 0)));
        OrbitEntry[] orbits = new OrbitEntry[satellites.Count];
        for (int i = 0; i < orbits.Length; i++)
        {
            orbits[i] = OrbitFit.At(satellites[i], t);
        }
        view.Apply(FrameWriter.Ephemeris(stamp, ms, orbits));
        PlanEpoch epoch = plan.Epochs[plan.EpochAt(t)];
        SeatEntry[] seats = new SeatEntry[epoch.Links.Length];
        for (int i = 0; i < seats.Length; i++)
        {
            Contact contact = plan.Contacts[epoch.Links[i].ContactIndex];
            seats[i] = Seats.EntryOf(contact, t < contact.Opens ? LinkState.Opening : LinkState.Up);
        }
        view.Apply(FrameWriter.LinkSet(stamp, seats));
        view.Apply(FrameWriter.Routes(stamp, RoutesOf(plan, epoch, catalogue)));
        return view;
    }

    private static List<RouteEntry> RoutesOf(Plan plan, PlanEpoch epoch, Catalogue catalogue)
    {
        RouteTable routes = new(plan);
        List<RouteEntry> entries = [];
        List<ushort> nodes = [];
        for (int i = 0; i < Math.Min(catalogue.Streams.Count, NetworkDesk.WatchedMax); i++)
        {
            CatalogueStream stream = catalogue.Streams[i];
            RouteTree tree = routes.Tree(epoch.Index, new NodeId(stream.To));
            NodeId from = new(stream.From);
            nodes.Clear();
            if (tree.Reaches(from))
            {
                nodes.Add((ushort)stream.From);
                nodes.AddRange(tree.Way(epoch, from)
                    .Take(byte.MaxValue - 1).Select(static hop => (ushort)hop.Neighbour));
            }
            entries.Add(new RouteEntry((uint)i, 0, [.. nodes]));
        }
        return entries;
    }
}

/// <summary>Seats of planned contacts.</summary>
internal static class Seats
{
    private const long BitsPerUnit = 100_000_000;

    internal static SeatEntry EntryOf(in Contact contact, LinkState state) => new(
        (ushort)contact.A.Node.Value, (ushort)contact.B.Node.Value, (LinkKind)contact.Kind, (byte)state,
        CapacityOf(Math.Min(contact.RateAToB.BitsPerSecond, contact.RateBToA.BitsPerSecond)));

    internal static ushort CapacityOf(long bitsPerSecond)
        => (ushort)Math.Clamp((bitsPerSecond + (BitsPerUnit / 2)) / BitsPerUnit, 1, ushort.MaxValue);
}
