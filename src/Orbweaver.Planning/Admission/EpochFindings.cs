using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>
/// What the loss of one node does to a path: the length of the way that the point before it finds over links
/// in force, and over standby access as well when that is not short enough. Unreachable where there is none.
/// </summary>
internal readonly record struct LossFinding(NodeId Lost, int DetourNs, int StandbyNs);

/// <summary>
/// What was found in one epoch, by pair, and by slot: contract and subscriber (<see cref="AdmissionPairs"/>).
/// </summary>
internal sealed class EpochFindings(int pairCount, int slotCount)
{
    /// <summary>Length of each pair's shortest path, or unreachable.</summary>
    public int[] BestNs { get; } = new int[pairCount];

    /// <summary>For each pair the nodes whose loss is too much for its most urgent contract.</summary>
    public LossFinding[][] Losses { get; } = new LossFinding[pairCount][];

    /// <summary>Subscribers for whom the capacity of the way was taken.</summary>
    public bool[] IsWithoutCapacity { get; } = new bool[slotCount];

    /// <summary>
    /// Subscribers of replicated contracts to whom there are no two disjoint ways within the budget.
    /// </summary>
    public bool[] IsWithoutPair { get; } = new bool[slotCount];
}
