using System;
using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Orbits;

namespace Orbweaver.Monitor;

/// <summary>What admission said to a contract, in words, and where the contract comes from.</summary>
/// <param name="Row">The row of the preset; empty for one that was written.</param>
/// <param name="Verdict"><c>admitted</c>, <c>at-risk</c>, <c>impossible</c> and so on.</param>
/// <param name="Reason">Why.</param>
public sealed record ContractNote(string Row, string Verdict, string Reason);

/// <summary>Makes a catalogue of a plan and contracts.</summary>
public static class CatalogueMaker
{
    /// <summary>
    /// The catalogue. <paramref name="grounds"/> are the places of nodes that are no satellites, in the order
    /// of nodes; <paramref name="notes"/> are by contract, or none.
    /// </summary>
    public static Catalogue Make(
        string network, Plan plan, IReadOnlyList<Contract> contracts,
        IReadOnlyList<GeodeticPosition> grounds, IReadOnlyList<ContractNote> notes)
    {
        List<CatalogueNode> nodes = [];
        int planes = 0;
        int satellites = 0;
        foreach (PlanNode node in plan.Nodes)
        {
            satellites += node.Kind == NodeKind.Satellite ? 1 : 0;
            planes = Math.Max(planes, node.Plane + 1);
            nodes.Add(NodeOf(node, PlaceOf(node.Id.Value, satellites, grounds)));
        }
        List<CatalogueStream> streams = [];
        foreach (Contract contract in contracts)
        {
            ContractNote note = contract.Index < notes.Count ? notes[contract.Index]
                : new ContractNote("", "", "");
            foreach (NodeId subscriber in contract.Subscribers)
            {
                Duration? floor =
                    PlaceOf(contract.Publisher.Value, satellites, grounds) is GeodeticPosition from
                    && PlaceOf(subscriber.Value, satellites, grounds) is GeodeticPosition to
                        ? Geometry.Floor(from, to) : null;
                streams.Add(StreamOf(streams.Count, contract, subscriber, note, floor));
            }
        }
        return new Catalogue
        {
            Network = network,
            Start = UnixTime.Iso(UnixTime.Ms(plan.Start))!,
            HopMs = plan.HopDelay.TotalMilliseconds,
            Planes = planes,
            Nodes = nodes,
            Streams = streams,
        };
    }

    private static GeodeticPosition? PlaceOf(
        int node, int satellites, IReadOnlyList<GeodeticPosition> grounds)
        => node >= satellites && node - satellites < grounds.Count ? grounds[node - satellites] : null;

    private static CatalogueNode NodeOf(PlanNode node, GeodeticPosition? place) => new()
    {
        Id = node.Id.Value,
        Name = node.Name,
        Kind = node.Kind switch
        {
            NodeKind.Satellite => "satellite",
            NodeKind.Site => "site",
            _ => "edge",
        },
        Plane = node.Plane,
        Slot = node.Slot,
        Group = node.Group,
        Vendor = node.Vendor,
        Lat = place?.Latitude.Degrees,
        Lon = place?.Longitude.Degrees,
        AltM = place?.Altitude.Metres,
    };

    private static CatalogueStream StreamOf(
        int id, Contract contract, NodeId subscriber, ContractNote note, Duration? floor) => new()
        {
            Id = id,
            Contract = contract.Index,
            Row = note.Row,
            Name = contract.Name,
            Tenant = contract.Tenant,
            From = contract.Publisher.Value,
            To = subscriber.Value,
            Class = contract.Qos.ToString(),
            Priority = contract.Qos.Priority,
            Assurance = contract.Qos.Assurance switch
            {
                Assurance.Guaranteed => "guaranteed",
                Assurance.Deadline => "deadline",
                _ => "congestion",
            },
            Protection = contract.Protection switch
            {
                Protection.None => "none",
                Protection.Repair => "repair",
                _ => "replicate",
            },
            DeadlineMs = contract.Budget?.TotalMilliseconds,
            PromiseShare = contract.PromisePpm * 1e-6,
            FloorMs = floor?.TotalMilliseconds,
            Verdict = note.Verdict,
            Reason = note.Reason,
        };
}
