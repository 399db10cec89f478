using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>A moment of a plan, with everything that explanations look at.</summary>
internal sealed class PlanMoment
{
    public PlanMoment(PlanRequest request, PlannedNetwork network, Instant asked)
    {
        Request = request;
        Network = network;
        Plan plan = network.Plan;
        // The last nanosecond belongs to the plan, its end no longer does.
        At = asked < plan.Start ? plan.Start : asked < plan.End ? asked
            : new Instant(plan.End.Nanoseconds - 1);
        Epoch = plan.Epochs[plan.EpochAt(At)];
        var sampler = new SkySampler(
            request.Satellites, LaserPlanner.NeedsHeadings(request), SequentialWorkers.Instance);
        Stream = new SkyStream(request with { Start = plan.EpochStart(Epoch.Index) }, sampler);
        Sky = Stream.Epoch(0);
        Now = sampler.Sample(At);
        GroundSight = new GroundSight(request);
    }

    public PlanRequest Request { get; }

    public PlannedNetwork Network { get; }

    public Plan Plan => Network.Plan;

    public Instant At { get; }

    public PlanEpoch Epoch { get; }

    /// <summary>The sky at the moment.</summary>
    public SkySample Now { get; }

    /// <summary>The skies of the epoch.</summary>
    public EpochSky Sky { get; }

    /// <summary>The epoch as number 0, and those after it.</summary>
    public SkyStream Stream { get; }

    public GroundSight GroundSight { get; }

    public string Name(NodeId id) => Plan.Nodes[id.Value].Name;

    public bool IsSatellite(NodeId id) => id.Value < Request.Satellites.Count;

    public int Ground(NodeId id) => id.Value - Request.Satellites.Count;

    /// <summary>
    /// What a satellite's or ground node's links of a kind are, with the terminal each takes.
    /// </summary>
    public List<(int Terminal, NodeId Peer)> TerminalsInUse(NodeId node, ContactKind kind)
    {
        var used = new List<(int, NodeId)>();
        foreach (Adjacent edge in Epoch.Neighbours(node))
        {
            Contact contact = Plan.Contacts[Epoch.Links[edge.LinkIndex].ContactIndex];
            if (contact.Kind == kind)
            {
                used.Add((contact.A.Node == node ? contact.A.Terminal
                    : contact.B.Terminal, new NodeId(edge.Neighbour)));
            }
        }
        return used;
    }

    /// <summary>The names of nodes, for a sentence.</summary>
    public string Names(List<(int Terminal, NodeId Peer)> used)
    {
        var names = new List<string>();
        foreach ((_, NodeId peer) in used)
        {
            names.Add(Name(peer));
        }
        return string.Join(", ", names);
    }
}
