using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Routing;

namespace Orbweaver.Node;

/// <summary>
/// What a node is told at its start. Limits have names here, and nothing grows beyond them.
/// </summary>
public sealed record NodeConfig
{
    /// <summary>Which node of the plan this is.</summary>
    public required NodeId Id { get; init; }

    /// <summary>Grows with every restart of the node; from 1.</summary>
    public uint Incarnation { get; init; } = 1;

    /// <summary>The plan.</summary>
    public required Plan Plan { get; init; }

    /// <summary>
    /// The document it has kept from an earlier life, if it is newer than the plan above.
    /// </summary>
    public PlanDocument? Document { get; init; }

    /// <summary>All contracts.</summary>
    public required ContractTable Contracts { get; init; }

    /// <summary>Byte limit of every port's queue.</summary>
    public DataSize PortQueueMax { get; init; } = new(4_000_000);

    /// <summary>Byte limit of packets that wait because there is no way.</summary>
    public DataSize WaitingMax { get; init; } = new(1_000_000);

    /// <summary>
    /// How long an egress waits for an earlier message of an <c>f</c> contract, slack permitting.
    /// </summary>
    public Duration OrderHoldMax { get; init; } = Duration.FromMilliseconds(100);

    /// <summary>Messages of one contract that may wait for an earlier one.</summary>
    public int OrderHoldCountMax { get; init; } = 1_024;

    /// <summary>How long an egress waits for the pieces of a message after the first.</summary>
    public Duration ReassemblyMax { get; init; } = Duration.FromSeconds(30);

    /// <summary>Byte limit, per neighbour, of data that waits for news its sender had.</summary>
    public DataSize HeldMax { get; init; } = new(1_000_000);

    /// <summary>
    /// Announcements that are kept for neighbours that have not heard of them; who needs older ones gets a
    /// snapshot. Checkers of a run want all of them.
    /// </summary>
    public int NewsKeptMax { get; init; } = 1_000_000;

    /// <summary>How long over the round trip a neighbour may take before news is sent again.</summary>
    public Duration ResendMargin { get; init; } = Duration.FromMilliseconds(5);

    /// <summary>How long an acknowledgement of news waits for more; below the margin above.</summary>
    public Duration AnswerDelay { get; init; } = Duration.FromMilliseconds(2);

    /// <summary>
    /// Byte limit, per neighbour, of copies of what it has not yet said to have taken. What is sent beyond
    /// it is not kept.
    /// </summary>
    public DataSize KeptMax { get; init; } = new(4_000_000);

    /// <summary>How long a neighbour may wait to hear which packets were taken.</summary>
    public Duration TakenAnswerDelay { get; init; } = Duration.FromMilliseconds(20);

    /// <summary>Or how many packets, whichever is sooner: half of what one answer can name.</summary>
    public int TakenUntoldMax { get; init; } = 32;

    /// <summary>Byte limit of guaranteed messages that subscribers have not acknowledged.</summary>
    public DataSize StoreMax { get; init; } = new(256_000_000);

    /// <summary>Of these, the most for one subscriber.</summary>
    public DataSize StorePerSubscriberMax { get; init; } = new(64_000_000);

    /// <summary>How long an egress waits for more to acknowledge to the same ingress.</summary>
    public Duration ReceiptDelay { get; init; } = Duration.FromMilliseconds(5);

    /// <summary>How long a receipt may be under way.</summary>
    public Duration ReceiptBudget { get; init; } = Duration.FromSeconds(2);

    /// <summary>
    /// How long over the round trip an acknowledgement may take before a guaranteed message is sent again.
    /// </summary>
    public Duration ReceiptMargin { get; init; } = Duration.FromMilliseconds(100);

    /// <summary>The longest time between two attempts: the wait doubles up to here.</summary>
    public Duration ReceiptWaitMax { get; init; } = Duration.FromSeconds(8);

    /// <summary>
    /// How long a terminal may take to acquire a standby link before the next one is tried.
    /// </summary>
    public Duration AcquisitionMax { get; init; } = Duration.FromMilliseconds(2_500);

    /// <summary>The liveness protocol; null when the host says which links are silent.</summary>
    public LivenessOptions? Liveness { get; init; }

    /// <summary>How long nothing of a plan may come before another neighbour is asked.</summary>
    public Duration PlanFetchMax { get; init; } = Duration.FromSeconds(1);

    /// <summary>
    /// Whether neighbours tell each other the time. A host that knows all clocks to be right can spare it.
    /// </summary>
    public bool ExchangesTime { get; init; }

    /// <summary>How often a neighbour is told the time.</summary>
    public Duration TimeEvery { get; init; } = Duration.FromMilliseconds(250);

    /// <summary>How long a neighbour's time counts.</summary>
    public Duration TimeFreshMax { get; init; } = Duration.FromSeconds(1);

    /// <summary>
    /// How far clocks may be apart for data to pass between them; below <see cref="EpochLeadMax"/>.
    /// </summary>
    public Duration TimeApartMax { get; init; } = Duration.FromMilliseconds(50);

    /// <summary>How long a clock that has jumped is doubted when nobody can be asked.</summary>
    public Duration ClockDoubtMax { get; init; } = Duration.FromSeconds(1);

    /// <summary>How far ahead of this node's switch a packet's epoch may be.</summary>
    public Duration EpochLeadMax { get; init; } = Duration.FromMilliseconds(100);
}

/// <summary>What a node shares with the other nodes of its host: caches, one a worker.</summary>
/// <param name="Routes">Base trees of the first plan.</param>
/// <param name="Ways">Search around exceptions.</param>
/// <param name="Pairs">Search for two disjoint ways.</param>
/// <param name="Standby">Standby pairs of the plan.</param>
/// <param name="Packets">Packets for reuse.</param>
public sealed record NodeServices(
    RouteTable Routes, WaySearch Ways, DisjointPairs Pairs, StandbyTable Standby, PacketPool Packets)
{
    /// <summary>Control frames for reuse.</summary>
    public ControlFramePool Frames { get; } = new();

    /// <summary>Later plans whose trees are kept: those that nodes may hold at one time.</summary>
    public const int LaterPlansMax = 8;

    private readonly List<RouteTable> _later = [];
    private long _treesForgotten;

    /// <summary>Trees built so far, of all plans.</summary>
    public long TreesBuilt
    {
        get
        {
            long built = Routes.TreesBuilt + _treesForgotten;
            foreach (RouteTable table in _later)
            {
                built += table.TreesBuilt;
            }
            return built;
        }
    }

    /// <summary>
    /// Base trees of a plan: those of the first, or of a later version, made when it is first asked for.
    /// </summary>
    public RouteTable RoutesOf(Plan plan)
    {
        if (plan == Routes.Plan)
        {
            return Routes;
        }
        foreach (RouteTable known in _later)
        {
            if (known.Plan == plan)
            {
                return known;
            }
        }
        if (_later.Count == LaterPlansMax)
        {
            // Who still needs the oldest has it in hand.
            _treesForgotten += _later[0].TreesBuilt;
            _later.RemoveAt(0);
        }
        RouteTable made = new(plan);
        _later.Add(made);
        return made;
    }
}
