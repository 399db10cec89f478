using System.IO;
using System.Text.Json;
using Orbweaver.Hosting;
using Orbweaver.Sim;

namespace Orbweaver.Reports;

/// <summary>What a lane of seeds came to, as <c>orbweaver.sim/1</c>.</summary>
internal static class SimJson
{
    /// <summary>Writes the document and nothing else.</summary>
    public static void Write(
        SimTotals totals, string? scenario, double seconds, bool isPartial, TextWriter to)
    {
        using Utf8JsonText text = new(to);
        Utf8JsonWriter json = text.Writer;
        json.WriteStartObject();
        json.WriteString("format", "orbweaver.sim/1");
        json.WriteOptional("commit", BuildInfo.Commit);
        json.WriteOptional("scenario", scenario);
        json.WriteBoolean("is_partial", isPartial);
        json.WriteNumber("seeds", totals.Seeds);
        json.WriteNumber("calm_seeds", totals.CalmSeeds);
        json.WriteNumber("real_liveness_seeds", totals.RealSeeds);
        json.WriteNumber("wall_s", JsonFields.Rounded(seconds));
        json.WriteNumber("simulated_s", totals.Simulated.Nanoseconds / 1_000_000_000m);
        json.WriteNumber("node_s", totals.NodeTime.Nanoseconds / 1_000_000_000m);
        json.WriteNumber("packet_hops", totals.PacketHops);
        json.WriteString("trace_hash", $"{totals.TraceHash:x16}");
        WriteFates(json, totals.Fates);
        WriteOnTime(json, totals);
        WriteClasses(json, totals);
        WriteFailures(json, totals, scenario);
        json.WriteEndObject();
    }

    private static void WriteFates(Utf8JsonWriter json, in Fates fates)
    {
        json.WriteStartObject("messages");
        json.WriteNumber("offered", fates.Offered);
        json.WriteNumber("on_time", fates.OnTime);
        json.WriteNumber("late", fates.Late);
        json.WriteNumber("expired", fates.Expired);
        json.WriteNumber("superseded", fates.Superseded);
        json.WriteNumber("lost", fates.Lost);
        json.WriteNumber("in_flight", fates.InFlight);
        json.WriteEndObject();
    }

    private static void WriteOnTime(Utf8JsonWriter json, SimTotals totals)
    {
        OnTimeCount c = totals.OnTime;
        json.WriteStartObject("on_time");
        json.WriteNumber("ratio", JsonFields.Rounded(c.Ratio));
        json.WriteNumber("owed_ppm", OnTimeCount.OwedPpm);
        json.WriteBoolean("is_enough", c.IsEnough);
        json.WriteNumber("judged", c.Judged);
        json.WriteNumber("on_time", c.OnTime);
        json.WriteNumber("missed", c.Missed);
        json.WriteNumber("infeasible", c.Infeasible);
        json.WriteNumber("left_out_crossed", c.Crossed);
        json.WriteNumber("left_out_noise", c.Noise);
        json.WriteNumber("left_out_excess", c.Excess);
        json.WriteStartObject("missed_by_cause");
        foreach ((string cause, long messages) in totals.Missed)
        {
            json.WriteNumber(cause, messages);
        }
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteClasses(Utf8JsonWriter json, SimTotals totals)
    {
        json.WriteStartArray("faults");
        foreach (FaultClass c in FaultClasses.Drawn)
        {
            totals.Classes.TryGetValue(c, out var count);
            json.WriteStartObject();
            json.WriteString("class", FaultClasses.NameOf(c));
            json.WriteNumber("seeds", count.Seeds);
            json.WriteNumber("drawn", count.Drawn);
            json.WriteNumber("bitten", count.Bitten);
            json.WriteNumber("idle_seeds", count.Idle);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteFailures(Utf8JsonWriter json, SimTotals totals, string? scenario)
    {
        json.WriteStartArray("failures");
        foreach (SeedReport report in totals.Failed)
        {
            json.WriteStartObject();
            json.WriteNumber("seed", report.Seed);
            json.WriteString("kind", $"{report.Failure!.Kind}".ToLowerInvariant());
            json.WriteMs("at_ms", report.Failure.At);
            json.WriteString("message", report.Failure.Message);
            json.WriteString("repeat", SimText.RepeatLine(report.Seed, scenario));
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
