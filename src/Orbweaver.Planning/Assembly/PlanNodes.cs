using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>Numbers the nodes: satellites in request order, then sites, then edges.</summary>
internal static class PlanNodes
{
    /// <summary>All nodes of a plan. Planes are dense over the whole plan, -1 where unknown.</summary>
    public static PlanNode[] Of(PlanRequest request)
    {
        var planeNumbers = PlaneNumbers(request);
        var nodes = new List<PlanNode>(request.Satellites.Count + request.Grounds.Count);
        foreach (SatelliteSpec satellite in request.Satellites)
        {
            int plane = satellite.Plane < 0 ? -1 : planeNumbers[(satellite.Constellation, satellite.Plane)];
            nodes.Add(new PlanNode(
                new NodeId(nodes.Count), satellite.Name, NodeKind.Satellite,
                satellite.Constellation, satellite.Vendor, plane, satellite.Slot));
        }
        foreach (GroundSpec ground in request.Grounds)
        {
            nodes.Add(
                new PlanNode(new NodeId(nodes.Count), ground.Name, ground.Kind, "", ground.Vendor, -1, -1));
        }
        return [.. nodes];
    }

    // Constellations in order of their specs (then of first use), planes ascending within each.
    private static Dictionary<(string, int), int> PlaneNumbers(PlanRequest request)
    {
        var names = new List<string>();
        var planes = new Dictionary<string, SortedSet<int>>(System.StringComparer.Ordinal);
        foreach (ConstellationSpec constellation in request.Constellations)
        {
            names.Add(constellation.Name);
            planes[constellation.Name] = [];
        }
        foreach (SatelliteSpec satellite in request.Satellites)
        {
            if (!planes.TryGetValue(satellite.Constellation, out SortedSet<int>? known))
            {
                names.Add(satellite.Constellation);
                known = [];
                planes[satellite.Constellation] = known;
            }
            if (satellite.Plane >= 0)
            {
                known.Add(satellite.Plane);
            }
        }
        var numbers = new Dictionary<(string, int), int>();
        foreach (string name in names)
        {
            foreach (int plane in planes[name])
            {
                numbers[(name, plane)] = numbers.Count;
            }
        }
        return numbers;
    }
}
