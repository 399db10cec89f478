using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>
/// Light time of a link at the start, middle and end of an epoch: where floating point ends.
/// </summary>
internal readonly record struct LinkDelays(int StartNs, int MiddleNs, int EndNs)
{
    /// <summary>From the three ranges in metres.</summary>
    public static LinkDelays FromRanges(double startM, double middleM, double endM)
        => new(LightTimeNs(startM), LightTimeNs(middleM), LightTimeNs(endM));

    private static int LightTimeNs(double rangeM) => checked((int)new Distance(rangeM).LightTime.Nanoseconds);
}
