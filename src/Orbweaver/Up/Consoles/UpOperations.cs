using System;
using System.Collections.Generic;
using System.Linq;
using Orbweaver.Console.Operations;
using Orbweaver.Model;
using Orbweaver.Monitor;
using Orbweaver.Planning;
using Orbweaver.Scenarios;
using Orbweaver.Twin;
using PathHop = Orbweaver.Twin.PathHop;

namespace Orbweaver.Up;

/// <summary>What the console asks of a network that is up.</summary>
internal sealed class UpOperations(
    Network network, PlannedNetwork planned, FaultDesk faults, IWhatIfDesk whatIfs, UpConsole console)
    : INetworkOperations
{
    private readonly DrillBook _drills = new(faults, console.Network);
    private readonly TraceDesk _traces = new(faults, console.Probe);

    /// <inheritdoc/>
    public IWhatIfDesk? WhatIfs => whatIfs;

    /// <inheritdoc/>
    public PathAnswer Path(int from, int to, DateTime? at)
    {
        (NodeId a, NodeId b) = (new NodeId(from), new NodeId(to));
        (IReadOnlyList<PathHop> hops, Instant now) = faults.OnLoop(world =>
            (at is null ? LivePath.Of(world.World, a, b) : [], world.Now));
        if (at is { } asked)
        {
            Plan plan = faults.OnLoop(static w => w.World.WholePlan);
            now = Within(plan, asked);
            hops = PlannedPath.Of(plan, a, b, now);
        }
        return new PathAnswer
        {
            From = from,
            To = to,
            At = CatalogueMaker.Iso(now),
            TotalMs = hops.Count == 0 && from != to ? null : hops.Sum(h => h.Delay.TotalMilliseconds),
            FloorMs = CatalogueMaker.Floor(network, a, b)?.TotalMilliseconds,
            Hops =
            [
                .. hops.Select(h => new HopAnswer(
                    h.From.Value, h.To.Value, h.Delay.TotalMilliseconds, h.IsStandby)),
            ],
        };
    }

    /// <inheritdoc/>
    public TraceAnswer Trace(int stream) => _traces.Follow(stream);

    /// <inheritdoc/>
    public ExplainAnswer Explain(int from, int to, DateTime? at)
    {
        (Plan plan, Instant now) = faults.OnLoop(static w => (w.World.WholePlan, w.Now));
        now = at is { } asked ? Within(plan, asked) : now;
        Explanation explanation = new PlanExplainer(network.Request, planned with { Plan = plan })
            .Explain(new NodeId(from), new NodeId(to), now);
        string text = ExplanationText.Render(explanation, plan);
        return new ExplainAnswer(
            plan.Nodes[from].Name, plan.Nodes[to].Name, CatalogueMaker.MomentOf(now),
            text.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <inheritdoc/>
    public PlanAnswer Plan()
    {
        (Plan plan, Instant now) = faults.OnLoop(static w => (w.World.WholePlan, w.Now));
        int epoch = plan.EpochAt(now);
        return new PlanAnswer(
            plan.Version, CatalogueMaker.MomentOf(plan.Start), CatalogueMaker.MomentOf(plan.End),
            plan.EpochLength.TotalMilliseconds, plan.Epochs.Count, epoch, plan.Epochs[epoch].Links.Length,
            plan.Contacts.Count);
    }

    /// <inheritdoc/>
    public IReadOnlyList<ContactAnswer> Contacts(int node, DateTime from, DateTime to, int most)
    {
        Plan plan = faults.OnLoop(static w => w.World.WholePlan);
        (Instant begin, Instant end) = (CatalogueMaker.InstantOf(from), CatalogueMaker.InstantOf(to));
        List<ContactAnswer> found = [];
        for (int i = 0; i < plan.Contacts.Count && found.Count < most; i++)
        {
            Contact contact = plan.Contacts[i];
            bool isIts = contact.A.Node.Value == node || contact.B.Node.Value == node;
            Instant until = plan.EpochStart(contact.LastEpoch + 1);
            if (isIts && contact.Opens < end && until > begin)
            {
                long slower = Math.Min(
                    contact.RateAToB.BitsPerSecond, contact.RateBToA.BitsPerSecond);
                found.Add(new ContactAnswer(
                    contact.Index, plan.Nodes[contact.A.Node.Value].Name,
                        plan.Nodes[contact.B.Node.Value].Name,
                    KindOf(contact.Kind), CatalogueMaker.MomentOf(contact.Opens),
                    CatalogueMaker.MomentOf(until), slower / 1e6));
            }
        }
        return found;
    }

    /// <inheritdoc/>
    public DrillPreview Preview(DrillRequest request) => _drills.Preview(request);

    /// <inheritdoc/>
    public FaultRow StartDrill(DrillRequest request, string by) => _drills.Start(request, by);

    /// <inheritdoc/>
    public FaultRow StopDrill(int number, string by) => _drills.Stop(number);

    /// <inheritdoc/>
    public IReadOnlyList<FaultRow> StopAllDrills(string by) => _drills.StopAll();

    // A moment that the plan has.
    private static Instant Within(Plan plan, DateTime asked)
    {
        Instant at = CatalogueMaker.InstantOf(asked);
        return at >= plan.Start && at < plan.End
            ? at
            : throw new QueryException($"lies outside the plan, from {plan.Start} to {plan.End}")
            {
                Field = "at",
            };
    }

    private static string KindOf(ContactKind kind) => kind switch
    {
        ContactKind.Optical => "laser",
        ContactKind.Gateway => "gateway",
        _ => "access",
    };
}
