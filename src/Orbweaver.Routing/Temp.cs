#pragma warning disable
using System.Collections.Generic;
using Orbweaver.Model;
namespace Orbweaver.Routing;
public readonly record struct Way(int NextSlot, int NextLink, NodeId Next, int DistanceNs);
public sealed class WaySearch(IReadOnlyList<PlanNode> nodes)
{
    public static bool IsClean(PlanEpoch epoch, LinkExceptions x, RouteTree tree, NodeId from)
    {
        for (var n = from; n != tree.Destination;)
        {
            int slot = tree.NextSlot(n); if (slot < 0) return true;
            var a = epoch.Neighbours(n)[slot];
            if (x.IsDown(epoch.Links[a.LinkIndex].ContactIndex)) return false;
            n = new NodeId(a.Neighbour);
        }
        return true;
    }
    public bool TryFind(PlanEpoch epoch, LinkExceptions x, RouteTree bound, NodeId from, out Way way)
    {
        var dist = new Dictionary<int, int>(); var q = new PriorityQueue<int, long>();
        dist[bound.Destination.Value] = 0; q.Enqueue(bound.Destination.Value, 0);
        var done = new HashSet<int>();
        while (q.TryDequeue(out int n, out _))
        {
            if (!done.Add(n)) continue;
            if (n != bound.Destination.Value && !nodes[n].IsTransit) continue;
            foreach (var (nb, m, _, _) in Edges(epoch, x, n))
                if (!dist.TryGetValue(nb, out int d) || dist[n] + m < d) { dist[nb] = dist[n] + m; q.Enqueue(nb, dist[nb]); }
        }
        way = default;
        if (!dist.TryGetValue(from.Value, out int total)) return false;
        foreach (var (nb, m, slot, link) in Edges(epoch, x, from.Value))
            if ((nodes[nb].IsTransit || nb == bound.Destination.Value) && dist.TryGetValue(nb, out int d) && d + m == total)
            { way = new Way(slot, link, new NodeId(nb), total); return true; }
        return false;
    }
    IEnumerable<(int, int, int, int)> Edges(PlanEpoch epoch, LinkExceptions x, int n)
    {
        var row = epoch.Neighbours(new NodeId(n)).ToArray();
        for (int s = 0; s < row.Length; s++)
        {
            int c = epoch.Links[row[s].LinkIndex].ContactIndex;
            if (!x.IsDown(c)) yield return (row[s].Neighbour, row[s].MetricNs, s, c);
        }
        foreach (var r in x.Raised)
        {
            if (r.Satellite.Value == n) yield return (r.Ground.Value, r.MetricNs, -1, r.Link);
            if (r.Ground.Value == n) yield return (r.Satellite.Value, r.MetricNs, -1, r.Link);
        }
    }
}
