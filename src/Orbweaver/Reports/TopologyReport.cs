using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using Orbweaver.Model;
using Orbweaver.Planning;

namespace Orbweaver.Reports;

/// <summary>Topologies compared, as a table and as JSON.</summary>
internal static class TopologyReport
{
    private static readonly Column[] Columns =
    [
        new("topology", false), new("lasers", true), new("p50 ms", true), new("mean", true),
        new("p99", true), new("x floor", true), new("hops", true), new("no way", true),
        new("busiest", true), new("carried", true), new("retargets", true),
    ];

    /// <summary>For people.</summary>
    public static void WriteText(
        string scenario, PlanRequest request, IReadOnlyList<ComparedTopology> compared, TextWriter to)
    {
        to.WriteLine($"{scenario}: {request.Contracts.Count} contracts over {request.Horizon}");
        to.WriteLine();
        TextTable table = new(Columns);
        foreach (ComparedTopology one in compared)
        {
            TopologyFigures f = one.Figures;
            table.Add(
                null, one.Name, f.Lasers.Min == f.Lasers.Max ? $"{f.Lasers.Max}"
                    : $"{f.Lasers.Min}-{f.Lasers.Max}",
                Ms(f.Median), Ms(f.Mean), Ms(f.P99), Number(f.StretchMedian, "0.00"),
                Number(f.Hops, "0.0"), Percent(f.NoWayShare), Percent(f.BusiestLaser),
                Percent(f.CarriedShare), Number(f.RetargetsPerSatelliteHour, "0.00"));
        }
        table.Write(to);
        to.WriteLine();
        to.WriteLine("Delays end to end, weighted by rate. x floor: median over the least possible.");
        to.WriteLine("hops: lasers on a way. busiest: the most loaded laser, of what may be promised of it.");
        to.WriteLine(
            $"carried: of {Number(TopologyComparison.OverloadFactor, "0")} times the rate that all links of "
            + $"{compared[0].Name} have room for. retargets: a satellite and hour.");
        MotifLines.Write(to, [.. compared.SelectMany(c => c.Motifs)]);
    }

    /// <summary>For programs.</summary>
    public static void WriteJson(
        string scenario, PlanRequest request, IReadOnlyList<ComparedTopology> compared, Stream stream)
    {
        using Utf8JsonWriter json = new(stream, JsonFields.Options);
        json.WriteStartObject();
        json.WriteString("schema", "orbweaver.topologies/1");
        json.WriteString("scenario", scenario);
        json.WriteNumber("contracts", request.Contracts.Count);
        json.WriteNumber("spanSeconds", request.Horizon.Nanoseconds / 1e9m);
        json.WriteStartArray("topologies");
        foreach (ComparedTopology one in compared)
        {
            Write(one, json);
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(ComparedTopology one, Utf8JsonWriter json)
    {
        TopologyFigures f = one.Figures;
        json.WriteStartObject();
        json.WriteString("name", one.Name);
        json.WriteNumber("lasersMin", f.Lasers.Min);
        json.WriteNumber("lasersMax", f.Lasers.Max);
        json.WriteMs("medianMs", f.Median);
        json.WriteMs("meanMs", f.Mean);
        json.WriteMs("p99Ms", f.P99);
        json.WriteNumber("medianOverFloor", JsonFields.Rounded(f.StretchMedian));
        json.WriteNumber("p99OverFloor", JsonFields.Rounded(f.StretchP99));
        json.WriteNumber("hops", JsonFields.Rounded(f.Hops));
        json.WriteNumber("noWayShare", JsonFields.Rounded(f.NoWayShare));
        json.WriteOptional("scale", Finite(f.Scale));
        json.WriteOptional("laserScale", Finite(f.LaserScale));
        json.WriteNumber("busiestLaser", JsonFields.Rounded(f.BusiestLaser));
        json.WriteNumber("load", JsonFields.Rounded(f.Load));
        json.WriteNumber("carriedShare", JsonFields.Rounded(f.CarriedShare));
        json.WriteNumber("retargetsPerSatelliteHour", JsonFields.Rounded(f.RetargetsPerSatelliteHour));
        json.WriteNumber("acquiringShare", JsonFields.Rounded(f.AcquiringShare));
        MotifJson.Write(one.Motifs, json);
        json.WriteEndObject();
    }

    private static decimal? Finite(double value)
        => double.IsFinite(value) && value < 1e18 ? JsonFields.Rounded(value) : null;

    private static string Ms(Duration delay) => Number(delay.TotalMilliseconds, "0.0");

    private static string Percent(double share) => Number(100 * share, "0.0") + "%";

    private static string Number(double value, string format)
        => value.ToString(format, CultureInfo.InvariantCulture);
}
