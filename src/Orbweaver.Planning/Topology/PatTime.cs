namespace Orbweaver.Planning;

/// <summary>
/// What a retarget costs: whole epochs of continuous sight before the link is in the link set.
/// </summary>
internal static class PatTime
{
    /// <summary>The slower terminal decides; part of an epoch counts as a whole one.</summary>
    public static int Epochs(PlanRequest request, int a, int b)
    {
        long patNs = System.Math.Max(
            request.Satellites[a].Optical.PatTime.Nanoseconds,
                request.Satellites[b].Optical.PatTime.Nanoseconds);
        long epochNs = request.EpochLength.Nanoseconds;
        return (int)((patNs + epochNs - 1) / epochNs);
    }
}
