using System;

namespace Orbweaver.Monitor;

/// <summary>
/// What became of a stream's messages over the last five minutes: thirty pieces of ten seconds, the newest of
/// them not yet whole.
/// </summary>
internal sealed class StreamWindow
{
    /// <summary>Milliseconds of a piece.</summary>
    internal const long PieceMs = 10_000;

    /// <summary>Pieces of the window.</summary>
    internal const int Pieces = 30;

    private readonly Piece[] _pieces = new Piece[Pieces];
    private readonly BucketSums _latencies = new();
    private long _newest = long.MinValue;
    private long _delivered;

    internal StreamWindow()
    {
        for (int i = 0; i < Pieces; i++)
        {
            _pieces[i] = new Piece();
        }
    }

    private sealed class Piece
    {
        internal readonly SparseCounts Buckets = new();
        internal readonly double[] Sums = new double[6];
        internal long Index = long.MinValue;
        internal uint Sent;
        internal uint Late;
        internal uint Lost;
        internal uint Delivered;
        internal float Max;
        internal TimeParts Slowest;
    }

    /// <summary>Whether anything was handed in or came out within the window.</summary>
    internal bool IsActive
    {
        get
        {
            foreach (Piece piece in _pieces)
            {
                if (piece.Index != long.MinValue)
                {
                    return true;
                }
            }
            return false;
        }
    }

    /// <summary>Messages were handed in.</summary>
    internal void Offer(double nowMs, uint messages) => At(nowMs).Sent += messages;

    /// <summary>The outcome of a message is known.</summary>
    internal void Add(double nowMs, in Outcome outcome)
    {
        Piece piece = At(nowMs);
        piece.Late += outcome.Kind is OutcomeKind.Late or OutcomeKind.Expired ? 1u : 0;
        piece.Lost += outcome.Kind == OutcomeKind.Lost ? 1u : 0;
        if (outcome.Kind is not (OutcomeKind.OnTime or OutcomeKind.Late))
        {
            return;
        }
        int bucket = LatencyBuckets.Of(outcome.LatencyMs);
        piece.Buckets.Add(bucket, outcome.LatencyMs);
        _latencies.Add(bucket, outcome.LatencyMs);
        _delivered++;
        piece.Delivered++;
        TimeParts parts = outcome.Parts;
        piece.Sums[0] += parts.Best;
        piece.Sums[1] += parts.Detour;
        piece.Sums[2] += parts.Serialisation;
        piece.Sums[3] += parts.Queueing;
        piece.Sums[4] += parts.Waiting;
        piece.Sums[5] += parts.Processing;
        if (piece.Delivered == 1 || outcome.LatencyMs > piece.Max)
        {
            (piece.Max, piece.Slowest) = (outcome.LatencyMs, parts);
        }
    }

    /// <summary>What is older than the window is forgotten.</summary>
    internal void Advance(double nowMs)
    {
        long index = IndexOf(nowMs);
        if (index <= _newest)
        {
            return;
        }
        _newest = index;
        foreach (Piece piece in _pieces)
        {
            if (piece.Index != long.MinValue && piece.Index <= index - Pieces)
            {
                Forget(piece);
            }
        }
    }

    /// <summary>
    /// As a frame says it; the window must have been advanced. The bound is the mean of the best planned ways
    /// of the messages that came: that of now stands in where none did.
    /// </summary>
    internal StreamEntry Entry(int stream, float boundNowMs)
    {
        double best = 0;
        uint sent = 0;
        uint late = 0;
        uint lost = 0;
        float max = float.NaN;
        foreach (Piece piece in _pieces)
        {
            sent += piece.Sent;
            late += piece.Late;
            lost += piece.Lost;
            best += piece.Sums[0];
            max = piece.Delivered > 0 && !(piece.Max <= max) ? piece.Max : max;
        }
        ushort[] hist = new ushort[StreamEntry.Buckets];
        for (int bucket = 0; bucket < LatencyBuckets.Count; bucket++)
        {
            ref ushort coarse = ref hist[LatencyBuckets.CoarseOf(bucket)];
            coarse = (ushort)Math.Min(ushort.MaxValue, coarse + (long)_latencies.Counts[bucket]);
        }
        float boundMs = _delivered > 0 && best > 0 ? (float)(best / _delivered) : boundNowMs;
        return new StreamEntry(
            (uint)stream, (float)Math.Min(LatencyBuckets.Percentile(_latencies, _delivered, 500), max),
            (float)Math.Min(LatencyBuckets.Percentile(_latencies, _delivered, 990), max), max, boundMs, sent,
            late, lost, hist);
    }

    /// <summary>Where the time went; unknown where nothing was delivered.</summary>
    internal PartsEntry Parts(int stream)
    {
        Span<double> sums = stackalloc double[6];
        TimeParts slowest = TimeParts.Unknown;
        float max = float.NaN;
        foreach (Piece piece in _pieces)
        {
            for (int i = 0; i < sums.Length; i++)
            {
                sums[i] += piece.Sums[i];
            }
            if (piece.Delivered > 0 && !(piece.Max <= max))
            {
                (max, slowest) = (piece.Max, piece.Slowest);
            }
        }
        return _delivered == 0 ? new PartsEntry((uint)stream, TimeParts.Unknown, TimeParts.Unknown)
            : new PartsEntry(
                (uint)stream,
                new TimeParts(
                    (float)(sums[0] / _delivered), (float)(sums[1] / _delivered),
                    (float)(sums[2] / _delivered), (float)(sums[3] / _delivered),
                    (float)(sums[4] / _delivered), (float)(sums[5] / _delivered)),
                slowest);
    }

    private Piece At(double nowMs)
    {
        Advance(nowMs);
        long index = IndexOf(nowMs);
        Piece piece = _pieces[(int)(index % Pieces)];
        if (piece.Index != index)
        {
            Forget(piece);
            piece.Index = index;
        }
        return piece;
    }

    private void Forget(Piece piece)
    {
        piece.Buckets.TakeFrom(_latencies);
        _delivered -= piece.Delivered;
        Array.Clear(piece.Sums);
        (piece.Index, piece.Sent, piece.Late, piece.Lost, piece.Delivered, piece.Max) =
            (long.MinValue, 0, 0, 0, 0, 0);
    }

    private static long IndexOf(double nowMs) => (long)Math.Floor(nowMs / PieceMs);
}
