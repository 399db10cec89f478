using System;
using System.Globalization;
using System.Text.Json;
using System.Threading;
using Orbweaver.Commands;
using Orbweaver.Model;
using Orbweaver.Wire;
using Orbweaver.Wire.Fuzz;
using Xunit;

namespace Orbweaver.Tests.Program;

/// <summary><c>orbweaver fuzz</c> and <c>run --wire</c> as a user sees them.</summary>
public sealed class FuzzCommandTests
{
    [Fact]
    public void It_counts_what_was_taken_and_refused()
    {
        using Shell shell = new();
        Shell.Result result = shell.Run("fuzz", "--count", "300", "--seed", "5", "-q");
        Assert.Equal("", result.Err);
        Assert.Equal(0, result.Code);
        foreach (string target in (string[])["packet", "frame", "control", "plan"])
        {
            Assert.Contains($"{target}: 300 inputs, ", result.Out, StringComparison.Ordinal);
        }
        Assert.Contains("1,800 inputs in ", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void One_target_and_one_input_can_be_named()
    {
        using Shell shell = new();
        Shell.Result result = shell.Run(
            "fuzz", "--target", "frame", "--from", "4711", "--count", "1", "--out", "out");
        Assert.Equal(0, result.Code);
        Assert.StartsWith("frame: 1 inputs, ", result.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("plan", result.Out, StringComparison.Ordinal);
        Assert.Empty(shell.Files("out"));
    }

    [Fact]
    public void An_interrupt_ends_it_in_order()
    {
        using CancellationTokenSource interrupt = new();
        interrupt.Cancel();
        using Shell shell = new();
        Shell.Result result = shell.Run(
            h => h with { Interrupt = interrupt.Token }, "fuzz", "--minutes", "60");
        Assert.Equal(130, result.Code);
        Assert.Contains("0 inputs in ", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_reader_does_not_bear_is_told_with_its_bytes()
    {
        FuzzFailure thrown = new FuzzLane(new Bad(throws: true), seed: 1).Try(40, 1_000)!;
        Assert.Equal(("bad", 40L, "FormatException: no"), (thrown.Target, thrown.Number, thrown.What));
        FuzzFailure greedy = new FuzzLane(new Bad(throws: false), seed: 1).Try(0, 1_000)!;
        Assert.Contains(" bytes of memory", greedy.What, StringComparison.Ordinal);
        Assert.Equal(new FuzzInputs(new Bad(throws: false), 1).Make(greedy.Number).ToArray(), greedy.Input);
    }

    [Fact]
    public void A_run_over_bytes_is_the_same_run()
    {
        using Shell shell = new();
        string path = shell.Write("good.yaml", Shell.Good);
        Assert.Equal(Hash("run", path, "--json", "-q"), Hash("run", path, "--json", "-q", "--wire"));

        string Hash(params string[] args)
            => JsonDocument.Parse(shell.Run(args).Out).RootElement.GetProperty("traceHash").GetString()!;
    }

    private sealed class Bad(bool throws) : IFuzzTarget
    {
        public string Name => "bad";

        public long AllocationMaxFor(int bytes) => 1_000;

        public int MakeSeed(Prng dice, Span<byte> to) => 8;

        public WireError Read(ReadOnlySpan<byte> bytes)
        {
            if (throws)
            {
                throw new FormatException("no");
            }
            return new byte[2_000].Length.ToString(CultureInfo.InvariantCulture).Length == bytes.Length
                ? WireError.None : WireError.Range;
        }
    }
}
