using System;
using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>Counts for one contract in how many epochs the loss of each node hurts; keeps scratch.</summary>
internal sealed class LossTally(int nodeCount)
{
    private readonly byte[] _harm = new byte[nodeCount];
    private readonly int[] _noWayCount = new int[nodeCount];
    private readonly int[] _standbyCount = new int[nodeCount];
    private readonly List<int> _harmedNow = [];
    private readonly SortedSet<int> _harmed = [];

    private const byte ByStandby = 1;
    private const byte NoWay = 2;

    /// <summary>Begins a contract.</summary>
    public void Clear()
    {
        foreach (int node in _harmed)
        {
            _noWayCount[node] = 0;
            _standbyCount[node] = 0;
        }
        _harmed.Clear();
    }

    /// <summary>Takes what the losses do to one subscriber's path in the current epoch.</summary>
    public void Add(LossFinding[] losses, int boundNs)
    {
        foreach (LossFinding loss in losses)
        {
            if (loss.DetourNs <= boundNs)
            {
                continue;
            }
            byte harm = loss.StandbyNs <= boundNs ? ByStandby : NoWay;
            int node = loss.Lost.Value;
            if (_harm[node] == 0)
            {
                _harmedNow.Add(node);
            }
            _harm[node] = Math.Max(_harm[node], harm);
        }
    }

    /// <summary>Ends the epoch: with several subscribers a node's worst harm counts, once.</summary>
    public void EndEpoch()
    {
        foreach (int node in _harmedNow)
        {
            (_harm[node] == NoWay ? _noWayCount : _standbyCount)[node]++;
            _harm[node] = 0;
            _harmed.Add(node);
        }
        _harmedNow.Clear();
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
