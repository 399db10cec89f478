using System;
using System.Linq;
using System.Text.Json;
using Xunit;

namespace Orbweaver.Tests.Program;

/// <summary>Motifs as a planner writes them, and the comparison of topologies.</summary>
public sealed class MotifScenarioTests
{
    private const string Elevation = "minimum_elevation: 5deg";

    [Fact]
    public void Given_steps_are_planned_and_written()
    {
        using Shell shell = new();
        shell.Write("s.yaml", With("policy: motif\n    motif: [[0, 1], [1, -1]]"));
        Shell.Result result = shell.Run("plan", "s.yaml", "--out", "p", "-q");
        Assert.Equal((0, ""), (result.Code, result.Err));
        using JsonDocument json = JsonDocument.Parse(shell.Read("p/plan.json"));
        JsonElement motif = Assert.Single(json.RootElement.GetProperty("motifs").EnumerateArray());
        Assert.Equal("leo", motif.GetProperty("constellation").GetString());
        Assert.Equal("[[0,1],[1,-1]]",
            string.Concat(motif.GetProperty("offsets").GetRawText().Where(c => !char.IsWhiteSpace(c))));
        Assert.Equal(JsonValueKind.Null, motif.GetProperty("found").ValueKind);
    }

    [Theory]
    [InlineData("policy: motif")]
    [InlineData("policy: motif\n    motif: carried")]
    public void A_motif_is_searched_and_told(string policy)
    {
        using Shell shell = new();
        shell.Write("s.yaml", With(policy));
        Shell.Result result = shell.Run("plan", "s.yaml", "--out", "p");
        Assert.Equal(0, result.Code);
        Assert.Contains("Motif of leo: [[", result.Out, StringComparison.Ordinal);
        Assert.Contains(
            "found for the contracts over a day: mean delay", result.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("policy: motif\n    motif: shortest", "'shortest' is not known here|delay, carried")]
    [InlineData("policy: motif\n    motif: []", "motif: names no step|[[1, -1], [1, 0]]")]
    [InlineData("policy: motif\n    motif: [[1]]", "motif.0: is no step: it has two numbers")]
    [InlineData("policy: motif\n    motif: [[1, x]]", "motif.0.1: 'x' is not a whole number")]
    [InlineData("policy: motif\n    motif: [[7, 0]]", "motif.0.0: 7 is out of range|from 0 to 5")]
    [InlineData("policy: motif\n    motif: {a: 1}", "motif: is a map")]
    [InlineData("policy: +grid\n    motif: delay", "motif: is only for the policy 'motif'")]
    [InlineData("policy: motif\n    motif: [[0, 5]]", "the motif step (0, 5) of leo is no link anywhere")]
    [InlineData("policy: motif\n    motif: [[1, 0], [1, 0]]", "is there twice")]
    public void Bad_motifs_get_a_clear_message(string policy, string expected)
    {
        using Shell shell = new();
        shell.Write("s.yaml", With(policy));
        Shell.Result result = shell.Run("run", "s.yaml");
        Assert.Equal(2, result.Code);
        Assert.All(expected.Split('|'), part => Assert.Contains(part, result.Err, StringComparison.Ordinal));
        Assert.Contains("nothing was run.", result.Err, StringComparison.Ordinal);
    }

    [Fact]
    public void Elements_have_no_motif()
    {
        using Shell shell = new();
        shell.Write("e.tle", Shell.Elements);
        shell.Write("s.yaml", With("policy: motif").Replace(
            "design: S:780:86.4:66/6/1", "elements: e.tle", StringComparison.Ordinal));
        Shell.Result result = shell.Run("run", "s.yaml");
        Assert.Equal(2, result.Code);
        Assert.Contains("motif needs the planes and slots of a design", result.Err, StringComparison.Ordinal);
    }

    [Fact]
    public void Topologies_are_compared_in_a_table_and_as_json()
    {
        using Shell shell = new();
        shell.Write("s.yaml", With("policy: motif\n    motif: [[0, 1], [1, -1]]"));
        Shell.Result text = shell.Run("topologies", "s.yaml", "--for", "1min", "-q");
        Assert.Equal((0, ""), (text.Code, text.Err));
        string[] names = ["+grid ", "nearest-stable ", "motif ", "motif: carried ", "the scenario's "];
        foreach (string name in names)
        {
            Assert.Contains($"\n{name}", text.Out.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        }
        Shell.Result result = shell.Run("topologies", "s.yaml", "--for", "1min", "--json");
        using JsonDocument json = JsonDocument.Parse(result.Out);
        JsonElement[] all = [.. json.RootElement.GetProperty("topologies").EnumerateArray()];
        Assert.Equal(5, all.Length);
        Assert.All(all, t => Assert.True(t.GetProperty("meanMs").GetDouble() > 0));
        Assert.All(all, t => Assert.InRange(t.GetProperty("carriedShare").GetDouble(), 0, 1));
    }

    [Fact]
    public void Without_contracts_or_for_too_long_there_is_nothing_to_compare()
    {
        using Shell shell = new();
        string good = With("policy: +grid");
        shell.Write("s.yaml", good[..good.IndexOf("contracts:", StringComparison.Ordinal)]);
        Shell.Result result = shell.Run("topologies", "s.yaml");
        Assert.Equal(2, result.Code);
        Assert.Contains("there is nothing to compare", result.Err, StringComparison.Ordinal);
        shell.Write("t.yaml", good);
        Shell.Result tooLong = shell.Run("topologies", "t.yaml", "--for", "3000d");
        Assert.Equal(2, tooLong.Code);
        Assert.Contains("epochs; the limit is", tooLong.Err, StringComparison.Ordinal);
    }

    private static string With(string policy)
        => Shell.Good.Replace(Elevation, $"{Elevation}\n    {policy}", StringComparison.Ordinal);
}
