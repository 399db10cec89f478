using System;
using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;

namespace Orbweaver.Tests.Routing;

/// <summary>
/// A random mesh with parallel links, contacts that are down and standby links that are raised, and the
/// plainest list of what is left. Few different delays, so that ties are common.
/// </summary>
internal sealed class RandomView
{
    /// <summary>A link of the view, one direction.</summary>
    public sealed record Arc(int From, int To, int Link, int MetricNs);

    private readonly List<Action<LinkExceptions>> _changes = [];

    /// <summary>A dense view has at most eight satellites of four planes, many links, and few down.</summary>
    public RandomView(Prng dice, int satellitesMax = 24, bool isDense = false)
    {
        int satellites = isDense ? dice.Between(6, 8) : dice.Between(2, satellitesMax);
        int grounds = dice.Between(2, 5);
        string[] vendors = ["", "ash", "birch", "cedar"];
        for (int i = 0; i < satellites + grounds; i++)
        {
            bool isSatellite = i < satellites;
            Nodes.Add(new PlanNode(
                new NodeId(i),
                $"n{i}",
                isSatellite ? NodeKind.Satellite : NodeKind.Edge,
                "",
                isSatellite ? vendors[dice.Below(4)] : "",
                isSatellite ? dice.Between(-1, isDense ? 2 : Math.Max(2, satellites / 3)) : -1,
                -1));
        }
        List<EpochLink> links = [];
        int degree = isDense ? 3 : 2;
        for (int i = dice.Between(satellites * (degree - 1), satellites * degree); i > 0; i--)
        {
            AddLink(dice, links, dice.Below(satellites), dice.Below(satellites));
        }
        List<StandbyLink> standby = [];
        for (int g = satellites; g < Nodes.Count; g++)
        {
            for (int i = dice.Between(0, 3); i > 0; i--)
            {
                AddLink(dice, links, dice.Below(satellites), g);
            }
            for (int i = dice.Between(0, 3); i > 0; i--)
            {
                AddStandby(dice, standby, dice.Below(satellites), g);
            }
        }
        Plan = new Plan
        {
            Version = 1,
            Start = PlanBuilder.Start,
            EpochLength = Duration.FromSeconds(15),
            Drain = Duration.FromMilliseconds(100),
            HopDelay = Duration.FromMicroseconds(10),
            Nodes = Nodes,
            Contacts = [],
            Epochs = [new PlanEpoch(0, Nodes.Count, [.. links], standby, Duration.FromMicroseconds(10))],
        };
        Draw(dice, new StandbyTable(Plan), downTenthsMax: isDense ? 1 : 5);
    }

    public List<PlanNode> Nodes { get; } = [];

    public Plan Plan { get; }

    public PlanEpoch Epoch => Plan.Epochs[0];

    public LinkExceptions Exceptions { get; } = new();

    /// <summary>All that is up, both ways.</summary>
    public List<Arc> Arcs { get; } = [];

    /// <summary>The same view, set in another order and with detours.</summary>
    public LinkExceptions Shuffled(Prng dice)
    {
        LinkExceptions other = new();
        foreach (EpochLink link in Epoch.Links)
        {
            other.SetDown(link.ContactIndex, dice.Below(2) == 0);
        }
        foreach (EpochLink link in Epoch.Links)
        {
            other.SetDown(link.ContactIndex, isDown: false);
        }
        foreach (RaisedLink link in Exceptions.Raised.Reverse())
        {
            other.Raise(link with { MetricNs = 1 });
            other.Lower(link.Link);
        }
        foreach (Action<LinkExceptions> change in _changes.OrderBy(_ => dice.NextBits()))
        {
            change(other);
        }
        return other;
    }

    /// <summary>Distances to a node: every arc is relaxed until nothing changes.</summary>
    public int[] Distances(int destination)
    {
        int[] distance = new int[Nodes.Count];
        Array.Fill(distance, int.MaxValue);
        distance[destination] = 0;
        for (bool changed = true; changed;)
        {
            changed = false;
            foreach (Arc arc in Arcs)
            {
                bool mayPass = arc.To == destination || Nodes[arc.To].IsTransit;
                if (mayPass && distance[arc.To] != int.MaxValue
                    && distance[arc.To] + arc.MetricNs < distance[arc.From])
                {
                    distance[arc.From] = distance[arc.To] + arc.MetricNs;
                    changed = true;
                }
            }
        }
        return distance;
    }

    /// <summary>All ways between two nodes that meet no node twice.</summary>
    public List<List<Arc>> Ways(int from, int to)
    {
        List<List<Arc>> ways = [];
        Extend([], from);
        return ways;

        void Extend(List<Arc> way, int at)
        {
            if (at == to)
            {
                ways.Add([.. way]);
                return;
            }
            foreach (Arc arc in Arcs)
            {
                bool isOpen = arc.From == at && arc.To != from && !way.Exists(a => a.To == arc.To)
                    && (arc.To == to || Nodes[arc.To].IsTransit);
                if (isOpen)
                {
                    way.Add(arc);
                    Extend(way, arc.To);
                    way.RemoveAt(way.Count - 1);
                }
            }
        }
    }

    private void Draw(Prng dice, StandbyTable table, int downTenthsMax)
    {
        int share = dice.Between(0, downTenthsMax);
        foreach (EpochLink link in Epoch.Links)
        {
            if (dice.Below(10) < share)
            {
                _changes.Add(e => e.SetDown(link.ContactIndex, isDown: true));
                Exceptions.SetDown(link.ContactIndex, isDown: true);
                continue;
            }
            AddArcs(link.A.Value, link.B.Value, link.ContactIndex, link.DelayMiddleNs + 10_000);
        }
        foreach (StandbyLink standby in Epoch.Standby)
        {
            if (dice.Below(3) == 0)
            {
                RaisedLink link = new(
                    table.LinkOf(standby), standby.Satellite, standby.Ground, standby.DelayMiddleNs + 10_000);
                _changes.Add(e => e.Raise(link));
                Exceptions.Raise(link);
                AddArcs(link.Satellite.Value, link.Ground.Value, link.Link, link.MetricNs);
            }
        }
    }

    private void AddArcs(int a, int b, int link, int metricNs)
    {
        Arcs.Add(new Arc(a, b, link, metricNs));
        Arcs.Add(new Arc(b, a, link, metricNs));
    }

    // Contact numbers are not places in the epoch: those of other epochs lie between them.
    private static void AddLink(Prng dice, List<EpochLink> links, int a, int b)
    {
        if (a != b)
        {
            int ns = DelayNs(dice);
            int contact = (links.Count == 0 ? 0 : links[^1].ContactIndex) + dice.Between(1, 3);
            links.Add(new EpochLink(
                contact, new NodeId(Math.Min(a, b)), new NodeId(Math.Max(a, b)), ns, ns, ns));
        }
    }

    private static void AddStandby(Prng dice, List<StandbyLink> standby, int satellite, int ground)
    {
        if (!standby.Exists(s => s.Ground.Value == ground && s.Satellite.Value == satellite))
        {
            int ns = DelayNs(dice);
            NodeId other = new(satellite);
            standby.Add(new StandbyLink(
                new NodeId(ground), other, 0, ContactKind.Access, ns, ns, ns, default, default));
        }
    }

    private static int DelayNs(Prng dice) => dice.Between(1, 5) * 1_000_000;
}
