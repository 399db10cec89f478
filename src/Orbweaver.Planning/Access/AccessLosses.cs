using System;

namespace Orbweaver.Planning;

/// <summary>
/// What a choice of access costs the contracts. The loss of a pair of peers is how much longer its way is
/// than the best that any access would give: in millionths of the best, plus a term in the square, as one
/// pair twice as far off is worse than two pairs. Both ends count as they are, so a choice is judged by what
/// it does for the pair and not by what the other end might do.
/// </summary>
internal sealed class AccessLosses(AccessScores scores, AccessCandidates candidates, int[][] chosen)
{
    /// <summary>A loss as long as the best way itself.</summary>
    public const long Best = 1_000_000;

    /// <summary>No candidate: an empty terminal.</summary>
    public const int None = -1;

    // Without the square the 99th percentile of pairs that share cities is 1.44 of the best instead of 1.37.
    private const long SquareWeight = 5;

    // Beyond this a pair is as good as lost, and its square would hide the others.
    private const long SquareMax = 20 * Best;

    /// <summary>
    /// The loss of all pairs of a node if it chose otherwise: candidates by terminal, while one peer may
    /// choose otherwise too.
    /// </summary>
    public long Of(int ground, ReadOnlySpan<int> own, int changed = None, ReadOnlySpan<int> theirs = default)
    {
        long sum = 0;
        foreach (int peer in scores.PeersOf(ground))
        {
            int other = scores.GroundOf(peer);
            sum += OfPair(ground, own, peer, other == changed ? theirs : chosen[other]);
        }
        return sum;
    }

    /// <summary>The loss of one pair: a node with these candidates and a peer with those.</summary>
    public long OfPair(int ground, ReadOnlySpan<int> own, int peer, ReadOnlySpan<int> theirs)
    {
        ReadOnlySpan<Candidate> here = candidates.Of(ground);
        ReadOnlySpan<Candidate> there = candidates.Of(scores.GroundOf(peer));
        long leastNs = AccessScores.UnreachablePeer.Nanoseconds;
        foreach (int i in own)
        {
            if (i == None)
            {
                continue;
            }
            bool isOpen = true;
            foreach (int j in theirs)
            {
                if (j != None)
                {
                    isOpen = false;
                    leastNs = Math.Min(leastNs, candidates.WayNs(here[i], there[j], peer));
                }
            }
            if (isOpen)
            {
                leastNs = Math.Min(leastNs, scores.ViaNs(peer, here[i].Visible));
            }
        }
        long loss = (long)((Int128)leastNs * Best / scores.BestNs(ground, peer)) - Best;
        return loss + (loss * Math.Min(loss, SquareMax) / Best * SquareWeight);
    }
}
