using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using Orbweaver.Model;
using Orbweaver.Reports;
using Xunit;

namespace Orbweaver.Tests.Program;

/// <summary>access and pairs: what they write, and what they say about bad input.</summary>
public sealed class AccessCommandTests
{
    private const string Sites = "name,latitude_deg,longitude_deg,altitude_m\nHere,47.4,8.5,400\n"
        + "\"Far, away\",-33.9,151.2,0\n";

    // 1,391 windows of 56 satellites over ten sites, found and refined by an independent program. Its list is
    // of highest points: three passes that the span cuts before their highest point, or after it, are not in
    // it, and one pass of 8.6 s has its rise given for its set as well. Both are shown to be so.
    [Fact]
    public void Golden_windows_come_out_of_the_program()
    {
        string golden = TestData.Require("orbits/frames/golden_access_el25_24h.csv");
        string sites = TestData.Require("orbits/frames/golden_access_sites.csv");
        string active = TestData.Require("orbits/constellations/celestrak-active_2026-08-11.tle");
        string[][] expected = [.. File.ReadLines(golden).Skip(1).Select(l => l.Split(','))];
        using Shell shell = new();
        shell.Write("e.tle", ElementsOf(active, [.. expected.Select(e => e[1])]));
        string[] common =
        [
            "access", "-e", "e.tle", "--sites", sites, "--from", "2026-08-11T00:00Z", "--to",
            "2026-08-12T00:00Z", "--min-elevation", "25",
        ];
        Shell.Result result = shell.Run([.. common, "--out", "a.csv", "--workers", "1"]);
        Assert.Equal((0, "", ""), (result.Code, result.Out, result.Err));
        string csv = shell.Read("a.csv");
        Assert.Equal(csv, shell.Run([.. common, "-o", "-", "--workers", "7"]).Out);
        string[] lines = csv.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("id,site,rise,set", lines[0]);
        Assert.Matches(@"^\d+,[A-Z][A-Za-z ]+(,2026-08-1\dT\d\d:\d\d:\d\d\.\d{6}Z){2}$", lines[1]);
        ILookup<(string, string), (double Rise, double Set)> found = lines.Skip(1).Select(l => l.Split(','))
            .ToLookup(w => (w[0], w[1]), w => (Seconds(w[2]), Seconds(w[3])));

        double worstS = 0;
        var matched = new HashSet<(string, string, double)>();
        foreach (string[] e in expected)
        {
            (double rise, double set, double highest) = (Number(e[3]), Number(e[5]), Number(e[4]));
            (double Rise, double Set) mine =
                Assert.Single(found[(e[1], e[0])], w => w.Rise - 1e-3 < highest && highest < w.Set + 1e-3);
            worstS = Math.Max(worstS, Math.Abs(mine.Rise - rise));
            if (set > rise)
            {
                worstS = Math.Max(worstS, Math.Abs(mine.Set - set));
            }
            else
            {
                // The one: its highest point, 25.015 deg, lies 4.3 s after what is given for its set.
                Assert.Equal(("56103", "Sydney", 44_024.749), (e[1], e[0], highest));
                Assert.Equal(44_029.028, mine.Set, 1e-3);
            }
            matched.Add((e[1], e[0], mine.Rise));
        }
        TestContext.Current.SendDiagnosticMessage("golden access: worst edge {0:E2} s", worstS);
        Assert.Equal(1391, matched.Count);

        // Both sides are rounded to a microsecond.
        Assert.InRange(worstS, 0, 1.1e-6);
        var rest = found.SelectMany(g => g.Select(w => (Id: g.Key.Item1, Site: g.Key.Item2, w.Rise, w.Set)))
            .Where(w => !matched.Contains((w.Id, w.Site, w.Rise))).OrderBy(w => w.Id).ToList();
        Assert.Equal(3, rest.Count);
        Assert.All(rest, w => Assert.True(w.Rise == 0 || w.Set == 86_400));
    }

    [Fact]
    public void Names_are_quoted_and_decayed_satellites_named()
    {
        using Shell shell = new();
        shell.Write("sites.csv", Sites);
        shell.Write("e.tle", Shell.Elements + """

            1 28872U 05037B   05333.02012661  .25992681  00000-0  24476-3 0  1534
            2 28872  96.4736 157.9986 0303955 244.0492 110.6523 16.46015938 10708
            """);
        string[] args =
        [
            "access", "-e", "e.tle", "-s", "sites.csv", "--to", "+1d", "--min-elevation", "10deg", "-o", "-",
        ];
        Shell.Result result = shell.Run([.. args, "--from", "2020-07-13T00:00:00Z"]);
        Assert.Equal(0, result.Code);
        Assert.Matches("^28872 28872: no state at 2020-07-13T00:00:00Z: error [1-6], ", result.Err);
        Assert.Contains("\n25544,Here,2020-07-13T", result.Out, StringComparison.Ordinal);
        Assert.Contains("\n25544,\"Far, away\",2020-07-13T", result.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("28872", result.Out, StringComparison.Ordinal);

        Shell.Result early = shell.Run([.. args, "--from", "2005-11-29T00:28:00Z"]);
        Assert.Matches(
            @"(?m)^28872 28872: no state after 2005-11-29T\d\d:\d\d:[0-9.]+Z: error 6, ", early.Err);
    }

    [Theory]
    [InlineData("--min-elevation", "91", "--min-elevation: '91' is not an elevation.")]
    [InlineData("--min-elevation", "high", "Write degrees from -90 to 90")]
    [InlineData("--to", "2020-07-12", "is not after --from")]
    [InlineData("--to", "+500d", "the limit is 400 d")]
    [InlineData("--sites", "none.csv", "there is no file 'none.csv'")]
    [InlineData("--sites", "columns.csv", "columns.csv:1: the columns are town, lat_deg.")]
    [InlineData("--sites", "cells.csv", "cells.csv:3: the latitude '95' is not a number from -90 to 90.")]
    [InlineData("--sites", "short.csv", "short.csv:2: there is no longitude.")]
    [InlineData("--sites", "double.csv", "double.csv:1: the columns 'name' and 'site' say the same.")]
    [InlineData("--sites", "void.csv", "void.csv:1: the file is empty.")]
    [InlineData("--elements", "binary.tle", "this is no text")]
    [InlineData("--out", "e.tle", "--out: 'e.tle' is the file that --elements reads.")]
    [InlineData("--out", "./sites.csv", "is the file that --sites reads.")]
    [InlineData("--sites", "twice.csv", "twice.csv:3: the name 'A' is taken by twice.csv:2.")]
    [InlineData("--sites", "nameless.csv", "nameless.csv:2: the site has no name.")]
    [InlineData("--sites", "empty.csv", "has a heading and no rows")]
    [InlineData("--elements", "none.tle", "there is no file 'none.tle'")]
    [InlineData("--workers", "0", "--workers: 0 is out of range.")]
    public void Bad_input_is_one_clear_message_and_no_file(string option, string value, string message)
    {
        using Shell shell = new();
        shell.Write("e.tle", Shell.Elements);
        shell.Write("sites.csv", Sites);
        shell.Write("columns.csv", "town,lat_deg\nA,1\n");
        shell.Write("cells.csv", "site,lat_deg,lon_deg\nA,1,1\nB,95,0\n");
        shell.Write("twice.csv", "site,lat_deg,lon_deg\nA,1,1\nA,2,2\n");
        shell.Write("nameless.csv", "site,lat_deg,lon_deg\n,1,1\n");
        shell.Write("empty.csv", "site,lat_deg,lon_deg\n");
        shell.Write("short.csv", "site,lat_deg,lon_deg\nA,1\n");
        shell.Write("double.csv", "name,site,lat_deg,lon_deg\nA,A,1,1\n");
        shell.Write("void.csv", "");
        shell.Write("binary.tle", "\u0001\0\u0002");
        Dictionary<string, string> options = new()
        {
            ["--elements"] = "e.tle",
            ["--sites"] = "sites.csv",
            ["--from"] = "2020-07-13",
            ["--to"] = "+1h",
            ["--min-elevation"] = "10",
            ["--out"] = "a.csv",
        };
        options[option] = value;
        Shell.Result result = shell.Run(["access", .. options.SelectMany(o => new[] { o.Key, o.Value })]);
        Assert.Equal((2, ""), (result.Code, result.Out));
        Assert.Contains(message, result.Err, StringComparison.Ordinal);
        Assert.DoesNotContain("a.csv", shell.Files());
    }

    [Fact]
    public void What_somebody_protected_is_not_replaced()
    {
        using Shell shell = new();
        shell.Write("e.tle", Shell.Elements);
        string old = shell.Write("old.csv", "old\n");
        File.SetAttributes(old, FileAttributes.ReadOnly);
        Shell.Result result = shell.Run("positions", "-e", "e.tle", "--at", "2020-07-13", "--out", "old.csv");
        Assert.Equal(74, result.Code);
        Assert.Contains("old.csv is there and write-protected", result.Err, StringComparison.Ordinal);
        Assert.Equal("old\n", shell.Read("old.csv"));
    }

    [Theory]
    [InlineData("access", "-s", "sites.csv", "--from", "2020-07-13", "--to", "+1h", "--min-elevation", "10")]
    [InlineData("pairs", "--at", "2020-07-13", "--max-range", "5000km")]
    public void An_interrupt_leaves_no_file(params string[] args)
    {
        using Shell shell = new();
        shell.Write("e.tle", Shell.Elements);
        shell.Write("sites.csv", Sites);
        shell.Write("old.csv", "old\n");
        using CancellationTokenSource interrupt = new();
        interrupt.Cancel();
        Shell.Result result = shell.Run(
            host => host with { Interrupt = interrupt.Token }, [.. args, "-e", "e.tle", "-o", "old.csv"]);
        Assert.Equal(130, result.Code);
        Assert.Equal("old\n", shell.Read("old.csv"));
        Assert.Equal(["e.tle", "old.csv", "sites.csv"], shell.Files().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Pairs_have_range_and_grazing_altitude()
    {
        using Shell shell = new();
        // The same orbit twice: 30 and 170 degrees behind.
        shell.Write("e.tle", Shell.Elements + """

            1 90001U 98067A   20194.88612269 -.00002218  00000-0 -31515-4 0  9992
            2 90001  51.6461 221.2784 0001413  89.1723 250.4612 15.49507896236005
            1 90002U 98067A   20194.88612269 -.00002218  00000-0 -31515-4 0  9993
            2 90002  51.6461 221.2784 0001413  89.1723 110.4612 15.49507896236001
            """);
        string[] args = ["pairs", "-e", "e.tle", "--at", "2020-07-12T21:16:00Z", "--out", "-"];
        Shell.Result result = shell.Run([.. args, "--max-range", "5000km"]);
        Assert.Equal((0, ""), (result.Code, result.Err));
        string[] lines = result.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("a,b,range_km,grazing_altitude_km", lines[0]);
        string[] cells = Assert.Single(lines.Skip(1)).Split(',');
        Assert.Equal(["25544", "90001"], cells[..2]);

        // A chord of 30 degrees at 6,796 km.
        Assert.InRange(Number(cells[2]), 3_505, 3_530);
        Assert.InRange(Number(cells[3]), 175, 200);
        Assert.Single(shell.Run([.. args, "--max-range", "5000km", "--grazing-altitude", "300km"])
            .Out.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(
            "--max-range: '5000' has no unit", shell.Run([.. args, "--max-range", "5000"]).Err,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2026, 8, 11, 7, 0.0, "2026-08-11T07:00:00.000000Z")]
    [InlineData(2026, 8, 11, 7, 8.1234564, "2026-08-11T07:00:08.123456Z")]
    [InlineData(2026, 8, 11, 7, 8.1234566, "2026-08-11T07:00:08.123457Z")]
    [InlineData(2026, 12, 31, 23, 3599.9999997, "2027-01-01T00:00:00.000000Z")]
    [InlineData(2016, 12, 31, 23, 3600.25, "2016-12-31T23:59:60.250000Z")]
    [InlineData(1999, 12, 31, 23, 3599.5, "1999-12-31T23:59:59.500000Z")]
    public void Moments_are_rounded_to_the_microsecond(
        int year, int month, int day, int hour, double second, string expected)
    {
        Instant t = Utc.FromCalendar(year, month, day, hour) + new Duration((long)Math.Round(second * 1e9));
        using StringWriter to = new();
        new RowBuffer().Add(t).CopyTo(to);
        Assert.Equal(expected, to.ToString());
    }

    private static string ElementsOf(string file, HashSet<string> numbers)
    {
        string[] lines = File.ReadAllLines(file);
        return string.Concat(Enumerable.Range(0, lines.Length / 3)
            .Where(i => numbers.Contains(lines[(3 * i) + 1][2..7].TrimStart('0').Trim()))
            .SelectMany(i => lines[(3 * i)..((3 * i) + 3)])
            .Select(l => l + "\n"));
    }

    private static double Seconds(string text)
    {
        Assert.True(Utc.TryParse(text, out Instant t));
        return (t - Utc.FromCalendar(2026, 8, 11)).TotalSeconds;
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
