using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Orbits;
using Orbweaver.Planning;
using Orbweaver.Twin;

namespace Orbweaver.Scenarios;

/// <summary>
/// Turns the faults of a scenario into what the twin takes: nodes and links of a plan, with times. Dice
/// come from the scenario's seed, one stream a fault.
/// </summary>
internal sealed partial class FaultResolver
{
    private readonly Network _network;
    private readonly Plan _plan;
    private readonly PlanLinks _links;
    private readonly FaultNames _names;
    private readonly List<Fault> _faults = [];
    private Prng _dice = new(0);
    private long _hits;

    private FaultResolver(Network network, Plan plan, StandbyTable standby)
    {
        _network = network;
        _plan = plan;
        _links = new PlanLinks(plan, standby);
        _names = new FaultNames(network);
    }

    /// <summary>The faults of a scenario on its plan. Names have been checked.</summary>
    public static FaultPlan Resolve(Network network, Plan plan)
        => network.Scenario.Faults.Count == 0
            ? FaultPlan.None : Resolve(network, plan, new StandbyTable(plan));

    /// <summary>The same where standby pairs have their numbers already.</summary>
    public static FaultPlan Resolve(Network network, Plan plan, StandbyTable standby)
    {
        IReadOnlyList<ScenarioFault> written = network.Scenario.Faults;
        FaultResolver resolver = new(network, plan, standby);
        for (int i = 0; i < written.Count; i++)
        {
            resolver._dice = new Prng(network.Scenario.Seed).Fork($"scenario/faults/{i}");
            resolver.Add(written[i]);
            if (resolver._hits > FaultPlan.HitsMax)
            {
                throw BadInputException.Of(
                    network.Scenario.File,
                    $"faults.{i} brings the faults to {resolver._hits} hits of nodes and links; the limit is"
                        + $" {FaultPlan.HitsMax}",
                    "Make faults shorter, or regions smaller");
            }
        }
        return new FaultPlan { Faults = resolver._faults };
    }

    private void Add(ScenarioFault fault)
    {
        switch (fault)
        {
            case NamedNodesFault named:
                AddNodes(
                    named, Listed(named.Nodes.Select(n => n.Name)),
                    named.Nodes.Select(n => _names[n]).Distinct(), named.Hit, named.SlowBy);
                break;
            case PlaneFault plane:
                AddNodes(
                    plane, $"plane {plane.Plane} of {plane.Constellation.Name}", NodesOf(s =>
                        s.Plane == plane.Plane
                            && string.Equals(
                                s.Constellation, plane.Constellation.Name, StringComparison.Ordinal)));
                break;
            case VendorFault vendor:
                AddNodes(vendor, $"all of {vendor.Vendor.Name}", _plan.Nodes
                    .Where(n => string.Equals(n.Vendor, vendor.Vendor.Name, StringComparison.Ordinal))
                    .Select(n => n.Id));
                break;
            case PairFault pair:
                AddPair(pair);
                break;
            case NoiseFault noise:
                AddLinks(noise, KindsOf(noise.On), _links.All
                    .Where(l => noise.On.Contains(l.Kind))
                    .Select(l => Hit(noise, l, LinkHitKind.Noisy) with { Noise = noise.Noise }));
                break;
            case AcquisitionFault acquisition:
                AddAcquisition(acquisition);
                break;
            case RegionFault region:
                AddRegion(region);
                break;
            case ClockNodesFault clock:
                AddNodes(clock, Listed(clock.Nodes.Select(n => n.Name)), [.. clock.Nodes
                    .Select(n => _names[n]).Distinct()
                    .Select(n => new NodeHit(n, NodeHitKind.Clock, clock.At, clock.Until)
                    {
                        Clock = clock.Clock,
                    })]);
                break;
            case ControllerFault controller:
                AddController(controller);
                break;
            case PartitionFault partition:
                AddPartition(partition);
                break;
            case OverloadFault overload:
                AddOverload(overload);
                break;
            default:
                AddRandom((RandomFault)fault);
                break;
        }
    }

    private IEnumerable<NodeId> NodesOf(Func<SatelliteSpec, bool> fits)
        => _network.Request.Satellites.Index().Where(s => fits(s.Item)).Select(s => new NodeId(s.Index));

    private void AddNodes(
        ScenarioFault fault, string what, IEnumerable<NodeId> nodes, NodeHitKind kind = NodeHitKind.Lost,
        Duration slowBy = default)
    {
        NodeHit[] hits =
            [.. nodes.Select(n => new NodeHit(n, kind, fault.At, fault.Until) { SlowBy = slowBy })];
        Put(fault.Kind, what, fault.At, fault.Until, hits, []);
    }

    private void AddLinks(ScenarioFault fault, string what, IEnumerable<LinkHit> hits)
        => Put(fault.Kind, what, fault.At, fault.Until, [], [.. hits]);

    private void Put(
        string kind, string what, Duration from, Duration until, NodeHit[] nodes, LinkHit[] links)
    {
        _hits += nodes.Length + links.Length;
        _faults.Add(new Fault
        {
            Number = _faults.Count,
            Kind = kind,
            What = what,
            From = from,
            Until = until,
            Nodes = nodes,
            Links = links,
        });
    }

    private void AddPair(PairFault fault)
    {
        NodeId from = _names[fault.From];
        NodeId to = _names[fault.To];
        string arrow = fault.IsOneWay ? "->" : "-";
        AddLinks(fault, $"{fault.From.Name} {arrow} {fault.To.Name}", _links
            .Of(from, fault.At, fault.Until)
            .Where(l => l.A == to || l.B == to)
            .Select(l => Hit(fault, l, fault.Hit) with
            {
                Directions = !fault.IsOneWay ? LinkDirections.Both
                    : l.A == from ? LinkDirections.AToB
                    : LinkDirections.BToA,
                Flap = fault.Flap,
                Noise = fault.Noise,
            }));
    }

    private static LinkHit Hit(ScenarioFault fault, in TimedLink link, LinkHitKind kind)
        => new(link.Link, kind, LinkDirections.Both, fault.At, fault.Until);

    // Contacts of the first epoch are there when the run begins: nobody acquires them.
    private void AddAcquisition(AcquisitionFault fault)
    {
        List<LinkHit> hits = [];
        foreach (TimedLink link in _links.All)
        {
            bool isOf = fault.Node is not { } name || link.A == _names[name] || link.B == _names[name];
            if (!isOf)
            {
                continue;
            }
            bool isNew = link.Opens > Duration.Zero && link.Opens >= fault.At && link.Opens < fault.Until;
            if (StandbyTable.IsStandby(link.Link))
            {
                if (Rolls(fault.SharePpm))
                {
                    hits.Add(Hit(fault, link, LinkHitKind.Unacquirable));
                }
            }
            else if (isNew && Rolls(fault.SharePpm))
            {
                Duration until = fault.Late is { } late ? link.Opens + late : link.Closes;
                hits.Add(new LinkHit(
                    link.Link, LinkHitKind.Dark, LinkDirections.Both, link.Opens, until));
            }
        }
        AddLinks(fault, fault.Node is { } of ? $"new links of {of.Name}" : "new links", hits);
    }

    private bool Rolls(int ppm) => _dice.NextBelow(1_000_000) < ppm;

    // Down, the ground inside hears nothing; up, satellites above it hear nothing, whoever speaks to them.
    private void AddRegion(RegionFault fault)
    {
        List<LinkHit> hits = [];
        bool isUp = fault.Band is JamBand.Up or JamBand.Both or JamBand.Access;
        RegionTrack track = new(_network.Request, fault);
        foreach ((NodeId node, Duration from, Duration until) in track.Spans(withSatellites: isUp))
        {
            NodeKind kind = _plan.Nodes[node.Value].Kind;
            if (fault.Band is JamBand.Up && kind != NodeKind.Satellite
                || fault.Band is null && kind != NodeKind.Site)
            {
                continue;
            }
            foreach (TimedLink link in _links.Of(node, from, until))
            {
                bool isMeant = fault.Band is JamBand.Access
                    ? link.Kind == ContactKind.Access
                    : link.Kind != ContactKind.Optical;
                if (isMeant)
                {
                    hits.Add(fault.Band is null
                        ? new LinkHit(link.Link, LinkHitKind.Dark, LinkDirections.Both, from, until)
                        : new LinkHit(
                            link.Link, LinkHitKind.Silent,
                            kind == NodeKind.Satellite ? LinkDirections.BToA : LinkDirections.AToB,
                            from, until));
                }
            }
        }
        string way = fault.To is { } to ? $"{Of(fault.Centre)} to {Of(to)}" : Of(fault.Centre);
        AddLinks(fault, $"{fault.Radius} around {way}", hits);
    }

    // One fault for those that are lost together, and one for each of the others, in the order of time.
    private void AddRandom(RandomFault fault)
    {
        List<NodeId> left = [.. _plan.Nodes.Where(n => n.Kind == fault.Of).Select(n => n.Id)];
        int count = (int)Math.Round(left.Count * (fault.SharePpm / 1e6), MidpointRounding.AwayFromZero);
        int atOnce = (int)Math.Round(count * (fault.AtOncePpm / 1e6), MidpointRounding.AwayFromZero);
        List<(Duration At, NodeId[] Nodes)> losses = [];
        if (atOnce > 0)
        {
            NodeId[] together = [.. Enumerable.Range(0, atOnce).Select(_ => Draw()).OrderBy(n => n.Value)];
            losses.Add((Moment(), together));
        }
        for (int i = atOnce; i < count; i++)
        {
            losses.Add((Moment(), [Draw()]));
        }
        foreach ((Duration at, NodeId[] nodes) in losses.OrderBy(l => l.At.Nanoseconds))
        {
            Duration until = fault.For is { } length ? at + length : Duration.Max;
            Put(
                fault.Kind, Listed(nodes.Select(n => _plan.Nodes[n.Value].Name)), at, until,
                [.. nodes.Select(n => new NodeHit(n, NodeHitKind.Lost, at, until))], []);
        }

        Duration Moment() => fault.At + new Duration(_dice.NextBelow((fault.Before - fault.At).Nanoseconds));

        NodeId Draw()
        {
            int place = (int)_dice.NextBelow(left.Count);
            NodeId drawn = left[place];
            left[place] = left[^1];
            left.RemoveAt(left.Count - 1);
            return drawn;
        }
    }

    private static string Listed(IEnumerable<string> names)
    {
        string[] all = [.. names];
        return all.Length <= 3
            ? string.Join(", ", all)
            : $"{string.Join(", ", all.Take(2))} and {all.Length - 2} more";
    }

    private static string KindsOf(IReadOnlyList<ContactKind> kinds)
        => kinds.Count > 1 ? "all links" : kinds[0] switch
        {
            ContactKind.Optical => "all lasers",
            ContactKind.Access => "all access links",
            _ => "all gateway links",
        };

    private static string Of(GeodeticPosition p)
    {
        double latitude = p.Latitude.Degrees;
        double longitude = p.Longitude.Degrees;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Math.Abs(latitude):0.##}{(latitude < 0 ? 'S' : 'N')} "
                + $"{Math.Abs(longitude):0.##}{(longitude < 0 ? 'W' : 'E')}");
    }
}
