using System;
using System.Collections.Generic;

namespace Orbweaver.Planning;

/// <summary>A terminal of a ground node goes to a candidate, or nothing changes.</summary>
/// <param name="Terminal">The terminal.</param>
/// <param name="Place">The candidate.</param>
/// <param name="IsHandover">Whether a link is given up for it that was held before this boundary.</param>
/// <param name="LastBeamOf">The satellite, if the move takes its last beam; else below zero.</param>
internal readonly record struct AccessMove(int Terminal, int Place, bool IsHandover, int LastBeamOf)
{
    private const int None = -1;

    /// <summary>Nothing changes.</summary>
    public static readonly AccessMove Stay = new(-1, -1, IsHandover: false, None);

    /// <summary>Whether nothing changes.</summary>
    public bool IsStay => Terminal < 0;

    /// <summary>Whether both moves can be made: not if they want the same last beam.</summary>
    public bool GoesWith(AccessMove other) => LastBeamOf == None || LastBeamOf != other.LastBeamOf;

    /// <summary>The candidates of a node's terminals after the move.</summary>
    public void Apply(ReadOnlySpan<int> from, Span<int> to)
    {
        from.CopyTo(to);
        if (!IsStay)
        {
            to[Terminal] = Place;
        }
    }
}

/// <summary>Finds what two peers may do together for the good of all their pairs.</summary>
internal static class PairMoves
{
    /// <summary>
    /// The moves of both ends that lower the loss of their pairs most, by more than the moves cost; null if
    /// none does. Of equals the first.
    /// </summary>
    public static (AccessMove Own, AccessMove Theirs)? Best(
        AccessLosses losses,
        int[][] chosen,
        int ground,
        List<AccessMove> ours,
        int peer,
        int other,
        List<AccessMove> theirs)
    {
        long pairLoss = losses.OfPair(ground, chosen[ground], peer, chosen[other]);
        long before = losses.Of(ground, chosen[ground]) + losses.Of(other, chosen[other]) - pairLoss;
        (AccessMove, AccessMove)? best = null;
        long bestGain = 0;
        Span<int> own = stackalloc int[chosen[ground].Length];
        Span<int> peers = stackalloc int[chosen[other].Length];
        foreach (AccessMove a in ours)
        {
            a.Apply(chosen[ground], own);
            foreach (AccessMove b in theirs)
            {
                b.Apply(chosen[other], peers);
                long pair = losses.OfPair(ground, own, peer, peers);
                // Only what helps this pair: what helps others comes up with them.
                if (pair >= pairLoss || !a.GoesWith(b))
                {
                    continue;
                }
                long cost = ((a.IsHandover ? 1 : 0) + (b.IsHandover ? 1 : 0)) * Hysteresis.MoveCost;
                long after = losses.Of(ground, own, other, peers)
                    + losses.Of(other, peers, ground, own) - pair;
                if (before - after - cost > bestGain)
                {
                    bestGain = before - after - cost;
                    best = (a, b);
                }
            }
        }
        return best;
    }
}
