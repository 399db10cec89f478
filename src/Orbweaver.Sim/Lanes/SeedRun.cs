using System;
using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Twin;

namespace Orbweaver.Sim;

/// <summary>
/// Runs one seed: faults drawn, the world run under them with all checks, every message judged.
/// </summary>
public sealed class SeedRun
{
    // Bounds and conservation are looked at so often.
    private static readonly Duration CheckInterval = Duration.FromSeconds(5);

    // So many messages that could have been delivered, and not one that was: a flow that starves (I10).
    private const int StarvedMessages = 20;

    private static readonly Duration StarvationWindow = Duration.FromSeconds(15);

    private readonly SimWorld _world;
    private readonly ulong _seed;
    private readonly DrawnFaults _drawn;
    private readonly Func<bool>? _isStopped;
    private readonly RunRecord _record = new();
    private TwinWorld? _twin;

    private SeedRun(SimWorld world, ulong seed, DrawnFaults drawn, Func<bool>? isStopped)
    {
        _isStopped = isStopped;
        _world = world;
        _seed = seed;
        _drawn = drawn;
    }

    /// <summary>A small seed.</summary>
    public static SeedReport Small(ulong seed, Func<bool>? isStopped = null)
        => Of(SmallWorld.Of(seed), seed, isStopped);

    /// <summary>A seed on a world.</summary>
    public static SeedReport Of(SimWorld world, ulong seed, Func<bool>? isStopped = null)
        => Of(world, seed, FaultSwarm.Draw(seed, world), isStopped);

    /// <summary>
    /// A seed on a world under faults that are already drawn. Throws
    /// <see cref="OperationCanceledException"/> soon after <paramref name="isStopped"/> says so.
    /// </summary>
    public static SeedReport Of(
        SimWorld world, ulong seed, DrawnFaults drawn, Func<bool>? isStopped = null)
    {
        SeedRun run = new(world, seed, drawn, isStopped);
        try
        {
            return run.Run();
        }
        catch (InvariantException e)
        {
            return run.Failed(FailureKind.Invariant, e.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return run.Failed(FailureKind.Crash, $"{e.GetType().Name}: {e.Message}");
        }
    }

    private SeedReport Run()
    {
        _twin = new TwinWorld(_world.Config(_seed, _drawn.Plan, _record));
        while (_twin.Now < _twin.End)
        {
            _twin.AdvanceTo(_twin.Now + CheckInterval);
            _twin.CheckNow();
            if (_isStopped?.Invoke() == true)
            {
                throw new OperationCanceledException();
            }
        }
        RunResult result = _twin.Result();
        Truth truth = new(_world.WholePlan, _drawn.Plan, _record, SimWorld.IsLivenessReal(_seed));
        Oracle oracle = new(_world.WholePlan, truth);
        OnTimeJudge judge = new(_world, _record, oracle, new AgreedRates(_world, _drawn.Plan));
        OnTimeCount onTime = judge.Judge();
        string? found = FindStarved(judge)
            ?? (_drawn.IsCalm ? new Convergence(_world, _twin, truth, oracle, _record).Find() : null);
        return Report(found is null ? null : new SeedFailure(FailureKind.Liveness, _world.Length, found)) with
        {
            Fates = FatesOf(result),
            Classes = ClassesOf(result.Faults),
            OnTime = onTime,
            Missed = CausesOf(judge.Missed),
        };
    }

    private SeedReport Failed(FailureKind kind, string message)
        => Report(new SeedFailure(
            kind, (_twin?.Now ?? _world.Plan.Start) - _world.Plan.Start,
            message.ReplaceLineEndings(" ")));

    private SeedReport Report(SeedFailure? failure)
    {
        List<ClassCount> classes = [];
        foreach (FaultClass c in _drawn.Enabled)
        {
            classes.Add(new ClassCount(c, CountOf(c), 0));
        }
        return new SeedReport
        {
            Seed = _seed,
            TraceHash = _twin?.TraceHash ?? 0,
            Simulated = (_twin?.Now ?? _world.Plan.Start) - _world.Plan.Start,
            Nodes = _world.Plan.Nodes.Count,
            PacketHops = _twin?.PacketHops ?? 0,
            Classes = classes,
            Faults = _drawn.Plan,
            IsCalm = _drawn.IsCalm,
            IsLivenessReal = SimWorld.IsLivenessReal(_seed),
            Failure = failure,
        };
    }

    private int CountOf(FaultClass c)
    {
        int count = 0;
        foreach (Fault fault in _drawn.Plan.Faults)
        {
            count += IsOf(fault, c) ? 1 : 0;
        }
        return count;
    }

    private List<ClassCount> ClassesOf(IReadOnlyList<FaultResult> results)
    {
        List<ClassCount> classes = [];
        foreach (FaultClass c in _drawn.Enabled)
        {
            int bitten = 0;
            foreach (FaultResult result in results)
            {
                bitten += IsOf(result.Fault, c) && result.HasBitten ? 1 : 0;
            }
            classes.Add(new ClassCount(c, CountOf(c), bitten));
        }
        return classes;
    }

    private static bool IsOf(Fault fault, FaultClass c)
        => string.Equals(fault.Kind, FaultClasses.NameOf(c), StringComparison.Ordinal);

    private static Fates FatesOf(RunResult result)
    {
        Fates fates = default;
        foreach (ContractResult c in result.Contracts)
        {
            long lost = 0;
            foreach (LostCount count in c.Lost)
            {
                lost += count.Messages;
            }
            fates += new Fates(c.Offered, c.OnTime, c.Late, c.Expired, c.Superseded, lost, c.InFlight);
        }
        return fates;
    }

    private List<(string, long)> CausesOf(List<MessageRecord> missed)
    {
        SortedDictionary<string, long> causes = new(StringComparer.Ordinal);
        foreach (MessageRecord m in missed)
        {
            string why = !m.IsEnded ? "still under way" : m.IsDelivered ? "late" : $"{m.Reason}";
            string cause = $"{_world.Contracts[m.Message.Contract].Name}: {why}";
            causes.TryGetValue(cause, out long count);
            causes[cause] = count + 1;
        }
        List<(string, long)> all = [];
        foreach ((string cause, long count) in causes)
        {
            all.Add((cause, count));
        }
        return all;
    }

    private string? FindStarved(OnTimeJudge judge)
    {
        SortedDictionary<(int Contract, int Subscriber, long Window), (int Missed, int Delivered)> flows = [];
        foreach (MessageRecord m in judge.Missed)
        {
            var flow = FlowOf(m);
            flows.TryGetValue(flow, out (int Missed, int Delivered) count);
            flows[flow] = (count.Missed + 1, 0);
        }
        foreach (MessageRecord m in _record.Messages)
        {
            if (m.IsDelivered && flows.TryGetValue(FlowOf(m), out (int Missed, int Delivered) count))
            {
                flows[FlowOf(m)] = (count.Missed, count.Delivered + 1);
            }
        }
        foreach (((int contract, _, long window), (int missed, int delivered)) in flows)
        {
            if (missed >= StarvedMessages && delivered == 0)
            {
                return $"{_world.Contracts[contract].Name} starves: from {StarvationWindow * window} on"
                    + $" {missed} messages had a way, and none of {StarvationWindow} was delivered";
            }
        }
        return null;
    }

    private (int, int, long) FlowOf(in MessageRecord m)
        => (m.Message.Contract, m.Message.Subscriber.Value,
            (m.Offered - _world.Plan.Start) / StarvationWindow);
}
