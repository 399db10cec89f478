using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Orbweaver.Live;
using Orbweaver.Model;
using Orbweaver.Twin;

namespace Orbweaver.Up;

/// <summary>What a running network says of itself, in lines.</summary>
internal static class UpText
{
    /// <summary>The state of things now.</summary>
    public static IEnumerable<string> Status(LiveWorld world, PortTable ports, string name)
    {
        LoopFigures figures = ports.Figures;
        Plan plan = world.World.WholePlan;
        yield return $"{name}: up for {Seconds(world.Now - plan.Start)} s of its own time, now {world.Now}";
        yield return $"plan until {plan.End} ({Seconds(plan.End - world.Now)} s left)";
        foreach (string line in Figures(figures))
        {
            yield return line;
        }
        yield return $"under way {world.MessagesUnderWay} messages; "
            + $"{world.World.PacketHops:N0} packet-hops of all traffic";
        foreach (PortBinding binding in ports.Bindings)
        {
            yield return Port(binding);
        }
    }

    /// <summary>How well it keeps time, and what went through its ports.</summary>
    public static IEnumerable<string> Figures(LoopFigures figures)
    {
        DurationSummary late = figures.LatenessNs.Summary();
        Duration rare = new(figures.LatenessNs.Percentile(999));
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"ports: in {figures.MessagesIn:N0} ({figures.BytesIn:N0} bytes), out {figures.MessagesOut:N0}"
                + $" ({figures.BytesOut:N0} bytes), lost {figures.MessagesLost:N0},"
                + $" refused {figures.MessagesRefused:N0}");
        if (figures.Slipped > Duration.Zero)
        {
            yield return $"this machine was too slow: {Milliseconds(figures.Slipped)} ms of the world's time"
                + " are behind the clock for good";
        }
        yield return late.Count == 0
            ? $"behind the clock: most {Milliseconds(figures.LagMax)} ms"
            : $"late against the modelled time: median {Milliseconds(late.P50)}, p99"
                + $" {Milliseconds(late.P99)}, p99.9 {Milliseconds(rare)}, most"
                + $" {Milliseconds(late.Greatest)} ms; behind the clock: most"
                + $" {Milliseconds(figures.LagMax)} ms";
    }

    /// <summary>The way of a packet now.</summary>
    public static IEnumerable<string> Path(LiveWorld world, NodeId from, NodeId to)
    {
        IReadOnlyList<PathHop> hops = LivePath.Of(world.World, from, to);
        IReadOnlyList<PlanNode> nodes = world.World.WholePlan.Nodes;
        string ends = $"{nodes[from.Value].Name} -> {nodes[to.Value].Name} at {world.Now}";
        Duration sum = hops.Aggregate(Duration.Zero, static (total, hop) => total + hop.Delay);
        yield return from == to ? $"{ends}: the same node"
            : hops.Count == 0 ? $"{ends}: no way"
            : $"{ends}: {hops.Count} hops, {Milliseconds(sum)} ms without serialisation";
        foreach (PathHop hop in hops)
        {
            yield return $"  {nodes[hop.From.Value].Name} -> {nodes[hop.To.Value].Name}"
                + $"  {Milliseconds(hop.Delay)} ms{(hop.IsStandby ? "  (standby)" : "")}";
        }
    }

    /// <summary>What went through a port.</summary>
    public static string Port(PortBinding binding)
    {
        PortCounters counters = binding.Port.Counters;
        IEnumerable<string> drops = System.Enum.GetValues<PortDrop>()
            .Where(d => counters[d] > 0).Select(d => $"{d} {counters[d]:N0}");
        string failure = binding.Port.Failure is { } why ? $"; out of use: {why}" : "";
        string dropped = string.Join(", ", drops);
        dropped = dropped.Length > 0 ? $"; dropped: {dropped}" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"  {binding.Port.Edge} {binding.Port.Name}: in {counters.MessagesIn:N0}, out"
                + $" {counters.MessagesOut:N0}{dropped}{failure}");
    }

    private static string Seconds(Duration d)
        => (d.Nanoseconds / 1_000_000_000).ToString("N0", CultureInfo.InvariantCulture);

    private static string Milliseconds(Duration d)
        => (d.Nanoseconds / 1e6).ToString("0.###", CultureInfo.InvariantCulture);
}
