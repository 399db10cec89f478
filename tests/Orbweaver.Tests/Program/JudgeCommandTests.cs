using System;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using Orbweaver.Model;
using Xunit;

namespace Orbweaver.Tests.Program;

/// <summary><c>sim --own-faults</c> and <c>run --judge</c> as a user sees them.</summary>
public sealed class JudgeCommandTests
{
    private const string Faults = """

        faults:
          - {kind: random, share: 20%, of: satellites, from: 1s, until: 8s, at_once: 1/2}
          - {kind: node, node: svalbard, at: 9s, for: 3s}
        """;

    [Fact]
    public void A_seed_of_own_faults_is_the_run_of_that_seed()
    {
        using Shell shell = new();
        shell.Write("s.yaml", Shell.Good + Faults);
        JsonElement run = Json(shell.Run("run", "s.yaml", "--seed", "9", "--json", "-q"));
        ulong trace = ulong.Parse(
            run.GetProperty("traceHash").GetString()!, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        JsonElement sim = Json(shell.Run(
            "sim", "--scenario", "s.yaml", "--own-faults", "--seeds", "1", "--seed", "9", "--json", "-q"));
        Assert.Equal($"{StableHash.Mix(0, trace):x16}", sim.GetProperty("trace_hash").GetString());
        Assert.Equal("orbweaver.sim.own-faults/1", sim.GetProperty("format").GetString());
        JsonElement other = Json(shell.Run(
            "sim", "--scenario", "s.yaml", "--own-faults", "--seeds", "1", "--json", "-q"));
        Assert.NotEqual(
            sim.GetProperty("trace_hash").GetString(), other.GetProperty("trace_hash").GetString());
    }

    [Fact]
    public void Seeds_of_own_faults_add_up_and_name_causes()
    {
        using Shell shell = new();
        shell.Write("s.yaml", Shell.Good + Faults);
        Shell.Result text = shell.Run(
            "sim", "--scenario", "s.yaml", "--own-faults", "--seeds", "3", "-q", "--workers", "2");
        Assert.Equal(0, text.Code);
        Assert.Contains("seeds       3 of s.yaml under its own faults", text.Out, StringComparison.Ordinal);
        Assert.Contains("the subscriber's node was down", text.Out, StringComparison.Ordinal);
        JsonElement row = Json(shell.Run(
            "sim", "--scenario", "s.yaml", "--own-faults", "--seeds", "3", "--json", "-q"))
            .GetProperty("rows").EnumerateArray().Single();
        long N(string name) => row.GetProperty(name).GetInt64();
        Assert.Equal("weather", row.GetProperty("traffic").GetString());
        Assert.Equal(999_000, N("owed_ppm"));
        Assert.Equal(
            N("judged"), N("on_time") + N("late") + N("expired") + N("superseded") + N("lost") + N("held"));
        Assert.Equal(
            N("judged"), N("on_time") + N("missed") + N("infeasible") + N("left_out_crossed")
                + N("left_out_noise"));
        Assert.True(row.GetProperty("infeasible_by_cause").GetProperty("subscriber_down").GetInt64() > 0);
    }

    [Fact]
    public void A_run_that_is_judged_says_which_promises_nobody_could_have_kept()
    {
        using Shell shell = new();
        shell.Write("s.yaml", Shell.Good + Faults);
        Shell.Result result = shell.Run("run", "s.yaml", "--judge", "--out", "out", "-q");
        Assert.Equal(1, result.Code);
        Assert.Contains("    Nobody could have kept it", result.Out, StringComparison.Ordinal);
        Assert.Contains(
            "The oracle: of 1 broken promises, 0 could have been kept", result.Out, StringComparison.Ordinal);
        JsonElement oracle = JsonDocument.Parse(shell.Read("out/report.json")).RootElement
            .GetProperty("contracts")[0].GetProperty("oracle");
        long infeasible = oracle.GetProperty("infeasible").GetInt64();
        Assert.True(infeasible > 0);
        Assert.Equal(
            infeasible,
            oracle.GetProperty("infeasibleByCause").EnumerateObject().Sum(c => c.Value.GetInt64()));
        Assert.Equal(
            oracle.GetProperty("judged").GetInt64(),
            oracle.GetProperty("feasible").GetInt64() + infeasible
                + oracle.GetProperty("leftOut").GetInt64());
    }

    [Fact]
    public void Judging_changes_nothing_else_and_patterns_choose()
    {
        using Shell shell = new();
        shell.Write("s.yaml", Shell.Good + Faults);
        JsonElement plain = Json(shell.Run("run", "s.yaml", "--json", "-q"));
        JsonElement judged = Json(shell.Run(
            "run", "s.yaml", "--judge", "--contracts", "none-*,weath*", "--json", "-q"), code: 2);
        Assert.Equal(JsonValueKind.Undefined, judged.ValueKind);
        judged = Json(shell.Run("run", "s.yaml", "--judge", "--contracts", "weath*", "--json", "-q"));
        Assert.Equal(
            plain.GetProperty("traceHash").GetString(), judged.GetProperty("traceHash").GetString());
        Assert.Equal(
            JsonValueKind.Null, plain.GetProperty("contracts")[0].GetProperty("oracle").ValueKind);
        Assert.Equal(
            JsonValueKind.Object, judged.GetProperty("contracts")[0].GetProperty("oracle").ValueKind);
    }

    private static JsonElement Json(Shell.Result result, int? code = null)
    {
        Assert.True(code is null || result.Code == code, result.Err);
        return result.Code == 2 ? default : JsonDocument.Parse(result.Out).RootElement;
    }
}
