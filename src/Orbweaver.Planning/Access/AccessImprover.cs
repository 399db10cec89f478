using System;
using System.Collections.Generic;

namespace Orbweaver.Planning;

/// <summary>
/// Betters a choice of access pair by pair: whatever lowers the loss of all pairs of both ends by more than
/// it costs to move. Of the terminals of a node one moves at a boundary; once it does, it may still go
/// elsewhere. At the start all do.
/// </summary>
internal sealed class AccessImprover(AccessBoard board, AccessCandidates candidates, AccessScores scores)
{
    // Every round moves something for the better; what is left after these is not worth the time.
    private const int RoundsMax = 8;

    private readonly AccessLosses _losses = new(scores, candidates, board.Chosen);

    /// <summary>Moves terminals while that helps.</summary>
    public void Improve()
    {
        for (int round = 0; round < RoundsMax; round++)
        {
            List<(int Ground, int Peer, int Other)> bad = BadPairs();
            candidates.Measure();
            bool isMoved = false;
            foreach ((int ground, int peer, int other) in bad)
            {
                isMoved |= ImprovePair(ground, peer, other);
            }
            if (!isMoved)
            {
                return;
            }
        }
    }

    private List<(int Ground, int Peer, int Other)> BadPairs()
    {
        var bad = new List<(int Ground, int Peer, int Other)>();
        int[][] chosen = board.Chosen;
        for (int g = 0; g < chosen.Length; g++)
        {
            foreach (int peer in scores.PeersOf(g))
            {
                int other = scores.GroundOf(peer);
                if (other > g && _losses.OfPair(g, chosen[g], peer, chosen[other]) > Hysteresis.PairLossMax)
                {
                    bad.Add((g, peer, other));
                    candidates.WantAll(g);
                    candidates.WantAll(other);
                }
            }
        }
        return bad;
    }

    private bool ImprovePair(int ground, int peer, int other)
    {
        (AccessMove Own, AccessMove Theirs)? best = PairMoves.Best(
            _losses, board.Chosen, ground, Moves(ground), peer, other, Moves(other));
        if (best is not { } moves)
        {
            return false;
        }
        board.Make(ground, moves.Own);
        board.Make(other, moves.Theirs);
        return true;
    }

    // Staying, and every terminal that may move to every lasting candidate on a plane of its own.
    private List<AccessMove> Moves(int ground)
    {
        var moves = new List<AccessMove> { AccessMove.Stay };
        GroundTerminals terminals = board.Terminals[ground];
        bool isAnyMoved = terminals.IsAnyMoved();
        int[] chosen = board.Chosen[ground];
        ReadOnlySpan<Candidate> row = candidates.Of(ground);
        for (int t = 0; t < chosen.Length; t++)
        {
            if (chosen[t] == AccessLosses.None || (isAnyMoved && !terminals.IsMovedNow[t]))
            {
                continue;
            }
            for (int place = 0; place < row.Length; place++)
            {
                if (place != chosen[t] && row[place].IsLasting
                    && board.CanTake(ground, t, place) && !board.SharesPlane(ground, t, place))
                {
                    moves.Add(board.MoveOf(ground, t, place));
                }
            }
        }
        return moves;
    }
}
