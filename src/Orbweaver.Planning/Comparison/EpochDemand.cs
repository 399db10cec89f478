using System;
using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Routing;

namespace Orbweaver.Planning;

/// <summary>Finds the planned ways of all pairs in an epoch. One walker a worker: it keeps scratch.</summary>
internal sealed class DemandWalker(Plan plan, AdmissionPairs pairs)
{
    private readonly TreeBuilder _trees = new(plan.Nodes);
    private readonly Dictionary<NodeId, RouteTree> _treeOf = [];
    private readonly List<PathStep> _path = [];

    /// <summary>
    /// Calls <paramref name="visit"/> for every pair with the length of its way, which may be unreachable,
    /// and its links, which are only valid during the call.
    /// </summary>
    public void Walk(PlanEpoch epoch, Action<int, int, List<PathStep>> visit)
    {
        _treeOf.Clear();
        for (int p = 0; p < pairs.All.Count; p++)
        {
            AdmissionPair pair = pairs.All[p];
            if (!_treeOf.TryGetValue(pair.Subscriber, out RouteTree? tree))
            {
                tree = _trees.Build(epoch, pair.Subscriber);
                _treeOf[pair.Subscriber] = tree;
            }
            PathStep.Walk(epoch, tree, pair.Publisher, _path);
            visit(p, tree.DistanceNs(pair.Publisher), _path);
        }
    }
}

/// <summary>What all demand comes to in one epoch.</summary>
internal sealed class EpochDemand(Plan plan, PlanEpoch epoch, int pairCount)
{
    private double[] _loadBps = new double[epoch.Links.Length * 2];

    /// <summary>Length of each pair's way, or unreachable.</summary>
    public int[] DelayNs { get; } = new int[pairCount];

    /// <summary>Lasers on each pair's way.</summary>
    public int[] Lasers { get; } = new int[pairCount];

    /// <summary>Rate on the most loaded link over what may be promised of it.</summary>
    public double BusiestLink { get; private set; }

    /// <summary>The same of lasers alone.</summary>
    public double BusiestLaser { get; private set; }

    /// <summary>As <see cref="TopologyFigures.Load"/>, in bits a second.</summary>
    public double LoadBps { get; private set; }

    /// <summary>Adds a pair.</summary>
    public void Add(int pair, int delayNs, List<PathStep> path, double rateBps)
    {
        DelayNs[pair] = delayNs;
        foreach (PathStep step in path)
        {
            EpochLink link = epoch.Links[step.LinkIndex];
            Lasers[pair] += plan.Contacts[link.ContactIndex].Kind == ContactKind.Optical ? 1 : 0;
            _loadBps[(step.LinkIndex * 2) + (step.From == link.A ? 0 : 1)] += rateBps;
        }
    }

    /// <summary>When all pairs are added.</summary>
    public void Finish()
    {
        double sum = 0;
        for (int i = 0; i < _loadBps.Length; i++)
        {
            EpochLink link = epoch.Links[i / 2];
            Contact contact = plan.Contacts[link.ContactIndex];
            long rateBps = contact.RateFrom((i & 1) == 0 ? link.A : link.B).BitsPerSecond;
            double share = _loadBps[i] / Math.Max(1, rateBps / 100.0 * CapacityBook.ReservablePercent);
            BusiestLink = Math.Max(BusiestLink, share);
            if (contact.Kind == ContactKind.Optical)
            {
                BusiestLaser = Math.Max(BusiestLaser, share);
                sum += _loadBps[i] * _loadBps[i] * _loadBps[i] * _loadBps[i];
            }
        }
        LoadBps = Math.Sqrt(Math.Sqrt(sum));
        _loadBps = [];
    }
}
