using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using Orbweaver.Bench;
using Orbweaver.Reports;
using Xunit;

namespace Orbweaver.Tests.Bench;

public sealed class BenchRunTests
{
    private static readonly BenchOptions Short = new() { Repeats = 3, WarmUp = TimeSpan.Zero };

    [Fact]
    public void Contenders_take_turns()
    {
        List<string> turns = [];
        BenchRun run = new(Short, CancellationToken.None);

        Timing[] timings = run.Race(Contender("a"), Contender("b"));

        Assert.Equal(["a", "b", "a", "b", "a", "b", "a", "b"], turns);
        Assert.Equal(["a", "b"], [timings[0].Name, timings[1].Name]);
        Assert.True(timings[0].SecondsEachLeast <= timings[0].SecondsEach);
        Assert.True(timings[0].SecondsEach <= timings[0].SecondsEachMost);

        Contender Contender(string name) => new(name, () => () =>
        {
            turns.Add(name);
            return 1;
        });
    }

    [Fact]
    public void Allocation_is_counted_per_unit_of_work()
    {
        BenchRun run = new(Short, CancellationToken.None);
        byte[]? kept = null;

        Timing timing = run.Race(new Contender("arrays", () => () =>
        {
            for (int i = 0; i < 10; i++)
            {
                kept = new byte[1000];
            }
            return 10;
        }))[0];

        Assert.NotNull(kept);
        Assert.InRange(timing.BytesEach, 1000, 1100);
    }

    [Theory]
    [InlineData(0, 50, 2)]
    [InlineData(1, 200, 2)]
    public void A_ratio_above_one_is_better_whichever_way_is_good(int better, double value, double ratio)
    {
        Comparison reference = new("other", 100, IsRecorded: false, Goal: null);
        Figure figure = new("figure", value, "s", (Better)better, [reference]);

        Assert.Equal(ratio, figure.RatioTo(reference));
    }

    [Fact]
    public void A_missing_peer_is_a_note_and_not_an_end()
    {
        BenchRun run = new(Short with { PeersFolder = Path.GetTempPath() }, CancellationToken.None);

        Assert.Null(run.Peer("no-such-peer.py"));
        Assert.Contains("no-such-peer.py was not run", Assert.Single(run.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_goal_that_is_missed_is_said_so()
    {
        Benchmark benchmark = new("b", "what it answers", _ => { });
        Comparison reference = new("other", 100e-9, IsRecorded: true, Goal: 4);
        Figure figure = new("a step", 50e-9, "s", Better.Less, [reference]) { Limit = 60e-9 };
        using StringWriter text = new();

        BenchResult result = new(benchmark, [figure], []);
        BenchReport.Write(result, text);

        Assert.Contains("50.0 ns; at most 60.0 ns wanted: met", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("other, recorded", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("2.00x; 4.00x wanted: MISSED", text.ToString(), StringComparison.Ordinal);
        Assert.Equal((2, 1), BenchReport.Goals([result]));
    }

    [Fact]
    public void An_interrupt_ends_a_race()
    {
        using CancellationTokenSource interrupt = new();
        BenchRun run = new(Short, interrupt.Token);

        Assert.Throws<OperationCanceledException>(() => run.Race(new Contender("a", () => () =>
        {
            interrupt.Cancel();
            return 1;
        })));
    }
}
