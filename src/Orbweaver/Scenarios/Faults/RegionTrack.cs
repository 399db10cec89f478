using System;
using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Orbits;
using Orbweaver.Planning;

namespace Orbweaver.Scenarios;

/// <summary>
/// Which nodes are over or in a moving disc, and when: looked at in steps of a second, or longer ones where
/// there would be too many. On a sphere: a region has no sharper edge than that.
/// </summary>
internal sealed class RegionTrack(PlanRequest request, RegionFault region)
{
    private const double EarthRadiusM = 6_371_000;
    private const long StepsMax = 3_600;

    private readonly Vec3 _from = Unit(region.Centre.ToItrf().Metres);
    private readonly Vec3 _to = Unit((region.To ?? region.Centre).ToItrf().Metres);
    private readonly double _cosRadius = Math.Cos(Math.Min(Math.PI, region.Radius.Metres / EarthRadiusM));

    /// <summary>
    /// The times in which nodes are inside, by node and time: ground nodes, and satellites by the place below
    /// them.
    /// </summary>
    public List<(NodeId Node, Duration From, Duration Until)> Spans(bool withSatellites)
    {
        Duration end = region.Until < request.Horizon ? region.Until : request.Horizon;
        List<(NodeId, Duration, Duration)> spans = [];
        if (end <= region.At)
        {
            return spans;
        }
        long stepNs = Math.Max(1_000_000_000, ((end - region.At).Nanoseconds + StepsMax - 1) / StepsMax);
        SortedDictionary<int, Duration> since = [];
        for (Duration t = region.At; t < end; t += new Duration(stepNs))
        {
            Look(t, withSatellites, since, spans);
        }
        foreach ((int node, Duration from) in since)
        {
            spans.Add((new NodeId(node), from, region.Until));
        }
        return spans;
    }

    private void Look(
        Duration t,
        bool withSatellites,
        SortedDictionary<int, Duration> since,
        List<(NodeId, Duration, Duration)> spans)
    {
        Vec3 centre = CentreAt(t);
        Instant at = request.Start + t;
        EarthRotation rotation = new(at);
        int count = request.Satellites.Count + request.Grounds.Count;
        for (int node = withSatellites ? 0 : request.Satellites.Count; node < count; node++)
        {
            bool isInside = PlaceOf(node, at, rotation) is { } place && Vec3.Dot(place, centre) >= _cosRadius;
            if (isInside)
            {
                since.TryAdd(node, t);
            }
            else if (since.Remove(node, out Duration from))
            {
                spans.Add((new NodeId(node), from, t));
            }
        }
    }

    private Vec3? PlaceOf(int node, Instant at, in EarthRotation rotation)
    {
        if (node >= request.Satellites.Count)
        {
            return Unit(request.Grounds[node - request.Satellites.Count].Position.ToItrf().Metres);
        }
        return request.Satellites[node].Ephemeris.TryPropagate(at, out TemeState state, out _)
            ? Unit(rotation.ToItrf(state.Position).Metres)
            : null;
    }

    // Along the great circle, at a constant speed.
    private Vec3 CentreAt(Duration t)
    {
        double angleRad = Math.Acos(Math.Clamp(Vec3.Dot(_from, _to), -1, 1));
        if (region.To is null || angleRad < 1e-9)
        {
            return _from;
        }
        double done = (double)(t - region.At).Nanoseconds / (region.Until - region.At).Nanoseconds;
        double sin = Math.Sin(angleRad);
        return sin < 1e-9
            ? _from
            : (_from * (Math.Sin((1 - done) * angleRad) / sin)) + (_to * (Math.Sin(done * angleRad) / sin));
    }

    private static Vec3 Unit(Vec3 v) => v * (1.0 / v.Length);
}
