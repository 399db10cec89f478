using System;
using Orbweaver.Model;

namespace Orbweaver.Twin;

/// <summary>What is due.</summary>
internal enum EventKind : byte
{
    /// <summary>The first packet of a pipe arrives; the target is the pipe.</summary>
    Arrival,

    /// <summary>A node's deadline; the target is the node.</summary>
    NodeTimer,

    /// <summary>A source hands in its next message; the target is the source.</summary>
    Source,

    /// <summary>The ages of information are sampled.</summary>
    Sample,

    /// <summary>A new epoch begins: elastic flows are shared out again; the target is the epoch.</summary>
    Epoch,

    /// <summary>A fault begins, or comes again; the target is its hit.</summary>
    FaultBegins,

    /// <summary>A fault ends; the target is its hit.</summary>
    FaultEnds,

    /// <summary>A frame that others have overtaken arrives; the target is its place.</summary>
    Stray,

    /// <summary>
    /// An end of a link notices something; the target is twice the link's seat, plus one for B.
    /// </summary>
    EndNotices,

    /// <summary>A ground terminal has turned to a standby satellite; the target is the pair.</summary>
    StandbyTurned,

    /// <summary>A standby link stops carrying frames; the target is the pair.</summary>
    StandbyEnds,

    /// <summary>A controller hands a plan to its node; the target is the issue.</summary>
    PlanIssued,

    /// <summary>
    /// Terminals turn; the target is the node, or -1 for all at a boundary of epochs.
    /// </summary>
    TerminalsTurn,
}

/// <summary>
/// Something due at a moment. Events of one moment happen in the order in which they were scheduled.
/// </summary>
internal readonly record struct Event(Instant Time, long Sequence, EventKind Kind, int Target);

/// <summary>
/// Events in exact (time, sequence) order: a heap with four children a node, which halves its depth.
/// </summary>
internal sealed class EventQueue
{
    private const int Children = 4;

    private Event[] _heap = new Event[1024];
    private long _nextSequence;

    /// <summary>Events pending.</summary>
    public int Count { get; private set; }

    /// <summary>The next event; there must be one.</summary>
    public ref readonly Event First => ref _heap[0];

    /// <summary>A place in the order of scheduling, for an event that is pushed later.</summary>
    public long TakeSequence() => _nextSequence++;

    /// <summary>Schedules an event now.</summary>
    public void Push(Instant time, EventKind kind, int target)
        => Push(new Event(time, TakeSequence(), kind, target));

    /// <summary>Schedules an event whose sequence was taken earlier.</summary>
    public void Push(in Event e)
    {
        if (Count == _heap.Length)
        {
            Array.Resize(ref _heap, Count * 2);
        }
        int hole = Count++;
        while (hole > 0)
        {
            int parent = (hole - 1) / Children;
            if (!IsBefore(e, _heap[parent]))
            {
                break;
            }
            _heap[hole] = _heap[parent];
            hole = parent;
        }
        _heap[hole] = e;
    }

    /// <summary>Takes the next event out.</summary>
    public Event Pop()
    {
        Event first = _heap[0];
        Event last = _heap[--Count];
        int hole = 0;
        while (true)
        {
            int child = (hole * Children) + 1;
            if (child >= Count)
            {
                break;
            }
            int least = child;
            int end = Math.Min(child + Children, Count);
            for (int i = child + 1; i < end; i++)
            {
                if (IsBefore(_heap[i], _heap[least]))
                {
                    least = i;
                }
            }
            if (!IsBefore(_heap[least], last))
            {
                break;
            }
            _heap[hole] = _heap[least];
            hole = least;
        }
        _heap[hole] = last;
        return first;
    }

    private static bool IsBefore(in Event a, in Event b)
        => a.Time.Nanoseconds != b.Time.Nanoseconds
            ? a.Time.Nanoseconds < b.Time.Nanoseconds
            : a.Sequence < b.Sequence;
}
