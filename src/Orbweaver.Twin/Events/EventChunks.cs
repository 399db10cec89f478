using System;

namespace Orbweaver.Twin;

/// <summary>A row of events in chunks, in the order in which they were added. The default is empty.</summary>
internal struct EventRow
{
    /// <summary>Events in it.</summary>
    public int Count;

    /// <summary>The chunk that was begun last; meaningless while it is empty.</summary>
    public int LastChunk;
}

/// <summary>
/// Memory for rows of events, in chunks that are used again: a row grows by one chunk at a time, wherever
/// there is one, so nothing is moved and nothing allocated once there are enough of them.
/// </summary>
internal sealed class EventChunks
{
    /// <summary>Events of a chunk: three cache lines.</summary>
    public const int ChunkEvents = 8;

    private const int NoChunk = -1;

    private Event[] _events = new Event[64 * ChunkEvents];

    // By chunk: the one before it in its row, or the next free one.
    private int[] _before = new int[64];
    private int _free = NoChunk;
    private int _used;

    /// <summary>Adds an event to a row.</summary>
    public void Add(ref EventRow row, in Event e)
    {
        int place = row.Count % ChunkEvents;
        if (place == 0)
        {
            int chunk = TakeChunk();
            _before[chunk] = row.LastChunk;
            row.LastChunk = chunk;
        }
        _events[(row.LastChunk * ChunkEvents) + place] = e;
        row.Count++;
    }

    /// <summary>Moves a row to an array of at least its length, in its order, and leaves it empty.</summary>
    public void MoveTo(ref EventRow row, Span<Event> into)
    {
        int end = row.Count;
        int chunk = row.LastChunk;
        while (end > 0)
        {
            int start = (end - 1) / ChunkEvents * ChunkEvents;
            _events.AsSpan(chunk * ChunkEvents, end - start).CopyTo(into[start..]);
            end = start;
            int before = _before[chunk];
            _before[chunk] = _free;
            _free = chunk;
            chunk = before;
        }
        row.Count = 0;
    }

    private int TakeChunk()
    {
        int chunk = _free;
        if (chunk != NoChunk)
        {
            _free = _before[chunk];
            return chunk;
        }
        if (_used == _before.Length)
        {
            Array.Resize(ref _before, _used * 2);
            Array.Resize(ref _events, _used * 2 * ChunkEvents);
        }
        return _used++;
    }
}
