using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>A pair of terminals that point at each other.</summary>
internal readonly record struct TerminalPair(TerminalRef A, TerminalRef B);

/// <summary>
/// Joins what is there in adjacent epochs into runs. A run has a number, given in order of first appearance;
/// it ends with the first epoch in which its pair is not named.
/// </summary>
internal sealed class RunTracker
{
    private readonly List<(int FirstEpoch, int LastEpoch)> _runs = [];

    // Only those of the epoch before and of this one: the others are over.
    private Dictionary<TerminalPair, int> _before = [];
    private Dictionary<TerminalPair, int> _now = [];
    private int _epoch = -1;

    /// <summary>All runs so far.</summary>
    public IReadOnlyList<(int FirstEpoch, int LastEpoch)> Runs => _runs;

    /// <summary>
    /// Names a pair in an epoch, which is not below the one of the call before: false when a run begins.
    /// </summary>
    public bool Continue(TerminalPair pair, int epoch)
    {
        if (epoch != _epoch)
        {
            (_before, _now) = (_now, _before);
            _now.Clear();
            if (epoch != _epoch + 1)
            {
                _before.Clear();
            }
            _epoch = epoch;
        }
        if (_before.TryGetValue(pair, out int run))
        {
            _runs[run] = (_runs[run].FirstEpoch, epoch);
            _now.Add(pair, run);
            return true;
        }
        _now.Add(pair, _runs.Count);
        _runs.Add((epoch, epoch));
        return false;
    }
}
