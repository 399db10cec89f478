using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Orbits;
using Xunit;

namespace Orbweaver.Tests.Orbits;

/// <summary>The search on a grid of cells against a look at all pairs.</summary>
public sealed class SatellitePairsTests
{
    [Theory]
    [InlineData(300, 7_000, 5_000, 80)]
    [InlineData(400, 7_000, 1_200, 300)]
    [InlineData(300, 7_000, 20_000, -7_000)]
    [InlineData(200, 42_000, 50_000, 1_000)]
    [InlineData(2, 7_000, 1, 0)]
    [InlineData(0, 7_000, 1, 0)]
    public void Pairs_are_those_of_all_pairs_in_order(
        int count, int radiusMaxKm, double rangeMaxKm, double grazingMinKm)
    {
        var dice = new Prng((ulong)(count + radiusMaxKm));
        TemePosition?[] positions = [.. Enumerable.Range(0, count).Select(i => Anywhere(i, dice))];
        var pairs = new SatellitePairs(
            positions, Distance.FromKilometres(rangeMaxKm), Distance.FromKilometres(grazingMinKm));
        var found = new List<SatellitePair>();
        SatellitePairMarks marks = pairs.NewMarks();
        for (int a = 0; a < count; a++)
        {
            pairs.Find(a, marks, found);
        }

        var expected = new List<SatellitePair>();
        for (int a = 0; a < count; a++)
        {
            for (int b = a + 1; b < count; b++)
            {
                if (positions[a] is { } here && positions[b] is { } there)
                {
                    double rangeM = (there.Metres - here.Metres).Length;
                    double altitudeM = Geometry.GrazingRadiusM(here.Metres, there.Metres) - 6_378_137;
                    if (rangeM <= rangeMaxKm * 1e3 && altitudeM >= grazingMinKm * 1e3)
                    {
                        expected.Add(new SatellitePair(a, b, new Distance(rangeM), new Distance(altitudeM)));
                    }
                }
            }
        }
        Assert.Equal(expected, found);
        Assert.True(count < 3 || expected.Count > 20);

        // Every eleventh is nowhere.
        TemePosition? Anywhere(int i, Prng from)
        {
            double x = from.NextBetween(-1000, 1000);
            double y = from.NextBetween(-1000, 1000);
            double z = from.NextBetween(-1000, 1001);
            var direction = new Vec3(x, y, z + 0.5);
            double radiusM = from.NextBetween(6_600_000, radiusMaxKm * 1000L);
            return i % 11 == 7 ? null : new TemePosition(direction * (radiusM / direction.Length));
        }
    }
}
