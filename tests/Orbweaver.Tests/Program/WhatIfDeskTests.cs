// tidy: waits because the desk works on a thread of its own.
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Orbweaver.Commands;
using Orbweaver.Console.Operations;
using Orbweaver.Hosting;
using Orbweaver.Live;
using Orbweaver.Model;
using Orbweaver.Planning;
using Orbweaver.Reports;
using Orbweaver.Scenarios;
using Orbweaver.Twin;
using Orbweaver.Up;
using Xunit;

namespace Orbweaver.Tests.Program;

/// <summary>What-ifs of a network that is up, with a world that the test moves.</summary>
public sealed class WhatIfDeskTests : IDisposable
{
    private const string Node = "kind: node, node: svalbard";

    private readonly Shell _shell = new();
    private readonly Lock _gate = new();
    private readonly LiveWorld _world;
    private readonly WhatIfDesk _desk;

    public WhatIfDeskTests()
    {
        string path = _shell.Write(
            "good.yaml", Shell.Good.Replace("15s", "30min", StringComparison.Ordinal));
        (Scenario scenario, _) = ScenarioReader.Read(
            path, "good.yaml", new ReadOptions([], false, _shell.Folder));
        Network network = PlanStep.Prepare(scenario);
        PlannedNetwork planned = Planner.Plan(network.Request, SequentialWorkers.Instance);
        _world = new LiveWorld(
            new TwinConfig
            {
                Plan = planned.Plan,
                Contracts = network.Request.Contracts,
                Admitted = [.. network.Request.Contracts.Select(_ => true)],
                Traffic = network.Traffic,
                Length = scenario.Length,
                Seed = 1,
                IsKnowledgeChecked = false,
            },
            new Nobody());
        Advance(Duration.FromSeconds(20));
        _desk = new WhatIfDesk(network, work =>
        {
            lock (_gate)
            {
                work(_world);
            }
        });
    }

    public void Dispose()
    {
        _desk.Dispose();
        _shell.Dispose();
    }

    private sealed class Nobody : IDeliveries
    {
        public void Deliver(
            int contract, NodeId subscriber, PayloadKind kind, ReadOnlySpan<byte> payload, Instant modelled)
        {
            // There are no ports.
        }

        public void Lose(int contract, NodeId subscriber, DropReason reason)
        {
            // There are no ports.
        }
    }

    private void Advance(Duration by)
    {
        lock (_gate)
        {
            _world.AdvanceTo(_world.Now + by);
        }
    }

    private static WhatIfRequest Asked(double horizonMs, params WhatIfChange[] changes)
        => new(changes, horizonMs);

    private async Task<WhatIfAnswer> Until(string id, Func<WhatIfAnswer, bool> holds)
    {
        while (true)
        {
            WhatIfAnswer answer = _desk.Find(id)!;
            if (holds(answer))
            {
                return answer;
            }
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task It_says_what_would_come_and_then_what_came()
    {
        // The only subscriber is gone for ten of thirty seconds.
        WhatIfAnswer asked = _desk.Submit(Asked(30_000, new WhatIfChange(Node, 5_000, 10_000)), "ana");
        Assert.Equal(("WI-1", "ana", 30_000.0), (asked.Id, asked.By, asked.HorizonMs));
        WhatIfAnswer done = await Until(asked.Id, a => a.State is "done");
        Assert.Null(done.Live);
        for (int second = 1; second <= 30; second++)
        {
            Advance(Duration.FromSeconds(1));
            WhatIfAnswer soFar = await Until(asked.Id, a => a.Live?.Series.AtMs.Count == second);
            Assert.Equal(second * 1_000.0, soFar.SoFar!.UntilMs);
            IsLikeBesideLike(second, soFar.SoFar, done);
        }

        WhatIfAnswer watched = _desk.Find(asked.Id)!;
        Assert.Equal(1, done.Base!.OnTimeShare);
        Assert.InRange(done.Plan!.OnTimeShare!.Value, 0.5, 0.75);
        Assert.Equal(1, watched.Live!.OnTimeShare);
        double p50Ms = done.Base.P50Ms!.Value;
        Assert.InRange(watched.Live.P50Ms!.Value, p50Ms * 0.95, p50Ms * 1.05);
        Assert.Equal(30_000, watched.Live.Series.AtMs[^1]);
        Assert.Equal(30, done.Plan.Series.AtMs.Count);
        WhatIfStream stream = Assert.Single(watched.Streams);
        Assert.Equal("weather", stream.Name);
        Assert.Equal((done.Plan.Late, done.Plan.Lost), (stream.Plan.Late, stream.Plan.Lost));
        Assert.Equal(watched.Live.OnTimeShare, stream.Live!.OnTimeShare);
        Assert.NotEmpty(done.Weak);
        Assert.All(done.Weak, w => Assert.True(w.Why.Length > 0 && w.Where.Length > 0 && w.AtMs >= 5_000));
        Advance(Duration.FromSeconds(5));
        Assert.Equal(30, _desk.Find(asked.Id)!.Live!.Series.AtMs.Count);
        WhatIfWindows windows = (await Until(asked.Id, a => a.Windows is not null)).Windows!;
        Assert.Equal(10_000, windows.NeededMs);
        Assert.True(windows.LookedMs >= 30_000);
    }

    // The fault of the 5th to the 15th second is in nobody's figures of the first five, and not all of it
    // in those of the first ten.
    private static void IsLikeBesideLike(int second, WhatIfSoFar soFar, WhatIfAnswer done)
    {
        long failed = soFar.Plan.Late + soFar.Plan.Lost;
        long all = done.Plan!.Late + done.Plan.Lost;
        Assert.Equal((0L, 0L), (
            soFar.Base.Late + soFar.Base.Lost, soFar.Live.Late + soFar.Live.Lost));
        Assert.Equal(1, soFar.Live.OnTimeShare);
        long least = second >= 17 ? all - 2 : second >= 8 ? 1 : 0;
        Assert.InRange(failed, least, second <= 5 ? 0 : all + 2);
        Assert.True(second != 10 || failed < all, $"{failed} of {all} after 10 s");
    }

    [Theory]
    [InlineData("kind: node, node: svalbrd", "there is no node 'svalbrd'. Did you mean 'svalbard'?")]
    [InlineData("kind: node, node: svalbard, at: 5s",
        "'at' has no place here. fromMs says when it begins, and durationMs how long it lasts")]
    [InlineData("kind: random, of: satellites, share: 5%", "'random' draws many faults over a time of its")]
    [InlineData("kind: overload, row: 9, factor: 5", "there is no row '9'")]
    [InlineData("kind: node, node: nuuk}, {kind: node, node: nuuk", "it is not the fields of one fault")]
    [InlineData("kind: node, node: nuuk, node: nuuk", "the key 'node' stands here a second time. Keep one")]
    public void What_is_wrong_with_a_fault_is_said_in_plain_words(string fields, string words)
    {
        WhatIfRequest request = Asked(5_000, new WhatIfChange(fields, 0, null));

        RequestProblem problem = Assert.Throws<RequestProblem>(() => _desk.Submit(request, "ana"));
        ControlAnswer said = WhatIfControl.Begin(_desk, request);

        Assert.StartsWith(words, problem.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.BadInput, said.ExitCode);
        string line = Assert.Single(said.Lines);
        Assert.StartsWith($"whatif: '{fields}': ", line, StringComparison.Ordinal);
        Assert.DoesNotContain("?.", line, StringComparison.Ordinal);
        Assert.DoesNotContain("fromMs", line, StringComparison.Ordinal);
        Assert.DoesNotContain("line 0", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(6_000, 1_000, 5_000, "whatif: --in: must be 0 or more, and less than --horizon.")]
    [InlineData(0, 0, 5_000, "whatif: --for: must be from 1 ms to 60 min.")]
    [InlineData(0, 1_000, 999, "whatif: --horizon: must be from 1 s to 60 min.")]
    public void Whoever_gave_options_is_told_of_options(
        double fromMs, double durationMs, double horizonMs, string expected)
    {
        ControlAnswer said = WhatIfControl.Begin(
            _desk, Asked(horizonMs, new WhatIfChange(Node, fromMs, durationMs)));

        Assert.Equal([expected], said.Lines);
    }

    [Fact]
    public async Task What_came_stands_beside_what_was_foretold_for_the_same_time()
    {
        string id = _desk.Submit(Asked(2_000, new WhatIfChange(Node, 0, null)), "ana").Id;
        await Until(id, a => a.State is "done");
        for (int second = 1; second <= 2; second++)
        {
            Advance(Duration.FromSeconds(1));
            await Until(id, a => a.Live?.Series.AtMs.Count == second);
        }
        using StringWriter output = new();

        WhatIfText.Write(
            _desk.Find(id)!, new ProgramHost { Out = output, Err = output, CurrentFolder = _shell.Folder });

        string text = output.ToString();
        Assert.Contains("Messages handed in within 2 s:\n", text, StringComparison.Ordinal);
        Assert.Contains(
            "Messages that ended within 2 s, and what really came:\n", text, StringComparison.Ordinal);
        Assert.Contains("came\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task People_get_tables()
    {
        string id = _desk.Submit(Asked(20_000, new WhatIfChange(Node, 5_000, 10_000)), "ana").Id;
        WhatIfAnswer done = await Until(id, a => a.State is "done");
        using StringWriter output = new();

        WhatIfText.Write(
            done, new ProgramHost { Out = output, Err = output, CurrentFolder = _shell.Folder });

        string text = output.ToString();
        Assert.Contains("+ kind: node, node: svalbard in 5 s for 10 s", text, StringComparison.Ordinal);
        Assert.Contains("on time 100.000 %", text, StringComparison.Ordinal);
        Assert.Contains("1 stream worse off", text, StringComparison.Ordinal);
        Assert.Contains("Where:", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kind: node, node: nowhere", 0, 1_000, 5_000, "changes[0].fields")]
    [InlineData("kind: what", 0, 1_000, 5_000, "changes[0].fields")]
    [InlineData("]", 0, 1_000, 5_000, "changes[0].fields")]
    [InlineData("", 0, 1_000, 5_000, "changes[0].fields")]
    [InlineData(Node, -1, 1_000, 5_000, "changes[0].fromMs")]
    [InlineData(Node, 5_000, 1_000, 5_000, "changes[0].fromMs")]
    [InlineData(Node, double.NaN, 1_000, 5_000, "changes[0].fromMs")]
    [InlineData(Node, 0, 0, 5_000, "changes[0].durationMs")]
    [InlineData(Node, 0, double.PositiveInfinity, 5_000, "changes[0].durationMs")]
    [InlineData(Node, 0, 1_000, 999, "horizonMs")]
    [InlineData(Node, 0, 1_000, 1e300, "horizonMs")]
    public void What_is_wrong_is_said_by_field(
        string fields, double fromMs, double durationMs, double horizonMs, string field)
    {
        RequestProblem problem = Assert.Throws<RequestProblem>(
            () => _desk.Submit(Asked(horizonMs, new WhatIfChange(fields, fromMs, durationMs)), "ana"));

        Assert.Equal(422, problem.Status);
        Assert.Equal([field], problem.Errors!.Keys);
        Assert.Empty(_desk.All());
    }

    [Fact]
    public async Task One_that_is_removed_is_forgotten_and_the_next_has_its_turn()
    {
        WhatIfAnswer longest = _desk.Submit(Asked(WhatIfRequest.HorizonMostMs), "ana");
        WhatIfAnswer next = _desk.Submit(Asked(2_000), "ben");

        Assert.True(_desk.Remove(longest.Id));

        Assert.False(_desk.Remove(longest.Id));
        Assert.Null(_desk.Find(longest.Id));
        Assert.Equal("done", (await Until(next.Id, a => a.State is "done")).State);
    }

    [Fact]
    public void Only_so_many_wait()
    {
        List<string> ids = [];
        RequestProblem problem = Assert.Throws<RequestProblem>(() =>
        {
            for (int i = 0; i < WhatIfDesk.QueueMax + 3; i++)
            {
                ids.Add(_desk.Submit(Asked(WhatIfRequest.HorizonMostMs), "ana").Id);
            }
        });

        Assert.Equal(429, problem.Status);
        Assert.InRange(ids.Count, WhatIfDesk.QueueMax, WhatIfDesk.QueueMax + 1);
        Assert.Equal(ids.AsEnumerable().Reverse(), _desk.All().Select(a => a.Id));
    }

    [Fact]
    public async Task Only_so_many_are_kept_and_the_oldest_go()
    {
        string first = "";
        for (int i = 0; i <= WhatIfDesk.KeptMax; i++)
        {
            string id = _desk.Submit(Asked(1_000), "ana").Id;
            first = i == 0 ? id : first;
            await Until(id, a => a.State is "done");
            Advance(Duration.FromSeconds(2));
            await Until(id, a => a.Live is not null);
        }

        Assert.Null(_desk.Find(first));
        Assert.Equal(WhatIfDesk.KeptMax, _desk.All().Count);
    }
}
