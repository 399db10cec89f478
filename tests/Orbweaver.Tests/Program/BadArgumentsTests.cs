// tidy: wide because one case a line.
using System;
using System.IO;
using System.Linq;
using Xunit;

namespace Orbweaver.Tests.Program;

public sealed class BadArgumentsTests
{
    public static TheoryData<string, string> Cases => new()
    {
        { "rnu", "Unrecognized command or argument 'rnu'|Did you mean 'run'" },
        { "run --sed 3", "Unrecognized option '--sed'|Did you mean '--se" },
        { "run small --seed x", "--seed: 'x' is not a whole number" },
        { "run small --workers many", "--workers: 'many' is not a whole number from 1 to 256" },
        { "run smal", "neither a file nor a shipped scenario|Did you mean 'small'?" },
        { "run none/s.yaml", "there is no such file" },
        { "run .", "is a folder" },
        { "run small --until 60", "--until: '60' has no unit" },
        { "run small --until 0s", "--until: '0s' is out of range" },
        { "run small --until 10000d", "--until: makes 57600000 epochs; the limit is 100000" },
        { "run small --set traffic", "'traffic' does not have the form PATH=VALUE" },
        { "run small --set trafic.scale=1", "(--set): trafic: there is no field 'trafic' here|'traffic'?" },
        { "run small --set traffic.scale=big", "(--set): traffic.scale: 'big' is not a number" },
        { "run small --set traffic.rows.7=2", "'7' is no place of this list, which has 2 items" },
        { "run small --set name.x=2", "has no field 'x'" },
        { "run small --workers 0", "--workers: 0 is out of range" },
        { "run fleet", "constellations.fleet: has neither a design nor elements|--set constellations.fleet.elements=" },
        { "run fleet --set constellations.fleet.elements=none.tle", "there is no file 'none.tle'|Looked for" },
        { "plan small --format ion", "--out" },
        { "plan small --until never", "--until" },
        { "sim", "sim: needs exactly one of --seeds N, --minutes M, --shrink SEED and --exhaustive" },
        { "sim --seeds 3 --own-faults", "--own-faults: needs --scenario FILE" },
        { "sim --shrink 3 --scenario small --own-faults", "--own-faults: needs --scenario FILE, and --seeds N" },
        { "sim --seeds 3 --contracts r1-*", "--contracts: says what --own-faults judges|Add --own-faults" },
        { "sim --seeds 3 --scenario small --own-faults --contracts x-*", "'x-*' names no contract|Names look like" },
        { "run small --contracts r1-*", "--contracts: says what --judge judges|Add --judge" },
        { "run small --judge --contracts ,", "'' names no contract" },
        { "sim --seeds 3 --minutes 2", "needs exactly one of" },
        { "sim --seeds 0", "--seeds: must be at least 1" },
        { "sim --exhaustive --own-faults --scenario small", "--own-faults: needs --scenario FILE" },
        { "sim --seeds many", "--seeds: 'many' is not a whole number from 1" },
        { "sim --seeds 1 --workers 0", "--workers: 0 is out of range" },
        { "sim --seeds 1 --scenario none", "neither a file nor a shipped scenario" },
        { "fuzz --target nobody", "--target: names no reader: nobody|Name one of packet, frame, control" },
        { "fuzz --count 0", "--count: must be at least 1" },
        { "fuzz --count 3 --minutes 2", "--count: does not go with --minutes" },
        { "plan small --out p --format xml", "--format: 'xml' is not a format" },
        { "explain small nuuk", "B is missing" },
        { "explain small nuk svalbard --at +3s", "A: there is no node 'nuk'|Did you mean 'nuuk'?" },
        { "explain small nuuk svalbard --at +2min", "--at: 2026-08-11T00:02:00Z is outside the plan|(+60s)" },
        { "explain small nuuk svalbard --at noon", "--at: 'noon' is not a date and time" },
        { "routes small --at 2026-13-01 --out r.csv", "--at: '2026-13-01' is not a date and time" },
        { "positions --at 2026-08-11 --out p.csv", "--elements" },
        { "positions -e none.tle --at 2026-08-11 --out p.csv", "there is no file 'none.tle'" },
        { "positions -e e.tle --at +3s --out p.csv", "there is no start to count from" },
        { "positions -e e.tle --at 2026-08-11 --to +1h --out p.csv", "--to: needs the other of --to and --step" },
        { "positions -e e.tle --at 2026-08-11 --to 2026-08-10 --step 1s --out p.csv", "is before --at" },
        { "positions -e e.tle --at 2026-08-11 --frame gcrs --out p.csv", "--frame: 'gcrs' is not a frame" },
        { "positions -e e.tle --at 2026-08-11 --to +1h --step 1us --out p.csv", "the limit is 1000000000" },
        { "positions -e bad.tle --at 2026-08-11 --out p.csv", "bad.tle:2|--skip-bad" },
        { "end --help", "Unrecognized command or argument 'end'|Did you mean 'fault end'" },
        { "fault nope --help", "Unrecognized command or argument 'nope'" },
        { "up small --otlp-every 3s", "--otlp-every: there is no collector to push to|--otlp URL" },
        { "up small --history off --history-max 64MB", "--history-max: nothing is recorded with --history off" },
        { "serve damaged", "'damaged': its about.json is damaged, or of another version" },
        { "serve damaged --http off", "--http: without a server there is nothing to show" },
        { "serve damaged --http x", "--http: 'x' is no address with a port" },
        { "positions -e empty.tle --at 2026-08-11 --out p.csv", "empty.tle" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Wrong_arguments_get_a_clear_message(string line, string expected)
    {
        using Shell shell = new();
        shell.Write("e.tle", Shell.Elements);
        shell.Write("bad.tle", Shell.Elements.Replace("9992", "9993", StringComparison.Ordinal));
        shell.Write("empty.tle", "");
        Directory.CreateDirectory(Path.Combine(shell.Folder, "damaged"));
        shell.Write(Path.Combine("damaged", "about.json"), "{\"network\"");
        Shell.Result result = shell.Run(line.Split(' '));
        Assert.Equal(2, result.Code);
        Assert.Empty(result.Out);
        Assert.All(expected.Split('|'), part => Assert.Contains(part, result.Err, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", result.Err, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", result.Err, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(shell.Folder, "p.csv")));
    }

    [Fact]
    public void Output_that_cannot_be_written_is_told_apart()
    {
        using Shell shell = new();
        shell.Write("file", "");
        Shell.Result result = shell.Run("run", "small", "--out", "file/report");
        Assert.Equal(74, result.Code);
        Assert.StartsWith("orbweaver: cannot write to the folder", result.Err, StringComparison.Ordinal);
        Assert.Empty(result.Out);
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_told_in_plain_words()
    {
        using Shell shell = new();
        Shell.Result result = shell.Run("run", "small", "--out", "/proc/none/report");
        Assert.Equal(74, result.Code);
        Assert.Equal(
            "orbweaver: cannot write to the folder /proc/none/report: there is no such place, and none can"
                + " be made.\n", result.Err);
    }

    [Theory]
    [InlineData("serve --help", "off", false)]
    [InlineData("serve --help", "metrics", false)]
    [InlineData("up --help", "off", true)]
    [InlineData("token --help", "--name", true)]
    [InlineData("top --help", "the next table", true)]
    public void Help_offers_what_there_is(string line, string word, bool isThere)
    {
        using Shell shell = new();
        string help = shell.Run(line.Split(' ')).Out;
        Assert.Equal(isThere, help.Contains(word, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--help", "Examples:")]
    [InlineData("run --help", "orbweaver run small")]
    [InlineData("plan --help", "--format ion")]
    [InlineData("explain --help", "--at +90s")]
    [InlineData("routes --help", "--all")]
    [InlineData("positions --help", "--to +90min")]
    [InlineData("--version", "orbweaver 0.")]
    [InlineData("scenarios", "backbone")]
    public void Help_and_version_answer_at_once(string line, string expected)
    {
        using Shell shell = new();
        Shell.Result result = shell.Run(line.Split(' '));
        Assert.Equal(0, result.Code);
        Assert.Contains(expected, result.Out, StringComparison.Ordinal);
        Assert.Empty(result.Err);
    }

    // Those of run take seconds, those of positions need files that do not ship.
    [Theory]
    [InlineData("plan")]
    [InlineData("explain")]
    [InlineData("routes")]
    public void Examples_of_the_help_work(string command)
    {
        using Shell shell = new();
        string[] examples =
        [
            .. (shell.Run("--help").Out + shell.Run(command, "--help").Out).Split('\n')
                .Where(l => l.StartsWith($"  orbweaver {command} ", StringComparison.Ordinal)),
        ];
        Assert.NotEmpty(examples);
        Assert.All(examples, example =>
        {
            // What the example is for stands two spaces after it.
            Shell.Result result = shell.Run(example.Trim().Split("  ")[0].Split(' ')[1..]);
            Assert.Equal((0, ""), (result.Code, result.Err));
        });
    }

    [Fact]
    public void What_a_terminal_would_obey_is_not_printed()
    {
        using Shell shell = new();
        shell.Write("e.tle", "\u001b[31mRED\u0007\n");
        Shell.Result result = shell.Run("positions", "-e", "e.tle", "--at", "2026-08-11", "--out", "-");
        Assert.StartsWith("e.tle:1: ?[31mRED?: ", result.Err, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_at_all_shows_the_help()
    {
        using Shell shell = new();
        Shell.Result result = shell.Run();
        Assert.Equal(0, result.Code);
        Assert.Contains("Usage:", result.Out, StringComparison.Ordinal);
    }
}
