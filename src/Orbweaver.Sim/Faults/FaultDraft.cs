using System;
using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Twin;

namespace Orbweaver.Sim;

/// <summary>
/// Where a swarm notes what it draws, with the dice of one class and the times within which it may fall.
/// </summary>
internal sealed class FaultDraft(SimWorld world, List<Fault> faults, Duration ends, bool isCalm)
{
    /// <summary>Nothing goes wrong at once: views and traffic are in their stride first.</summary>
    private static readonly Duration Begins = Duration.FromSeconds(2);

    /// <summary>The plan.</summary>
    public Plan Plan => world.Plan;

    /// <summary>Its links.</summary>
    public LinkList Links { get; } = new(world.Plan);

    /// <summary>Contracts to which something is offered, by index.</summary>
    public IReadOnlyList<TrafficSource> Traffic => world.Traffic;

    /// <summary>Plans that controllers make.</summary>
    public IReadOnlyList<PlanIssue> PlanIssues => world.PlanIssues;

    /// <summary>When all that can end has ended: the end of the run where nothing must.</summary>
    public Duration Ends => ends;

    /// <summary>Whether the last quarter is free.</summary>
    public bool IsCalm => isCalm;

    /// <summary>The class that is drawn.</summary>
    public FaultClass Class { get; set; }

    /// <summary>Its dice.</summary>
    public Prng Dice { get; set; } = new(0);

    /// <summary>Whether something happens, with a probability in parts per million.</summary>
    public bool Rolls(int ppm) => Dice.NextBelow(1_000_000) < ppm;

    /// <summary>A whole number from one to another, both included.</summary>
    public int Between(int first, int last) => (int)Dice.NextBetween(first, last);

    /// <summary>One of several.</summary>
    public T One<T>(IReadOnlyList<T> of) => of[(int)Dice.NextBelow(of.Count)];

    /// <summary>A moment at which something may begin.</summary>
    public Duration Moment()
        => new(Dice.NextBetween(
            Math.Min(Begins.Nanoseconds, ends.Nanoseconds / 8), ends.Nanoseconds * 9 / 10));

    /// <summary>
    /// A time between two lengths, with short ones as likely as long ones: uniform in powers of two. It
    /// ends where all that can end has ended.
    /// </summary>
    public Duration Until(Duration from, Duration least, Duration most)
    {
        Duration until = from + Length(least, most);
        return isCalm && until > ends ? ends : until;
    }

    /// <summary>A length between two others, short ones as likely as long ones.</summary>
    public Duration Length(Duration least, Duration most)
    {
        int octaves = 0;
        while (least.Nanoseconds << (octaves + 1) <= most.Nanoseconds)
        {
            octaves++;
        }
        long low = least.Nanoseconds << (int)Dice.NextBelow(octaves + 1);
        return new Duration(Dice.NextBetween(low, Math.Min(2 * low, most.Nanoseconds)));
    }

    /// <summary>Nodes of a kind, in the order of their numbers.</summary>
    public List<NodeId> Nodes(Func<PlanNode, bool> fits)
    {
        List<NodeId> nodes = [];
        foreach (PlanNode node in world.Plan.Nodes)
        {
            if (fits(node))
            {
                nodes.Add(node.Id);
            }
        }
        return nodes;
    }

    /// <summary>Notes something that happens to nodes.</summary>
    public void Hit(string what, Duration from, Duration until, params ReadOnlySpan<NodeHit> nodes)
        => Put(what, from, until, nodes.ToArray(), []);

    /// <summary>Notes something that happens to links.</summary>
    public void Hit(string what, Duration from, Duration until, params ReadOnlySpan<LinkHit> hits)
        => Put(what, from, until, [], hits.ToArray());

    /// <summary>Notes that more is offered.</summary>
    public void Overload(string what, Duration from, Duration until, params ReadOnlySpan<Overload> overloads)
        => Put(what, from, until, [], [], overloads.ToArray());

    private void Put(
        string what, Duration from, Duration until, NodeHit[] nodes, LinkHit[] hits,
        Overload[]? overloads = null)
        => faults.Add(new Fault
        {
            Number = faults.Count,
            Kind = FaultClasses.NameOf(Class),
            What = what,
            From = from,
            Until = until,
            Nodes = nodes,
            Links = hits,
            Overloads = overloads ?? [],
        });

    /// <summary>The name of a node.</summary>
    public string Name(NodeId node) => world.Plan.Nodes[node.Value].Name;

    /// <summary>The name of a link.</summary>
    public string Name(in PlannedLink link)
        => $"{Name(link.A)} - {Name(link.B)}{(StandbyTable.IsStandby(link.Link) ? " (standby)" : "")}";
}
