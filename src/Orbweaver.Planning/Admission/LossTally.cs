using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>
/// Counts for one subscriber of a contract in how many epochs the loss of each node hurts; keeps scratch.
/// </summary>
internal sealed class LossTally(int nodeCount)
{
    private readonly int[] _noWayCount = new int[nodeCount];
    private readonly int[] _standbyCount = new int[nodeCount];
    private readonly SortedSet<int> _harmed = [];

    /// <summary>Begins a subscriber of a contract.</summary>
    public void Clear()
    {
        foreach (int node in _harmed)
        {
            _noWayCount[node] = 0;
            _standbyCount[node] = 0;
        }
        _harmed.Clear();
    }

    /// <summary>Takes what the losses of one epoch do to the path; a node is on it once.</summary>
    public void Add(LossFinding[] losses, int boundNs)
    {
        foreach (LossFinding loss in losses)
        {
            if (loss.DetourNs > boundNs)
            {
                (loss.StandbyNs <= boundNs ? _standbyCount : _noWayCount)[loss.Lost.Value]++;
                _harmed.Add(loss.Lost.Value);
            }
        }
    }

    /// <summary>
    /// The node whose loss leaves no way in most epochs, then by standby in most; null when none harms.
    /// </summary>
    public (NodeId Node, int NoWayEpochs, int StandbyEpochs)? Worst()
    {
        (NodeId Node, int NoWayEpochs, int StandbyEpochs)? worst = null;
        foreach (int node in _harmed)
        {
            (int noWay, int standby) = (_noWayCount[node], _standbyCount[node]);
            if (worst is null
                || (noWay, standby).CompareTo((worst.Value.NoWayEpochs, worst.Value.StandbyEpochs)) > 0)
            {
                worst = (new NodeId(node), noWay, standby);
            }
        }
        return worst;
    }
}
