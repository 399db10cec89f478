using System;
using Orbweaver.Model;
using Orbweaver.Orbits;

namespace Orbweaver.Bench.Orbits;

/// <summary>Scalar SGP4 of one near-Earth object at many instants.</summary>
internal static class Sgp4Bench
{
    private const int Instants = 200_000;

    // The object of the public OMM sample; any near-Earth object costs the same.
    private const string Tle = """
        1 00005U 58002B   00179.78495062  .00000023  00000-0  28098-4 0  4753
        2 00005  34.2682 348.7242 1859667 331.7664  19.3264 10.82419157413667
        """;

    public static readonly Benchmark Benchmark = new(
        "sgp4",
        "what one position and velocity of a near-Earth satellite cost",
        run =>
        {
            Timing[] timings = run.Race(new Contender("scalar", Prepare));
            run.Add(Figure.Rate(
                "states, one satellite at a time",
                timings[0],
                new Comparison("python-sgp4 (C++)", 2.95e6, IsRecorded: true, Goal: null)));
        });

    private static Func<long> Prepare()
    {
        ElementSet elements = ElementsReader.Read("bench", Tle, skipBad: false).Sets[0];
        Sgp4Ephemeris ephemeris = new(elements);
        return () =>
        {
            for (int i = 0; i < Instants; i++)
            {
                ephemeris.TryPropagate(elements.Epoch + Duration.FromSeconds(i), out _, out _);
            }
            return Instants;
        };
    }
}
