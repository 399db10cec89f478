using System.Collections.Generic;
using System.Linq;
using Orbweaver.Console.Operations;
using Orbweaver.Model;
using Orbweaver.Tests.Monitor;
using Orbweaver.Twin;
using Orbweaver.Up;
using Xunit;

namespace Orbweaver.Tests.Program;

/// <summary>Windows in which nodes can be out, against every epoch of a real plan.</summary>
public sealed class MaintenanceWindowsTests
{
    private static readonly Duration Needed = Duration.FromSeconds(30);
    private static readonly Plan Plan = WatchedWorld.SmallLoaded.Sim.Plan;

    // So little room that a way around a satellite is often too long.
    private static readonly Contract[] Contracts = [.. WatchedWorld.SmallLoaded.Sim.Contracts.Select(Tight)];

    [Fact]
    public void What_is_proposed_keeps_every_promise_and_what_is_not_breaks_one()
    {
        Instant now = Plan.Start + Duration.FromSeconds(7);
        int partly = 0;
        for (int satellite = 0; satellite < 66; satellite++)
        {
            Fault fault = Out(satellite);
            WhatIfWindows windows = Find(now, Duration.FromMilliseconds(1), fault)!;
            Assert.Equal((Plan.End - now).TotalMilliseconds, windows.LookedMs);
            for (int epoch = 0; epoch < Plan.Epochs.Count; epoch++)
            {
                Instant middle = Plan.EpochStart(epoch) + new Duration(Plan.EpochLength.Nanoseconds / 2);
                double ms = (middle - now).TotalMilliseconds;
                bool isProposed = windows.Items.Any(w => w.FromMs <= ms && ms < w.UntilMs);
                Instant begin = epoch == 0 ? now : Plan.EpochStart(epoch);
                bool isLate = IsAnyLate(epoch, begin, fault)
                    || IsAnyLate(epoch, Plan.EpochStart(epoch + 1) - new Duration(1), fault);
                Assert.True(isProposed != isLate, $"satellite {satellite}, epoch {epoch}");
            }
            double covered = windows.Items.Sum(w => w.UntilMs - w.FromMs);
            partly += covered > 0 && covered < windows.LookedMs ? 1 : 0;
        }
        Assert.True(partly >= 2, $"{partly} satellites with windows and without");
    }

    [Fact]
    public void Who_sends_has_no_window_and_a_window_is_as_long_as_is_needed()
    {
        Contract promised = Contracts.First(c => c.PromisePpm is not null && c.Budget is not null);
        Assert.Empty(Find(Plan.Start, Needed, Out(promised.Publisher.Value))!.Items);
        for (int satellite = 0; satellite < 66; satellite++)
        {
            WhatIfWindows windows = Find(Plan.Start, Needed, Out(satellite))!;
            Assert.All(windows.Items, w => Assert.True(w.UntilMs - w.FromMs >= windows.NeededMs));
        }
        Assert.Empty(Find(Plan.Start, Plan.End - Plan.Start + Needed, Out(0))!.Items);
    }

    [Fact]
    public void What_is_no_outage_of_nodes_has_no_windows()
    {
        Fault slow = Out(3) with
        {
            Nodes =
            [
                new NodeHit(new NodeId(3), NodeHitKind.Slow, Duration.Zero, Needed)
                {
                    SlowBy = Duration.FromMilliseconds(1),
                },
            ],
        };
        Fault link = Out(3) with
        {
            Nodes = [],
            Links = [new LinkHit(0, LinkHitKind.Dark, LinkDirections.Both, Duration.Zero, Needed)],
        };
        Assert.Null(Find(Plan.Start, Needed, slow));
        Assert.Null(Find(Plan.Start, Needed, link));
        Assert.Null(Find(Plan.Start, Needed));
        Assert.Null(new MaintenanceWindows(Plan, Contracts).Find([Out(3)], Plan.Start, Needed, () => false));
    }

    private static WhatIfWindows? Find(Instant now, Duration needed, params IReadOnlyList<Fault> faults)
        => new MaintenanceWindows(Plan, Contracts).Find(faults, now, needed, () => true);

    private static bool IsAnyLate(int epoch, Instant at, Fault fault)
    {
        DrillForecast forecast = new(Plan, Plan.Epochs[epoch], at, [fault]);
        return Contracts.Where(c => c.PromisePpm is not null && c.Budget is not null)
            .SelectMany(c => c.Subscribers.Select(s => (c, forecast.Way(c.Publisher, s))))
            .Any(w => w.Item2.PlannedNs <= w.c.Budget!.Value.Nanoseconds
                && !(w.Item2.LeftNs <= w.c.Budget!.Value.Nanoseconds));
    }

    private static Contract Tight(Contract contract)
    {
        DrillForecast forecast = new(Plan, Plan.Epochs[0], Plan.Start, []);
        long longest = contract.Subscribers.Max(s => forecast.Way(contract.Publisher, s).PlannedNs ?? 0);
        return contract with { Budget = new Duration(longest / 20 * 21) };
    }

    private static Fault Out(int node) => new()
    {
        Number = 0,
        Kind = "node",
        What = "somebody",
        From = Duration.Zero,
        Until = Needed,
        Nodes = [new NodeHit(new NodeId(node), NodeHitKind.Lost, Duration.Zero, Needed)],
    };
}
