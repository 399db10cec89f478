using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Sim;

/// <summary>
/// A link of a plan, as faults and judges look at it. A is the satellite of a standby pair.
/// </summary>
internal readonly record struct PlannedLink(
    int Link, bool IsOptical, NodeId A, NodeId B, Duration Opens, Duration Closes)
{
    /// <summary>Whether a node is one of its ends.</summary>
    public bool IsAt(NodeId node) => A == node || B == node;
}

/// <summary>All links of a plan: contacts by index with their drain, then standby pairs.</summary>
internal sealed class LinkList
{
    private readonly List<PlannedLink> _all = [];
    private readonly int _contacts;

    public LinkList(Plan plan)
    {
        foreach (Contact c in plan.Contacts)
        {
            bool isLast = c.LastEpoch == plan.Epochs.Count - 1;
            Duration closes = isLast
                ? Duration.Max
                : plan.EpochStart(c.LastEpoch + 1) + plan.Drain - plan.Start;
            _all.Add(new PlannedLink(
                c.Index, c.Kind == ContactKind.Optical, c.A.Node, c.B.Node, c.Opens - plan.Start, closes));
        }
        _contacts = _all.Count;
        StandbyTable standby = new(plan);
        for (int i = 0; i < standby.Count; i++)
        {
            StandbyPair pair = standby.PairOf(~i);
            _all.Add(new PlannedLink(~i, false, pair.Satellite, pair.Ground, Duration.Zero, Duration.Max));
        }
    }

    /// <summary>All of them.</summary>
    public IReadOnlyList<PlannedLink> All => _all;

    /// <summary>The place of a link among all.</summary>
    public int PlaceOf(int link) => link >= 0 ? link : _contacts + ~link;
}
