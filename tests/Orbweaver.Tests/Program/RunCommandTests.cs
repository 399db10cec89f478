using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.Json;
using Xunit;

namespace Orbweaver.Tests.Program;

public sealed class RunCommandTests
{
    [Fact]
    public void The_table_fits_80_columns_and_has_no_escape_codes_when_piped()
    {
        using Shell shell = new();
        Shell.Result result = shell.Run("run", "small", "--until", "10s");
        Assert.Equal(0, result.Code);
        Assert.Equal("", result.Err);
        Assert.DoesNotContain('\e', result.Out);
        Assert.All(result.Out.Split('\n'), line => Assert.True(line.Length <= 80, line));
    }

    [Fact]
    public void A_terminal_gets_colours_unless_told_otherwise()
    {
        using Shell shell = new();
        shell.Write("s.yaml", Shell.Good);
        Assert.Contains(
            "\e[32m+ kept", shell.Run(h => h with { IsOutTerminal = true }, "run", "s.yaml").Out,
            StringComparison.Ordinal);
        foreach (string variable in (string[])["NO_COLOR=1", "TERM=dumb"])
        {
            string[] parts = variable.Split('=');
            Shell.Result plain = shell.Run(
                h => h with { IsOutTerminal = true, Variable = name => name == parts[0] ? parts[1] : null },
                "run", "s.yaml");
            Assert.DoesNotContain('\e', plain.Out);
        }
    }

    [Fact]
    public void Json_is_all_there_is_on_the_output_and_equals_the_file()
    {
        using Shell shell = new();
        Shell.Result result = shell.Run("run", "small", "--until", "10s", "--json", "--out", "out");
        Assert.Equal(0, result.Code);
        Assert.Equal("", result.Err);
        Assert.Equal(result.Out, shell.Read("out/report.json") + "\n");
        Assert.Equal(
            "orbweaver.report/1",
            JsonDocument.Parse(result.Out).RootElement.GetProperty("schema").GetString());
    }

    [Fact]
    public void The_report_has_every_documented_field_and_adds_up()
    {
        using Shell shell = new();
        JsonElement root = Report(shell, "small", "--until", "20s");
        string[] run = Words("""
            schema scenario scenarioFile version commit start seed traceHash partial simulatedSeconds
            wallSeconds planSeconds packetHops packetHopsPerSecond events treesBuilt peakMemoryBytes network
            summary contracts elastic coverage faults control timeline plans clocks
            """);
        string[] contract = Words("""
            name row tenant publisher subscriber subscribers qos budgetMs elastic offered onTime late expired
            superseded lost inFlight unpaired judged judgedOnTime onTimeRatio promise verdict p50Ms p99Ms
            maxMs floorMs bestMs histogram stretch ageOfInformation admission coverage whyLate oracle
            """);
        Assert.Equal(run, root.EnumerateObject().Select(p => p.Name));
        string page = File.ReadAllText(Path.Combine(Repo.Root, "docs", "report.md"));
        Assert.All(
            run.Concat(contract), name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal));
        Assert.All(root.GetProperty("contracts").EnumerateArray(), line =>
        {
            Assert.Equal(contract, line.EnumerateObject().Select(p => p.Name));
            long sum = new[] { "onTime", "late", "expired", "superseded", "inFlight" }.Sum(
                o => line.GetProperty(o).GetInt64())
                + line.GetProperty("lost").EnumerateObject().Sum(l => l.Value.GetInt64());
            Assert.Equal(line.GetProperty("offered").GetInt64(), sum);
            Assert.True(
                line.GetProperty("floorMs").GetDecimal() <= line.GetProperty("bestMs").GetProperty("min")
                    .GetDecimal());
        });
        Assert.Equal(20, root.GetProperty("simulatedSeconds").GetDecimal());
        Assert.Equal(6, root.GetProperty("elastic").GetArrayLength());
    }

    [Fact]
    public void Equal_seeds_give_equal_runs_whatever_the_workers()
    {
        using Shell shell = new();
        string Trace(params string[] more)
            => Report(shell, ["small", "--until", "20s", .. more]).GetProperty("traceHash").GetString()!;
        string first = Trace("--workers", "1");
        Assert.Equal(first, Trace("--workers", "1"));
        Assert.Equal(first, Trace("--workers", "5"));
        Assert.NotEqual(first, Trace("--seed", "2"));
    }

    [Fact]
    public void A_broken_promise_exits_1_and_says_why()
    {
        using Shell shell = new();
        // Bursts of 84 kB onto 2 Mb/s take 336 ms: the rate is admitted, the budget is not met by half of
        // them.
        shell.Write("s.yaml", Shell.Good.Replace(
            "traffic: {law: periodic, rate: 2/s, sources: 5, size: 200B}",
            "traffic: {law: burst, interval: 1s, burst_count: 60, size: 1400B}", StringComparison.Ordinal)
            .Replace("budget: 1s", "budget: 200ms", StringComparison.Ordinal)
            .Replace("qos: 5-r-d", "qos: 5-f-c", StringComparison.Ordinal)
            .Replace(
                "nuuk: 64.18N 51.72W", "nuuk: {latitude: 64.18N, longitude: 51.72W, rate_up: 2Mb/s}",
                StringComparison.Ordinal));
        Shell.Result result = shell.Run("run", "s.yaml", "--out", "out");
        Assert.Equal(1, result.Code);
        Assert.Contains("x BROKEN weather", result.Out, StringComparison.Ordinal);
        Assert.Contains("late mainly by queueing", result.Out, StringComparison.Ordinal);
        Assert.Contains("at nuuk\n    -> P", result.Out, StringComparison.Ordinal);
        Assert.EndsWith(
            $"x 1 of 1 promise BROKEN.\nReport: {Path.Combine(shell.Folder, "out", "report.html")}, for"
                + " people; for programs report.json beside it.\n",
            result.Out, StringComparison.Ordinal);
        JsonElement line =
            JsonDocument.Parse(shell.Read("out/report.json")).RootElement.GetProperty("contracts")[0];
        Assert.Equal("broken", line.GetProperty("verdict").GetString());
        Assert.StartsWith(
            "late mainly by queueing", line.GetProperty("whyLate").GetProperty("sentence")
                .GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_refused_was_not_promised()
    {
        using Shell shell = new();
        shell.Write("s.yaml", Shell.Good.Replace("budget: 1s", "budget: 2ms", StringComparison.Ordinal));
        Shell.Result result = shell.Run("run", "s.yaml");
        Assert.Equal(0, result.Code);
        Assert.Contains("refused weather: ", result.Out, StringComparison.Ordinal);
        Assert.Contains(
            "- No promise could be judged; 1 contract refused.", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nothing_was_promised_the_answer_says_so()
    {
        using Shell shell = new();
        shell.Write("s.yaml", Shell.Good.Replace("    promise: 99.9%\n", "", StringComparison.Ordinal));
        Shell.Result result = shell.Run("run", "s.yaml");
        Assert.Equal(0, result.Code);
        Assert.EndsWith("- Nothing was promised.\n", result.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run small", "more, all of them with --out DIR\n")]
    [InlineData("run small --out o", "more, see report.json\n")]
    [InlineData("plan small --out o", "more, see plan.json\n")]
    [InlineData("plan small --out o --format ion", "more, all of them with --format json\n")]
    public void A_list_that_is_cut_short_says_where_all_of_it_is(string line, string expected)
    {
        using Shell shell = new();
        Shell.Result result = shell.Run(
            [.. line.Split(' '), "--set", "constellations.reference-66.minimum_elevation=89deg"]);
        Assert.Equal(0, result.Code);
        Assert.Contains(expected, result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void An_interrupted_run_prints_what_it_has_and_exits_130()
    {
        using Shell shell = new();
        Shell.Result result = shell.RunInterrupted("run", "small", "--out", "out");
        Assert.Equal(130, result.Code);
        Assert.Contains("PARTIAL: interrupted after 0 s of 60 s.", result.Out, StringComparison.Ordinal);
        Assert.True(
            JsonDocument.Parse(shell.Read("out/report.json")).RootElement.GetProperty("partial")
                .GetBoolean());
    }

    [Fact]
    public void An_interrupt_while_planning_says_so()
    {
        using Shell shell = new();
        Shell.Result result = shell.Run(h => h with { Interrupt = new(canceled: true) }, "run", "small");
        Assert.Equal(130, result.Code);
        Assert.Equal("orbweaver: interrupted before it was done.\n", result.Err);
    }

    [Fact]
    public void Only_our_own_files_are_replaced()
    {
        using Shell shell = new();
        Directory.CreateDirectory(Path.Combine(shell.Folder, "out"));
        shell.Write("out/notes.txt", "mine");
        shell.Write("out/report.json", "old");
        shell.Run("run", "small", "--until", "1s", "--out", "out");
        Assert.Equal(
            ["notes.txt", "report.html", "report.json", "timeline.svg"],
            shell.Files("out").Order(StringComparer.Ordinal));
        Assert.Equal("mine", shell.Read("out/notes.txt"));
        Assert.StartsWith("{", shell.Read("out/report.json"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_built_program_behaves_as_the_function_does()
    {
        using Shell shell = new();
        shell.Write("s.yaml", Shell.Good.Replace("qos: 5-r-d", "qos: x", StringComparison.Ordinal));
        (int code, string output, string error) = RunProcess(shell.Folder, "run", "s.yaml");
        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith("s.yaml:17:10: contracts.weather.qos: 'x' is not", error, StringComparison.Ordinal);
        (code, output, error) = RunProcess(shell.Folder, "run", "small", "--until", "2s");
        Assert.Equal((0, ""), (code, error));
        Assert.DoesNotContain('\e', output);
    }

    private static string[] Words(string text)
        => text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);

    private static JsonElement Report(Shell shell, params string[] args)
    {
        Shell.Result result = shell.Run(["run", .. args, "--json"]);
        Assert.Equal("", result.Err);
        return JsonDocument.Parse(result.Out).RootElement;
    }

    private static (int Code, string Out, string Err) RunProcess(string folder, params string[] args)
    {
        ProcessStartInfo start = new(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "orbweaver.dll"), .. args])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using Process process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.GetAwaiter().GetResult());
    }
}
