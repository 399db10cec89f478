using System;
using Orbweaver.Model;

namespace Orbweaver.Twin;

/// <summary>
/// Events in exact (time, sequence) order: a ladder queue (Tang, Goh and Thng 2005). What is due soon is a
/// sorted run; what comes after it waits in the buckets of rungs, each rung a bucket of the one above it cut
/// finer; what comes after those waits in no order at all. An event moves down a few times, each time next to
/// its neighbours in time, and is sorted among a few dozen. What is due within the run but came after it was
/// sorted is in a heap, so the worst that can happen is the cost of a heap.
/// Benchmark: event-queue.
/// </summary>
internal sealed class EventQueue
{
    // A bucket of more than these is cut into a rung, of about a quarter of that each.
    private const int RunMax = 64;
    private const int BucketAim = RunMax / 4;

    // More late ones than these are cut into a rung as well.
    private const int LateMax = 2 * RunMax;
    private const int RungsMax = 64;

    private readonly EventChunks _chunks = new();
    private readonly EventHeap _late = new();
    private readonly EventRung?[] _rungs = new EventRung?[RungsMax];
    private Event[] _run = new Event[LateMax + RunMax];
    private int _runNext;
    private int _runEnd;

    // Everything due up to here is in the run or late.
    private long _runLastNs = long.MinValue;

    private int _lateMax = LateMax;

    // The rungs in use; the lowest is the last.
    private int _depth;
    private EventRow _far;
    private long _farFirstNs = long.MaxValue;
    private long _farLastNs = long.MinValue;
    private long _nextSequence;

    /// <summary>Events pending.</summary>
    public int Count { get; private set; }

    /// <summary>A place in the order of scheduling, for an event that is pushed later.</summary>
    public long TakeSequence() => _nextSequence++;

    /// <summary>Schedules an event now.</summary>
    public void Push(Instant time, EventKind kind, int target)
        => Push(new Event(time, TakeSequence(), kind, target));

    /// <summary>Schedules an event whose sequence was taken earlier. It may be due at any time.</summary>
    public void Push(in Event e)
    {
        Count++;
        long timeNs = e.Time.Nanoseconds;
        if (timeNs <= _runLastNs)
        {
            _late.Push(e);
            if (_late.Count > _lateMax)
            {
                _lateMax = TryCutLate() ? LateMax : 2 * _lateMax;
            }
            return;
        }
        AddToLadder(e);
    }

    /// <summary>Takes the next event out if it is due until then.</summary>
    public bool TryPop(Instant until, out Event e)
    {
        if (!TryFindFirst(out bool isLate))
        {
            e = default;
            return false;
        }
        ref readonly Event first = ref isLate ? ref _late.First : ref _run[_runNext];
        if (first.Time > until)
        {
            e = default;
            return false;
        }
        Count--;
        e = isLate ? _late.Pop() : _run[_runNext++];
        return true;
    }

    /// <summary>When the next event is due; never when there is none.</summary>
    public Instant NextDue()
        => !TryFindFirst(out bool isLate) ? Instant.Max
            : isLate ? _late.First.Time : _run[_runNext].Time;

    private bool TryFindFirst(out bool isLate)
    {
        isLate = _late.Count > 0;
        if (_runNext == _runEnd)
        {
            return isLate || TryFillRun();
        }
        isLate = isLate && _late.First.IsBefore(_run[_runNext]);
        return true;
    }

    private void AddToLadder(in Event e)
    {
        for (int i = _depth - 1; i >= 0; i--)
        {
            EventRung rung = _rungs[i]!;
            if (e.Time.Nanoseconds <= rung.LastNs)
            {
                _chunks.Add(ref rung.BucketOf(e.Time.Nanoseconds), e);
                return;
            }
        }
        _chunks.Add(ref _far, e);
        _farFirstNs = Math.Min(_farFirstNs, e.Time.Nanoseconds);
        _farLastNs = Math.Max(_farLastNs, e.Time.Nanoseconds);
    }

    // The next bucket that holds anything, sorted; what is too much for a run is cut into a rung first.
    private bool TryFillRun()
    {
        _runNext = 0;
        _runEnd = 0;
        _lateMax = LateMax;
        while (_runEnd == 0)
        {
            if (_depth > 0)
            {
                EventRung lowest = _rungs[_depth - 1]!;
                if (lowest.TryNext(out int place))
                {
                    Take(ref lowest[place], lowest.LastOf(place), lowest.IsFinest);
                }
                else
                {
                    _depth--;
                }
            }
            else if (_far.Count > 0)
            {
                Take(ref _far, _farLastNs, isOneMoment: _farFirstNs == _farLastNs);
                _farFirstNs = long.MaxValue;
                _farLastNs = long.MinValue;
            }
            else
            {
                return false;
            }
        }
        return true;
    }

    // A row, of which nothing is due after a moment, becomes the run or the lowest rung.
    private void Take(ref EventRow row, long lastNs, bool isOneMoment)
    {
        int count = row.Count;
        if (count > _run.Length)
        {
            Array.Resize(ref _run, Math.Max(count, 2 * _run.Length));
        }
        Span<Event> events = _run.AsSpan(0, count);
        _chunks.MoveTo(ref row, events);
        if (count > RunMax && !isOneMoment && _depth < RungsMax)
        {
            Cut(events, lastNs);
            return;
        }
        events.Sort();
        _runEnd = count;
        _runLastNs = lastNs;
    }

    // Many have come within the run: they and what is left of it are cut into a rung. Many left means that
    // they are of one moment, so the rest stays a heap.
    private bool TryCutLate()
    {
        int left = _runEnd - _runNext;
        int count = left + _late.Count;
        if (left > RunMax || count > _run.Length || _depth == RungsMax)
        {
            return false;
        }
        _run.AsSpan(_runNext, left).CopyTo(_run);
        _late.All.CopyTo(_run.AsSpan(left));
        _late.Clear();
        _runNext = 0;
        _runEnd = 0;
        Cut(_run.AsSpan(0, count), _runLastNs);
        return true;
    }

    private void Cut(ReadOnlySpan<Event> events, long lastNs)
    {
        long firstNs = long.MaxValue;
        long greatestNs = long.MinValue;
        foreach (ref readonly Event e in events)
        {
            firstNs = Math.Min(firstNs, e.Time.Nanoseconds);
            greatestNs = Math.Max(greatestNs, e.Time.Nanoseconds);
        }
        ulong spanNs = (ulong)greatestNs - (ulong)firstNs;
        EventRung rung = _rungs[_depth++] ??= new EventRung();
        rung.Begin(firstNs, lastNs, spanNs / (ulong)(events.Length / BucketAim));
        foreach (ref readonly Event e in events)
        {
            _chunks.Add(ref rung.BucketOf(e.Time.Nanoseconds), e);
        }
        _runLastNs = firstNs - 1;
    }
}
