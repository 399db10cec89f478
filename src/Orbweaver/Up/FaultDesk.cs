using System;
using System.Collections.Generic;
using System.Linq;
using Orbweaver.Live;
using Orbweaver.Model;
using Orbweaver.Scenarios;
using Orbweaver.Twin;

namespace Orbweaver.Up;

/// <summary>
/// Faults of a network that is up, for commands and for drills: what is written is resolved by whoever asks,
/// on the present plan, and the thread of the world only begins and ends them.
/// </summary>
internal sealed class FaultDesk(Network network, Action<Action<LiveWorld>> post)
{
    /// <summary>Faults of one life of a network: each is remembered, so that it can be named.</summary>
    public const int FaultsMax = 100_000;

    /// <summary>
    /// The faults that the fields describe, from now on; they end after <paramref name="length"/> at the
    /// latest. What is wrong with the fields is bad input.
    /// </summary>
    public FaultPlan Resolve(string fields, Duration? length = null)
    {
        Findings findings = new();
        IReadOnlyList<ScenarioFault> asked = FaultFields.Read(
            fields, FaultKinds.Live,
            length is null ? FaultFields.AtOnce : "It begins at once, and durationMs says how long it lasts",
            findings);
        new FaultNames(network).Check(asked, findings);
        if (!findings.IsEmpty)
        {
            throw new BadInputException(findings);
        }
        (Plan plan, StandbyTable standby, Instant now) = OnLoop(
            w => (w.World.WholePlan, w.World.Standby.Copy(), w.Now));
        Duration from = now - plan.Start;
        Scenario scenario = network.Scenario with
        {
            Faults =
            [
                .. asked.Select(f => f with
                {
                    At = f.At + from,
                    Until = Sooner(Later(f.Until, from), length is { } most ? from + most : Duration.Max),
                }),
            ],
        };
        return FaultResolver.Resolve(network with { Scenario = scenario }, plan, standby);
    }

    /// <summary>Begins them; gives each with its number.</summary>
    public IReadOnlyList<Fault> Inject(FaultPlan resolved) => OnLoop(world =>
    {
        if (world.World.FaultCount + resolved.Faults.Count > FaultsMax)
        {
            throw BadInputException.Of(
                "fault", $"there have been {FaultsMax:N0} faults", "Start the network anew");
        }
        List<Fault> begun = [];
        foreach (Fault fault in resolved.Faults)
        {
            begun.Add(fault with { Number = world.Inject(fault) });
        }
        return begun;
    });

    /// <summary>All faults so far, with what became of them, and the times they are counted from.</summary>
    public (IReadOnlyList<FaultResult> Faults, Instant Start, Instant Now) All()
        => OnLoop(world => (world.World.FaultResults, world.World.WholePlan.Start, world.Now));

    /// <summary>On the thread of the world, between two of its steps.</summary>
    public T OnLoop<T>(Func<LiveWorld, T> work) => ControlServer.OnLoop(post, work);

    private static Duration Later(Duration until, Duration by)
        => until == Duration.Max ? until : until + by;

    private static Duration Sooner(Duration a, Duration b) => a < b ? a : b;
}
