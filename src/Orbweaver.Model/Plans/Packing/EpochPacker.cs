using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace Orbweaver.Model;

/// <summary>Packs epochs while they are made, so that a long plan is never in memory as it is.</summary>
public sealed class EpochPacker(int nodeCount, Duration hopDelay)
{
    private readonly EpochPacking _packing = new(nodeCount);
    private readonly List<PlanEpoch> _waiting = [];
    private readonly List<ulong[]> _packed = [];
    private long _linkEpochs;
    private int _count;

    /// <summary>Takes the next epoch; they ascend from 0.</summary>
    public void Add(PlanEpoch epoch)
    {
        Check.That(epoch.Index == _count && epoch.NodeCount == nodeCount);
        _count++;
        _linkEpochs += epoch.Links.Length + epoch.Standby.Count;
        _waiting.Add(epoch);
        if (_waiting.Count == EpochPacking.BlockEpochs)
        {
            _packed.Add(Waiting());
            _waiting.Clear();
        }
    }

    /// <summary>All epochs so far; more may be added, and are not in it.</summary>
    public PackedEpochs Finish()
    {
        ulong[][] packed = _waiting.Count > 0 ? [.. _packed, Waiting()] : [.. _packed];
        return new PackedEpochs(packed, _count, nodeCount, hopDelay, _linkEpochs);
    }

    private ulong[] Waiting() => _packing.Pack(CollectionsMarshal.AsSpan(_waiting));
}
