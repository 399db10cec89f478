using System;
using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Twin;

namespace Orbweaver.Sim;

/// <summary>Faults that hit nodes.</summary>
internal static class NodeFaults
{
    private static readonly Duration RebootLeast = Duration.FromSeconds(1);
    private static readonly Duration RebootMost = Duration.FromSeconds(30);

    // Up to 30 % of the satellites, now and then an edge; half of them come back.
    public static void DrawLoss(FaultDraft draft)
    {
        List<NodeId> satellites = draft.Nodes(n => n.IsTransit);
        List<NodeId> ground = draft.Nodes(n => !n.IsTransit);
        int count = draft.Between(1, Math.Max(1, satellites.Count * 3 / 10));
        for (int i = 0; i < count; i++)
        {
            NodeId node = ground.Count > 0 && draft.Rolls(50_000)
                ? draft.One(ground)
                : Take(draft, satellites);
            Duration from = draft.Moment();
            Duration until = draft.Rolls(500_000)
                ? Duration.Max
                : draft.Until(from, RebootLeast, RebootMost);
            draft.Hit(draft.Name(node), from, until, new NodeHit(node, NodeHitKind.Lost, from, until));
        }
    }

    public static void DrawPlane(FaultDraft draft)
    {
        SortedSet<int> planes = [];
        foreach (PlanNode node in draft.Plan.Nodes)
        {
            if (node.Plane >= 0)
            {
                planes.Add(node.Plane);
            }
        }
        if (planes.Count == 0)
        {
            return;
        }
        int plane = draft.One([.. planes]);
        Duration from = draft.Moment();
        Duration until = draft.Rolls(500_000) ? Duration.Max : draft.Until(from, RebootLeast, RebootMost);
        draft.Hit(
            $"plane {plane}", from, until,
            [.. draft.Nodes(n => n.Plane == plane).ConvertAll(
                n => new NodeHit(n, NodeHitKind.Lost, from, until))]);
    }

    public static void DrawHang(FaultDraft draft, Duration least, Duration most)
        => Draw(draft, NodeHitKind.Hung, least, most, draft.Between(1, 3), _ => Duration.Zero);

    public static void DrawSlow(FaultDraft draft)
        => Draw(
            draft, NodeHitKind.Slow, Duration.FromSeconds(1), Duration.FromSeconds(20), draft.Between(1, 2),
            d => d.Length(Duration.FromMilliseconds(1), Duration.FromMilliseconds(100)));

    // Several of one node make it die again while it recovers.
    public static void DrawCrash(FaultDraft draft)
    {
        List<NodeId> nodes = draft.Nodes(_ => true);
        int count = draft.Between(1, 4);
        NodeId node = draft.One(nodes);
        for (int i = 0; i < count; i++)
        {
            node = draft.Rolls(400_000) ? node : draft.One(nodes);
            Duration from = draft.Moment();
            Duration until = draft.Until(from, Duration.FromMilliseconds(200), Duration.FromSeconds(10));
            draft.Hit(draft.Name(node), from, until, new NodeHit(node, NodeHitKind.Lost, from, until)
            {
                AfterEffects = draft.Between(0, 3),
            });
        }
    }

    private static void Draw(
        FaultDraft draft, NodeHitKind kind, Duration least, Duration most, int count,
        Func<FaultDraft, Duration> slowBy)
    {
        for (int i = 0; i < count; i++)
        {
            NodeId node = draft.One(draft.Nodes(_ => true));
            Duration from = draft.Moment();
            Duration until = draft.Until(from, least, most);
            draft.Hit(draft.Name(node), from, until, new NodeHit(node, kind, from, until)
            {
                SlowBy = slowBy(draft),
            });
        }
    }

    private static NodeId Take(FaultDraft draft, List<NodeId> from)
    {
        int place = (int)draft.Dice.NextBelow(from.Count);
        NodeId taken = from[place];
        from.RemoveAt(place);
        return taken;
    }
}
