using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Routing;
using Orbweaver.Twin;

namespace Orbweaver.Tests;

/// <summary>
/// A torus of satellites with an edge at two corners, in two layouts that lead traffic over other links:
/// enough for two plans that loop when they are mixed.
/// </summary>
internal sealed class TorusWorld
{
    public const int Side = 4;

    public static readonly Duration EpochLength = Duration.FromSeconds(60);

    private PlanDocument _last;

    public TorusWorld(int epochs = 30, ulong variety = 1)
    {
        World = new WorldBuilder { Plan = Lay(epochs, variety) };
        First = World.Plan.Build();
        _last = PlanDocument.First(First);
        Numbers = new ContactNumbers(First);
        World.Length = Duration.FromMinutes(14);
    }

    public WorldBuilder World { get; }

    public Plan First { get; }

    public ContactNumbers Numbers { get; }

    public static NodeId WestEdge => new(Side * Side);

    public static NodeId EastEdge => new((Side * Side) + 1);

    public static IEnumerable<NodeId> Satellites
        => Enumerable.Range(0, Side * Side).Select(i => new NodeId(i));

    /// <summary>All nodes send to some others, so many times a second each.</summary>
    public void OfferMesh(Duration interval)
    {
        NodeId[] ends = [.. Satellites, WestEdge, EastEdge];
        for (int i = 0; i < ends.Length; i++)
        {
            for (int step = 3; step < ends.Length; step += 4)
            {
                World.Offer(World.Contracts.Add(ends[i], ends[(i + step) % ends.Length], "6-i-c"), interval);
            }
        }
    }

    /// <summary>A controller makes the successor of the last plan, with delays of another variety.</summary>
    public PlanDocument Issue(
        NodeId controller,
        Duration at,
        int epochs = 30,
        ulong variety = 2,
        PlanDocument? after = null,
        Duration heldBack = default,
        long? bytes = null)
    {
        PlanDocument earlier = after ?? _last;
        PlanId id = new(earlier.Id.Version + 1, controller);
        PlanDocument document = PlanLineage.Extend(
            earlier, Lay(epochs, variety).Build(), id, First.Start + at - heldBack, Numbers);
        document = Sized(document, bytes ?? document.SizeBytes);
        World.Issues.Add(new PlanIssue(controller, at, document));
        _last = document;
        return document;
    }

    /// <summary>The same document, of another size.</summary>
    public static PlanDocument Sized(PlanDocument document, long bytes) => new()
    {
        Plan = document.Plan,
        Turns = document.Turns,
        MadeAt = document.MadeAt,
        SizeBytes = bytes,
    };

    /// <summary>
    /// Ends between which packets would go round in an epoch, if the stale nodes routed by the first plan and
    /// the others by a later one.
    /// </summary>
    public int LoopsWhenMixed(Plan later, int epoch, IReadOnlySet<int> stale)
    {
        RouteTable old = new(First);
        RouteTable now = new(later);
        int loops = 0;
        for (int to = 0; to < First.Nodes.Count; to++)
        {
            for (int from = 0; from < First.Nodes.Count; from++)
            {
                NodeId at = new(from);
                int hops = 0;
                while (at.Value != to && hops < 100)
                {
                    RouteTable routes = stale.Contains(at.Value) ? old : now;
                    int slot = routes.Tree(epoch, new NodeId(to)).NextSlot(at);
                    at = new NodeId(routes.Plan.Epochs[epoch].Neighbours(at)[slot].Neighbour);
                    hops++;
                }
                loops += hops == 100 ? 1 : 0;
            }
        }
        return loops;
    }

    /// <summary>Cuts every link between a set of nodes and the rest, whatever plan it is of.</summary>
    public void Cut(IReadOnlySet<int> apart, Duration from, Duration until)
    {
        foreach (Contact contact in Numbers.All)
        {
            if (apart.Contains(contact.A.Node.Value) != apart.Contains(contact.B.Node.Value))
            {
                World.Hit(contact.Index, LinkHitKind.Dark, from, until);
            }
        }
    }

    // Rows and columns are linked all the time. Each variety has its delays, and in every third epoch its
    // own diagonals.
    private static PlanBuilder Lay(int epochs, ulong variety)
    {
        PlanBuilder plan = new() { Epochs = epochs, EpochLength = EpochLength };
        NodeId[] nodes = [.. Satellites.Select(_ => plan.Satellite())];
        NodeId west = plan.Edge();
        NodeId east = plan.Edge();
        Prng dice = new(variety);
        for (int i = 0; i < nodes.Length; i++)
        {
            plan.Link(nodes[i], nodes[(i / Side * Side) + ((i + 1) % Side)], Varied(dice));
            plan.Link(nodes[i], nodes[(i + Side) % nodes.Length], Varied(dice));
        }
        plan.Link(nodes[0], west, Varied(dice));
        plan.Link(nodes[1], west, Varied(dice));
        plan.Link(nodes[10], east, Varied(dice));
        plan.Link(nodes[11], east, Varied(dice));
        for (int epoch = 0; epoch < epochs; epoch += 3)
        {
            int place = (int)((variety * 3) + (ulong)epoch) % nodes.Length;
            plan.Link(
                nodes[place], nodes[(place + Side + 1) % nodes.Length],
                Varied(dice) with { First = epoch, Last = epoch });
        }
        return plan;
    }

    private static TestLink Varied(Prng dice)
        => new() { Delay = Duration.FromMicroseconds(dice.Between(1_000, 20_000)) };
}
