using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Orbweaver.Monitor;

/// <summary>
/// Finds what explains an incident's alarms with least: a node, else a plane, else a vendor, else a place, else
/// the links themselves.
/// </summary>
internal sealed class CauseFinder
{
    /// <summary>Alarms farther apart than this are not of one place.</summary>
    public const double RegionRadiusMaxKm = 2_500;

    // A plane or vendor is named when so much of it is gone: some of its satellites may be lost by chance.
    private const double MembersShareMin = 0.6;

    private readonly IReadOnlyList<CatalogueNode> _nodes;
    private readonly Dictionary<(string Group, int Plane), int> _planes = [];
    private readonly Dictionary<string, int> _vendors = new(StringComparer.Ordinal);

    /// <summary>A finder for the nodes of a network.</summary>
    public CauseFinder(IReadOnlyList<CatalogueNode> nodes)
    {
        _nodes = nodes;
        foreach (CatalogueNode node in nodes.Where(IsSatellite))
        {
            Count(_planes, (node.Group, node.Plane));
            Count(_vendors, node.Vendor);
        }
    }

    /// <summary>Satellites of the network.</summary>
    public int Satellites => _planes.Values.Sum();

    /// <summary>What explains alarms, where they are known to be.</summary>
    public IncidentCause Of(IReadOnlyCollection<Alarm> alarms, IReadOnlyList<GroundPoint> places)
    {
        int[] lost = [.. alarms.Where(static a => a.Key.Kind == AlarmKind.Node).Select(static a => a.Key.Number)];
        Alarm[] links = [.. alarms.Where(static a => a.Key.Kind == AlarmKind.Link)];
        return lost.Length switch
        {
            0 when links.Length == 0 => OfOther(alarms.First()),
            0 => OfLinks(links, places),
            1 => new IncidentCause("node", alarms.First(a => a.Key.Kind == AlarmKind.Node).What, lost),
            _ => OfNodes(lost, places),
        };
    }

    private static bool IsSatellite(CatalogueNode node) => node.Plane >= 0 || node.Kind is "satellite";

    private static bool IsSame(string a, string b) => string.Equals(a, b, StringComparison.Ordinal);

    private static void Count<T>(Dictionary<T, int> counts, T of)
        where T : notnull
    {
        counts.TryGetValue(of, out int before);
        counts[of] = before + 1;
    }

    private static IncidentCause OfOther(Alarm first) => new(
        first.Key.Kind switch
        {
            AlarmKind.Stream => "stream",
            AlarmKind.Clock => "clock",
            _ => "plan",
        },
        first.What, first.Nodes);

    private IncidentCause OfLinks(Alarm[] links, IReadOnlyList<GroundPoint> places)
    {
        if (links.Length == 1)
        {
            return new IncidentCause("link", links[0].What, links[0].Nodes);
        }
        // One end that all links share explains them better than the links do.
        int[] shared = [.. links[0].Nodes.Where(n => Array.TrueForAll(links, l => l.Nodes.Contains(n)))];
        return shared.Length == 1
            ? new IncidentCause("node", $"all bad links are of {_nodes[shared[0]].Name}", shared)
            : RegionOf(links.SelectMany(static l => l.Nodes).Distinct(), places)
                ?? new IncidentCause(
                    "link", $"{links.Length} links", [.. links.SelectMany(static l => l.Nodes).Distinct().Order()]);
    }

    private IncidentCause OfNodes(int[] lost, IReadOnlyList<GroundPoint> places)
    {
        CatalogueNode first = _nodes[lost[0]];
        bool isPlane = first.Plane >= 0
            && lost.All(n => _nodes[n].Plane == first.Plane && IsSame(_nodes[n].Group, first.Group))
            && lost.Length >= MembersShareMin * _planes[(first.Group, first.Plane)];
        if (isPlane)
        {
            return new IncidentCause("plane", $"plane {first.Plane} is lost ({lost.Length} satellites)", lost);
        }
        bool isVendor = first.Vendor.Length > 0 && IsSatellite(first)
            && lost.All(n => IsSame(_nodes[n].Vendor, first.Vendor))
            && lost.Length >= MembersShareMin * _vendors.GetValueOrDefault(first.Vendor, int.MaxValue);
        return isVendor
            ? new IncidentCause(
                "vendor", $"vendor {first.Vendor} is lost ({lost.Length} satellites)", lost)
            : RegionOf(lost, places)
                ?? new IncidentCause("node", $"{lost.Length} nodes are lost", lost);
    }

    // The middle of all places, if all are near it.
    private static IncidentCause? RegionOf(IEnumerable<int> nodes, IReadOnlyList<GroundPoint> places)
    {
        if (places.Count < 3)
        {
            return null;
        }
        (double x, double y) = (places.Sum(static p => p.X), places.Sum(static p => p.Y));
        double z = places.Sum(static p => p.Z);
        double length = Math.Sqrt((x * x) + (y * y) + (z * z));
        if (length < 1e-9)
        {
            return null;
        }
        GroundPoint middle = new(x / length, y / length, z / length);
        double radiusKm = places.Max(p => p.KmTo(middle));
        return radiusKm > RegionRadiusMaxKm
            ? null
            : new IncidentCause("region", $"within {radiusKm:0} km of {Place(middle)}", [.. nodes.Order()]);
    }

    private static string Place(in GroundPoint p) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Math.Abs(p.LatDeg):0}{(p.LatDeg < 0 ? 'S' : 'N')} {Math.Abs(p.LonDeg):0}{(p.LonDeg < 0 ? 'W' : 'E')}");
}
