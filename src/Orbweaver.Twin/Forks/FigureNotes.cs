using System;
using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;

namespace Orbweaver.Twin;

/// <summary>
/// Counts what becomes of the messages that are handed in within a span of a run, and where those fail that
/// do. What is late by more than the run is counted as late.
/// </summary>
public sealed class FigureNotes : IRunWitness
{
    /// <summary>Places that are told apart; a limit on memory.</summary>
    public const int SpotsMax = 10_000;

    /// <summary>Pieces of a series at most.</summary>
    public const int SlotsMax = 120;

    private readonly IReadOnlyList<bool> _admitted;
    private readonly Instant _from;
    private readonly Instant _until;
    private readonly Duration _slotLength;
    private readonly Counts[] _slots;
    private readonly Counts[] _streams;
    private readonly Dictionary<(int Contract, NodeId Subscriber), int> _streamOf = [];
    private readonly Dictionary<MessageRef, (Instant Source, Instant Deadline)> _open = [];
    private readonly Dictionary<SpotKey, Spot> _spots = [];
    private readonly LogHistogram _latency = new();
    private readonly LogHistogram?[] _latencies;
    private long _detours;

    private struct Counts
    {
        public long OnTime;
        public long Late;
        public long Lost;
    }

    private readonly record struct SpotKey(NodeId At, NodeId? Towards, DropReason? Reason);

    private sealed class Spot(Instant first)
    {
        public Instant First { get; } = first;

        public SortedDictionary<int, long> Streams { get; } = [];
    }

    /// <summary>Looks at messages handed in from a moment up to, and without, another.</summary>
    public FigureNotes(
        IReadOnlyList<Contract> contracts, IReadOnlyList<bool> admitted, Instant from, Instant until)
    {
        _admitted = admitted;
        _from = from;
        _until = until;
        _slotLength = SlotOf(until - from);
        _slots = new Counts[(((until - from).Nanoseconds - 1) / _slotLength.Nanoseconds) + 1];
        foreach (Contract contract in contracts)
        {
            foreach (NodeId subscriber in contract.Subscribers)
            {
                _streamOf.Add((contract.Index, subscriber), _streamOf.Count);
            }
        }
        _streams = new Counts[_streamOf.Count];
        _latencies = new LogHistogram?[_streamOf.Count];
    }

    /// <summary>
    /// The pieces of a series over a span: seconds, or so many that there are not too many.
    /// </summary>
    public static Duration SlotOf(Duration span)
    {
        long seconds = Math.Max(1, (span.Nanoseconds + 999_999_999) / 1_000_000_000);
        return Duration.FromSeconds((seconds + SlotsMax - 1) / SlotsMax);
    }

    /// <inheritdoc/>
    public void Offered(in MessageRef message, uint key, DataSize size, Instant now, Instant deadline)
    {
        if (now >= _from && now < _until && _admitted[message.Contract])
        {
            _open.Add(message, (now, deadline));
        }
    }

    /// <inheritdoc/>
    public void Ended(in MessageRef message, DropReason? reason, Instant now)
    {
        if (!_open.Remove(message, out (Instant Source, Instant Deadline) open))
        {
            return;
        }
        if (reason is null)
        {
            long latencyNs = (now - open.Source).Nanoseconds;
            int stream = _streamOf[(message.Contract, message.Subscriber)];
            _latency.Add(latencyNs);
            (_latencies[stream] ??= new LogHistogram()).Add(latencyNs);
        }
        if (reason != DropReason.Superseded)
        {
            bool isLate = reason == DropReason.Expired || (reason is null && now > open.Deadline);
            Count(message, open.Source, isLate, isLost: !isLate && reason is not null);
        }
    }

    /// <inheritdoc/>
    public void Failed(in MessageRef message, NodeId at, NodeId? towards, DropReason? reason, Instant now)
    {
        SpotKey key = new(at, towards, reason);
        bool isKnown = _spots.TryGetValue(key, out Spot? spot);
        if (!_open.ContainsKey(message) || (!isKnown && _spots.Count == SpotsMax))
        {
            return;
        }
        if (spot is null)
        {
            spot = new Spot(now);
            _spots.Add(key, spot);
        }
        int stream = _streamOf[(message.Contract, message.Subscriber)];
        spot.Streams[stream] = spot.Streams.GetValueOrDefault(stream) + 1;
    }

    /// <inheritdoc/>
    public void Detoured(NodeId node, int planned, int link, int contract, Instant now)
        => _detours += now >= _from && now < _until ? 1 : 0;

    /// <inheritdoc/>
    public void FrameLost(in MessageRef message, DropReason reason, Instant now)
    {
        // Other copies may get through.
    }

    /// <inheritdoc/>
    public void LinkTold(NodeId node, int link, bool isLost, Instant now)
    {
        // What matters is what becomes of messages.
    }

    /// <inheritdoc/>
    public void StandbyTurned(int link, bool isUp, Instant now)
    {
        // What matters is what becomes of messages.
    }

    /// <inheritdoc/>
    public void NodeLost(NodeId node, Instant now)
    {
        // What matters is what becomes of messages.
    }

    /// <summary>The figures as of now. Ask once: what is late by now is counted by that.</summary>
    public RunFigures Figures(Instant now)
    {
        foreach ((MessageRef message, (Instant source, Instant deadline)) in _open)
        {
            if (deadline <= now)
            {
                Count(message, source, isLate: true, isLost: false);
            }
        }
        _open.Clear();
        return new RunFigures
        {
            Decided = _streams.Sum(s => s.OnTime + s.Late + s.Lost),
            OnTime = _streams.Sum(s => s.OnTime),
            Late = _streams.Sum(s => s.Late),
            Lost = _streams.Sum(s => s.Lost),
            Latency = _latency.Summary(),
            Detours = _detours,
            Series =
            [
                .. _slots.Select((s, i) => (EndOf(i), Of(s).OnTimeShare)),
            ],
            Streams =
            [
                .. _streams.Select((s, i) => Of(s) with { Latency = _latencies[i]?.Summary() ?? default }),
            ],
        };
    }

    /// <summary>Where more fails than in another run; the worst of them.</summary>
    public IReadOnlyList<WeakSpot> WeakSpots(FigureNotes than, int limit)
    {
        List<WeakSpot> weak = [];
        foreach ((SpotKey key, Spot spot) in _spots)
        {
            Spot? other = than._spots.GetValueOrDefault(key);
            Dictionary<int, long> more = [];
            foreach ((int stream, long messages) in spot.Streams)
            {
                long before = other?.Streams.GetValueOrDefault(stream) ?? 0;
                if (messages > before)
                {
                    more.Add(stream, messages - before);
                }
            }
            if (more.Count > 0)
            {
                weak.Add(new WeakSpot(
                    spot.First, key.At, key.Towards, key.Reason, more.Values.Sum(),
                    [.. more.OrderByDescending(m => m.Value).ThenBy(m => m.Key).Select(m => m.Key)]));
            }
        }
        return
        [
            .. weak.OrderByDescending(w => w.Messages).ThenBy(w => w.First.Nanoseconds)
                .ThenBy(w => w.At.Value).ThenBy(w => w.Towards?.Value).ThenBy(w => w.Reason).Take(limit),
        ];
    }

    private Duration EndOf(int slot)
    {
        Duration end = _slotLength * (slot + 1);
        return end < _until - _from ? end : _until - _from;
    }

    private void Count(in MessageRef message, Instant source, bool isLate, bool isLost)
    {
        Add(ref _slots[(source - _from) / _slotLength], isLate, isLost);
        Add(ref _streams[_streamOf[(message.Contract, message.Subscriber)]], isLate, isLost);
    }

    private static void Add(ref Counts counts, bool isLate, bool isLost)
    {
        counts.Late += isLate ? 1 : 0;
        counts.Lost += isLost ? 1 : 0;
        counts.OnTime += isLate || isLost ? 0 : 1;
    }

    private static StreamFigures Of(Counts counts) => new(counts.OnTime, counts.Late, counts.Lost);
}
