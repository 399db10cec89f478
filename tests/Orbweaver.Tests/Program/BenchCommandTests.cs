using System;
using System.Linq;
using System.Text.Json;
using Orbweaver.Bench;
using Xunit;

namespace Orbweaver.Tests.Program;

public sealed class BenchCommandTests
{
    [Fact]
    public void The_list_names_every_benchmark_once()
    {
        using Shell shell = new();

        Shell.Result result = shell.Run("bench", "--list");

        Assert.Equal(0, result.Code);
        foreach (Benchmark benchmark in Benchmarks.All)
        {
            Assert.Contains(benchmark.Name + " ", result.Out, StringComparison.Ordinal);
        }
        Assert.Equal(Benchmarks.All.Count, Benchmarks.All.Select(b => b.Name).Distinct().Count());
    }

    [Fact]
    public void An_unknown_name_is_answered_with_the_nearest()
    {
        using Shell shell = new();

        Shell.Result result = shell.Run("bench", "twin-toros", "--no-history");

        Assert.Equal(2, result.Code);
        Assert.Contains("twin-torus", result.Err, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_has_the_figures_with_their_ratios()
    {
        using Shell shell = new();

        Shell.Result result = shell.Run("bench", "trees", "--repeats", "1", "--json", "--no-history");

        Assert.Equal(0, result.Code);
        using JsonDocument json = JsonDocument.Parse(result.Out);
        JsonElement benchmark = json.RootElement.GetProperty("benchmarks")[0];
        Assert.Equal("trees", benchmark.GetProperty("name").GetString());
        Assert.True(benchmark.GetProperty("figures")[0].GetProperty("value").GetDouble() > 0);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1001")]
    [InlineData("many")]
    public void Repeats_have_limits(string repeats)
    {
        using Shell shell = new();

        Shell.Result result = shell.Run("bench", "trees", "--repeats", repeats, "--no-history");

        Assert.Equal(2, result.Code);
        Assert.Contains("--repeats", result.Err, StringComparison.Ordinal);
    }
}
