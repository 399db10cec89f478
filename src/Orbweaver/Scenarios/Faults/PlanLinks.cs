using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Scenarios;

/// <summary>
/// A link of a plan with its time, as faults look for it. A is the satellite of an access link.
/// </summary>
internal readonly record struct TimedLink(
    int Link, ContactKind Kind, NodeId A, NodeId B, Duration Opens, Duration Closes);

/// <summary>
/// All links of a plan: contacts with their time, and standby pairs, which may be raised at any time.
/// </summary>
internal sealed class PlanLinks
{
    private readonly List<TimedLink>[] _at;

    public PlanLinks(Plan plan, StandbyTable standby)
    {
        _at = new List<TimedLink>[plan.Nodes.Count];
        foreach (Contact contact in plan.Contacts)
        {
            bool lasts = contact.LastEpoch == plan.Epochs.Count - 1;
            Add(new TimedLink(
                contact.Index, contact.Kind, contact.A.Node, contact.B.Node, contact.Opens - plan.Start,
                lasts
                    ? Duration.Max
                    : plan.EpochStart(contact.LastEpoch + 1) + plan.Drain - plan.Start));
        }
        for (int i = 0; i < standby.Count; i++)
        {
            StandbyPair pair = standby.PairOf(~i);
            ContactKind kind = plan.Nodes[pair.Ground.Value].Kind == NodeKind.Site
                ? ContactKind.Gateway
                : ContactKind.Access;
            Add(new TimedLink(~i, kind, pair.Satellite, pair.Ground, Duration.Zero, Duration.Max));
        }
    }

    /// <summary>All links: contacts by index, then standby pairs.</summary>
    public List<TimedLink> All { get; } = [];

    /// <summary>The links of a node that are there at some time from one moment to another.</summary>
    public IEnumerable<TimedLink> Of(NodeId node, Duration from, Duration until)
    {
        foreach (TimedLink link in _at[node.Value] ?? [])
        {
            if (link.Opens < until && link.Closes > from)
            {
                yield return link;
            }
        }
    }

    private void Add(in TimedLink link)
    {
        All.Add(link);
        (_at[link.A.Value] ??= []).Add(link);
        (_at[link.B.Value] ??= []).Add(link);
    }
}
