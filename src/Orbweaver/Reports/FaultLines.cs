using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Twin;

namespace Orbweaver.Reports;

/// <summary>What reports say about faults, in words.</summary>
internal static class FaultLines
{
    /// <summary>An offset from the start of the run: <c>90 s</c>, or <c>-</c> for never.</summary>
    public static string Offset(Duration offset)
        => offset == Duration.Max
            ? "-"
            : string.Create(CultureInfo.InvariantCulture, $"{offset.Nanoseconds / 1e9:0.##} s");

    /// <summary>The nodes that it hit, without repetition, in the order of their numbers.</summary>
    public static IReadOnlyList<NodeId> NodesOf(Fault fault)
        => [.. fault.Nodes.Select(h => h.Node).Distinct().OrderBy(n => n.Value)];

    /// <summary>The pairs of nodes whose links it hit, without repetition, in the order of links.</summary>
    public static IReadOnlyList<(NodeId A, NodeId B)> PairsOf(Fault fault, Plan plan, StandbyTable standby)
        =>
        [
            .. fault.Links.Select(h => h.Link).Distinct().Select(l => EndsOf(l, plan, standby)).Distinct(),
        ];

    /// <summary>How many faults there were and what they took, as a sentence.</summary>
    public static string Sum(RunResult result)
    {
        int bitten = result.Faults.Count(f => f.HasBitten);
        long packets = result.Faults.Sum(f => f.PacketsLost);
        long refused = result.Faults.Sum(f => f.Refused);
        string all = bitten == result.Faults.Count
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $", {bitten:N0} of them made a difference");
        string none = refused == 0
            ? ""
            : string.Create(
                CultureInfo.InvariantCulture, $", and nobody was there for {refused:N0} messages");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Faults: {result.Faults.Count:N0}{all}. They took {packets:N0} packets{none}.");
    }

    private static (NodeId A, NodeId B) EndsOf(int link, Plan plan, StandbyTable standby)
    {
        if (StandbyTable.IsStandby(link))
        {
            StandbyPair pair = standby.PairOf(link);
            return (pair.Satellite, pair.Ground);
        }
        Contact contact = plan.Contacts[link];
        return (contact.A.Node, contact.B.Node);
    }
}
