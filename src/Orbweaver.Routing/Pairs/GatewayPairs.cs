using System;
using System.Collections.Generic;

namespace Orbweaver.Routing;

/// <summary>
/// The least pair of ways that share no link, where the satellite that serves a ground end of one is not on
/// the other, by branch and bound. It starts with the least link-disjoint pair. If a serving satellite is on
/// both ways, then in every pair that obeys either it serves that end in neither way, or only one way passes
/// it at all: two branches, of which the exact search for two ways gives the least.
/// </summary>
internal sealed class GatewayPairs(bool[] isTransit, PairSearch search)
{
    /// <summary>Branches looked at before the search gives up.</summary>
    public const int BranchesMax = 64;

    private readonly SearchQueue _queue = new();
    private readonly List<Branch> _branches = [];

    /// <summary>Branches looked at by the last search: work done.</summary>
    public int Looked { get; private set; }

    /// <summary>The ways found, or those of the last branch; no pair is less than both together.</summary>
    public (List<WayStep> First, List<WayStep> Second) Ways { get; private set; }

    /// <summary>Searches a view.</summary>
    public PairOutcome Find(in PairView view)
    {
        _queue.Clear();
        _branches.Clear();
        Looked = 0;
        isTransit.CopyTo(search.IsOpen, 0);
        Add(view, [], []);
        PairOutcome outcome = PairOutcome.NoPair;
        while (outcome == PairOutcome.NoPair && _queue.TryDequeue(out int index, out _))
        {
            Branch branch = _branches[index];
            Ways = (branch.First, branch.Second);
            if (SharedAccess(view, branch) is not { } shared)
            {
                outcome = PairOutcome.Found;
            }
            else if (++Looked > BranchesMax)
            {
                outcome = PairOutcome.GaveUp;
            }
            else
            {
                Add(view, [.. branch.Closed, shared], branch.Single);
                Add(view, branch.Closed, [.. branch.Single, shared.Satellite]);
            }
        }
        search.Closed.Clear();
        Array.Clear(search.IsSingle);
        return outcome;
    }

    private void Add(in PairView view, AccessPlace[] closed, int[] single)
    {
        search.Closed.Clear();
        search.Closed.UnionWith(closed);
        Array.Clear(search.IsSingle);
        foreach (int satellite in single)
        {
            search.IsSingle[satellite] = true;
        }
        List<WayStep> first = [];
        List<WayStep> second = [];
        if (search.TryFindPair(view, first, second))
        {
            ulong sumNs = (ulong)(WayStep.Sum(first) + WayStep.Sum(second));
            _queue.Enqueue(_branches.Count, (sumNs << 16) | (uint)_branches.Count);
            _branches.Add(new Branch(first, second, closed, single));
        }
    }

    // A satellite that serves a ground end of one way and is on the other.
    private AccessPlace? SharedAccess(in PairView view, in Branch branch)
        => SharedAccess(view, branch.First, branch.Second) ?? SharedAccess(view, branch.Second, branch.First);

    private AccessPlace? SharedAccess(in PairView view, List<WayStep> way, List<WayStep> other)
    {
        if (way.Count == 1)
        {
            return null;
        }
        AccessPlace start = new(way[0].To, view.From);
        AccessPlace end = new(way[^1].From, view.To);
        return !isTransit[view.From] && Passes(other, start.Satellite) ? start
            : !isTransit[view.To] && Passes(other, end.Satellite) ? end
            : null;
    }

    private static bool Passes(List<WayStep> way, int satellite)
    {
        for (int i = 1; i < way.Count; i++)
        {
            if (way[i].From == satellite)
            {
                return true;
            }
        }
        return false;
    }

    private readonly record struct Branch(
        List<WayStep> First, List<WayStep> Second, AccessPlace[] Closed, int[] Single);
}

/// <summary>A satellite in the place of serving an end.</summary>
internal readonly record struct AccessPlace(int Satellite, int End);
