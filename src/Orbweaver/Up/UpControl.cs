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
internal sealed class UpControl(
    Network network, FaultDesk faults, PortTable ports, WhatIfDesk whatIfs, UpConsole console)
{
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
        "overview" => TopAnswer.Of(
            console.Network, FaultsNow(), ports.Bindings.Select(UpText.Port)),
        "token" => new ControlAnswer(ExitCodes.Kept, [console.NewEntry(request.Fields, request.Name)]),
        _ => throw BadInputException.Of(
            "control", $"'{request.Command}' is no command", "Use the program of the same version"),
    };

    private ControlAnswer AddFault(string fields)
    {
        IReadOnlyList<Fault> begun = faults.Inject(faults.Resolve(fields));
        (_, Instant start, Instant now) = faults.All();
        return new ControlAnswer(ExitCodes.Kept, [.. begun.Select(f => Line(f, now, start))]);
    }

    private ControlAnswer EndFault(int number) => faults.OnLoop(world =>
    {
        IReadOnlyList<FaultResult> all = world.World.FaultResults;
        if (number < 0 || number >= all.Count)
        {
            return new ControlAnswer(
                ExitCodes.BadInput,
                [$"fault: there is no fault {number}. 'orbweaver fault list' shows those there are."]);
        }
        bool isOver = all[number].Fault.Until <= world.Now - world.World.WholePlan.Start;
        world.Lift(number);
        string what = all[number].Fault.What;
        return new ControlAnswer(
            ExitCodes.Kept, [isOver ? $"{number} was over already: {what}" : $"ended {number}: {what}"]);
    });

    private IReadOnlyList<string> FaultsNow() => faults.OnLoop(world =>
    {
        Instant start = world.World.WholePlan.Start;
        Duration at = world.Now - start;
        return (IReadOnlyList<string>)
        [
            .. world.World.FaultResults.Where(f => f.Fault.Until > at)
                .Select(f => Line(f.Fault, world.Now, start)),
        ];
    });

    private ControlAnswer ListFaults() => faults.OnLoop(world =>
    {
        Instant start = world.World.WholePlan.Start;
        string[] lines = [.. world.World.FaultResults.Select(f => Line(f.Fault, world.Now, start))];
        return new ControlAnswer(ExitCodes.Kept, lines.Length == 0 ? ["no faults so far"] : lines);
    });

    private ControlAnswer Path(string from, string to)
    {
        NodeId[] ends = [NodeOf(from), NodeOf(to)];
        return faults.OnLoop(world => new ControlAnswer(
            ExitCodes.Kept, [.. UpText.Path(world, ends[0], ends[1])]));
    }

    private NodeId NodeOf(string name)
    {
        Plan plan = faults.OnLoop(static world => world.World.WholePlan);
        return plan.TryFindNode(name, out NodeId id)
            ? id
            : throw BadInputException.Of(
                "path", $"there is no node '{name}'",
                DidYouMean.Advice(name, [.. plan.Nodes.Select(n => n.Name)]));
    }

    private ControlAnswer Status() => faults.OnLoop(world =>
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
}
