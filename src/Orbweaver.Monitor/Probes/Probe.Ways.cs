using System;
using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Twin;

namespace Orbweaver.Monitor;

// Ways and bounds, a few a look: a search around exceptions takes some dozen microseconds a hop, and the
// world must not wait for it.
public sealed partial class Probe
{
    private static readonly Duration WaysInterval = Duration.FromSeconds(1);

    private readonly WayWatch _ways;
    private Instant _waysDue = new(long.MinValue);
    private bool _areWaysStale = true;

    private void LookAtWays(TwinWorld world, Observation into)
    {
        if (_areWaysStale && world.Now >= _waysDue && _ways.AreDone)
        {
            _areWaysStale = false;
            _waysDue = world.Now + WaysInterval;
            _ways.Begin(into.Watched);
        }
        _ways.Go(world, into);
    }
}

/// <summary>Looks the ways and bounds of streams up, a few at a time.</summary>
internal sealed class WayWatch(NodeId[] from, NodeId[] to)
{
    // Ways a look: those around exceptions take long.
    private const int WaysMax = 6;
    private const int CleanWaysMax = 32;

    // Bounds a look, each perhaps with a tree.
    private const int BoundsMax = 64;
    private const int DestinationsMax = 8;

    private readonly LivePath _path = new();
    private readonly List<PathHop> _hops = [];
    private readonly List<int> _wanted = [];
    private readonly bool[] _isWanted = new bool[to.Length];
    private readonly ushort[][] _known = new ushort[to.Length][];
    private readonly int[] _byDestination = Sorted(to);
    private int _next;
    private int _nextBound;

    /// <summary>Whether all ways that were asked for are known.</summary>
    public bool AreDone => _next >= _wanted.Count;

    /// <summary>The bounds are others.</summary>
    public void BeginEpoch() => _nextBound = 0;

    /// <summary>Begins anew: with those that somebody watches, then as many others as there is room
    /// for.</summary>
    public void Begin(IReadOnlyList<int> watched)
    {
        _wanted.Clear();
        Array.Clear(_isWanted);
        for (int i = 0; i < watched.Count; i++)
        {
            Want(watched[i]);
        }
        for (int stream = 0; stream < to.Length && _wanted.Count < NetworkDesk.WatchedMax; stream++)
        {
            Want(stream);
        }
        _next = 0;
    }

    /// <summary>Goes on.</summary>
    public void Go(TwinWorld world, Observation into)
    {
        int searched = 0;
        int found = 0;
        while (_next < _wanted.Count && searched < WaysMax && found < CleanWaysMax)
        {
            int stream = _wanted[_next++];
            found++;
            searched += world.NodeOf(from[stream]).Exceptions.IsEmpty ? 0 : 1;
            _path.Find(world, from[stream], to[stream], _hops);
            Tell(stream, into);
        }
        NodeId last = NodeId.None;
        int destinations = 0;
        for (int i = 0; i < BoundsMax && _nextBound < to.Length; i++)
        {
            int stream = _byDestination[_nextBound];
            destinations += to[stream] == last ? 0 : 1;
            last = to[stream];
            if (destinations > DestinationsMax)
            {
                break;
            }
            _nextBound++;
            int distanceNs = _path.PlannedNs(world.Official.Plan, world.Now, from[stream], to[stream]);
            into.Bounds.Add(new BoundNews(stream, distanceNs < 0 ? float.NaN : distanceNs * 1e-6f));
        }
    }

    private void Want(int stream)
    {
        if (stream >= 0 && stream < to.Length && !_isWanted[stream]
            && _wanted.Count < NetworkDesk.WatchedMax)
        {
            _isWanted[stream] = true;
            _wanted.Add(stream);
        }
    }

    private void Tell(int stream, Observation into)
    {
        int count = _hops.Count == 0 ? 0 : _hops.Count + 1;
        ushort[]? known = _known[stream];
        bool isSame = known?.Length == count;
        for (int i = 0; isSame && i < count; i++)
        {
            isSame = known![i] == NodeAt(i);
        }
        if (isSame)
        {
            return;
        }
        ushort[] nodes = new ushort[count];
        for (int i = 0; i < count; i++)
        {
            nodes[i] = NodeAt(i);
        }
        _known[stream] = nodes;
        into.Routes.Add(new RouteNews(stream, into.RouteNodes.Count, count));
        into.RouteNodes.AddRange(nodes);
    }

    private ushort NodeAt(int i) => (ushort)(i == 0 ? _hops[0].From : _hops[i - 1].To).Value;

    private static int[] Sorted(NodeId[] to)
    {
        int[] streams = new int[to.Length];
        for (int i = 0; i < streams.Length; i++)
        {
            streams[i] = i;
        }
        Array.Sort(streams, (a, b) => to[a] != to[b] ? to[a].CompareTo(to[b]) : a.CompareTo(b));
        return streams;
    }
}
