using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Twin;

/// <summary>The condition of one node: which faults have lost, hung or slowed it.</summary>
internal sealed class NodeHealth
{
    private readonly List<int> _lost = [];
    private readonly List<int> _hung = [];
    private readonly List<int> _slow = [];

    /// <summary>Whether it is gone.</summary>
    public bool IsLost => _lost.Count > 0;

    /// <summary>Whether it hangs.</summary>
    public bool IsHung => _hung.Count > 0;

    /// <summary>Whether it takes in nothing.</summary>
    public bool IsOut => _lost.Count + _hung.Count > 0;

    /// <summary>How much longer it takes to look at a frame.</summary>
    public Duration SlowBy { get; private set; }

    /// <summary>The fault that took it last, or -1.</summary>
    public int Cause => IsLost ? _lost[^1] : IsHung ? _hung[^1] : -1;

    /// <summary>The fault that slowed it last, or -1.</summary>
    public int SlowCause => _slow.Count > 0 ? _slow[^1] : -1;

    /// <summary>A hit begins or ends.</summary>
    public void Set(in NodeHit hit, int fault, bool isOn)
    {
        List<int> causes = hit.Kind switch
        {
            NodeHitKind.Lost => _lost,
            NodeHitKind.Hung => _hung,
            _ => _slow,
        };
        SlowBy = isOn ? SlowBy + hit.SlowBy : SlowBy - hit.SlowBy;
        if (isOn)
        {
            causes.Add(fault);
        }
        else
        {
            bool wasThere = causes.Remove(fault);
            Check.That(wasThere);
        }
    }
}
