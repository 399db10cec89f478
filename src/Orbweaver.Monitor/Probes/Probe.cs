using Orbweaver.Model;
using Orbweaver.Orbits;
using Orbweaver.Twin;
using System.Collections.Generic;

namespace Orbweaver.Monitor;

/// <summary>
/// Notes what happens in a world: it is the world's witness, and is asked to look at it every <see
/// cref="Interval"/> of the world's time. It changes nothing.
/// </summary>
public sealed class Probe
{
    /// <summary>How often to look.</summary>
    public static readonly Duration Interval = Duration.FromMilliseconds(200);

    /// <summary>For a world with these satellites, and contracts by index.</summary>
    public Probe(IReadOnlyList<IEphemeris> satellites, IReadOnlyList<Contract> contracts)
    {
        _ = satellites;
        _ = contracts;
    }

    /// <summary>When to look next; the start of time before the first look.</summary>
    public Instant NextDue { get; private set; } = new(long.MinValue);

    /// <summary>Notes all that changed since the last look.</summary>
    public void Look(TwinWorld world, Observation into)
    {
        _ = into;
        NextDue = world.Now + Interval;
    }
}
