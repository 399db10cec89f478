using System;
using System.Collections.Generic;

namespace Orbweaver.Routing;

/// <summary>How a search for a pair by branches ended.</summary>
internal enum PairOutcome
{
    /// <summary>The least pair there is.</summary>
    Found,

    /// <summary>There is none.</summary>
    NoPair,

    /// <summary>The search gave up after its budget of branches.</summary>
    GaveUp,
}

/// <summary>
/// The least pair of ways that share no group, planes or vendors, by branch and bound (Land and Doig 1960).
/// Both ways start as the shortest. If they share a group, then in every pair that obeys the first avoids it
/// or the second does: two branches, each of which searches one way anew. Two shortest ways that do not know
/// of each other come to no more than any pair of their branch, so with the least taken first, the first that
/// obeys is the least of all.
/// </summary>
internal sealed class GroupPairs(bool[] isTransit, PairSearch search)
{
    /// <summary>
    /// Branches looked at before the search gives up, a search for a way or two each.
    /// </summary>
    public const int BranchesMax = 256;

    private readonly SearchQueue _queue = new();
    private readonly List<Branch> _branches = [];
    private readonly List<int> _shared = [];

    /// <summary>Branches looked at by the last search: work done.</summary>
    public int Looked { get; private set; }

    /// <summary>The ways found, or of the last branch; no pair is less than both together.</summary>
    public (List<WayStep> First, List<WayStep> Second) Ways { get; private set; }

    /// <summary>Searches a view for two ways that share none of these groups.</summary>
    public PairOutcome Find(in PairView view, int[] groupOf)
    {
        _queue.Clear();
        _branches.Clear();
        Looked = 0;
        if (!TrySearch(view, groupOf, [], closedLink: null, out Side side))
        {
            return PairOutcome.NoPair;
        }
        Add(side, side);
        while (_queue.TryDequeue(out int index, out _))
        {
            (Side first, Side second) = _branches[index];
            Ways = (first.Way, second.Way);
            FindShared(groupOf, first.Way, second.Way);
            bool isSameLink = first.Way.Count == 1 && second.Way.Count == 1
                && first.Way[0].Link == second.Way[0].Link;
            if (_shared.Count == 0 && !isSameLink)
            {
                return PairOutcome.Found;
            }
            if (++Looked > BranchesMax)
            {
                return PairOutcome.GaveUp;
            }
            // In the middle a group is hardest to avoid, and the bound rises most. Which of two equal sides
            // avoids it first makes no difference.
            int? group = isSameLink ? null : _shared[_shared.Count / 2];
            if (TryAvoid(view, groupOf, first, group, out Side other))
            {
                Add(other, second);
            }
            if (index > 0 && TryAvoid(view, groupOf, second, group, out other))
            {
                Add(first, other);
            }
        }
        return PairOutcome.NoPair;
    }

    private bool TryAvoid(in PairView view, int[] groupOf, in Side side, int? group, out Side other)
        => group is { } avoided
            ? TrySearch(view, groupOf, [.. side.Avoided, avoided], side.ClosedLink, out other)
            : TrySearch(view, groupOf, side.Avoided, side.Way[0].Link, out other);

    private bool TrySearch(
        in PairView view, int[] groupOf, int[] avoided, int? closedLink, out Side side)
    {
        for (int node = 0; node < isTransit.Length; node++)
        {
            search.IsOpen[node] = isTransit[node] && Array.IndexOf(avoided, groupOf[node]) < 0;
        }
        side = new Side([], avoided, closedLink);
        return search.TryFindWay(view, closedLink, side.Way);
    }

    // Keys are unique, so that the order is one.
    private void Add(in Side first, in Side second)
    {
        ulong sumNs = (ulong)(WayStep.Sum(first.Way) + WayStep.Sum(second.Way));
        _queue.Enqueue(_branches.Count, (sumNs << 16) | (uint)_branches.Count);
        _branches.Add(new Branch(first, second));
    }

    private void FindShared(int[] groupOf, List<WayStep> first, List<WayStep> second)
    {
        _shared.Clear();
        for (int i = 1; i < first.Count; i++)
        {
            int group = groupOf[first[i].From];
            if (!_shared.Contains(group) && Passes(groupOf, second, group))
            {
                _shared.Add(group);
            }
        }
    }

    private static bool Passes(int[] groupOf, List<WayStep> way, int group)
    {
        for (int i = 1; i < way.Count; i++)
        {
            if (groupOf[way[i].From] == group)
            {
                return true;
            }
        }
        return false;
    }

    private readonly record struct Side(List<WayStep> Way, int[] Avoided, int? ClosedLink);

    private readonly record struct Branch(Side First, Side Second);
}
