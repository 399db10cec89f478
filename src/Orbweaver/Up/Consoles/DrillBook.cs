using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Orbweaver.Console.Networks;
using Orbweaver.Console.Operations;
using Orbweaver.Model;
using Orbweaver.Monitor;
using Orbweaver.Scenarios;
using Orbweaver.Twin;

namespace Orbweaver.Up;

/// <summary>
/// Drills: faults with an end that somebody started, by name. They end by themselves, as their faults do.
/// </summary>
internal sealed class DrillBook(FaultDesk faults, LiveNetwork shown)
{
    /// <summary>Drills at once.</summary>
    public const int ActiveMax = 32;

    /// <summary>Names in a preview.</summary>
    public const int NamesMax = 200;

    private readonly Lock _gate = new();
    private readonly Dictionary<int, (string By, int Nodes, int Links)> _drills = [];

    /// <summary>The faults of a drill, from now on.</summary>
    public FaultPlan Resolve(DrillRequest request)
    {
        FaultPlan resolved = Said(() => faults.Resolve(
            request.Fields, Duration.FromMicroseconds((long)(request.DurationMs * 1e3))));
        return resolved.Faults.Count > 0 ? resolved
            : throw RequestProblem.OfField("fields", "hits nothing at present");
    }

    /// <summary>Begins a drill.</summary>
    public FaultAnswer Start(DrillRequest request, string by)
    {
        FaultPlan resolved = Resolve(request);
        Plan plan = faults.OnLoop(static w => w.World.WholePlan);
        if (!string.Equals(request.Confirm, ConfirmOf(resolved, plan), StringComparison.Ordinal))
        {
            throw RequestProblem.OfField(
                "confirm", $"must be '{ConfirmOf(resolved, plan)}', as the preview says");
        }
        if (All().Count(f => f.Drill && f.State is not "over") + resolved.Faults.Count > ActiveMax)
        {
            throw new RequestProblem(429, $"{ActiveMax} drills run already. Stop some.");
        }
        IReadOnlyList<Fault> begun = Said(() => faults.Inject(resolved));
        lock (_gate)
        {
            foreach (Fault fault in begun)
            {
                Instant until = plan.Start + fault.Until;
                _drills[fault.Number] = (
                    by, fault.Nodes.Select(h => h.Node).Distinct().Count(),
                    fault.Links.Select(h => h.Link).Distinct().Count());
                shown.Change(desk =>
                {
                    desk.NoteDrill(
                        fault.Number, $"{fault.Kind} {fault.What}", by, UnixTime.Ms(until));
                    return fault.Number;
                });
            }
        }
        return All().First(f => f.Number == begun[0].Number);
    }

    /// <summary>Ends a drill; one that is over stays so.</summary>
    public FaultAnswer Stop(int number)
    {
        lock (_gate)
        {
            if (!_drills.ContainsKey(number))
            {
                throw new RequestProblem(404, "There is no such drill.");
            }
        }
        Lift(number);
        return All().First(f => f.Number == number);
    }

    /// <summary>Ends all drills; gives those that were not over.</summary>
    public IReadOnlyList<FaultAnswer> StopAll()
    {
        int[] numbers = [.. All().Where(f => f.Drill && f.State is not "over").Select(f => f.Number)];
        foreach (int number in numbers)
        {
            Lift(number);
        }
        return [.. All().Where(f => numbers.Contains(f.Number))];
    }

    /// <summary>All faults so far, in order.</summary>
    public IReadOnlyList<FaultAnswer> All()
    {
        (IReadOnlyList<FaultResult> results, Instant start, Instant now) = faults.All();
        lock (_gate)
        {
            return [.. results.Select((r, number) => AnswerOf(r, number, start, now))];
        }
    }

    /// <summary>What a drill hits, for people.</summary>
    public static string WhatOf(FaultPlan resolved)
        => string.Join(", ", resolved.Faults.Select(f => $"{f.Kind} {f.What}"));

    /// <summary>The word that confirms a drill: the node that it hits, else what it is.</summary>
    public static string ConfirmOf(FaultPlan resolved, Plan plan)
    {
        Fault first = resolved.Faults[0];
        NodeId[] nodes = [.. first.Nodes.Select(h => h.Node).Distinct()];
        return nodes.Length == 1 ? plan.Nodes[nodes[0].Value].Name : first.Kind;
    }

    private void Lift(int number)
    {
        faults.OnLoop(world =>
        {
            world.Lift(number);
            return number;
        });
        shown.Change(desk =>
        {
            desk.EndDrill(number);
            return number;
        });
    }

    private FaultAnswer AnswerOf(FaultResult result, int number, Instant start, Instant now)
    {
        Fault fault = result.Fault;
        bool isDrill = _drills.TryGetValue(number, out (string By, int Nodes, int Links) drill);
        Duration at = now - start;
        string state = fault.From > at ? "planned" : fault.Until <= at ? "over" : "active";
        return new FaultAnswer(
            number, fault.Kind, fault.What, CatalogueMaker.MomentOf(start + fault.From),
            fault.Until == Duration.Max ? null : CatalogueMaker.MomentOf(start + fault.Until), isDrill,
            isDrill ? drill.By : null, state,
            new FaultCounts(
                isDrill ? drill.Nodes : null, isDrill ? drill.Links : null, result.PacketsLost,
                result.FramesDisturbed, result.Notices));
    }

    // What is wrong with what was written is said of the field.
    private static T Said<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (BadInputException e)
        {
            throw RequestProblem.OfField("fields", WhatIfWords.Of(e.Findings));
        }
    }
}
