using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Orbweaver.Console.Operations;
using Orbweaver.Live;
using Orbweaver.Model;
using Orbweaver.Scenarios;
using Orbweaver.Twin;

namespace Orbweaver.Up;

/// <summary>
/// Runs what-ifs of a network that is up. The thread of the world only says how things are; everything else
/// is done by one thread of low priority, one what-if after the other. The network is watched for as long as
/// each of them looks ahead, so that what came stands beside what was foretold.
/// </summary>
internal sealed class WhatIfDesk : IWhatIfDesk, IDisposable
{
    /// <summary>What-ifs that wait.</summary>
    public const int QueueMax = 8;

    /// <summary>What-ifs that are remembered; the oldest that are over go first.</summary>
    public const int KeptMax = 32;

    // The world is looked at once in each piece of a series; pieces are seconds at least.
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    private readonly Network _network;
    private readonly Action<Action<LiveWorld>> _post;
    private readonly FaultNames _names;
    private readonly BlockingCollection<WhatIfJob> _queue = new(QueueMax);
    private readonly List<WhatIfJob> _jobs = [];
    private readonly Lock _gate = new();
    private readonly Timer _looks;
    private readonly Thread _thread;
    private int _last;

    /// <summary>A desk for a network whose world's thread does what is posted.</summary>
    public WhatIfDesk(Network network, Action<Action<LiveWorld>> post)
    {
        _network = network;
        _post = post;
        _names = new FaultNames(network);
        _looks = new Timer(_ => Look(), null, LookEvery, LookEvery);
        _thread = new Thread(Run) { IsBackground = true, Name = "what-if" };
        _thread.Start();
    }

    /// <inheritdoc/>
    public WhatIfAnswer Submit(WhatIfRequest request, string by)
    {
        Validate(request);
        IReadOnlyList<ScenarioFault> faults = FaultsOf(request);
        if (_queue.Count == QueueMax)
        {
            throw TooMany();
        }
        WhatIfJob job = ControlServer.OnLoop<LiveWorld, WhatIfJob>(_post, world => Begin(world, request, by));
        job.Faults = faults;
        lock (_gate)
        {
            _jobs.Add(job);
            if (_jobs.Count > KeptMax)
            {
                int place = _jobs.FindIndex(static j => j.IsOver);
                _jobs.RemoveAt(Math.Max(0, place));
            }
        }
        if (!_queue.TryAdd(job))
        {
            Remove(job.Id);
            throw TooMany();
        }
        return job.Answer();
    }

    /// <inheritdoc/>
    public IReadOnlyList<WhatIfAnswer> All()
    {
        lock (_gate)
        {
            return [.. Enumerable.Reverse(_jobs).Select(j => j.Answer())];
        }
    }

    /// <inheritdoc/>
    public WhatIfAnswer? Find(string id)
    {
        lock (_gate)
        {
            return _jobs.Find(j => string.Equals(j.Id, id, StringComparison.Ordinal))?.Answer();
        }
    }

    /// <inheritdoc/>
    public bool Remove(string id)
    {
        lock (_gate)
        {
            WhatIfJob? job = _jobs.Find(j => string.Equals(j.Id, id, StringComparison.Ordinal));
            job?.Cancel();
            return job is not null && _jobs.Remove(job);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _looks.Dispose();
        _queue.CompleteAdding();
        lock (_gate)
        {
            foreach (WhatIfJob job in _jobs)
            {
                job.Cancel();
            }
        }
        // A world that is in the middle of a piece need not be waited for.
        if (_thread.Join(TimeSpan.FromMilliseconds(500)))
        {
            _queue.Dispose();
        }
    }

    private static RequestProblem TooMany()
        => new(429, $"{QueueMax} what-ifs wait already") { RetryAfterSeconds = 10 };

    private static void Validate(WhatIfRequest request)
    {
        if (request.Changes.Count > WhatIfRequest.ChangesMax)
        {
            throw RequestProblem.OfField("changes", $"must be {WhatIfRequest.ChangesMax} at most");
        }
        // Written so that what is no number does not pass.
        if (!(request.HorizonMs is >= WhatIfRequest.HorizonLeastMs and <= WhatIfRequest.HorizonMostMs))
        {
            throw RequestProblem.OfField("horizonMs", WhatIfWords.MustBeFrom(WhatIfRequest.HorizonLeastMs));
        }
        for (int i = 0; i < request.Changes.Count; i++)
        {
            WhatIfChange change = request.Changes[i];
            if (!(change.FromMs >= 0 && change.FromMs < request.HorizonMs))
            {
                throw RequestProblem.OfField(
                    $"changes[{i}].fromMs", "must be 0 or more, and less than horizonMs");
            }
            if (!(change.DurationMs is null or >= 1 and <= WhatIfRequest.HorizonMostMs))
            {
                throw RequestProblem.OfField($"changes[{i}].durationMs", WhatIfWords.MustBeFrom(leastMs: 1));
            }
        }
    }

    // As they are written: from zero on, and times as the request has them.
    private List<ScenarioFault> FaultsOf(WhatIfRequest request)
    {
        List<ScenarioFault> all = [];
        for (int i = 0; i < request.Changes.Count; i++)
        {
            WhatIfChange change = request.Changes[i];
            Findings findings = new();
            IReadOnlyList<ScenarioFault> faults = FaultFields.Read(
                change.Fields, FaultKinds.WhatIf,
                "fromMs says when it begins, and durationMs how long it lasts", findings);
            _names.Check(faults, findings);
            if (!findings.IsEmpty)
            {
                throw RequestProblem.OfField($"changes[{i}].fields", WhatIfWords.Of(findings));
            }
            Duration from = WhatIfWords.Milliseconds(change.FromMs);
            Duration until = change.DurationMs is { } length ? from + WhatIfWords.Milliseconds(length)
                : faults[0].Until == Duration.Max ? Duration.Max
                : from + faults[0].Until;
            all.Add(faults[0] with { At = from, Until = until });
        }
        return all;
    }

    // On the thread of the world: as short as can be.
    private WhatIfJob Begin(LiveWorld world, WhatIfRequest request, string by)
    {
        TwinSnapshot snapshot = world.World.Snapshot();
        WorldMeter meter = new(world.World, snapshot.Contracts, snapshot.Admitted);
        return new WhatIfJob($"WI-{++_last}", request, by, snapshot, meter);
    }

    private void Look()
    {
        WhatIfJob[] watching;
        lock (_gate)
        {
            watching = [.. _jobs.Where(j => j.IsWatching)];
        }
        if (watching.Length > 0)
        {
            _post(world =>
            {
                foreach (WhatIfJob job in watching)
                {
                    job.Look(world.World);
                }
            });
        }
    }

    private void Run()
    {
        LoopThread.TryGoLast();
        foreach (WhatIfJob job in _queue.GetConsumingEnumerable())
        {
            try
            {
                job.Run(_network);
            }
            catch (BadInputException e)
            {
                job.Fail(WhatIfWords.Of(e.Findings));
            }
            catch (Exception e)
                when (e is InvariantException or InvalidOperationException or OutOfMemoryException)
            {
                // The network that is up has nothing to do with it.
                job.Fail($"the twin could not go on: {e.Message}");
            }
        }
    }
}
