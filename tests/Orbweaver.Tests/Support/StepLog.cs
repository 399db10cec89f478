using System;
using System.Collections.Generic;
using Orbweaver.Live.Nodes;
using Orbweaver.Model;
using Orbweaver.Node;
using Orbweaver.Routing;

namespace Orbweaver.Tests;

/// <summary>
/// Writes down every step of every node of a host, with copies of what came in, and folds what the node had
/// done into a hash a node. Replayed into other nodes it must come to the same hashes.
/// </summary>
internal sealed class StepLog : IStepWitness
{
    private readonly PacketPool _copies = new();
    private readonly SortedDictionary<int, List<Step>> _steps = [];
    private readonly SortedDictionary<int, ulong> _hashes = [];

    /// <summary>One step; with a configuration the beginning of a life.</summary>
    private readonly record struct Step(Instant Now, NodeConfig? Config, NodeInput Input);

    public long Steps { get; private set; }

    public long Effects { get; private set; }

    /// <summary>What every node has had done, in the order of nodes.</summary>
    public IReadOnlyList<KeyValuePair<int, ulong>> Hashes => [.. _hashes];

    public IReadOnlyCollection<int> Nodes => _steps.Keys;

    void IStepWitness.Begins(Instant now, NodeConfig config)
    {
        if (!_steps.TryGetValue(config.Id.Value, out List<Step>? steps))
        {
            steps = [];
            _steps.Add(config.Id.Value, steps);
        }
        steps.Add(new Step(now, config, NodeInput.Timer));
    }

    void IStepWitness.Steps(Instant now, NodeId node, in NodeInput input)
    {
        Steps++;
        _steps[node.Value].Add(new Step(now, null, CopyOf(input, _copies)));
        Fold(node, (ulong)now.Nanoseconds);
    }

    void IStepWitness.Stepped(NodeId node, ReadOnlySpan<NodeEffect> effects)
    {
        Effects += effects.Length;
        foreach (ref readonly NodeEffect effect in effects)
        {
            Fold(node, effect);
        }
    }

    /// <summary>
    /// All steps of one node again, by a node that shares nothing with any other; the log of that.
    /// </summary>
    public StepLog ReplayOf(int node)
    {
        StepLog log = new();
        NodeSteps? steps = null;
        PacketPool packets = new();
        foreach (Step step in _steps[node])
        {
            if (step.Config is NodeConfig config)
            {
                steps ??= new NodeSteps(config.Plan.Nodes.Count, ServicesOf(config.Plan, packets), log);
                steps.Begin(step.Now, config);
                continue;
            }
            foreach (ref readonly NodeEffect effect
                in steps!.Step(step.Now, new NodeId(node), CopyOf(step.Input, packets)))
            {
                if (effect.Kind is NodeEffectKind.SendFrame or NodeEffectKind.Deliver or NodeEffectKind.Drop
                    or NodeEffectKind.Release)
                {
                    packets.Return(effect.Packet!);
                }
            }
        }
        return log;
    }

    private static NodeServices ServicesOf(Plan plan, PacketPool packets) => new(
        new RouteTable(plan), new WaySearch(plan.Nodes), new DisjointPairs(plan.Nodes),
        new StandbyTable(plan), packets);

    private static NodeInput CopyOf(in NodeInput input, PacketPool pool) => input.Kind switch
    {
        NodeInputKind.Arrive => NodeInput.Arrive(input.Link, pool.RentCopy(input.Packet!)),
        NodeInputKind.Control => NodeInput.ControlFrom(
            input.Link, input.Control! with { Entries = [.. input.Control.Entries] }, input.Late),
        _ => input,
    };

    private void Fold(NodeId node, in NodeEffect effect)
    {
        Fold(node, (ulong)effect.Kind);
        Fold(node, (ulong)effect.Link);
        Fold(node, (ulong)effect.Reason | (effect.IsMessageEnd ? 256ul : 0));
        Fold(node, (ulong)effect.HostTag);
        Fold(node, effect.Targets);
        if (effect.Packet is Packet packet)
        {
            Fold(node, packet);
        }
        if (effect.Kind == NodeEffectKind.SendFrame)
        {
            // Stamped as it leaves; before that a packet has what the last one from the pool had.
            Fold(node, effect.Packet!.Incarnation);
            Fold(node, (ulong)effect.Packet.Mark);
        }
        if (effect.Of is Packet of)
        {
            Fold(node, of.Sequence);
            Fold(node, of.FragmentIndex);
        }
        if (effect.Control is ControlFrame control)
        {
            Fold(node, control);
        }
    }

    private void Fold(NodeId node, Packet p)
    {
        Fold(node, (ulong)p.ContractIndex);
        Fold(node, ((ulong)p.Sequence << 32) | p.Key);
        Fold(node, ((ulong)p.FragmentIndex << 32) | p.FragmentCount);
        Fold(node, ((ulong)p.SizeBytes << 32) | (uint)p.Source.Value);
        Fold(node, p.Targets);
        Fold(node, ((ulong)p.Epoch << 32) | (uint)p.Destination.Value);
        Fold(node, ((ulong)p.PlanVersion << 32) | (uint)p.PlanController.Value);
        Fold(node, ((ulong)p.AgeUs << 32) | p.BudgetUs);
        Fold(node, ((ulong)p.Priority << 32) | ((ulong)p.Overtaking << 16) | (ulong)p.Assurance);
        Fold(node, p.HopLimit);
        Fold(node, ((ulong)p.HopSequence << 32) | p.HopBase);
        Fold(node, p.Base);
        foreach (NodeId hop in p.Way ?? [])
        {
            Fold(node, (ulong)hop.Value);
        }
        foreach (ReceiptItem item in p.Receipt?.Items ?? [])
        {
            Fold(node, ((ulong)item.ContractIndex << 32) | item.Sequence);
        }
    }

    private void Fold(NodeId node, ControlFrame c)
    {
        Fold(node, ((ulong)c.Incarnation << 32) | c.PeerIncarnation);
        Fold(node, (ulong)c.Position);
        Fold(node, (ulong)c.PeerPosition);
        Fold(node, ((ulong)c.TakenThrough << 32) | c.Number);
        Fold(node, c.TakenBits);
        Fold(node, (c.IsSnapshot ? 1ul : 0) | (c.IsFull ? 2ul : 0) | (c.IsGapRequest ? 4ul : 0)
            | (c.HearsPeer ? 8ul : 0));
        foreach (Announcement a in c.Entries)
        {
            Fold(node, ((ulong)a.Link << 32) | a.Sequence);
            Fold(node, (a.IsFromA ? 1ul : 0) | (a.IsDown ? 2ul : 0));
        }
        if (c.Clock is { } clock)
        {
            Fold(node, (ulong)clock.Wall.Nanoseconds);
        }
        if (c.Plans is { } plans)
        {
            Fold(node, (ulong)plans.Number);
            Fold(node, (ulong)plans.Newest.Version);
            Fold(node, (ulong)(plans.Piece?.Offset ?? -1));
        }
    }

    private void Fold(NodeId node, ulong word)
        => _hashes[node.Value] = StableHash.Mix(_hashes.GetValueOrDefault(node.Value), word);
}
