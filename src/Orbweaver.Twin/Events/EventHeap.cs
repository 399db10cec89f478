using System;

namespace Orbweaver.Twin;

/// <summary>A heap of events with four children a node, which halves its depth.</summary>
internal sealed class EventHeap
{
    private const int Children = 4;

    private Event[] _heap = new Event[64];

    /// <summary>Events held.</summary>
    public int Count { get; private set; }

    /// <summary>The first to happen; there must be one.</summary>
    public ref readonly Event First => ref _heap[0];

    /// <summary>All events, in no order.</summary>
    public ReadOnlySpan<Event> All => _heap.AsSpan(0, Count);

    /// <summary>Forgets all events.</summary>
    public void Clear() => Count = 0;

    /// <summary>Adds an event.</summary>
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
            if (!e.IsBefore(_heap[parent]))
            {
                break;
            }
            _heap[hole] = _heap[parent];
            hole = parent;
        }
        _heap[hole] = e;
    }

    /// <summary>Takes the first to happen out.</summary>
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
                if (_heap[i].IsBefore(_heap[least]))
                {
                    least = i;
                }
            }
            if (!_heap[least].IsBefore(last))
            {
                break;
            }
            _heap[hole] = _heap[least];
            hole = least;
        }
        _heap[hole] = last;
        return first;
    }
}
