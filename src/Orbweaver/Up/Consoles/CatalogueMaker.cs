using System;
using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Monitor;
using Orbweaver.Orbits;
using Orbweaver.Planning;
using Orbweaver.Reports;
using Orbweaver.Scenarios;

namespace Orbweaver.Up;

/// <summary>Writes down what of a network does not change, for whoever watches it.</summary>
internal static class CatalogueMaker
{
    /// <summary>The catalogue of a planned network.</summary>
    public static Catalogue Of(Network network, PlannedNetwork planned)
    {
        PlanRequest request = network.Request;
        List<CatalogueStream> streams = [];
        foreach (Contract contract in request.Contracts)
        {
            ContractAdmission admission = planned.Admission.Contracts[contract.Index];
            foreach (NodeId subscriber in contract.Subscribers)
            {
                streams.Add(Stream(network, contract, admission, subscriber, streams.Count));
            }
        }
        // Planes of several shells are told apart by numbers of their own.
        Dictionary<(string, int), int> planes = [];
        foreach (SatelliteSpec satellite in request.Satellites.Where(s => s.Plane >= 0))
        {
            planes.TryAdd((satellite.Constellation, satellite.Plane), planes.Count);
        }
        return new Catalogue
        {
            Network = network.Scenario.Name,
            Start = Iso(request.Start),
            HopMs = request.HopDelay.TotalMilliseconds,
            Planes = planes.Count,
            Nodes =
            [
                .. request.Satellites.Select((s, i) => new CatalogueNode
                {
                    Id = i,
                    Name = s.Name,
                    Kind = "satellite",
                    Plane = s.Plane < 0 ? -1 : planes[(s.Constellation, s.Plane)],
                    Slot = s.Slot,
                    Group = s.Constellation,
                    Vendor = s.Vendor,
                }),
                .. request.Grounds.Select((g, i) => new CatalogueNode
                {
                    Id = request.Satellites.Count + i,
                    Name = g.Name,
                    Kind = g.Kind == NodeKind.Site ? "site" : "edge",
                    Vendor = g.Vendor,
                    Lat = g.Position.Latitude.Degrees,
                    Lon = g.Position.Longitude.Degrees,
                    AltM = g.Position.Altitude.Metres,
                }),
            ],
            Streams = streams,
        };
    }

    /// <summary>A moment of the world as text.</summary>
    public static string Iso(Instant at)
        => MomentOf(at).ToString(
            "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A moment of the world as a date.</summary>
    public static DateTime MomentOf(Instant at) => DateTime.UnixEpoch.AddTicks(Utc.ToUnixNs(at) / 100);

    /// <summary>A date as a moment of the world.</summary>
    public static Instant InstantOf(DateTime at)
    {
        long ticks = at.Ticks - DateTime.UnixEpoch.Ticks;
        long day = Math.DivRem(ticks, TimeSpan.TicksPerDay, out long rest);
        return rest >= 0
            ? Utc.FromDay(Utc.DayNumber(1970, 1, 1) + day, rest * 100)
            : Utc.FromDay(Utc.DayNumber(1970, 1, 1) + day - 1, (rest + TimeSpan.TicksPerDay) * 100);
    }

    private static CatalogueStream Stream(
        Network network, Contract contract, ContractAdmission admission, NodeId subscriber, int id)
    {
        bool isOne = contract.Subscribers.Count == 1;
        SubscriberAdmission its = admission.To(subscriber);
        string to = NameOf(network, subscriber);
        return new CatalogueStream
        {
            Id = id,
            Contract = contract.Index,
            Row = network.Scenario.Contracts[contract.Index].Row,
            Name = isOne ? contract.Name : $"{contract.Name} > {to}",
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
            PromiseShare = contract.PromisePpm / 1e6,
            FloorMs = Floor(network, contract.Publisher, subscriber)?.TotalMilliseconds,
            Verdict = ReportJson.VerdictWord(admission.Verdict == AdmissionVerdict.Impossible
                ? admission.Verdict : its.Verdict),
            Reason = its.Reason.Length > 0 ? its.Reason : admission.Reason,
        };
    }

    private static string NameOf(Network network, NodeId node)
    {
        int satellites = network.Request.Satellites.Count;
        return node.Value < satellites
            ? network.Request.Satellites[node.Value].Name
            : network.Request.Grounds[node.Value - satellites].Name;
    }

    /// <summary>Light along the ground between two nodes; null where one is in orbit.</summary>
    public static Duration? Floor(Network network, NodeId a, NodeId b)
    {
        int satellites = network.Request.Satellites.Count;
        return a.Value < satellites || b.Value < satellites
            ? null
            : Geometry.Floor(
                network.Request.Grounds[a.Value - satellites].Position,
                network.Request.Grounds[b.Value - satellites].Position);
    }
}
