using System;
using Xunit;

namespace Orbweaver.Tests.Program;

/// <summary>
/// <c>--set</c> reaches every kind of place, is validated like the file, and never leaves its own.
/// </summary>
public sealed class OverridesTests
{
    [Theory]
    [InlineData("duration=30s", "30 s in 2 epochs")]
    [InlineData("name=other", "other\n")]
    [InlineData("epoch=5s", "in 3 epochs of 5 s")]
    [InlineData("description=\"one: two\"", "good: one: two")]
    [InlineData("edges.alert=82.5N 62.3W", "3 edges")]
    [InlineData("contracts.weather.traffic.sources=7", "     210 ")]
    public void A_field_is_set(string setting, string expected)
    {
        using Shell shell = new();
        shell.Write("s.yaml", Shell.Good);
        Shell.Result result = shell.Run("run", "s.yaml", "--set", setting);
        Assert.Equal("", result.Err);
        Assert.Contains(expected, result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_place_in_a_list_is_set_and_later_settings_win()
    {
        using Shell shell = new();
        Shell.Result result = shell.Run(
            "run", "small", "--until", "5s", "--set", "traffic.rows.0=5", "--set", "traffic.scale=1",
            "--set", "traffic.scale=0.02");
        Assert.Equal("", result.Err);
        Assert.Contains("r5-voice        2 ", result.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("r2-tracks", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void An_override_under_an_alias_changes_that_place_alone()
    {
        using Shell shell = new();
        string aliased = Shell.Good
            .Replace(
                "nuuk: 64.18N 51.72W", "nuuk: &place {latitude: 64.18N, longitude: 51.72W}",
                StringComparison.Ordinal)
            .Replace("tromso: 69.65N 18.96E", "tromso: *place", StringComparison.Ordinal);
        shell.Write("s.yaml", aliased);
        Shell.Result result = shell.Run(
            "plan", "s.yaml", "--out", "p", "--set", "edges.tromso.latitude=69.65N", "--set",
            "edges.tromso.terminals=0");
        Assert.Equal(2, result.Code);
        Assert.Contains(
            "(--set): edges.tromso.terminals: 0 is out of range", result.Err, StringComparison.Ordinal);
        Assert.DoesNotContain("edges.nuuk", result.Err, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_given_here_is_found_from_here()
    {
        using Shell shell = new();
        shell.Write("e.tle", Shell.Elements);
        Shell.Result result = shell.Run(
            "run", "fleet", "--until", "15s", "--set", "constellations.fleet.elements=e.tle");
        Assert.Contains("network    1 satellite, 0 sites, 20 edges", result.Out, StringComparison.Ordinal);
        Assert.Contains("time       2020-07-12T21:16:00Z", result.Out, StringComparison.Ordinal);
        Assert.Equal(0, result.Code);
    }
}
