using System.Collections.Generic;
using System.Globalization;
using Orbweaver.Model;

namespace Orbweaver.Sim;

/// <summary>
/// The small seed: 18 satellites as a static torus of 6 planes with 3 slots, 6 edges with two access links
/// each and three ranked standby satellites, a minute in four epochs. Half of the edges hand one terminal
/// over at a switch, one of them with a gap. Delays are drawn from the seed, so that each seed has its own
/// best ways.
/// </summary>
public static class SmallWorld
{
    /// <summary>Satellites; edges follow.</summary>
    public const int Satellites = Planes * Slots;

    /// <summary>Edges.</summary>
    public const int Edges = 6;

    private const int Planes = 6;
    private const int Slots = 3;
    private const int Epochs = 4;
    private const int StandbysPerEdge = 3;

    private static readonly Duration EpochLength = Duration.FromSeconds(15);
    private static readonly Duration Gap = Duration.FromMilliseconds(100);
    private static readonly Instant Start = Utc.FromCalendar(2026, 8, 11);
    private static readonly DataRate Laser = DataRate.FromGigabits(10);
    private static readonly DataRate Up = DataRate.FromMegabits(200);
    private static readonly DataRate Down = DataRate.FromMegabits(500);

    /// <summary>The world of a seed.</summary>
    public static SimWorld Of(ulong seed)
    {
        Plan plan = PlanOf(new Prng(seed).Fork("sim/world"));
        bool hasControllers = FaultSwarm.Enables(seed, FaultClass.Controller);
        (IReadOnlyList<Contract> contracts, var traffic) = SmallTraffic.Of();
        var admitted = new bool[contracts.Count];
        System.Array.Fill(admitted, true);
        return new SimWorld
        {
            Name = "small",
            Plan = plan,
            Contracts = contracts,
            Admitted = admitted,
            Traffic = traffic,
            Length = EpochLength * Epochs,
            PlanIssues = hasControllers ? SmallPlans.Of(plan, new Prng(seed).Fork("sim/plans")) : [],
        };
    }

    /// <summary>The node of an edge.</summary>
    internal static NodeId Edge(int edge) => new(Satellites + edge);

    private static NodeId Satellite(int plane, int slot)
        => new((plane % Planes * Slots) + (slot % Slots));

    /// <summary>A plan with delays from some dice.</summary>
    internal static Plan PlanOf(Prng dice)
    {
        Drawing drawing = new(dice);
        for (int plane = 0; plane < Planes; plane++)
        {
            for (int slot = 0; slot < Slots; slot++)
            {
                drawing.AddLaser(Satellite(plane, slot), Satellite(plane, slot + 1));
                drawing.AddLaser(Satellite(plane, slot), Satellite(plane + 1, slot));
            }
        }
        for (int edge = 0; edge < Edges; edge++)
        {
            AddAccess(drawing, edge);
        }
        return drawing.Build();
    }

    // Edge e stands under plane e. Its first terminal stays; that of an even edge moves one plane on with
    // the world at switch 1, 2 or 3. Standby are the satellites around that no terminal is pointed at.
    private static void AddAccess(Drawing drawing, int edge)
    {
        NodeId ground = Edge(edge);
        int slot = edge % Slots;
        NodeId first = Satellite(edge, slot);
        NodeId second = Satellite(edge, slot + 1);
        NodeId next = Satellite(edge + 1, slot + 1);
        int handover = edge % 2 == 0 ? 1 + (edge / 2) : Epochs;
        drawing.AddAccess(first, ground, 0, Epochs - 1, Duration.Zero);
        drawing.AddAccess(second, ground, 0, handover - 1, Duration.Zero);
        if (handover < Epochs)
        {
            drawing.AddAccess(next, ground, handover, Epochs - 1, edge == Edges - 2 ? Gap : Duration.Zero);
        }
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            NodeId[] standbys =
            [
                epoch < handover ? next : second,
                Satellite(edge + 1, slot),
                Satellite(edge, slot + 2),
            ];
            for (int rank = 0; rank < StandbysPerEdge; rank++)
            {
                drawing.AddStandby(epoch, standbys[rank], ground, rank);
            }
        }
    }

    private sealed class Drawing(Prng dice)
    {
        private readonly List<Contact> _contacts = [];
        private readonly List<EpochLink>[] _links = [[], [], [], []];
        private readonly List<StandbyLink>[] _standby = [[], [], [], []];

        public void AddLaser(NodeId a, NodeId b)
        {
            (NodeId low, NodeId high) = a.Value < b.Value ? (a, b) : (b, a);
            int delayNs = (int)dice.NextBetween(2_000_000, 8_000_000);
            Add(ContactKind.Optical, low, high, 0, Epochs - 1, Duration.Zero, (Laser, Laser), delayNs, 0);
        }

        // An access link lengthens and shortens with the motion of its satellite.
        public void AddAccess(NodeId satellite, NodeId ground, int first, int last, Duration gap)
            => Add(
                ContactKind.Access, satellite, ground, first, last, gap, (Down, Up),
                (int)dice.NextBetween(3_000_000, 6_000_000), (int)dice.NextBetween(-60_000, 60_000));

        public void AddStandby(int epoch, NodeId satellite, NodeId ground, int rank)
        {
            int delayNs = (int)dice.NextBetween(4_000_000, 8_000_000);
            _standby[epoch].Add(new StandbyLink(
                ground, satellite, rank, ContactKind.Access, delayNs, delayNs, delayNs, Up, Down));
        }

        private void Add(
            ContactKind kind, NodeId a, NodeId b, int first, int last, Duration gap,
            (DataRate AToB, DataRate BToA) rates, int delayNs, int driftNs)
        {
            int index = _contacts.Count;
            Instant opens = Start + (EpochLength * first) + gap;
            _contacts.Add(new Contact(
                index, kind, new TerminalRef(a, index), new TerminalRef(b, index), first, last, opens,
                rates.AToB, rates.BToA));
            for (int epoch = first; epoch <= last; epoch++)
            {
                int at = delayNs + (2 * driftNs * (epoch - first));
                _links[epoch].Add(new EpochLink(index, a, b, at, at + driftNs, at + (2 * driftNs)));
            }
        }

        public Plan Build()
        {
            List<PlanNode> nodes = [];
            for (int i = 0; i < Satellites; i++)
            {
                (int plane, int slot) = (i / Slots, i % Slots);
                string name = string.Create(CultureInfo.InvariantCulture, $"P{plane:00}-S{slot:00}");
                nodes.Add(new PlanNode(new NodeId(i), name, NodeKind.Satellite, "torus", "", plane, slot));
            }
            for (int i = 0; i < Edges; i++)
            {
                string name = string.Create(CultureInfo.InvariantCulture, $"edge-{i}");
                nodes.Add(new PlanNode(Edge(i), name, NodeKind.Edge, "", "", -1, -1));
            }
            Duration hop = Duration.FromMicroseconds(10);
            List<PlanEpoch> epochs = [];
            for (int epoch = 0; epoch < Epochs; epoch++)
            {
                epochs.Add(new PlanEpoch(epoch, nodes.Count, [.. _links[epoch]], _standby[epoch], hop));
            }
            return new Plan
            {
                Version = 1,
                Start = Start,
                EpochLength = EpochLength,
                Drain = Duration.FromMilliseconds(100),
                HopDelay = hop,
                Nodes = nodes,
                Contacts = _contacts,
                Epochs = epochs,
            };
        }
    }
}
