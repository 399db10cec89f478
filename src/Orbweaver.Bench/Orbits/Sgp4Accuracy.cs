using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using Orbweaver.Orbits;

namespace Orbweaver.Bench.Orbits;

/// <summary>
/// How far our states are from those of python-sgp4, an independent program, over three days either way.
/// </summary>
internal static class Sgp4Accuracy
{
    /// <summary>The peer.</summary>
    public const string Script = "sgp4_states.py";

    /// <summary>The file of two-line sets.</summary>
    public const string Catalogue = "orbits/constellations/celestrak-active_2026-08-11.tle";

    /// <summary>What near-Earth states should not be further off than.</summary>
    public const double NearLimitKm = 1e-8;

    /// <summary>The same of deep space, where the Sun's and Moon's angles magnify last bits.</summary>
    public const double DeepLimitKm = 1e-6;

    private static readonly double[] Minutes = [-4320, -2893.7, -1440, 0, 1440, 2893.7, 4320];

    public static readonly Benchmark Benchmark = new(
        "sgp4-accuracy",
        "how far states are from python-sgp4's: active catalogue, three days either way",
        Measure);

    /// <summary>The worst of many states, km; and how many there were.</summary>
    public sealed record Result(int States, double NearKm, double DeepKm, int OtherErrors);

    /// <summary>What the script is asked: every so manieth set of a file.</summary>
    public static string[] Arguments(string file, int stride)
        => [file, Text(stride), .. Minutes.Select(m => Text(m))];

    /// <summary>Compares what the script printed with states of our own.</summary>
    public static Result Compare(PeerResult peer, IReadOnlyList<ElementSet> sets)
    {
        Result result = new(0, 0, 0, 0);
        (int last, Sgp4Ephemeris? ephemeris) = (-1, null);
        foreach (JsonElement state in peer.Json.GetProperty("states").EnumerateArray())
        {
            if (state[0].GetInt32() != last)
            {
                last = state[0].GetInt32();
                ephemeris = new Sgp4Ephemeris(sets[last]);
            }
            ephemeris!.TryPropagateMinutes(
                state[1].GetDouble(), out TemeState ours, out PropagationError error);
            Vec3 km = new(state[3].GetDouble(), state[4].GetDouble(), state[5].GetDouble());
            double offKm = ((ours.Position.Metres * 1e-3) - km).Length;
            bool isSameError = (int)error == state[2].GetInt32();
            result = new Result(
                result.States + 1,
                ephemeris.IsDeepSpace ? result.NearKm : Math.Max(result.NearKm, offKm),
                ephemeris.IsDeepSpace ? Math.Max(result.DeepKm, offKm) : result.DeepKm,
                result.OtherErrors + (isSameError ? 0 : 1));
        }
        return result;
    }

    private static void Measure(BenchRun run)
    {
        if (run.DataFile(Catalogue) is not { } file || run.Peer(Script, Arguments(file, 1)) is not { } peer)
        {
            return;
        }
        ElementsResult elements = ElementsReader.Read(file, File.ReadAllText(file), skipBad: false);
        Result result = Compare(peer, elements.Sets);
        run.Note($"{result.States} states, {result.OtherErrors} with another error code");
        run.Add(Worst("near-Earth states off by", result.NearKm, NearLimitKm));
        run.Add(Worst("deep-space states off by", result.DeepKm, DeepLimitKm));
    }

    private static Figure Worst(string name, double km, double limitKm)
        => new(name, km * 1e3, "m", Better.Less, []) { Limit = limitKm * 1e3 };

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
