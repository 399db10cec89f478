using System;
using System.Collections.Generic;
using System.Numerics;
using Orbweaver.Model;
using Orbweaver.Orbits;

namespace Orbweaver.Planning;

/// <summary>A satellite that a ground node sees through a whole epoch.</summary>
internal readonly record struct VisibleSatellite(int Satellite, LinkDelays Delays);

/// <summary>
/// Which satellites each ground node sees: above the satellite's least elevation over the WGS-84 normal,
/// without refraction, at the start, middle and end of an epoch.
/// </summary>
internal sealed class GroundSight
{
    private readonly PlanRequest _request;
    private readonly ItrfPosition[] _positions;
    private readonly Vec3[] _ups;
    private readonly double[] _sinElevationMin;

    // The square of the sine with its sign, by which elevations compare without a root.
    private readonly double[] _squareMin;

    public GroundSight(PlanRequest request)
    {
        _request = request;
        _positions = new ItrfPosition[request.Grounds.Count];
        _ups = new Vec3[request.Grounds.Count];
        for (int g = 0; g < _positions.Length; g++)
        {
            _positions[g] = request.Grounds[g].Position.ToItrf();
            _ups[g] = request.Grounds[g].Position.Up();
        }
        _sinElevationMin = new double[request.Satellites.Count];
        _squareMin = new double[request.Satellites.Count];
        for (int s = 0; s < _sinElevationMin.Length; s++)
        {
            _sinElevationMin[s] = Math.Sin(request.Satellites[s].ElevationMin.Radians);
            _squareMin[s] = _sinElevationMin[s] * Math.Abs(_sinElevationMin[s]);
        }
    }

    /// <summary>Whether a satellite can serve that kind of ground node at all.</summary>
    public static RadioBeams BeamsFor(SatelliteSpec satellite, NodeKind ground)
        => ground == NodeKind.Site ? satellite.GatewayBeams : satellite.AccessBeams;

    /// <summary>Satellites visible through the epoch, for every ground node, ascending by number.</summary>
    public VisibleSatellite[][] Visible(EpochSky sky)
    {
        var visible = new VisibleSatellite[_positions.Length][];
        var columns = new SkyColumns(sky.Middle);
        var found = new List<VisibleSatellite>();
        for (int g = 0; g < visible.Length; g++)
        {
            found.Clear();
            Find(sky, columns, g, found);
            visible[g] = [.. found];
        }
        return visible;
    }

    /// <summary>Range in metres and elevation in radians at one instant.</summary>
    public (double RangeM, double ElevationRad) Look(SkySample sky, int ground, int satellite)
    {
        var target = new ItrfPosition(sky.PositionM[satellite]);
        double sinElevation = Geometry.SinElevation(_positions[ground], _ups[ground], target);
        return ((target.Metres - _positions[ground].Metres).Length,
            Math.Asin(Math.Clamp(sinElevation, -1, 1)));
    }

    // Most satellites are below the horizon: a few at a time are looked at, and those that may be above are
    // looked at again one by one.
    private void Find(EpochSky sky, SkyColumns columns, int ground, List<VisibleSatellite> found)
    {
        Vec3 positionM = _positions[ground].Metres;
        for (int s = 0; s < _squareMin.Length; s += Vector<double>.Count)
        {
            s = columns.NextAbove(s, positionM, _ups[ground], _squareMin);
            FindAmong(s, Math.Min(s + Vector<double>.Count, _squareMin.Length), sky, ground, found);
        }
    }

    private void FindAmong(int first, int end, EpochSky sky, int ground, List<VisibleSatellite> found)
    {
        NodeKind kind = _request.Grounds[ground].Kind;
        for (int s = first; s < end; s++)
        {
            if (IsAbove(sky.Middle, ground, s, out double middleM)
                && BeamsFor(_request.Satellites[s], kind).Count > 0
                && IsAbove(sky.Start, ground, s, out double startM)
                && IsAbove(sky.End, ground, s, out double endM))
            {
                found.Add(new VisibleSatellite(s, LinkDelays.FromRanges(startM, middleM, endM)));
            }
        }
    }

    // The same comparison as SinElevation >= limit, without a root for the many that are below the horizon.
    private bool IsAbove(SkySample sky, int ground, int satellite, out double rangeM)
    {
        rangeM = double.NaN;
        if (!sky.IsKnown[satellite])
        {
            return false;
        }
        Vec3 sightM = sky.PositionM[satellite] - _positions[ground].Metres;
        double heightM = sightM.Dot(_ups[ground]);
        double sinMin = _sinElevationMin[satellite];
        if (heightM < 0 && sinMin >= 0)
        {
            return false;
        }
        rangeM = sightM.Length;
        return heightM >= sinMin * rangeM;
    }
}
