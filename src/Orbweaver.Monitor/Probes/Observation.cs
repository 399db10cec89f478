using System.Collections.Generic;

namespace Orbweaver.Monitor;

/// <summary>
/// What changed in a world between two looks. Its owner hands it to <see cref="Probe.Look"/>, then to <see
/// cref="NetworkDesk.Take"/>, and then it may be used again: two of them, going round, join the thread of the
/// world and that of the desk. No two threads may touch one at a time.
/// </summary>
public sealed class Observation
{
    /// <summary>Streams whose way is asked for: set by the desk, read by the probe.</summary>
    internal IReadOnlyList<int> Watched { get; set; } = [];
}
