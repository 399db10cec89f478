using System;
using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Orbits;

namespace Orbweaver.Bench.Orbits;

/// <summary>Positions of a shell at many moments: from a table by 60 s, and by SGP4 itself.</summary>
internal static class EphemerisTableBench
{
    private const int Satellites = 1584;
    private const int Moments = 200;
    private static readonly Instant Start = Utc.FromCalendar(2026, 8, 11);

    public static readonly Benchmark Benchmark = new(
        "ephemeris-table",
        "what one position of a satellite costs inside a span that is tabled",
        run =>
        {
            Timing[] timings = run.Race(new Contender("table", Table), new Contender("sgp4", Sgp4));
            run.Add(Figure.Rate("positions from a table", timings[0]));
            run.Add(Figure.Rate("positions by SGP4, one at a time", timings[1]));
        });

    private static Func<long> Table()
    {
        EphemerisTable table = EphemerisTable.Build(
            Fleet(), Start, Duration.FromMinutes(10), Duration.FromSeconds(60), isEarthFixed: true,
            SequentialWorkers.Instance);
        return () =>
        {
            double sumM = 0;
            for (int m = 0; m < Moments; m++)
            {
                EphemerisMoment at = table.At(Start + Duration.FromMilliseconds(2_900L * m));
                for (int s = 0; s < Satellites; s++)
                {
                    table.TryPosition(at, s, out Vec3 positionM);
                    sumM += positionM.X + positionM.Y + positionM.Z;
                }
            }
            return Math.Abs(sumM) > 0 ? Moments * Satellites : 0;
        };
    }

    private static Func<long> Sgp4()
    {
        IReadOnlyList<IEphemeris> fleet = Fleet();
        return () =>
        {
            double sumM = 0;
            for (int m = 0; m < Moments / 10; m++)
            {
                Instant t = Start + Duration.FromMilliseconds(29_000L * m);
                EarthRotation rotation = new(t);
                foreach (IEphemeris satellite in fleet)
                {
                    satellite.TryPropagate(t, out TemeState state, out _);
                    Vec3 positionM = rotation.ToItrf(state.Position).Metres;
                    sumM += positionM.X + positionM.Y + positionM.Z;
                }
            }
            return Math.Abs(sumM) > 0 ? Moments / 10 * Satellites : 0;
        };
    }

    private static IReadOnlyList<IEphemeris> Fleet()
        =>
        [
            .. Enumerable.Range(0, Satellites).Select(i => new Sgp4Ephemeris(new ElementSet
            {
                Name = "S",
                CatalogueNumber = i + 1,
                Epoch = Start,
                MeanMotionRadPerMin = 15.06 * 2 * Math.PI / 1440,
                Eccentricity = 1e-4,
                Inclination = Angle.FromDegrees(53),
                AscendingNode = Angle.FromDegrees(5.0 * (i / 22)),
                ArgumentOfPerigee = Angle.FromDegrees(90),
                MeanAnomaly = Angle.FromDegrees(360.0 * (i % 22) / 22),
            })),
        ];
}
