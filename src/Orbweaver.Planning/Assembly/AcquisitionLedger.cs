using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>Collects retargets under way into runs of epochs.</summary>
internal sealed class AcquisitionLedger
{
    private readonly RunTracker _runs = new();
    private readonly List<TerminalPair> _pairs = [];

    /// <summary>Takes the pairs that are acquiring in an epoch.</summary>
    public void Add(int epoch, List<(TerminalRef A, TerminalRef B)> acquiring)
    {
        foreach ((TerminalRef a, TerminalRef b) in acquiring)
        {
            var pair = new TerminalPair(a, b);
            if (!_runs.Continue(pair, epoch))
            {
                _pairs.Add(pair);
            }
        }
    }

    /// <summary>All acquisitions, by first epoch.</summary>
    public Acquisition[] Acquisitions()
    {
        var result = new Acquisition[_pairs.Count];
        for (int i = 0; i < result.Length; i++)
        {
            (int firstEpoch, int lastEpoch) = _runs.Runs[i];
            result[i] = new Acquisition(_pairs[i].A, _pairs[i].B, firstEpoch, lastEpoch);
        }
        return result;
    }
}
