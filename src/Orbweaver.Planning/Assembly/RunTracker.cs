using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>A pair of terminals: what makes two links of adjacent epochs one contact.</summary>
internal readonly record struct TerminalPair(TerminalRef A, TerminalRef B);

/// <summary>
/// Joins what is there in adjacent epochs into runs. A run has a number, given in order of first appearance;
/// it ends with the first epoch in which its pair is not named.
/// </summary>
internal sealed class RunTracker
{
    private readonly Dictionary<TerminalPair, int> _runOfPair = [];
    private readonly List<(int FirstEpoch, int LastEpoch)> _runs = [];

    /// <summary>All runs so far.</summary>
    public IReadOnlyList<(int FirstEpoch, int LastEpoch)> Runs => _runs;

    /// <summary>The run that the pair has in this epoch if it goes on from the last one.</summary>
    public bool TryContinue(TerminalPair pair, int epoch, out int run)
    {
        if (_runOfPair.TryGetValue(pair, out run) && _runs[run].LastEpoch >= epoch - 1)
        {
            _runs[run] = (_runs[run].FirstEpoch, epoch);
            return true;
        }
        return false;
    }

    /// <summary>Begins a run in this epoch.</summary>
    public int Begin(TerminalPair pair, int epoch)
    {
        _runs.Add((epoch, epoch));
        _runOfPair[pair] = _runs.Count - 1;
        return _runs.Count - 1;
    }
}
