using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Orbits;

namespace Orbweaver.Planning;

/// <summary>Propagates all satellites to an instant, in parallel.</summary>
internal sealed class SkySampler(IReadOnlyList<SatelliteSpec> satellites, bool withHeadings, IWorkers workers)
{
    /// <summary>The sky at <paramref name="t"/>.</summary>
    public SkySample Sample(Instant t)
    {
        var sample = new SkySample(t, satellites.Count, withHeadings);
        var rotation = new EarthRotation(t);
        workers.For(satellites.Count, (first, end) =>
        {
            for (int i = first; i < end; i++)
            {
                Fill(sample, rotation, i);
            }
        });
        return sample;
    }

    private void Fill(SkySample sample, in EarthRotation rotation, int satellite)
    {
        bool isKnown = satellites[satellite].Ephemeris.TryPropagate(
            sample.At, out TemeState state, out PropagationError error);
        sample.IsKnown[satellite] = isKnown;
        sample.Error[satellite] = error;
        if (!isKnown)
        {
            return;
        }
        Vec3 positionM = rotation.ToItrf(state.Position).Metres;
        sample.PositionM[satellite] = positionM;
        if (withHeadings)
        {
            // The inertial direction of flight, turned into Earth-fixed axes without the Earth's own motion:
            // planes are inertial, and in-plane neighbours shall lie exactly fore and aft.
            Vec3 heading = rotation.ToItrf(new TemePosition(state.Velocity.MetresPerSecond)).Metres;
            Vec3 up = positionM * (1.0 / positionM.Length);
            Vec3 left = up.Cross(heading);
            sample.Left[satellite] = left;
            sample.Fore[satellite] = left.Cross(up);
        }
    }
}
