using Orbweaver.Model;

namespace Orbweaver.Node;

/// <summary>A plan that is being fetched, from one neighbour at a time.</summary>
internal sealed class PlanFetch(PlanId id, Neighbour from)
{
    // A part comes in answer to one ask in so many, so that the next window is asked for in time.
    private const int AskEvery = 8;

    private int _sinceAsk;
    private bool _hasGap;

    /// <summary>Which plan.</summary>
    public PlanId Id { get; } = id;

    /// <summary>Who is asked.</summary>
    public Neighbour From { get; set; } = from;

    /// <summary>How many bytes have come, without gaps.</summary>
    public long Offset { get; private set; }

    /// <summary>Whether the neighbour is to be asked in the next frame.</summary>
    public bool IsAskDue { get; set; } = true;

    /// <summary>Whether what was asked for before is given up.</summary>
    public bool IsRepeat { get; private set; }

    /// <summary>When somebody else is asked.</summary>
    public Instant GiveUpAt { get; set; } = Instant.Max;

    /// <summary>Nothing more comes of what was asked for.</summary>
    public void AskAgain()
    {
        IsAskDue = true;
        IsRepeat = true;
    }

    /// <summary>The words for it, once.</summary>
    public PlanAsk Ask()
    {
        PlanAsk ask = new(Id, Offset, IsRepeat);
        IsAskDue = false;
        IsRepeat = false;
        return ask;
    }

    /// <summary>Takes a part; false when it is not the next one.</summary>
    public bool TryTake(PlanPiece piece)
    {
        if (piece.Id != Id || piece.Offset != Offset)
        {
            // What is behind a gap comes again anyway; saying so once is enough.
            if (piece.Id == Id && piece.Offset > Offset && !_hasGap)
            {
                _hasGap = true;
                AskAgain();
            }
            return false;
        }
        _hasGap = false;
        Offset += piece.Length;
        if (++_sinceAsk == AskEvery)
        {
            _sinceAsk = 0;
            IsAskDue = true;
        }
        return true;
    }
}
