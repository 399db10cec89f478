using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Orbits;

namespace Orbweaver.Bench.Orbits;

/// <summary>Access windows and satellite pairs of a real constellation.</summary>
internal static class AccessBench
{
    private const string ElementsPath = "orbits/constellations/starlink_2026-08-11.tle";
    private const string CitiesPath = "orbits/ground/cities_top1000_by_2025_population.csv";
    private const int Satellites = 300;
    private const int Sites = 100;

    private static readonly Instant From = Utc.FromCalendar(2026, 8, 11);

    public static readonly Benchmark Access = new(
        "access",
        "what a day of access windows of one satellite over one site costs on one core, of 300 over 100",
        run =>
        {
            if (run.DataFile(ElementsPath) is not { } elements || run.DataFile(CitiesPath) is not { } cities)
            {
                return;
            }
            ElementSet[] sample = [.. Spread(Read(elements), Satellites)];
            GeodeticPosition[] sites = [.. ReadSites(cities)];
            Timing[] timings = run.Race(new Contender("access", () => PrepareAccess(sample, sites)));
            PeerResult? peer = run.Peer("skyfield_access.py", elements, cities);
            run.Add(Figure.Time(
                "a satellite, a site, a day at 25 deg",
                timings[0],
                [
                    .. Of("Skyfield find_events", peer, goal: 300),
                    new Comparison("Skyfield find_events", 4.25e-3, IsRecorded: true, Goal: 300),
                ]));
        });

    public static readonly Benchmark Pairs = new(
        "pairs",
        "what a pair costs on one core, of all pairs of 10,758 satellites within 5,000 km and in sight",
        run =>
        {
            if (run.DataFile(ElementsPath) is not { } elements)
            {
                return;
            }
            TemePosition?[] positions =
            [
                .. Read(elements).Select(s => new Sgp4Ephemeris(s))
                    .Select(e => e.TryPropagate(From, out TemeState state, out _)
                        ? state.Position
                        : (TemePosition?)null),
            ];
            Timing[] timings = run.Race(new Contender("pairs", () => () => CountPairs(positions)));
            PeerResult? peer = run.Peer("scipy_pairs.py", elements);
            run.Add(Figure.Time(
                "a pair, with range and grazing altitude",
                timings[0],
                [.. Of("scipy k-d tree", peer, goal: null)]));
        });

    private static IEnumerable<Comparison> Of(string name, PeerResult? peer, double? goal)
        => peer is null ? [] : [new Comparison(name, peer.Number("seconds_each"), IsRecorded: false, goal)];

    private static Func<long> PrepareAccess(ElementSet[] sample, GeodeticPosition[] sites) => () =>
    {
        AccessQuery query = new()
        {
            Sites = sites,
            From = From,
            To = From + Duration.FromSeconds(86_400),
            ElevationMin = Angle.FromDegrees(25),
        };
        AccessSearch search =
            new(query, [.. sample.Select(s => new Sgp4Ephemeris(s))], SequentialWorkers.Instance);
        AccessScratch scratch = search.NewScratch();
        List<AccessWindow> windows = [];
        for (int i = 0; i < sample.Length; i++)
        {
            windows.Clear();
            search.Find(i, scratch, windows);
        }
        return (long)sample.Length * sites.Length;
    };

    private static long CountPairs(TemePosition?[] positions)
    {
        SatellitePairs pairs = new(positions, Distance.FromKilometres(5_000), Distance.FromKilometres(80));
        SatellitePairMarks marks = pairs.NewMarks();
        List<SatellitePair> found = [];
        long count = 0;
        for (int i = 0; i < pairs.Count; i++)
        {
            found.Clear();
            pairs.Find(i, marks, found);
            count += found.Count;
        }
        return count;
    }

    private static IReadOnlyList<ElementSet> Read(string file)
        => ElementsReader.Read(file, File.ReadAllText(file), skipBad: true).Sets;

    private static IEnumerable<ElementSet> Spread(IReadOnlyList<ElementSet> all, int count)
        => Enumerable.Range(0, count).Select(i => all[(int)((long)i * all.Count / count)]);

    private static IEnumerable<GeodeticPosition> ReadSites(string file)
        => File.ReadLines(file).Skip(1).Take(Sites).Select(line => line.Split(','))
            .Select(cells => new GeodeticPosition(Degrees(cells[^3]), Degrees(cells[^2]), default));

    private static Angle Degrees(string text)
        => Angle.FromDegrees(double.Parse(text, CultureInfo.InvariantCulture));
}
