using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Twin;

/// <summary>
/// Packets of which there are several alike: the fate of a message is that of the last of them. Groups count from
/// 1.
/// </summary>
internal sealed class CopyGroups
{
    private readonly List<int> _alive = [0];
    private readonly Stack<int> _free = new();

    /// <summary>A group of two: a packet and its first copy.</summary>
    public int New()
    {
        if (!_free.TryPop(out int group))
        {
            group = _alive.Count;
            _alive.Add(0);
        }
        _alive[group] = 2;
        return group;
    }

    /// <summary>One more.</summary>
    public void Add(int group) => _alive[group]++;

    /// <summary>One less; true when it was the last.</summary>
    public bool IsLast(int group)
    {
        if (group == 0)
        {
            return true;
        }
        Check.That(_alive[group] > 0);
        if (--_alive[group] > 0)
        {
            return false;
        }
        _free.Push(group);
        return true;
    }
}
