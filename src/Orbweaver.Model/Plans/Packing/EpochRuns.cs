using System.Collections.Generic;

namespace Orbweaver.Model;

/// <summary>
/// One link over consecutive epochs of a block, and where its delays begin. With a stride of two the end of
/// an epoch is also the start of the next; with three each epoch has delays of its own.
/// </summary>
internal readonly record struct LinkRun(
    int Contact, NodeId A, NodeId B, int First, int Last, int Stride, int Offset);

/// <summary>What a standby link says besides its delays and rank.</summary>
internal readonly record struct StandbyKind(ContactKind Kind, DataRate RateUp, DataRate RateDown);

/// <summary>One standby link over consecutive epochs of a block.</summary>
internal readonly record struct StandbyRun(
    NodeId Ground, NodeId Satellite, StandbyKind Kind, int First, int Last, int Stride, int Offset);

/// <summary>The delays of runs, one after the other.</summary>
internal sealed class RunDelays
{
    private readonly List<int> _valuesNs = [];
    private int _start;
    private bool _isJoined;

    /// <summary>All of them.</summary>
    public List<int> ValuesNs => _valuesNs;

    /// <summary>Forgets all.</summary>
    public void Clear() => _valuesNs.Clear();

    /// <summary>Begins a run.</summary>
    public void Begin()
    {
        _start = _valuesNs.Count;
        _isJoined = true;
    }

    /// <summary>Adds an epoch to the run.</summary>
    public void Add(int startNs, int middleNs, int endNs)
    {
        _isJoined &= _valuesNs.Count == _start || _valuesNs[^1] == startNs;
        _valuesNs.Add(startNs);
        _valuesNs.Add(middleNs);
        _valuesNs.Add(endNs);
    }

    /// <summary>Ends the run; where every start is the end before, it is dropped.</summary>
    public (int Stride, int Offset) End()
    {
        if (!_isJoined)
        {
            return (3, _start);
        }
        int kept = _start + 1;
        for (int i = _start + 1; i < _valuesNs.Count; i++)
        {
            if ((i - _start) % 3 != 0)
            {
                _valuesNs[kept++] = _valuesNs[i];
            }
        }
        _valuesNs.RemoveRange(kept, _valuesNs.Count - kept);
        return (2, _start);
    }

    /// <summary>How many delays a run has.</summary>
    public static int Count(int first, int last, int stride)
        => stride == 2 ? (2 * (last - first + 1)) + 1 : 3 * (last - first + 1);
}
