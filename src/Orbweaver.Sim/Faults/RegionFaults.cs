using System;
using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Twin;

namespace Orbweaver.Sim;

/// <summary>
/// Faults that hit many links together. Plans know no places; ground nodes with neighbouring numbers stand
/// for neighbours, and planes for parts of the sky.
/// </summary>
internal static class RegionFaults
{
    // Up to 20 % of the links that open during the run come late or never, one of them at least, and as many
    // standby pairs. Where the one is late its ground node wants a standby link: half of the time it gets
    // none either. A plan in which nothing opens has standby pairs alone.
    public static void DrawAcquisition(FaultDraft draft)
    {
        int sharePpm = draft.Between(50_000, 200_000);
        PlannedLink? sure = TakeOpening(draft);
        Duration from = new(draft.Moment().Nanoseconds / 4);
        from = sure is { } first && first.Opens <= from ? new Duration(first.Opens.Nanoseconds / 2) : from;
        Duration until = draft.Until(from, Duration.FromSeconds(20), Duration.FromSeconds(80));
        until = sure is { } last && last.Opens >= until ? draft.Ends : until;
        bool isSpared = draft.Rolls(500_000);
        List<PlannedLink> fitting = [.. draft.Links.All];
        fitting.RemoveAll(
            l => !StandbyTable.IsStandby(l.Link) && (l.Opens <= from || l.Opens >= until));
        List<LinkHit> hits = [];
        for (int i = 0; i < fitting.Count; i++)
        {
            PlannedLink link = fitting[i];
            bool isSure = link == sure
                || (!isSpared && StandbyTable.IsStandby(link.Link) && sure?.IsAt(link.B) == true);
            if (!draft.Rolls(sharePpm) && !isSure)
            {
                continue;
            }
            if (StandbyTable.IsStandby(link.Link))
            {
                hits.Add(new LinkHit(
                    link.Link, LinkHitKind.Unacquirable, LinkDirections.Both, from, until));
            }
            else
            {
                Duration late = draft.Until(
                    link.Opens, Duration.FromMilliseconds(200), Duration.FromSeconds(30));
                if (late > link.Opens)
                {
                    hits.Add(new LinkHit(
                        link.Link, LinkHitKind.Dark, LinkDirections.Both, link.Opens, late));
                }
            }
        }
        if (hits.Count > 0)
        {
            draft.Hit($"{hits.Count} new links", from, until, [.. hits]);
        }
    }

    // From one ground node to all but one, side by side.
    public static void DrawWeather(FaultDraft draft)
    {
        List<NodeId> ground = Region(draft, spareOne: true);
        Duration from = draft.Moment();
        Duration until = draft.Until(from, Duration.FromSeconds(1), Duration.FromSeconds(40));
        List<LinkHit> hits = [];
        foreach (PlannedLink link in draft.Links.All)
        {
            if (!link.IsOptical && ground.Exists(link.IsAt))
            {
                hits.Add(new LinkHit(link.Link, LinkHitKind.Dark, LinkDirections.Both, from, until));
            }
        }
        if (hits.Count > 0)
        {
            draft.Hit($"{ground.Count} ground nodes", from, until, [.. hits]);
        }
    }

    // It moves on in up to four steps. Down, the ground hears nothing; up, the satellites do.
    public static void DrawJam(FaultDraft draft)
    {
        LinkDirections directions = (LinkDirections)draft.Between(1, 3);
        Duration from = draft.Moment();
        Duration until = draft.Until(from, Duration.FromSeconds(1), Duration.FromSeconds(40));
        int steps = draft.Between(1, 4);
        List<LinkHit> hits = [];
        List<NodeId> all = draft.Nodes(n => !n.IsTransit);
        if (all.Count == 0)
        {
            return;
        }
        int first = (int)draft.Dice.NextBelow(all.Count);
        int width = draft.Between(1, Math.Max(1, all.Count / 3));
        for (int step = 0; step < steps; step++)
        {
            Duration begins = new(from.Nanoseconds + ((until - from).Nanoseconds * step / steps));
            Duration ends = new(from.Nanoseconds + ((until - from).Nanoseconds * (step + 1) / steps));
            for (int i = 0; ends > begins && i < width; i++)
            {
                NodeId node = all[(first + step + i) % all.Count];
                foreach (PlannedLink link in draft.Links.All)
                {
                    if (!link.IsOptical && link.IsAt(node))
                    {
                        hits.Add(new LinkHit(link.Link, LinkHitKind.Silent, directions, begins, ends));
                    }
                }
            }
        }
        if (hits.Count > 0)
        {
            draft.Hit($"{width} ground nodes, {directions}", from, until, [.. hits]);
        }
    }

    // One node, one plane, or half of the planes against the rest; one way or both.
    public static void DrawPartition(FaultDraft draft)
    {
        List<NodeId> satellites = draft.Nodes(n => n.IsTransit);
        int planes = 0;
        foreach (PlanNode node in draft.Plan.Nodes)
        {
            planes = Math.Max(planes, node.Plane + 1);
        }
        int kind = planes > 1 ? draft.Between(0, 2) : 0;
        NodeId alone = draft.One(satellites);
        int plane = planes > 0 ? draft.Between(0, planes - 1) : 0;
        bool IsInside(NodeId id)
        {
            PlanNode node = draft.Plan.Nodes[id.Value];
            return kind switch
            {
                0 => id == alone,
                1 => node.Plane == plane,
                _ => node.Plane >= 0 && (node.Plane + planes - plane) % planes < planes / 2,
            };
        }
        bool isOneWay = draft.Rolls(300_000);
        LinkHitKind hit = isOneWay || draft.Rolls(500_000) ? LinkHitKind.Silent : LinkHitKind.Dark;
        Duration from = draft.Moment();
        Duration until = draft.Until(from, Duration.FromSeconds(1), Duration.FromSeconds(30));
        List<LinkHit> hits = [];
        foreach (PlannedLink link in draft.Links.All)
        {
            if (link.IsOptical && IsInside(link.A) != IsInside(link.B))
            {
                LinkDirections directions = !isOneWay ? LinkDirections.Both
                    : IsInside(link.A) ? LinkDirections.AToB
                    : LinkDirections.BToA;
                hits.Add(new LinkHit(link.Link, hit, directions, from, until));
            }
        }
        string what = kind == 0 ? $"{draft.Name(alone)} alone" : kind == 1 ? $"plane {plane}" : "two halves";
        if (hits.Count > 0)
        {
            draft.Hit(isOneWay ? $"{what}, one way" : what, from, until, [.. hits]);
        }
    }

    private static PlannedLink? TakeOpening(FaultDraft draft)
    {
        List<PlannedLink> opening = [.. draft.Links.All];
        opening.RemoveAll(l => l.Opens <= Duration.Zero || l.Opens >= draft.Ends);
        return opening.Count == 0 ? null : draft.One(opening);
    }

    private static List<NodeId> Region(FaultDraft draft, bool spareOne)
    {
        List<NodeId> all = draft.Nodes(n => !n.IsTransit);
        int count = draft.Between(1, Math.Max(1, all.Count - (spareOne ? 1 : 0)));
        int first = all.Count == 0 ? 0 : (int)draft.Dice.NextBelow(all.Count);
        List<NodeId> region = [];
        for (int i = 0; i < count && all.Count > 0; i++)
        {
            region.Add(all[(first + i) % all.Count]);
        }
        return region;
    }
}
