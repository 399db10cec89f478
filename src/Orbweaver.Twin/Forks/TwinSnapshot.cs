using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Twin;

/// <summary>What of a fault is active or to come; its times count from the start of its world.</summary>
internal readonly record struct SnapshotHit(int Fault, NodeHit? Node, LinkHit? Link);

/// <summary>
/// What is known of a world at a moment, as far as another can begin there. Immutable, and readable by any
/// thread: taking it is all that the thread of the world has to do.
/// </summary>
public sealed class TwinSnapshot
{
    internal TwinSnapshot(
        TwinConfig config, IReadOnlyList<Fault> faults, IReadOnlyList<SnapshotHit> hits)
    {
        Config = config;
        Faults = faults;
        Hits = hits;
    }

    /// <summary>When it was taken.</summary>
    public required Instant Now { get; init; }

    /// <summary>The start of the world; times of faults count from it.</summary>
    public required Instant Start { get; init; }

    /// <summary>The plan that controllers handed out last.</summary>
    public required Plan Plan { get; init; }

    /// <summary>The plan that reaches farthest: faults may name its contacts.</summary>
    public required Plan Whole { get; init; }

    /// <summary>Numbers of standby pairs in that world.</summary>
    public required StandbyTable Standby { get; init; }

    /// <summary>What came from outside lately.</summary>
    public required IReadOnlyList<OutsideRate> Outside { get; init; }

    /// <summary>Contracts, by index.</summary>
    public IReadOnlyList<Contract> Contracts => Config.Contracts;

    /// <summary>Whether each was admitted.</summary>
    public IReadOnlyList<bool> Admitted => Config.Admitted;

    /// <summary>What the world was made of.</summary>
    internal TwinConfig Config { get; }

    /// <summary>Faults of which something is active or to come, by number.</summary>
    internal IReadOnlyList<Fault> Faults { get; }

    /// <summary>What that is.</summary>
    internal IReadOnlyList<SnapshotHit> Hits { get; }

    /// <summary>How many faults are active or to come.</summary>
    public int FaultCount => Faults.Count;
}
