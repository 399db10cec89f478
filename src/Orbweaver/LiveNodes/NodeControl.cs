using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Orbweaver.Hosting;
using Orbweaver.Live.Hosts;
using Orbweaver.Model;
using Orbweaver.Scenarios;
using Orbweaver.Twin;
using Orbweaver.Up;

namespace Orbweaver.LiveNodes;

/// <summary>
/// Carries out what clients of a host's control socket ask. Faults take the light from links at this host:
/// who wants it gone at both ends tells both hosts.
/// </summary>
internal sealed class NodeControl(Network network, Plan plan, NodeLoop loop, NodeText text)
{
    private readonly StandbyTable _standby = new(plan);

    /// <summary>The answer to a request.</summary>
    public ControlAnswer Answer(ControlRequest request) => request.Command switch
    {
        "status" => OnLoop(l => Lines(text.Status(l))),
        "counters" => OnLoop(l => Lines(text.Counters(l))),
        "fault-add" => AddFault(request.Fields),
        "fault-end" => EndFault(request.Number),
        "fault-list" => ListFaults(),
        _ => throw BadInputException.Of(
            "control", $"a host of some nodes knows no '{request.Command}'",
            "It answers status and fault; 'orbweaver explain' says which way the plan has"),
    };

    private ControlAnswer AddFault(string fields)
    {
        Findings findings = new();
        IReadOnlyList<ScenarioFault> asked = FaultFields.Read(
            fields, FaultKinds.Live, FaultFields.AtOnce, findings);
        new FaultNames(network).Check(asked, findings);
        if (!findings.IsEmpty)
        {
            throw new BadInputException(findings);
        }
        // As if it began with the plan: what is dark is dark for as long as the fault is on.
        Scenario scenario = network.Scenario with { Faults = [.. asked] };
        FaultPlan resolved = FaultResolver.Resolve(network with { Scenario = scenario }, plan, _standby);
        List<(Fault Fault, IReadOnlyList<int> Links)> all = [.. resolved.Faults.Select(f => (f, LinksOf(f)))];
        return OnLoop(l => Lines(all.Select(f =>
        {
            Instant now = l.Partition.Now;
            if (l.Faults.Count == NodeFaults.FaultsMax)
            {
                throw BadInputException.Of("fault", $"there have been {NodeFaults.FaultsMax} of this life");
            }
            Instant until = f.Fault.Until == Duration.Max ? Instant.Max : now + f.Fault.Until;
            return Line(l.Faults.Begin(now, $"{f.Fault.Kind,-12} {f.Fault.What}", f.Links, until), now);
        }).ToArray()));
    }

    private IReadOnlyList<int> LinksOf(Fault fault)
    {
        bool isLight = fault.Overloads.Count == 0
            && fault.Links.All(static h => h.Flap is null
                && h is { Kind: LinkHitKind.Dark, Directions: LinkDirections.Both })
            && fault.Nodes.All(h => h.Kind == NodeHitKind.Lost);
        if (!isLight)
        {
            throw BadInputException.Of(
                "fault", $"'{fault.Kind}' is more than loss of light, which is all that this host can do",
                "Write kind link, node, plane or vendor; all others are for 'orbweaver up' and 'run'");
        }
        SortedSet<int> links = [.. fault.Links.Select(h => h.Link)];
        HashSet<NodeId> nodes = [.. fault.Nodes.Select(h => h.Node)];
        foreach (Contact contact in plan.Contacts)
        {
            if (nodes.Contains(contact.A.Node) || nodes.Contains(contact.B.Node))
            {
                links.Add(contact.Index);
            }
        }
        for (int i = 0; i < _standby.Count; i++)
        {
            StandbyPair pair = _standby.PairOf(~i);
            if (nodes.Contains(pair.Satellite) || nodes.Contains(pair.Ground))
            {
                links.Add(~i);
            }
        }
        return [.. links];
    }

    private ControlAnswer EndFault(int number) => OnLoop(l => l.Faults.TryEnd(l.Partition.Now, number)
        ? new ControlAnswer(ExitCodes.Kept, [$"ended {number}"])
        : new ControlAnswer(
            ExitCodes.BadInput,
            [$"fault: no fault {number} is on. 'orbweaver fault list' shows those that are."]));

    private ControlAnswer ListFaults() => OnLoop(l =>
        Lines(l.Faults.On.Count == 0
            ? ["no faults now"] : [.. l.Faults.On.Select(f => Line(f, l.Partition.Now))]));

    private static string Line(NodeFault fault, Instant now)
    {
        string when = fault.Until == Instant.Max
            ? "until ended" : $"for {(fault.Until - now).Nanoseconds / 1e9:0.#} s";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{fault.Number,4}  {fault.What}  ({fault.Links.Count} links, {when})");
    }

    private static ControlAnswer Lines(IEnumerable<string> lines) => new(ExitCodes.Kept, [.. lines]);

    // On the thread of the loop, between two steps of its nodes.
    private T OnLoop<T>(Func<NodeLoop, T> work) => ControlServer.OnLoop(loop.Post, work);
}
