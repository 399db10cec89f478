using System.Linq;
using Orbweaver.Orbits;

namespace Orbweaver.Planning;

/// <summary>
/// When two satellites can see each other: not further apart than the shorter of their terminals' ranges, and
/// the straight segment between them clears the Earth by the grazing altitude.
/// </summary>
internal sealed class LaserSight(PlanRequest request)
{
    private readonly double _grazingRadiusMinM =
        Geometry.GrazingSphereRadiusM + request.GrazingAltitude.Metres;

    private readonly double[] _rangeMaxM = [.. request.Satellites.Select(s => s.Optical.RangeMax.Metres)];

    /// <summary>The longest link the pair's terminals allow, in metres.</summary>
    public double RangeMaxM(int a, int b) => System.Math.Min(_rangeMaxM[a], _rangeMaxM[b]);

    /// <summary>
    /// Whether terminals of the two can talk at all: same constellation, same group, one terminal each.
    /// </summary>
    public bool AreCompatible(int a, int b)
    {
        SatelliteSpec first = request.Satellites[a];
        SatelliteSpec second = request.Satellites[b];
        return a != b
            && first.Optical.Count > 0
            && second.Optical.Count > 0
            && string.Equals(first.Constellation, second.Constellation, System.StringComparison.Ordinal)
            && string.Equals(
                first.Optical.CompatibilityGroup,
                second.Optical.CompatibilityGroup,
                System.StringComparison.Ordinal);
    }

    /// <summary>Whether the pair has sight at one instant; the range is given in any case.</summary>
    public bool IsClear(SkySample sky, int a, int b, double rangeMaxM, out double rangeM)
    {
        rangeM = double.NaN;
        if (!sky.IsKnown[a] || !sky.IsKnown[b])
        {
            return false;
        }
        // Always the lower number first, so that the answer has the same bits whoever asks.
        Vec3 low = sky.PositionM[System.Math.Min(a, b)];
        Vec3 high = sky.PositionM[System.Math.Max(a, b)];
        rangeM = (high - low).Length;
        return rangeM <= rangeMaxM && Geometry.GrazingRadiusM(low, high) >= _grazingRadiusMinM;
    }

    /// <summary>Whether the pair has sight at all three instants of an epoch.</summary>
    public bool TryLink(EpochSky sky, int a, int b, out LinkDelays delays)
    {
        delays = default;
        double rangeMaxM = RangeMaxM(a, b);
        if (!IsClear(sky.Start, a, b, rangeMaxM, out double startM)
            || !IsClear(sky.Middle, a, b, rangeMaxM, out double middleM)
            || !IsClear(sky.End, a, b, rangeMaxM, out double endM))
        {
            return false;
        }
        delays = LinkDelays.FromRanges(startM, middleM, endM);
        return true;
    }
}
