using System.Collections.Generic;
using System.Linq;
using Orbweaver.Console.Operations;
using Orbweaver.Model;
using Orbweaver.Scenarios;
using Orbweaver.Twin;

namespace Orbweaver.Up;

/// <summary>
/// One what-if: made and watched on the thread of the world, run on the desk's, and read by any.
/// </summary>
internal sealed class WhatIfJob(
    string id, WhatIfRequest request, string by, TwinSnapshot snapshot, WorldMeter meter)
{
    private readonly Instant _now = snapshot.Now;
    private readonly Duration _horizon = WhatIfWords.Milliseconds(request.HorizonMs);
    private readonly Plan _plan = snapshot.Plan;
    private readonly IReadOnlyList<Contract> _contracts = snapshot.Contracts;

    // What is needed until it has run.
    private TwinSnapshot? _snapshot = snapshot;
    private WorldMeter? _meter = meter;
    private Instant _nextLook = snapshot.Now
        + FigureNotes.SlotOf(WhatIfWords.Milliseconds(request.HorizonMs));

    private volatile string _state = "queued";
    private volatile string? _error;
    private volatile bool _isCancelled;
    private volatile WhatIfOutcome? _outcome;
    private volatile RunFigures? _live;
    private volatile WhatIfWindows? _windows;
    private double _progress;

    /// <summary>Its name.</summary>
    public string Id => id;

    /// <summary>What is to happen, with times from the moment of the snapshot.</summary>
    public IReadOnlyList<ScenarioFault> Faults { get; set; } = [];

    /// <summary>Whether nothing of it is to come.</summary>
    public bool IsOver => _state is "done" or "failed" && !IsWatching;

    /// <summary>Whether the network is still watched for it.</summary>
    public bool IsWatching => _meter is not null && !_isCancelled;

    /// <summary>It is of no use any more.</summary>
    public void Cancel() => _isCancelled = true;

    /// <summary>On the thread of the world: notes how things are, where a piece has ended.</summary>
    public void Look(TwinWorld world)
    {
        if (_meter is null || world.Now < _nextLook)
        {
            return;
        }
        _meter.Look(world);
        _live = _meter.Figures();
        Instant end = _now + _horizon;
        while (_nextLook <= world.Now)
        {
            _nextLook += FigureNotes.SlotOf(_horizon);
        }
        _nextLook = _nextLook < end ? _nextLook : end;
        if (world.Now >= end)
        {
            _meter = null;
        }
    }

    /// <summary>On the desk's thread: runs it.</summary>
    public void Run(Network network)
    {
        if (_isCancelled)
        {
            Fail("it was removed");
            return;
        }
        _state = "running";
        TwinSnapshot from = _snapshot!;
        Duration at = from.Now - from.Start;
        Scenario scenario = network.Scenario with
        {
            Faults =
            [
                .. Faults.Select(f => f with
                {
                    At = f.At + at,
                    Until = f.Until == Duration.Max ? f.Until : f.Until + at,
                }),
            ],
        };
        FaultPlan changes = FaultResolver.Resolve(
            network with { Scenario = scenario }, from.Whole, from.Standby);
        WhatIfOutcome? outcome = WhatIf.Run(new TwinFork(from, _horizon), changes.Faults, share =>
        {
            System.Threading.Volatile.Write(ref _progress, share);
            return !_isCancelled;
        });
        _snapshot = null;
        if (outcome is null)
        {
            Fail("it was removed");
            return;
        }
        System.Threading.Volatile.Write(ref _progress, 1);
        _outcome = outcome;
        _state = "done";
        // Nobody waits for what is asked of the plan besides.
        _windows = new MaintenanceWindows(from.Whole, PromisedOf(from)).Find(
            changes.Faults, from.Now, Longest(changes.Faults, at), () => !_isCancelled);
    }

    private static IReadOnlyList<Contract> PromisedOf(TwinSnapshot from)
        => [.. from.Contracts.Where((_, index) => from.Admitted[index])];

    // What lasts for good is asked for the horizon.
    private Duration Longest(IReadOnlyList<Fault> changes, Duration at)
        => changes.Select(f => f.Until == Duration.Max ? at + _horizon - f.From : f.Until - f.From)
            .DefaultIfEmpty(Duration.Zero).Max();

    /// <summary>It comes to nothing.</summary>
    public void Fail(string why)
    {
        _snapshot = null;
        _error = why;
        _state = "failed";
    }

    /// <summary>What is known so far.</summary>
    public WhatIfAnswer Answer()
    {
        // In this order: what is done has an outcome.
        string state = _state;
        WhatIfOutcome? outcome = _outcome;
        RunFigures? live = _live;
        return new WhatIfAnswer
        {
            Id = id,
            State = state,
            Progress = System.Threading.Volatile.Read(ref _progress),
            By = by,
            At = WhatIfWords.Moment(_now),
            HorizonMs = request.HorizonMs,
            Changes = request.Changes,
            Base = outcome is null ? null : WhatIfWords.Of(outcome.Base),
            Plan = outcome is null ? null : WhatIfWords.Of(outcome.Plan),
            Live = live is null ? null : WhatIfWords.Of(live),
            SoFar = outcome is null || live is null ? null : WhatIfWords.SoFar(outcome, live),
            Streams = outcome is null ? [] : [.. Streams(outcome, live)],
            Weak = outcome is null
                ? [] : [.. outcome.Weak.Select(w => WhatIfWords.Of(w, _now, _plan))],
            Windows = _windows,
            Error = _error,
        };
    }

    // Those of which nothing was sent tell nothing.
    private IEnumerable<WhatIfStream> Streams(WhatIfOutcome outcome, RunFigures? live)
    {
        int place = -1;
        foreach (Contract contract in _contracts)
        {
            foreach (NodeId subscriber in contract.Subscribers)
            {
                place++;
                (StreamFigures a, StreamFigures b) =
                    (outcome.Base.Streams[place], outcome.Plan.Streams[place]);
                if (a.OnTimeShare is null && b.OnTimeShare is null)
                {
                    continue;
                }
                string name = contract.Subscribers.Count == 1
                    ? contract.Name : $"{contract.Name} to {_plan.Nodes[subscriber.Value].Name}";
                yield return new WhatIfStream(
                    place, name, WhatIfWords.Of(a), WhatIfWords.Of(b),
                    live is null ? null : WhatIfWords.Of(live.Streams[place]));
            }
        }
    }
}
