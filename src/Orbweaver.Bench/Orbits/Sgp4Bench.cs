using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.Intrinsics;
using Orbweaver.Model;
using Orbweaver.Orbits;

namespace Orbweaver.Bench.Orbits;

/// <summary>
/// SGP4 on one core: as many near-Earth satellites as the largest constellation has, at 64 moments, position
/// and velocity. The same states by every way, bit for bit.
/// </summary>
internal static class Sgp4Bench
{
    private const int Satellites = 10_758;
    private const int Moments = 64;
    private const string Alone = "one satellite at a time";

    private static readonly Instant Start = Utc.FromCalendar(2026, 8, 11);
    private static readonly Comparison Python =
        new("python-sgp4 (C++)", 2.95e6, IsRecorded: true, Goal: null);

    public static readonly Benchmark Benchmark = new(
        "sgp4", "how many positions and velocities of near-Earth satellites one core works out", Measure);

    private static void Measure(BenchRun run)
    {
        IEphemeris[] satellites = [.. Elements().Select(e => new Sgp4Ephemeris(e))];
        Instant[] moments = [.. Enumerable.Range(0, Moments).Select(i => Start + Duration.FromMinutes(i))];
        List<Contender> contenders = [new(Alone, () => () => OneByOne(satellites, moments))];
        if (Vector256.IsHardwareAccelerated)
        {
            contenders.Add(InBlocks("256-bit lanes", new EphemerisBatch(satellites, 4), moments));
        }
        if (Vector512.IsHardwareAccelerated)
        {
            contenders.Add(InBlocks("512-bit lanes", new EphemerisBatch(satellites, 8), moments));
        }
        contenders.Add(ByMoment(new EphemerisBatch(satellites), moments));
        Timing[] timings = run.Race([.. contenders]);
        double alone = 1 / timings[0].SecondsEach;
        foreach (Timing timing in timings)
        {
            run.Add(Figure.Rate($"states, {timing.Name}", timing, Against(timing.Name, alone)));
        }
    }

    private static Comparison[] Against(string name, double alone)
    {
        Comparison scalar = new(Alone, alone, IsRecorded: false, Goal: null);
        Comparison astroz = new("astroz (Zig, AVX-512)", 60e6, IsRecorded: true, Goal: null);
        return name switch
        {
            Alone => [Python],
            "256-bit lanes" => [scalar with { Goal = 4 }, Python with { Goal = 12 }, astroz],
            "512-bit lanes" =>
                [scalar with { Goal = 8 }, Python with { Goal = 20 }, astroz with { Goal = 1 }],
            _ => [scalar],
        };
    }

    private static long OneByOne(IEphemeris[] satellites, Instant[] moments)
    {
        foreach (IEphemeris satellite in satellites)
        {
            foreach (Instant t in moments)
            {
                satellite.TryPropagate(t, out _, out _);
            }
        }
        return (long)satellites.Length * moments.Length;
    }

    private static Contender InBlocks(string name, EphemerisBatch batch, Instant[] moments)
    {
        double[] states = new double[moments.Length * EphemerisBatch.BlockDoubles];
        var errors = new PropagationError[moments.Length * EphemerisBatch.BlockSize];
        return new Contender(name, () => () =>
        {
            for (int block = 0; block < batch.BlockCount; block++)
            {
                batch.PropagateBlock(block, moments, states, errors);
            }
            return (long)batch.Count * moments.Length;
        });
    }

    private static Contender ByMoment(EphemerisBatch batch, Instant[] moments)
    {
        var states = new TemeState[batch.Count];
        var errors = new PropagationError[batch.Count];
        return new Contender("all satellites at one moment", () => () =>
        {
            foreach (Instant t in moments)
            {
                batch.Propagate(t, states, errors);
            }
            return (long)batch.Count * moments.Length;
        });
    }

    // A shell of 550 km with some drag and spread; any near-Earth object of small eccentricity costs the
    // same.
    private static IEnumerable<ElementSet> Elements()
    {
        Prng dice = new Prng(1).Fork("sgp4");
        for (int i = 0; i < Satellites; i++)
        {
            yield return new ElementSet
            {
                Name = "BENCH",
                CatalogueNumber = i + 1,
                Epoch = Start - Duration.FromSeconds(dice.NextBelow(86_400)),
                MeanMotionRadPerMin = (15.06 + (Unit(dice) * 0.1)) * Math.PI / 720,
                Eccentricity = 2e-4 * Unit(dice),
                Inclination = Angle.FromDegrees(53),
                AscendingNode = Angle.FromDegrees(360 * Unit(dice)),
                ArgumentOfPerigee = Angle.FromDegrees(360 * Unit(dice)),
                MeanAnomaly = Angle.FromDegrees(360 * Unit(dice)),
                BStar = 4e-4 * Unit(dice),
            };
        }
    }

    private static double Unit(Prng dice) => dice.NextBelow(1 << 30) / (double)(1 << 30);
}
