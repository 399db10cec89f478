using System;
using Orbweaver.Model;
using Orbweaver.Node;

namespace Orbweaver.Twin;

// Clocks that err. Where none does, neighbours need not tell each other the time: it would change nothing.
public sealed partial class TwinWorld
{
    // Of lives that have ended.
    private long _clockCorrections;

    private void StartClocks()
    {
        if (!_config.Faults.HasClocks)
        {
            return;
        }
        WatchTurns();
        for (int i = 0; i < _nodes.Length; i++)
        {
            // An idle node would say nothing; from its first step on it has a deadline.
            _timerOf[i] = _now;
            _events.Push(_now, EventKind.NodeTimer, i);
        }
    }

    private void UpsetClock(NodeId id, NodeHealth health, int fault)
    {
        if (!health.IsOut)
        {
            _tally.UpsetClock(fault);
            TellClock(id, health);
        }
    }

    private void TellClock(NodeId id, NodeHealth health)
    {
        if (health.HasHadClock)
        {
            Step(id.Value, NodeInput.ClockReads(health.ClockAt(_now)));
        }
    }

    private ClockTotals ClockTotalsNow()
    {
        long corrections = _clockCorrections;
        int alone = 0;
        long greatestNs = 0;
        foreach (MeshNode node in _nodes)
        {
            corrections += node.ClockCorrections;
            if (_nodeHealth[node.Id.Value] is { IsOut: true })
            {
                continue;
            }
            alone += node.IsClockAlone ? 1 : 0;
            greatestNs = Math.Max(greatestNs, Math.Abs((node.WallAt(_now) - _now).Nanoseconds));
        }
        return new ClockTotals(corrections, alone, new Duration(greatestNs));
    }
}
