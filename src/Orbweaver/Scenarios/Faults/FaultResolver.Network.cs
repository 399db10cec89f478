using System;
using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Twin;

namespace Orbweaver.Scenarios;

// Controllers, partitions and crowds.
internal sealed partial class FaultResolver
{
    private void AddNodes(ScenarioFault fault, string what, NodeHit[] hits)
        => Put(fault.Kind, what, fault.At, fault.Until, hits, []);

    // Without names all controllers are meant.
    private void AddController(ControllerFault fault)
    {
        IEnumerable<string> names = fault.Nodes.Count > 0
            ? fault.Nodes.Select(n => n.Name)
            : _network.Scenario.Controllers?.At.Select(n => n.Name) ?? [];
        NodeHitKind kind = fault.Late is null ? NodeHitKind.ControllerLost : NodeHitKind.ControllerSlow;
        string[] all = [.. names.Distinct(StringComparer.Ordinal)];
        AddNodes(fault, fault.Nodes.Count > 0 ? Listed(all) : "every controller", [.. all
            .Select(n => _plan.TryFindNode(n, out NodeId id) ? id : default)
            .Select(n => new NodeHit(n, kind, fault.At, fault.Until) { SlowBy = fault.Late ?? default })]);
    }

    private void AddPartition(PartitionFault fault)
    {
        HashSet<int> inside = [.. InsideOf(fault).Select(n => n.Value)];
        string what = fault switch
        {
            { Plane: { } plane } => $"plane {plane.Plane} of {plane.Constellation.Name}",
            { Region: { } region } => $"{region.Radius} around {Of(region.Centre)}",
            _ => Listed(fault.Nodes.Select(n => n.Name)),
        };
        bool isBoth = fault.Lost == LinkDirections.Both;
        AddLinks(fault, what, _links.All
            .Where(l => inside.Contains(l.A.Value) != inside.Contains(l.B.Value))
            .Where(l => l.Opens < fault.Until && l.Closes > fault.At)
            .Select(l => Hit(fault, l, isBoth ? LinkHitKind.Dark : LinkHitKind.Silent) with
            {
                Directions = isBoth ? LinkDirections.Both
                    : (fault.Lost == LinkDirections.AToB) == inside.Contains(l.B.Value)
                        ? LinkDirections.AToB : LinkDirections.BToA,
            }));
    }

    private IEnumerable<NodeId> InsideOf(PartitionFault fault)
        => fault switch
        {
            { Plane: { } plane } => NodesOf(s =>
                s.Plane == plane.Plane
                    && string.Equals(s.Constellation, plane.Constellation.Name, StringComparison.Ordinal)),
            { Region: { } region } => new RegionTrack(_network.Request, region)
                .Spans(withSatellites: true).Select(s => s.Node),
            _ => fault.Nodes.Select(n => _names[n]),
        };

    private void AddOverload(OverloadFault fault)
    {
        List<Overload> overloads = [];
        for (int i = 0; i < _network.Scenario.Contracts.Count; i++)
        {
            if (fault.Means(_network.Scenario.Contracts[i]))
            {
                overloads.Add(new Overload(i, fault.Factor));
            }
        }
        Put(
            fault.Kind, $"{overloads.Count} contracts times {fault.Factor}", fault.At, fault.Until, [], []);
        _hits += overloads.Count;
        _faults[^1] = _faults[^1] with { Overloads = overloads };
    }
}
