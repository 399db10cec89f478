namespace Orbweaver.Planning;

/// <summary>Union-find with path halving: which nodes hang together.</summary>
internal sealed class Components
{
    private readonly int[] _parent;

    public Components(int count)
    {
        _parent = new int[count];
        for (int i = 0; i < count; i++)
        {
            _parent[i] = i;
        }
    }

    /// <summary>The lowest-numbered member stands for the whole.</summary>
    public int Find(int node)
    {
        while (_parent[node] != node)
        {
            _parent[node] = _parent[_parent[node]];
            node = _parent[node];
        }
        return node;
    }

    /// <summary>Joins two; false when they already were one.</summary>
    public bool Join(int a, int b)
    {
        (a, b) = (Find(a), Find(b));
        if (a == b)
        {
            return false;
        }
        _parent[System.Math.Max(a, b)] = System.Math.Min(a, b);
        return true;
    }
}
