using System;
using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Tests;

/// <summary>One link of a small plan: what it is worth saying, and sensible values for the rest.</summary>
internal sealed record TestLink
{
    public Duration Delay { get; init; } = Duration.FromMilliseconds(5);

    /// <summary>Delays at the start, middle and end of each epoch; constant when null.</summary>
    public Func<int, (Duration Start, Duration Middle, Duration End)>? Delays { get; init; }

    public DataRate Rate { get; init; } = DataRate.FromGigabits(1);

    public DataRate? RateBack { get; init; }

    public int First { get; init; }

    /// <summary>The last epoch of its run; the plan's last when null.</summary>
    public int? Last { get; init; }

    /// <summary>How long after the start of its first epoch it opens.</summary>
    public Duration Gap { get; init; }
}

/// <summary>Builds small plans by hand: nodes, then links over runs of epochs.</summary>
internal sealed class PlanBuilder
{
    public static readonly Instant Start = Utc.FromCalendar(2026, 8, 11);

    private readonly List<PlanNode> _nodes = [];
    private readonly List<(NodeId A, NodeId B, TestLink Link)> _links = [];
    private readonly List<(NodeId Ground, NodeId Satellite, TestLink Link)> _standby = [];

    public int Epochs { get; init; } = 1;

    public Duration EpochLength { get; init; } = Duration.FromSeconds(15);

    public Duration Drain { get; init; } = Duration.FromMilliseconds(100);

    public Duration HopDelay { get; init; } = Duration.FromMicroseconds(10);

    public NodeId Satellite() => Add(NodeKind.Satellite);

    public NodeId Site() => Add(NodeKind.Site);

    public NodeId Edge() => Add(NodeKind.Edge);

    /// <summary>Adds a link and gives the index of its contact.</summary>
    public int Link(NodeId a, NodeId b, TestLink? link = null)
    {
        _links.Add(a.Value < b.Value ? (a, b, link ?? new TestLink()) : (b, a, link ?? new TestLink()));
        return _links.Count - 1;
    }

    /// <summary>Lists a standby pair; its rank is its place.</summary>
    public void Standby(NodeId ground, NodeId satellite, TestLink? link = null)
        => _standby.Add((ground, satellite, link ?? new TestLink()));

    public Plan Build()
    {
        List<Contact> contacts = [];
        List<List<EpochLink>> epochs = [];
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            epochs.Add([]);
        }
        foreach ((NodeId a, NodeId b, TestLink link) in _links)
        {
            int index = contacts.Count;
            int last = link.Last ?? Epochs - 1;
            contacts.Add(new Contact(
                index,
                KindOf(a, b),
                new TerminalRef(a, index),
                new TerminalRef(b, index),
                link.First,
                last,
                Start + (EpochLength * link.First) + link.Gap,
                link.Rate,
                link.RateBack ?? link.Rate));
            for (int epoch = link.First; epoch <= last; epoch++)
            {
                (Duration start, Duration middle, Duration end) =
                    link.Delays?.Invoke(epoch) ?? (link.Delay, link.Delay, link.Delay);
                epochs[epoch].Add(new EpochLink(
                    index, a, b, (int)start.Nanoseconds, (int)middle.Nanoseconds, (int)end.Nanoseconds));
            }
        }
        return new Plan
        {
            Version = 1,
            Start = Start,
            EpochLength = EpochLength,
            Drain = Drain,
            HopDelay = HopDelay,
            Nodes = _nodes,
            Contacts = contacts,
            Epochs = epochs.ConvertAll(
                e => new PlanEpoch(
                    epochs.IndexOf(e), _nodes.Count, [.. e], StandbyOf(epochs.IndexOf(e)), HopDelay)),
        };
    }

    private List<StandbyLink> StandbyOf(int epoch)
    {
        List<StandbyLink> entries = [];
        foreach ((NodeId ground, NodeId satellite, TestLink link) in _standby)
        {
            if (link.First <= epoch && epoch <= (link.Last ?? Epochs - 1))
            {
                int delayNs = (int)link.Delay.Nanoseconds;
                entries.Add(new StandbyLink(
                    ground, satellite, entries.Count, KindOf(satellite, ground), delayNs, delayNs, delayNs,
                    link.Rate, link.RateBack ?? link.Rate));
            }
        }
        return entries;
    }

    private ContactKind KindOf(NodeId a, NodeId b)
        => (_nodes[a.Value].Kind, _nodes[b.Value].Kind) switch
        {
            (NodeKind.Satellite, NodeKind.Satellite) => ContactKind.Optical,
            (NodeKind.Site, _) or (_, NodeKind.Site) => ContactKind.Gateway,
            _ => ContactKind.Access,
        };

    private NodeId Add(NodeKind kind)
    {
        NodeId id = new(_nodes.Count);
        _nodes.Add(new PlanNode(id, $"{kind} {id.Value}", kind, "", "", -1, -1));
        return id;
    }
}
