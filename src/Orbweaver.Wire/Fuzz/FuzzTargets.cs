using System.Collections.Generic;

namespace Orbweaver.Wire.Fuzz;

/// <summary>All readers of this project that take bytes from outside.</summary>
public static class FuzzTargets
{
    /// <summary>New ones, for one thread.</summary>
    public static IReadOnlyList<IFuzzTarget> All()
        => [new PacketTarget(), new FrameTarget(), new ControlTarget(), new PlanTarget()];
}
