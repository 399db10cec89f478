using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Orbweaver.Hosting;
using Orbweaver.Live;
using Orbweaver.Model;
using Orbweaver.Scenarios;
using Orbweaver.Twin;

namespace Orbweaver.Up;

/// <summary>
/// Carries out what clients of the control socket ask. Work that takes time is done on their thread; the
/// thread of the world only looks and acts.
/// </summary>
internal sealed class UpControl(Network network, UpLoop loop, PortTable ports, WhatIfDesk whatIfs)
{
    /// <summary>Faults of one life of a network: each is remembered, so that it can be named.</summary>
    public const int FaultsMax = 100_000;

    /// <summary>The answer to a request.</summary>
    public ControlAnswer Answer(ControlRequest request) => request.Command switch
    {
        "status" => Status(),
        "path" when request.Ends.Count == 2 => Path(request.Ends[0], request.Ends[1]),
        "fault-add" => AddFault(request.Fields),
        "fault-end" => EndFault(request.Number),
        "fault-list" => ListFaults(),
        "what-if" when request.WhatIf is { } asked => WhatIfControl.Begin(whatIfs, asked),
        "what-if-look" => WhatIfControl.Look(whatIfs, request.Id),
        "what-if-end" => WhatIfControl.End(whatIfs, request.Id),
        _ => throw BadInputException.Of(
            "control", $"'{request.Command}' is no command", "Use the program of the same version"),
    };

    private ControlAnswer AddFault(string fields)
    {
        Findings findings = new();
        IReadOnlyList<ScenarioFault> asked = FaultFields.Read(fields, findings);
        new FaultNames(network.Request).Check(asked, findings);
        if (!findings.IsEmpty)
        {
            throw new BadInputException(findings);
        }
        (Plan plan, StandbyTable standby, Instant now) = OnLoop(
            w => (w.World.WholePlan, w.World.Standby.Copy(), w.Now));
        Duration from = now - plan.Start;
        Scenario scenario = network.Scenario with
        {
            Faults = [.. asked.Select(f => f with { At = f.At + from, Until = Later(f.Until, from) })],
        };
        FaultPlan resolved = FaultResolver.Resolve(network with { Scenario = scenario }, plan, standby);
        List<string> lines = [];
        OnLoop(world =>
        {
            if (world.World.FaultResults.Count + resolved.Faults.Count > FaultsMax)
            {
                throw BadInputException.Of(
                    "fault", $"there have been {FaultsMax:N0} faults", "Start the network anew");
            }
            foreach (Fault fault in resolved.Faults)
            {
                int number = world.Inject(fault);
                lines.Add(Line(fault with { Number = number }, world.Now, plan.Start));
            }
            return lines.Count;
        });
        return new ControlAnswer(ExitCodes.Kept, lines);
    }

    private static Duration Later(Duration until, Duration by)
        => until == Duration.Max ? until : until + by;

    private ControlAnswer EndFault(int number) => OnLoop(world =>
    {
        IReadOnlyList<FaultResult> faults = world.World.FaultResults;
        if (number < 0 || number >= faults.Count)
        {
            return new ControlAnswer(
                ExitCodes.BadInput,
                [$"fault: there is no fault {number}. 'orbweaver fault list' shows those there are."]);
        }
        bool isOver = faults[number].Fault.Until <= world.Now - world.World.WholePlan.Start;
        world.Lift(number);
        string what = faults[number].Fault.What;
        return new ControlAnswer(
            ExitCodes.Kept, [isOver ? $"{number} was over already: {what}" : $"ended {number}: {what}"]);
    });

    private ControlAnswer ListFaults() => OnLoop(world =>
    {
        Instant start = world.World.WholePlan.Start;
        string[] lines = [.. world.World.FaultResults.Select(f => Line(f.Fault, world.Now, start))];
        return new ControlAnswer(ExitCodes.Kept, lines.Length == 0 ? ["no faults so far"] : lines);
    });

    private ControlAnswer Path(string from, string to)
    {
        NodeId[] ends = [NodeOf(from), NodeOf(to)];
        return OnLoop(world => new ControlAnswer(
            ExitCodes.Kept, [.. UpText.Path(world, ends[0], ends[1])]));
    }

    private NodeId NodeOf(string name)
    {
        Plan plan = OnLoop(static world => world.World.WholePlan);
        return plan.TryFindNode(name, out NodeId id)
            ? id
            : throw BadInputException.Of(
                "path", $"there is no node '{name}'",
                DidYouMean.Advice(name, [.. plan.Nodes.Select(n => n.Name)]));
    }

    private ControlAnswer Status() => OnLoop(world =>
        new ControlAnswer(ExitCodes.Kept, [.. UpText.Status(world, ports, network.Scenario.Name)]));

    private static string Line(Fault fault, Instant now, Instant start)
    {
        Duration at = now - start;
        string when = fault.From > at ? $"in {Seconds(fault.From - at)}"
            : fault.Until <= at ? "over"
            : fault.Until == Duration.Max ? "until ended"
            : $"for {Seconds(fault.Until - at)}";
        return string.Create(
            CultureInfo.InvariantCulture, $"{fault.Number,4}  {fault.Kind,-12} {fault.What}  ({when})");
    }

    private static string Seconds(Duration d)
        => string.Create(CultureInfo.InvariantCulture, $"{d.Nanoseconds / 1e9:0.#} s");

    // On the thread of the world, between two of its steps.
    private T OnLoop<T>(Func<LiveWorld, T> work) => ControlServer.OnLoop(loop.Post, work);
}
