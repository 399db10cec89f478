using System;
using System.Linq;
using System.Text.Json;
using System.Threading;
using Xunit;

namespace Orbweaver.Tests.Program;

/// <summary><c>orbweaver sim</c> as a user sees it.</summary>
public sealed class SimCommandTests
{
    [Fact]
    public void It_reports_seeds_faults_and_what_was_on_time()
    {
        using Shell shell = new();
        Shell.Result result = shell.Run("sim", "--seeds", "3", "--seed", "100000", "-q");
        Assert.Equal(0, result.Code);
        Assert.Contains("seeds       3 (", result.Out, StringComparison.Ordinal);
        Assert.Contains("0.050 network hours, 1.20 node-hours", result.Out, StringComparison.Ordinal);
        Assert.Contains("Never bit: ", result.Out, StringComparison.Ordinal);
        Assert.Contains("+ 0 of 3 seeds failed.", result.Out, StringComparison.Ordinal);
        Assert.Empty(result.Err);
    }

    [Fact]
    public void Workers_do_not_show_in_the_results()
    {
        using Shell shell = new();
        JsonElement one = Json(shell, "1");
        JsonElement three = Json(shell, "3");
        foreach (JsonProperty property in one.EnumerateObject().Where(p => p.Name != "wall_s"))
        {
            Assert.Equal($"{property.Value}", $"{three.GetProperty(property.Name)}");
        }
        Assert.Equal("orbweaver.sim/1", one.GetProperty("format").GetString());
        Assert.Equal(4, one.GetProperty("seeds").GetInt32());
    }

    [Fact]
    public void A_scenario_brings_its_network_and_traffic()
    {
        using Shell shell = new();
        string path = shell.Write("good.yaml", Shell.Good);
        Shell.Result result = shell.Run(
            "sim", "--seeds", "2", "--seed", "7", "--scenario", path, "--json", "-q");
        JsonElement json = JsonDocument.Parse(result.Out).RootElement;
        Assert.Equal(30, json.GetProperty("simulated_s").GetInt32());
        // 66 satellites, a site and two edges.
        Assert.Equal(30 * 69, json.GetProperty("node_s").GetInt32());
        Assert.Equal(2 * 10 * 15, json.GetProperty("messages").GetProperty("offered").GetInt32());
        Assert.Equal(0, result.Code);
    }

    [Fact]
    public void A_seed_that_is_fine_cannot_be_made_small()
    {
        using Shell shell = new();
        Shell.Result result = shell.Run("sim", "--shrink", "100000");
        Assert.Equal(0, result.Code);
        Assert.Contains("Seed 100000 does not fail.", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void An_interrupt_ends_with_the_report_so_far()
    {
        using Shell shell = new();
        using CancellationTokenSource interrupt = new();
        interrupt.Cancel();
        Shell.Result result = shell.Run(
            h => h with { Interrupt = interrupt.Token }, "sim", "--seeds", "1000", "-q");
        Assert.Equal(130, result.Code);
        Assert.Contains("PARTIAL", result.Out, StringComparison.Ordinal);
    }

    private static JsonElement Json(Shell shell, string workers)
        => JsonDocument.Parse(
            shell.Run("sim", "--seeds", "4", "--seed", "5", "--json", "-q", "--workers", workers).Out)
            .RootElement;
}
