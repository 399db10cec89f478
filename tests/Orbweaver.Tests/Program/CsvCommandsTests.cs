using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using Orbweaver.Model;
using Orbweaver.Orbits;
using Xunit;

namespace Orbweaver.Tests.Program;

/// <summary>positions, routes, explain and plan: what they write is what the code below them says.</summary>
public sealed class CsvCommandsTests
{
    [Theory]
    [InlineData("teme")]
    [InlineData("itrf")]
    public void Positions_come_back_to_the_last_bit(string frame)
    {
        using Shell shell = new();
        string file = shell.Write("e.tle", Shell.Elements);
        Shell.Result result = shell.Run(
            "positions", "-e", "e.tle", "--at", "2020-07-13T00:00:00Z", "--to", "+1min", "--step", "30s",
            "--frame", frame, "--out", "-");
        Assert.Equal((0, ""), (result.Code, result.Err));
        string[] lines = result.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("id,time,x_km,y_km,z_km,vx_km_s,vy_km_s,vz_km_s", lines[0]);
        Assert.Equal(4, lines.Length);
        Assert.StartsWith("25544,2020-07-13T00:00:30Z,", lines[2], StringComparison.Ordinal);
        Instant t = Utc.FromCalendar(2020, 7, 13, 0, 0, 30);
        Sgp4Ephemeris ephemeris = new(
            Assert.Single(ElementsReader.Read("e", File.ReadAllText(file), false).Sets));
        Assert.True(ephemeris.TryPropagate(t, out TemeState teme, out _));
        ItrfState itrf = new EarthRotation(t).ToItrf(teme);
        Vec3 expected = frame == "teme" ? teme.Position.Metres : itrf.Position.Metres;
        double x = double.Parse(lines[2].Split(',')[2], CultureInfo.InvariantCulture);
        Assert.Equal(expected.X / 1e3, x);
    }

    // Through another name of an ordinary file: renaming over a real device would take it from the machine.
    [Fact]
    public void A_device_is_written_to_and_not_replaced()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs /dev/fd");
        using Shell shell = new();
        shell.Write("e.tle", Shell.Elements);
        string file = shell.Write("p.csv", "");
        using FileStream open = new(file, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        string device = $"/dev/fd/{open.SafeFileHandle.DangerousGetHandle()}";
        Shell.Result result = shell.Run("positions", "-e", "e.tle", "--at", "2020-07-13", "--out", device);
        Assert.Equal((0, ""), (result.Code, result.Err));
        using StreamReader reader = new(open);
        Assert.StartsWith("id,time,", reader.ReadToEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_object_that_fails_is_named_with_its_code_and_left_out()
    {
        using Shell shell = new();
        // A case of the published verification set that decays within an hour of its epoch.
        shell.Write("e.tle", Shell.Elements + """

            1 28872U 05037B   05333.02012661  .25992681  00000-0  24476-3 0  1534
            2 28872  96.4736 157.9986 0303955 244.0492 110.6523 16.46015938 10708
            """);
        Shell.Result result = shell.Run("positions", "-e", "e.tle", "--at", "2020-07-13", "--out", "p.csv");
        Assert.Equal(0, result.Code);
        Assert.Matches("^28872 28872: no state at 2020-07-13T00:00:00Z: error [1-6], ", result.Err);
        Assert.Equal(2, shell.Read("p.csv").Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(["e.tle", "p.csv"], shell.Files().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Routes_add_up_hop_by_hop()
    {
        using Shell shell = new();
        Shell.Result result = shell.Run("routes", "small", "--at", "+20s", "--all", "--out", "r.csv");
        Assert.Equal((0, "", ""), (result.Code, result.Out, result.Err));
        string[] lines = shell.Read("r.csv").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("from,to,next_hop,delay_ns", lines[0]);
        Dictionary<(string, string), (string Next, long Ns)> routes = lines.Skip(1).Select(l => l.Split(','))
            .ToDictionary(c => (c[0], c[1]), c => (c[2], long.Parse(c[3], CultureInfo.InvariantCulture)));
        Assert.Equal(75 * 74, routes.Count);
        Assert.All(routes, route =>
        {
            (string from, string to) = route.Key;
            (string next, long ns) = route.Value;
            long rest = next == to ? 0 : routes[(next, to)].Ns;
            Assert.True(rest < ns);
            Assert.Equal(ns - rest, routes[(from, next)].Next == next ? routes[(from, next)].Ns : ns - rest);
        });
    }

    [Fact]
    public void Without_all_routes_lead_to_the_ground()
    {
        using Shell shell = new();
        shell.Run("routes", "small", "--at", "2026-08-11T00:00:20Z", "--out", "r.csv");
        string[] ends = [.. shell.Read("r.csv").Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Select(l => l.Split(',')[1]).Distinct()];
        Assert.Equal(
            [
                "svalbard", "inuvik", "troll",
                "reykjavik", "murmansk", "nuuk", "fairbanks", "yakutsk", "rothera",
            ],
            ends);
    }

    [Fact]
    public void Explain_answers_in_words_and_in_json()
    {
        using Shell shell = new();
        Shell.Result text = shell.Run("explain", "small", "nuuk", "P00-S03", "--at", "+20s");
        Assert.Equal((0, ""), (text.Code, text.Err));
        Assert.Contains("link: none\n  - below elevation", text.Out, StringComparison.Ordinal);
        Shell.Result json = shell.Run("explain", "small", "nuuk", "P00-S03", "--at", "+20s", "--json");
        JsonElement root = JsonDocument.Parse(json.Out).RootElement;
        Assert.Equal("orbweaver.explain/1", root.GetProperty("schema").GetString());
        JsonElement obstacle = root.GetProperty("link").GetProperty("obstacles")[0];
        Assert.Equal("belowElevation", obstacle.GetProperty("kind").GetString());
        Assert.True(obstacle.GetProperty("value").GetDouble() < obstacle.GetProperty("limit").GetDouble());
        Assert.NotEmpty(root.GetProperty("path").GetProperty("hops").EnumerateArray());
    }

    [Fact]
    public void Plans_are_written_as_json_and_for_ion()
    {
        using Shell shell = new();
        Assert.Equal(0, shell.Run("plan", "small", "--out", "p").Code);
        Assert.Equal(0, shell.Run("plan", "small", "--out", "p", "--format", "ion").Code);
        JsonElement plan = JsonDocument.Parse(shell.Read("p/plan.json")).RootElement;
        Assert.Equal("orbweaver.plan/1", plan.GetProperty("schema").GetString());
        Assert.Contains("a contact", shell.Read("p/plan.ionrc"), StringComparison.Ordinal);
        Assert.Equal(["plan.ionrc", "plan.json"], shell.Files("p").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Bad_objects_are_left_out_by_choice_and_never_silently()
    {
        using Shell shell = new();
        string bad = Shell.Elements.Replace("9992", "9993", StringComparison.Ordinal).Replace(
            "ISS", "BAD", StringComparison.Ordinal);
        shell.Write("e.tle", $"{Shell.Elements}\n{bad}");
        string[] args = ["positions", "-e", "e.tle", "--at", "2020-07-13", "--out", "-"];
        Assert.Equal(2, shell.Run(args).Code);
        Shell.Result skipped = shell.Run([.. args, "--skip-bad"]);
        Assert.Equal(0, skipped.Code);
        Assert.StartsWith("skipped e.tle:5: BAD (ZARYA)", skipped.Err, StringComparison.Ordinal);
    }

    [Fact]
    public void Cities_come_from_a_file_by_number()
    {
        using Shell shell = new();
        shell.Write(
            "cities.csv",
            "rank,city,lat_deg,lon_deg,height_m\n1,Tokyo,35.7,139.7,0\n"
            + "2,\"São Paulo, BR\",-23.5,-46.6,760\n3,Lagos,6.5,3.4,0\n");
        shell.Write("s.yaml", Shell.Good + "\nsites_from: {file: cities.csv, skip: 1, take: 1}\n");
        Shell.Result result = shell.Run("routes", "s.yaml", "--at", "+0s", "--out", "-");
        Assert.Contains(",São-Paulo--BR,", result.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("Lagos", result.Out, StringComparison.Ordinal);
        shell.Write("cities.csv", "rank,city,lat_deg,lon_deg\n1,Tokyo,35.7,139.7\n2,Nowhere,95,x\n");
        result = shell.Run("routes", "s.yaml", "--at", "+0s", "--out", "-");
        Assert.Equal(2, result.Code);
        Assert.Contains(
            "cities.csv:3: the latitude '95' is not a number from -90 to 90.", result.Err,
            StringComparison.Ordinal);
    }
}
