using System;
using Orbweaver.Model;

namespace Orbweaver.Node;

/// <summary>
/// A binary heap of packets: higher priority first, then the one that must depart first, then the one that
/// came first. Packets know their place, so any of them can be taken out of the middle.
/// </summary>
internal sealed class SlackHeap
{
    private Packet[] _items = new Packet[8];

    /// <summary>Packets held.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes held.</summary>
    public long Bytes { get; private set; }

    /// <summary>The packet to be served next.</summary>
    public Packet First => _items[0];

    /// <summary>
    /// A packet that is served late if not last: cheap to find, and the same on every machine.
    /// </summary>
    public Packet Leaf => _items[Count - 1];

    /// <summary>Adds a packet.</summary>
    public void Add(Packet packet)
    {
        if (Count == _items.Length)
        {
            Array.Resize(ref _items, Count * 2);
        }
        Bytes += packet.SizeBytes;
        SiftUp(Count++, packet);
    }

    /// <summary>Takes a packet out, wherever it stands.</summary>
    public void Remove(Packet packet)
    {
        int hole = packet.HeapIndex;
        Check.That(hole >= 0 && ReferenceEquals(_items[hole], packet));
        packet.HeapIndex = -1;
        Bytes -= packet.SizeBytes;
        Packet moved = _items[--Count];
        _items[Count] = null!;
        if (hole < Count)
        {
            SiftUp(hole, moved);
            SiftDown(moved.HeapIndex, moved);
        }
    }

    /// <summary>Whether <paramref name="a"/> is served before <paramref name="b"/>.</summary>
    public static bool IsBefore(Packet a, Packet b)
    {
        if (a.Priority != b.Priority)
        {
            return a.Priority > b.Priority;
        }
        return a.DepartBy != b.DepartBy ? a.DepartBy < b.DepartBy : a.QueueOrder < b.QueueOrder;
    }

    private void SiftUp(int hole, Packet packet)
    {
        while (hole > 0)
        {
            int parent = (hole - 1) / 2;
            if (!IsBefore(packet, _items[parent]))
            {
                break;
            }
            Place(hole, _items[parent]);
            hole = parent;
        }
        Place(hole, packet);
    }

    private void SiftDown(int hole, Packet packet)
    {
        while ((2 * hole) + 1 < Count)
        {
            int child = (2 * hole) + 1;
            if (child + 1 < Count && IsBefore(_items[child + 1], _items[child]))
            {
                child++;
            }
            if (!IsBefore(_items[child], packet))
            {
                break;
            }
            Place(hole, _items[child]);
            hole = child;
        }
        Place(hole, packet);
    }

    private void Place(int index, Packet packet)
    {
        _items[index] = packet;
        packet.HeapIndex = index;
    }
}
