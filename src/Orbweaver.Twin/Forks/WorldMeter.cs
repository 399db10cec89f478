using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Twin;

/// <summary>
/// Watches a world over a span by its sums alone: the live one, and the twins that foretell it, so that what
/// came stands beside what was foretold for the same time. It counts what ends within the span where
/// <see cref="FigureNotes"/> counts what begins; the two differ by what is under way at its ends.
/// </summary>
public sealed class WorldMeter
{
    private readonly List<bool> _isCounted;
    private readonly Instant _from;
    private readonly ContractTotals[] _first;
    private readonly ContractTotals[] _last;
    private readonly LogHistogram _firstLatency;
    private readonly long _firstDetours;
    private readonly List<(Duration End, double? OnTimeShare)> _series = [];
    private readonly List<EndedFigures> _ended = [];
    private StreamFigures _lastSum;

    /// <summary>Watches from now on; the caller looks once in each piece of the series.</summary>
    public WorldMeter(
        TwinWorld world, IReadOnlyList<Contract> contracts, IReadOnlyList<bool> admitted)
    {
        List<bool> isCounted = [];
        foreach (Contract contract in contracts)
        {
            for (int i = 0; i < contract.Subscribers.Count; i++)
            {
                isCounted.Add(admitted[contract.Index]);
            }
        }
        _isCounted = isCounted;
        _from = world.Now;
        _first = new ContractTotals[isCounted.Count];
        _last = new ContractTotals[isCounted.Count];
        world.CopyTotals(_first);
        _first.CopyTo(_last, 0);
        _firstLatency = world.CopyLatency();
        _firstDetours = world.Detours;
    }

    /// <summary>Looks at the world at the end of a piece. Copies sums, and nothing else.</summary>
    public void Look(TwinWorld world)
    {
        world.CopyTotals(_last);
        StreamFigures sum = Sum();
        StreamFigures piece = new(
            sum.OnTime - _lastSum.OnTime, sum.Late - _lastSum.Late, sum.Lost - _lastSum.Lost);
        _series.Add((world.Now - _from, piece.OnTimeShare));
        _ended.Add(new EndedFigures(
            world.Now - _from,
            sum with { Latency = world.CopyLatency().Since(_firstLatency).Summary() },
            world.Detours - _firstDetours));
        _lastSum = sum;
    }

    /// <summary>The figures so far.</summary>
    public RunFigures Figures()
    {
        EndedFigures ended = _ended.Count > 0 ? _ended[^1] : default;
        StreamFigures sum = ended.All;
        List<StreamFigures> streams = [];
        for (int i = 0; i < _first.Length; i++)
        {
            streams.Add(StreamOf(i));
        }
        return new RunFigures
        {
            Decided = sum.OnTime + sum.Late + sum.Lost,
            OnTime = sum.OnTime,
            Late = sum.Late,
            Lost = sum.Lost,
            Latency = sum.Latency,
            Detours = ended.Detours,
            Series = [.. _series],
            Ended = [.. _ended],
            Streams = streams,
        };
    }

    private StreamFigures Sum()
    {
        StreamFigures sum = default;
        for (int i = 0; i < _first.Length; i++)
        {
            StreamFigures stream = StreamOf(i);
            sum = new StreamFigures(
                sum.OnTime + stream.OnTime, sum.Late + stream.Late, sum.Lost + stream.Lost);
        }
        return sum;
    }

    private StreamFigures StreamOf(int place)
    {
        (ContractTotals a, ContractTotals b) = (_first[place], _last[place]);
        return _isCounted[place]
            ? new StreamFigures(
                b.OnTime - a.OnTime, b.Late + b.Expired - a.Late - a.Expired, b.Lost - a.Lost)
            : default;
    }
}
