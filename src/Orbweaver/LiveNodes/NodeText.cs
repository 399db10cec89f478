using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Orbweaver.Live;
using Orbweaver.Live.Hosts;
using Orbweaver.Live.Nodes;
using Orbweaver.Live.Records;
using Orbweaver.Model;
using Orbweaver.Up;

namespace Orbweaver.LiveNodes;

/// <summary>
/// What the host of some nodes says of itself: in lines for people, and as names with numbers.
/// </summary>
internal sealed class NodeText(NodeHostConfig config, Plan plan, uint incarnation)
{
    private const int DownNamedMax = 16;

    /// <summary>The state of things now.</summary>
    public IEnumerable<string> Status(NodeLoop loop)
    {
        Instant now = loop.Partition.Now;
        int own = plan.Nodes.Count(n => loop.Partition.Has(n.Id));
        yield return $"{config.Host}: life {incarnation}, {own} of"
            + $" {plan.Nodes.Count} nodes, now {now}";
        yield return now < plan.End
            ? $"plan until {plan.End} ({Seconds(plan.End - now)} s left)"
            : $"the plan ended at {plan.End}: its last links go on";
        foreach (LinkPeer peer in loop.Links.Peers)
        {
            yield return Peer(peer, loop.NowNs);
        }
        yield return LinksNow(loop.Partition);
        foreach (string line in Links(loop.Links.Counters).Concat(Nodes(loop.Partition)))
        {
            yield return line;
        }
        foreach (PortBinding binding in loop.Ports.Bindings)
        {
            yield return UpText.Port(binding);
        }
    }

    /// <summary>The same as names with numbers, for programs.</summary>
    public IEnumerable<string> Counters(NodeLoop loop)
    {
        LinkCounters links = loop.Links.Counters;
        yield return Pair("incarnation", incarnation);
        yield return Pair("peers", loop.Links.Peers.Count);
        yield return Pair("peers_connected", loop.Links.Peers.Count(p => p.HeardNs is not null));
        yield return Pair("packets_in", links.PacketsIn);
        yield return Pair("packets_out", links.PacketsOut);
        yield return Pair("messages_in", loop.Ports.MessagesIn);
        yield return Pair("messages_out", loop.Ports.MessagesOut);
        yield return Pair("late_most_us", loop.Partition.Counters.LateMost.Nanoseconds / 1_000);
    }

    private static string Peer(LinkPeer peer, long nowNs)
    {
        string heard = peer.HeardNs is long at
            ? $"heard {Seconds(new Duration(nowNs - at))} s ago, {peer.Handshakes} handshakes"
            : "never heard";
        string refused = Listed(
            Enum.GetValues<RecordRefusal>().Select(r => (r.ToString(), peer.Refusals[r])));
        return $"  {peer.Name} {peer.Address}: {heard}{(refused.Length > 0 ? $"; refused: {refused}" : "")}";
    }

    // As the nodes here see them that have an end of each.
    private string LinksNow(Partition partition)
    {
        PlanEpoch epoch = plan.Epochs[plan.EpochAt(partition.Now)];
        int all = 0;
        List<string> down = [];
        foreach (EpochLink link in epoch.Links)
        {
            Contact contact = plan.Contacts[link.ContactIndex];
            NodeId[] here = [.. new[] { contact.A.Node, contact.B.Node }.Where(partition.Has)];
            all += here.Length > 0 ? 1 : 0;
            if (here.Any(n => partition.NodeOf(n).Exceptions.IsDown(link.ContactIndex)))
            {
                down.Add($"{plan.Nodes[contact.A.Node.Value].Name}-{plan.Nodes[contact.B.Node.Value].Name}");
            }
        }
        string listed = string.Join(" ", down.Take(DownNamedMax));
        string more = down.Count > DownNamedMax ? " ..." : "";
        return $"links of the plan here now: {all}"
            + (down.Count > 0 ? $", {down.Count} of them down: {listed}{more}" : "")
            + $"; silences so far: {partition.Counters.Silences}, standby ends:"
            + $" {partition.Counters.StandbyEnds}";
    }

    private static IEnumerable<string> Links(LinkCounters links)
    {
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"records: in {links.RecordsIn:N0} ({links.BytesIn:N0} bytes), out {links.RecordsOut:N0}"
                + $" ({links.BytesOut:N0} bytes) in {links.Sends:N0} calls; packets: in {links.PacketsIn:N0},"
                + $" out {links.PacketsOut:N0}; control frames: in {links.ControlIn:N0}, out"
                + $" {links.ControlOut:N0}");
        string lost = Listed(Enum.GetValues<LinkDrop>().Select(d => (d.ToString(), links[d])));
        if (lost.Length > 0)
        {
            yield return $"came to nothing: {lost}";
        }
    }

    private static IEnumerable<string> Nodes(Partition partition)
    {
        PartitionCounters counters = partition.Counters;
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"messages: in {counters.Submitted:N0}, delivered {counters.Delivered:N0}"
                + $" ({counters.DeliveredBytes:N0} bytes), payloads held {partition.Bodies.InUse:N0};"
                + $" late at most {counters.LateMost.Nanoseconds / 1e6:0.###} ms");
        DropReason[] reasons = Enum.GetValues<DropReason>();
        string refused = Listed(reasons.Select(r => (r.ToString(), counters.Refused(r))));
        string dropped = Listed(reasons.Select(r => (r.ToString(), counters.Dropped(r))));
        string frames = Listed(
            Enum.GetValues<FrameRefusal>().Select(r => (r.ToString(), counters.FramesRefused(r))));
        foreach ((string what, string listed) in new[]
        {
            ("messages refused", refused), ("packets dropped", dropped),
            ("frames that went no further", frames),
        })
        {
            if (listed.Length > 0)
            {
                yield return $"{what}: {listed}";
            }
        }
    }

    private static string Listed(IEnumerable<(string Name, long Count)> counts)
        => string.Join(", ", counts.Where(c => c.Count > 0).Select(
            c => string.Create(CultureInfo.InvariantCulture, $"{c.Name} {c.Count:N0}")));

    private static string Pair(string name, long value)
        => string.Create(CultureInfo.InvariantCulture, $"{name} {value}");

    private static string Seconds(Duration d)
        => (d.Nanoseconds / 1e9).ToString("N1", CultureInfo.InvariantCulture);
}
