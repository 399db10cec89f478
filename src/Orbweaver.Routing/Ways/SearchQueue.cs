using System;

namespace Orbweaver.Routing;

/// <summary>
/// A queue of nodes by key, least first: a heap of four children a parent, half as deep as a binary one and
/// with the children side by side. <see cref="System.Collections.Generic.PriorityQueue{TElement,TPriority}"/>
/// is one too, but compares through an interface. Nodes of equal keys come in no promised order.
/// </summary>
internal sealed class SearchQueue
{
    private (ulong Key, int Node)[] _heap = new (ulong, int)[64];
    private int _count;

    public void Clear() => _count = 0;

    public void Enqueue(int node, ulong key)
    {
        if (_count == _heap.Length)
        {
            Array.Resize(ref _heap, _count * 2);
        }
        (ulong Key, int Node)[] heap = _heap;
        int place = _count++;
        while (place > 0)
        {
            int parent = (place - 1) >> 2;
            if (heap[parent].Key <= key)
            {
                break;
            }
            heap[place] = heap[parent];
            place = parent;
        }
        heap[place] = (key, node);
    }

    public bool TryDequeue(out int node, out ulong key)
    {
        if (_count == 0)
        {
            (node, key) = (0, 0);
            return false;
        }
        (ulong Key, int Node)[] heap = _heap;
        (key, node) = heap[0];
        (ulong Key, int Node) last = heap[--_count];
        int place = 0;
        for (int child = 1; child < _count; child = (place << 2) + 1)
        {
            int least = child;
            int end = Math.Min(child + 4, _count);
            for (int other = child + 1; other < end; other++)
            {
                least = heap[other].Key < heap[least].Key ? other : least;
            }
            if (heap[least].Key >= last.Key)
            {
                break;
            }
            heap[place] = heap[least];
            place = least;
        }
        heap[place] = last;
        return true;
    }
}
