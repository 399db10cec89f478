using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Orbweaver.Orbits;
using Xunit;

namespace Orbweaver.Tests.Orbits;

/// <summary>
/// The published verification cases of SGP4: SGP4-VER.TLE against tcppver.out (AIAA 2006-6753).
/// </summary>
public sealed class Sgp4VerificationTests
{
    // The file prints 8 decimals of a km and 9 of a km/s, so half a last digit is 5e-9 km and 5e-10 km/s. The
    // rest is the rounding of other compilers' elementary functions over long spans: 1.15e-7 km and 5.0e-10
    // km/s for the authors' own program rebuilt elsewhere (shared data, reference_values.csv).
    private const double PositionToleranceKm = 2e-7;
    private const double VelocityToleranceKmPerS = 2e-9;

    // This case fails at its epoch; what the file prints there is the last state of the case before it.
    private const int StaleCase = 33334;

    private sealed record Case(ElementSet Elements, double StartMin, double StopMin, double StepMin);

    [Fact]
    public void All_published_states_are_met()
    {
        List<Case> cases = ReadCases();
        string[] lines = File.ReadAllLines(TestData.Require("orbits/sgp4-verification/tcppver.out"));
        int caseIndex = -1;
        int states = 0;
        double positionMaxKm = 0;
        double velocityMaxKmPerS = 0;
        Sgp4Ephemeris? ephemeris = null;
        foreach (string line in lines.Where(l => l.Length > 0))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words[1] == "xx")
            {
                caseIndex++;
                Assert.Equal(Number(words[0]), cases[caseIndex].Elements.CatalogueNumber);
                ephemeris = new Sgp4Ephemeris(cases[caseIndex].Elements);
                continue;
            }
            double t = Number(words[0]);
            bool hasState = ephemeris!.TryPropagateMinutes(
                t, out TemeState state, out PropagationError error);
            if (ephemeris.Elements.CatalogueNumber == StaleCase)
            {
                Assert.Equal(PropagationError.PerturbedEccentricity, error);
                continue;
            }
            Assert.True(hasState, $"{error}: {line}");
            var positionKm = new Vec3(Number(words[1]), Number(words[2]), Number(words[3]));
            var velocityKmPerS = new Vec3(Number(words[4]), Number(words[5]), Number(words[6]));
            double positionOffKm = ((state.Position.Metres * 1e-3) - positionKm).Length;
            double velocityOffKmPerS = ((state.Velocity.MetresPerSecond * 1e-3) - velocityKmPerS).Length;
            string name = ephemeris.Elements.Name;
            Assert.True(positionOffKm < PositionToleranceKm, $"{positionOffKm} km off: {name} {line}");
            Assert.True(velocityOffKmPerS < VelocityToleranceKmPerS, $"{velocityOffKmPerS} km/s off: {line}");
            positionMaxKm = Math.Max(positionMaxKm, positionOffKm);
            velocityMaxKmPerS = Math.Max(velocityMaxKmPerS, velocityOffKmPerS);
            states++;
        }
        Assert.Equal(33, caseIndex + 1);
        Assert.Equal(666, states);
        TestContext.Current.SendDiagnosticMessage(
            "verification: {0} states, worst {1:E2} km, {2:E2} km/s",
            states,
            positionMaxKm,
            velocityMaxKmPerS);
    }

    [Fact]
    public void Error_codes_come_at_their_published_times()
    {
        List<Case> cases = ReadCases();
        var found = new List<string>();
        for (int i = 0; i < cases.Count; i++)
        {
            var seen = new HashSet<PropagationError>();
            var ephemeris = new Sgp4Ephemeris(cases[i].Elements);
            foreach (double t in Steps(cases[i]))
            {
                if (!ephemeris.TryPropagateMinutes(t, out _, out PropagationError error) && seen.Add(error))
                {
                    found.Add(string.Create(
                        CultureInfo.InvariantCulture,
                        $"{i + 1},{cases[i].Elements.CatalogueNumber},{(int)error},{t:G6}"));
                }
            }
        }
        string path = TestData.Require("orbits/sgp4-verification/expected_errors.csv");
        string[] expected = File.ReadAllLines(path);
        Assert.Equal(
            expected.Skip(1).Select(l => string.Join(',', l.Split(',').Take(3).Append(
                Number(l.Split(',')[3]).ToString("G6", CultureInfo.InvariantCulture)))),
            found);
    }

    // As the authors' test program steps: the epoch first, then start, start + step, ... stop.
    private static IEnumerable<double> Steps(Case c)
    {
        yield return 0;
        double t = c.StartMin;
        if (t == 0)
        {
            t += c.StepMin;
        }
        for (; t < c.StopMin; t += c.StepMin)
        {
            yield return t;
        }
        yield return c.StopMin;
    }

    private static List<Case> ReadCases()
    {
        var cases = new List<Case>();
        string line1 = "";
        foreach (string line in File.ReadAllLines(TestData.Require("orbits/sgp4-verification/SGP4-VER.TLE")))
        {
            if (line.StartsWith("1 ", StringComparison.Ordinal))
            {
                line1 = line;
            }
            else if (line.StartsWith("2 ", StringComparison.Ordinal))
            {
                string[] words = line[69..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
                double[] span = [.. words.Select(Number)];
                cases.Add(new Case(TleText.ReadOne(line1, line), span[0], span[1], span[2]));
            }
        }
        return cases;
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
