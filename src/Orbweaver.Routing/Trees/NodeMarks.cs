using System;

namespace Orbweaver.Routing;

/// <summary>A set of nodes, cleared in the time of what is in it, that lists them as they came.</summary>
internal sealed class NodeMarks(int nodeCount)
{
    private readonly bool[] _isIn = new bool[nodeCount];
    private readonly int[] _all = new int[nodeCount];

    public int Count { get; private set; }

    public ReadOnlySpan<int> All => _all.AsSpan(0, Count);

    public bool Contains(int node) => _isIn[node];

    public void Add(int node)
    {
        if (!_isIn[node])
        {
            _isIn[node] = true;
            _all[Count++] = node;
        }
    }

    public void Clear()
    {
        foreach (int node in All)
        {
            _isIn[node] = false;
        }
        Count = 0;
    }
}
