using System;
using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Planning;

namespace Orbweaver.Scenarios;

/// <summary>The names that faults may use, once all nodes are numbered.</summary>
internal sealed class FaultNames
{
    private readonly Dictionary<string, NodeId> _nodes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _grounds = [];
    private readonly SortedSet<string> _names = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<ScenarioContract> _contracts;
    private readonly SortedDictionary<string, int> _planes = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _vendors = new(StringComparer.Ordinal);

    public FaultNames(Network network)
    {
        PlanRequest request = network.Request;
        _contracts = network.Scenario.Contracts;
        foreach (SatelliteSpec satellite in request.Satellites)
        {
            _nodes.Add(satellite.Name, new NodeId(_nodes.Count));
            _planes.TryGetValue(satellite.Constellation, out int planes);
            _planes[satellite.Constellation] = Math.Max(planes, satellite.Plane + 1);
            _vendors.Add(satellite.Vendor);
        }
        foreach (Contract contract in request.Contracts)
        {
            _names.Add(contract.Name);
        }
        foreach (GroundSpec ground in request.Grounds)
        {
            _nodes.Add(ground.Name, new NodeId(_nodes.Count));
            _grounds.Add(ground.Name);
            if (ground.Vendor.Length > 0)
            {
                _vendors.Add(ground.Vendor);
            }
        }
    }

    /// <summary>The node of a name that was checked.</summary>
    public NodeId this[NameRef name] => _nodes[name.Name];

    /// <summary>Looks up every name of all faults; adds a finding for each that nobody has.</summary>
    public void Check(IReadOnlyList<ScenarioFault> faults, Findings findings)
    {
        foreach (ScenarioFault fault in faults)
        {
            switch (fault)
            {
                case NamedNodesFault named:
                    CheckNodes(named, findings);
                    break;
                case PlaneFault plane:
                    CheckPlane(plane, findings);
                    break;
                case VendorFault vendor when !_vendors.Contains(vendor.Vendor.Name):
                    Bad(vendor.Vendor, "vendor", _vendors, findings);
                    break;
                case PairFault pair:
                    CheckNode(pair.From, findings);
                    CheckNode(pair.To, findings);
                    break;
                case AcquisitionFault { Node: { } node }:
                    CheckNode(node, findings);
                    break;
                case ClockNodesFault clock:
                    CheckAll(clock.Nodes, findings);
                    break;
                case ControllerFault controller:
                    CheckAll(controller.Nodes, findings);
                    break;
                case PartitionFault partition:
                    CheckAll(partition.Nodes, findings);
                    if (partition.Plane is { } cut)
                    {
                        CheckPlane(cut, findings);
                    }
                    break;
                case OverloadFault overload:
                    CheckOverload(overload, findings);
                    break;
                default:
                    break;
            }
        }
    }

    private void CheckNodes(NamedNodesFault fault, Findings findings)
    {
        foreach (NameRef name in fault.Nodes)
        {
            if (fault.Kind is not "site")
            {
                CheckNode(name, findings);
            }
            else if (!_grounds.Contains(name.Name))
            {
                Bad(name, "site or edge", _grounds.Order(StringComparer.Ordinal), findings);
            }
        }
    }

    private void CheckPlane(PlaneFault fault, Findings findings)
    {
        if (!_planes.TryGetValue(fault.Constellation.Name, out int planes))
        {
            Bad(fault.Constellation, "constellation", _planes.Keys, findings);
        }
        else if (fault.Plane >= planes)
        {
            Field field = fault.PlaneField with { Findings = findings };
            field.Bad(
                $"there is no plane {fault.Plane} of {fault.Constellation.Name}",
                planes == 0
                    ? "Elements have no planes; name the nodes"
                    : $"Write a plane from 0 to {planes - 1}");
        }
    }

    private void CheckAll(IReadOnlyList<NameRef> names, Findings findings)
    {
        foreach (NameRef name in names)
        {
            CheckNode(name, findings);
        }
    }

    private void CheckOverload(OverloadFault fault, Findings findings)
    {
        int before = findings.Count;
        foreach (NameRef name in fault.Contracts)
        {
            if (!_names.Contains(name.Name))
            {
                Bad(name, "contract", _names, findings);
            }
        }
        if (fault.From is { } from)
        {
            CheckNode(from, findings);
        }
        if (fault.Row is { } row && !_contracts.Any(c => OverloadFault.IsOfRow(c, row)))
        {
            Bad(row, "row", RowNumbers(), findings);
        }
        else if (findings.Count == before && !_contracts.Any(fault.Means))
        {
            Field field = (fault.Row ?? fault.From ?? fault.Contracts[0]).Field with { Findings = findings };
            field.Bad(
                "overloads nobody: elastic contracts take what is left already", "Name others");
        }
    }

    // As they are written, and in their order.
    private string[] RowNumbers()
        =>
        [
            .. _contracts.Select(c => c.Row.Split('-')[0].TrimStart('r'))
                .Where(static r => r.Length > 0 && r.All(char.IsAsciiDigit))
                .Distinct(StringComparer.Ordinal).OrderBy(static r => r.Length)
                .ThenBy(static r => r, StringComparer.Ordinal),
        ];

    private void CheckNode(NameRef name, Findings findings)
    {
        if (!_nodes.ContainsKey(name.Name))
        {
            Bad(name, "node", _nodes.Keys, findings);
        }
    }

    private static void Bad(NameRef name, string what, IEnumerable<string> known, Findings findings)
    {
        Field field = name.Field with { Findings = findings };
        field.Bad($"there is no {what} '{name.Name}'", DidYouMean.Advice(name.Name, known));
    }
}
