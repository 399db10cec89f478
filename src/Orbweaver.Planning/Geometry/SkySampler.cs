using System;
using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Orbits;

namespace Orbweaver.Planning;

/// <summary>Propagates all satellites to an instant, in parallel.</summary>
internal sealed class SkySampler(IReadOnlyList<SatelliteSpec> satellites, bool withHeadings, IWorkers workers)
{
    // Blocks of one call: their states are 3 kB of stack.
    private const int TileBlocks = 8;

    private readonly EphemerisBatch _batch = new([.. satellites.Select(s => s.Ephemeris)]);

    /// <summary>The sky at <paramref name="t"/>.</summary>
    public SkySample Sample(Instant t)
    {
        var sample = new SkySample(t, satellites.Count, withHeadings);
        var rotation = new EarthRotation(t);
        workers.For(_batch.BlockCount, (first, end) => Fill(sample, rotation, first, end));
        return sample;
    }

    private void Fill(SkySample sample, in EarthRotation rotation, int firstBlock, int endBlock)
    {
        Span<TemeState> states = stackalloc TemeState[TileBlocks * EphemerisBatch.BlockSize];
        Span<PropagationError> errors = stackalloc PropagationError[states.Length];
        for (int first = firstBlock; first < endBlock; first += TileBlocks)
        {
            int end = Math.Min(first + TileBlocks, endBlock);
            _batch.PropagateBlocks(sample.At, first, end, states, errors);
            for (int block = first; block < end; block++)
            {
                int place = (block - first) * EphemerisBatch.BlockSize;
                foreach (int satellite in _batch.SatellitesOf(block))
                {
                    sample.Error[satellite] = errors[place];
                    if (errors[place] == PropagationError.None)
                    {
                        Fill(sample, rotation, satellite, states[place]);
                    }
                    place++;
                }
            }
        }
    }

    private void Fill(SkySample sample, in EarthRotation rotation, int satellite, in TemeState state)
    {
        sample.IsKnown[satellite] = true;
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
