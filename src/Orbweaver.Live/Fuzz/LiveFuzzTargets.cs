using System.Collections.Generic;
using Orbweaver.Wire.Fuzz;

namespace Orbweaver.Live.Fuzz;

/// <summary>All readers of bytes from outside: those of the wire, and those of live hosts.</summary>
public static class LiveFuzzTargets
{
    /// <summary>New ones, for one thread.</summary>
    public static IReadOnlyList<IFuzzTarget> All()
        => [.. FuzzTargets.All(), new RecordTarget(), new IpTarget()];
}
