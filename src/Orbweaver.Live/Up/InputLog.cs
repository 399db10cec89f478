using System;
using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Twin;

namespace Orbweaver.Live;

/// <summary>One thing that came from outside, and when by the world's time.</summary>
/// <param name="At">The world's time.</param>
public abstract record LiveInput(Instant At)
{
    /// <summary>A message under a contract; its bytes decide nothing.</summary>
    public sealed record Message(Instant At, int Contract, DataSize Size, uint Key) : LiveInput(At);

    /// <summary>A fault on command.</summary>
    public sealed record FaultBegins(Instant At, Fault Fault) : LiveInput(At);

    /// <summary>A fault taken back.</summary>
    public sealed record FaultEnds(Instant At, int Fault) : LiveInput(At);

    /// <summary>A plan handed out.</summary>
    public sealed record PlanMade(Instant At, NodeId Controller, PlanDocument Document) : LiveInput(At);
}

/// <summary>
/// All that came from outside into a world, in order. With the world's configuration it is all that the run
/// depends on: played into a second world it gives the same effects, whatever the clock did meanwhile.
/// </summary>
public sealed class InputLog
{
    /// <summary>Inputs of one log; later ones are not kept, and it says so.</summary>
    public const int InputsMax = 10_000_000;

    private readonly List<LiveInput> _inputs = [];

    /// <summary>The inputs, in order.</summary>
    public IReadOnlyList<LiveInput> Inputs => _inputs;

    /// <summary>Whether everything is in it.</summary>
    public bool IsComplete { get; private set; } = true;

    /// <summary>Notes an input.</summary>
    public void Add(LiveInput input)
    {
        IsComplete = IsComplete && _inputs.Count < InputsMax;
        if (IsComplete)
        {
            _inputs.Add(input);
        }
    }

    /// <summary>Plays everything into a world of the same configuration, and on until a moment.</summary>
    public void Play(TwinWorld world, Instant until)
    {
        foreach (LiveInput input in _inputs)
        {
            world.AdvanceTo(input.At);
            switch (input)
            {
                case LiveInput.Message message:
                    world.Offer(message.Contract, message.Size, message.Key);
                    break;
                case LiveInput.FaultBegins fault:
                    world.Inject(fault.Fault);
                    break;
                case LiveInput.FaultEnds fault:
                    world.Lift(fault.Fault);
                    break;
                case LiveInput.PlanMade plan:
                    world.Issue(plan.Controller, plan.Document);
                    break;
                default:
                    throw new InvalidOperationException($"{input} is no input.");
            }
        }
        world.AdvanceTo(until);
    }
}
