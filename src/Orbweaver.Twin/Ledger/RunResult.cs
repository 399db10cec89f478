using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Twin;

/// <summary>What a run came to.</summary>
public sealed record RunResult
{
    /// <summary>The seed of all dice.</summary>
    public required ulong Seed { get; init; }

    /// <summary>A hash over every event of the run, in order.</summary>
    public required ulong TraceHash { get; init; }

    /// <summary>How much time was simulated.</summary>
    public required Duration Simulated { get; init; }

    /// <summary>Events processed.</summary>
    public required long Events { get; init; }

    /// <summary>Packets that crossed a link, each link counted.</summary>
    public required long PacketHops { get; init; }

    /// <summary>Shortest-path trees built.</summary>
    public required long TreesBuilt { get; init; }

    /// <summary>One per contract and subscriber, by contract index, then subscriber.</summary>
    public required IReadOnlyList<ContractResult> Contracts { get; init; }

    /// <summary>One per elastic contract and subscriber.</summary>
    public required IReadOnlyList<ElasticResult> Elastic { get; init; }

    /// <summary>One per fault, by number.</summary>
    public IReadOnlyList<FaultResult> Faults { get; init; } = [];

    /// <summary>How the run went, over time.</summary>
    public Timeline Timeline { get; init; } = Timeline.Empty;

    /// <summary>What became of plans.</summary>
    public PlanTotals Plans { get; init; } = PlanTotals.None;

    /// <summary>What became of clocks.</summary>
    public ClockTotals Clocks { get; init; }

    /// <summary>What nodes said to each other beside data.</summary>
    public ControlTotals Control { get; init; }
}

/// <summary>What nodes said to each other beside data, over all links.</summary>
/// <param name="Frames">Control frames sent.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="StandbysRaised">Standby links that were acquired.</param>
/// <param name="RestartDuplicates">
/// Messages that a subscriber got again because its egress had restarted in between.
/// </param>
public readonly record struct ControlTotals(
    long Frames, long Bytes, long StandbysRaised, long RestartDuplicates);

/// <summary>What became of clocks.</summary>
/// <param name="Corrections">How often a node was set right by its neighbours.</param>
/// <param name="Alone">Living nodes that let nothing pass at the end, as nobody agrees with them.</param>
/// <param name="GreatestError">The greatest error of a living node at the end.</param>
public readonly record struct ClockTotals(long Corrections, int Alone, Duration GreatestError);

/// <summary>Whether a contract's promise was kept.</summary>
public enum Verdict
{
    /// <summary>Nothing was promised, or nothing was offered that could be judged.</summary>
    None,

    /// <summary>The on-time ratio reached the promise.</summary>
    Kept,

    /// <summary>It did not.</summary>
    Broken,
}

/// <summary>Percentiles of a duration. Percentiles are exact to 0.4 %, the greatest is exact.</summary>
public readonly record struct DurationSummary(long Count, Duration P50, Duration P99, Duration Greatest);

/// <summary>A drop reason and how many messages it took.</summary>
public readonly record struct LostCount(string Reason, long Messages);

/// <summary>
/// The ledger of one contract and subscriber. Every message falls into exactly one outcome:
/// offered = on time + late + expired + superseded + lost + in flight.
/// </summary>
public sealed record ContractResult
{
    /// <summary>The contract.</summary>
    public required int ContractIndex { get; init; }

    /// <summary>The subscriber.</summary>
    public required NodeId Subscriber { get; init; }

    /// <summary>Messages that the source handed in.</summary>
    public required long Offered { get; init; }

    /// <summary>Delivered within budget.</summary>
    public required long OnTime { get; init; }

    /// <summary>Delivered after the budget.</summary>
    public required long Late { get; init; }

    /// <summary>Dropped while queued because they could not arrive in time.</summary>
    public required long Expired { get; init; }

    /// <summary>Removed by a newer message of their key.</summary>
    public required long Superseded { get; init; }

    /// <summary>Dropped for other reasons, by reason name.</summary>
    public required IReadOnlyList<LostCount> Lost { get; init; }

    /// <summary>Still under way at the end.</summary>
    public required long InFlight { get; init; }

    /// <summary>
    /// Messages that were sent on one way though two are owed, as there was no disjoint pair.
    /// </summary>
    public long Unpaired { get; init; }

    /// <summary>
    /// Messages whose budget ends within the run, less those superseded by one that arrived in time.
    /// </summary>
    public required long Judged { get; init; }

    /// <summary>Of those, delivered on time.</summary>
    public required long JudgedOnTime { get; init; }

    /// <summary>The promise kept or broken.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Source to delivery.</summary>
    public required DurationSummary Latency { get; init; }

    /// <summary>How many deliveries took how long, by <see cref="LatencyPieces"/>.</summary>
    public IReadOnlyList<long> Histogram { get; init; } = [];

    /// <summary>
    /// Latency / best of the epoch of sending, in thousandths: median, 99th percentile and greatest.
    /// </summary>
    public required (long P50, long P99, long Greatest) StretchPermille { get; init; }

    /// <summary>
    /// Age of the newest delivered message of each key, sampled once a second; none without keys.
    /// </summary>
    public required DurationSummary AgeOfInformation { get; init; }

    /// <summary>Where the time of late and expired messages went; null when there were none.</summary>
    public required LateCause? WhyLate { get; init; }
}

/// <summary>
/// Where the time of a contract's late and expired messages went, summed over those messages.
/// </summary>
/// <param name="Messages">Late and expired messages.</param>
/// <param name="Best">The planned best way.</param>
/// <param name="Detour">Propagation beyond the best.</param>
/// <param name="Serialisation">Putting bits on links.</param>
/// <param name="Queueing">Waiting behind other packets.</param>
/// <param name="Waiting">Waiting for a link to open or for a way to exist.</param>
/// <param name="Ordering">Waiting at the egress for an earlier message.</param>
/// <param name="WorstPort">Where most of the queueing was: from and to node; null when there was
/// none.</param>
/// <param name="WorstPortQueueing">How much of it was there.</param>
public sealed record LateCause(
    long Messages,
    Duration Best,
    Duration Detour,
    Duration Serialisation,
    Duration Queueing,
    Duration Waiting,
    Duration Ordering,
    (NodeId From, NodeId To)? WorstPort,
    Duration WorstPortQueueing);

/// <summary>
/// What an elastic contract carried: its max-min fair share of what is left of the links on its path.
/// </summary>
public sealed record ElasticResult(
    int ContractIndex, NodeId Subscriber, DataRate RateLeast, DataRate RateMean, DataRate RateGreatest);
