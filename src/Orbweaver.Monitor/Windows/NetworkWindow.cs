using System;
using System.Collections.Generic;

namespace Orbweaver.Monitor;

/// <summary>The same over all streams: shares, latency over the best planned way, and rates.</summary>
internal sealed class NetworkWindow
{
    private const int RatioBuckets = 512;
    private const int PerOctave = 64;
    private const double RerouteMs = 60_000;

    private readonly Piece[] _pieces = new Piece[StreamWindow.Pieces];
    private readonly uint[] _ratios = new uint[RatioBuckets];
    private readonly Queue<(double AtMs, long Count)> _detours = new();
    private long _ratioCount;
    private long _detoursNow;
    private double _rateFromMs = double.NaN;
    private long _hopsBefore;

    private long _offered;
    private long _delivered;
    private long _deliveredBytes;

    private struct Piece
    {
        internal long Index;
        internal uint OnTime;
        internal uint Late;
        internal uint Lost;
        internal uint[]? Ratios;
    }

    internal void Offer(uint messages) => _offered += messages;

    internal void Add(double nowMs, in Outcome outcome)
    {
        ref Piece piece = ref At(nowMs);
        piece.OnTime += outcome.Kind == OutcomeKind.OnTime ? 1u : 0;
        piece.Late += outcome.Kind is OutcomeKind.Late or OutcomeKind.Expired ? 1u : 0;
        piece.Lost += outcome.Kind == OutcomeKind.Lost ? 1u : 0;
        if (outcome.Kind is not (OutcomeKind.OnTime or OutcomeKind.Late))
        {
            return;
        }
        _delivered++;
        _deliveredBytes += outcome.Bytes;
        if (outcome.BestMs > 0)
        {
            int bucket = Math.Clamp(
                (int)(Math.Log2(outcome.LatencyMs / outcome.BestMs) * PerOctave), 0, RatioBuckets - 1);
            piece.Ratios![bucket]++;
            _ratios[bucket]++;
            _ratioCount++;
        }
    }

    internal void Detour(double nowMs, long packets)
    {
        if (packets > 0)
        {
            _detours.Enqueue((nowMs, packets));
            _detoursNow += packets;
        }
        while (_detours.TryPeek(out (double AtMs, long Count) oldest) && oldest.AtMs <= nowMs - RerouteMs)
        {
            _detoursNow -= _detours.Dequeue().Count;
        }
    }

    /// <summary>Fills in what it knows; rates are over the time since it was asked before.</summary>
    internal KpiEntry Fill(in KpiEntry kpi, double nowMs, long packetHops)
    {
        At(nowMs);
        uint onTime = 0;
        uint late = 0;
        uint lost = 0;
        foreach (Piece piece in _pieces)
        {
            onTime += piece.OnTime;
            late += piece.Late;
            lost += piece.Lost;
        }
        uint judged = onTime + late + lost;
        double seconds = (nowMs - _rateFromMs) * 1e-3;
        KpiEntry filled = kpi with
        {
            OnTimeShare = judged == 0 ? float.NaN : (float)onTime / judged,
            P50OverBound = Ratio(500),
            P99OverBound = Ratio(990),
            Late = late,
            Lost = lost,
            Reroutes = (uint)Math.Min(uint.MaxValue, _detoursNow),
            OfferedPerS = Rate(_offered, seconds),
            DeliveredPerS = Rate(_delivered, seconds),
            DeliveredMbps = Rate(_deliveredBytes, seconds) * 8e-6f,
            PacketHopsPerS = Rate(packetHops - _hopsBefore, seconds),
        };
        (_offered, _delivered, _deliveredBytes, _hopsBefore, _rateFromMs) = (0, 0, 0, packetHops, nowMs);
        return filled;
    }

    private static float Rate(long count, double seconds)
        => seconds > 0 ? (float)(count / seconds) : float.NaN;

    private float Ratio(int permille)
    {
        long rank = ((_ratioCount * permille) + 999) / 1000;
        long seen = 0;
        for (int bucket = 0; bucket < RatioBuckets && _ratioCount > 0; bucket++)
        {
            seen += _ratios[bucket];
            if (seen >= rank)
            {
                return (float)Math.Pow(2, (bucket + 0.5) / PerOctave);
            }
        }
        return float.NaN;
    }

    private ref Piece At(double nowMs)
    {
        long index = (long)Math.Floor(nowMs / StreamWindow.PieceMs);
        for (int i = 0; i < _pieces.Length; i++)
        {
            if (_pieces[i].Ratios is not null && _pieces[i].Index <= index - StreamWindow.Pieces)
            {
                Forget(ref _pieces[i]);
            }
        }
        ref Piece piece = ref _pieces[(int)(index % StreamWindow.Pieces)];
        piece.Index = index;
        piece.Ratios ??= new uint[RatioBuckets];
        return ref piece;
    }

    private void Forget(ref Piece piece)
    {
        for (int bucket = 0; bucket < RatioBuckets; bucket++)
        {
            _ratios[bucket] -= piece.Ratios![bucket];
            _ratioCount -= piece.Ratios[bucket];
        }
        piece = default;
    }
}
