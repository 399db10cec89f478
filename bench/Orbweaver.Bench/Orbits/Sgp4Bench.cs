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

    public static readonly Macro Macro = new(
        "sgp4", "what one position costs (python-sgp4 in C++: 2.95 M/s, recorded)", "positions", Prepare);

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
