using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Orbweaver.Model;
using Orbweaver.Twin;

namespace Orbweaver.Reports;

/// <summary>The part of <c>report.json</c> about faults and about time.</summary>
internal static class FaultJson
{
    // A fault may hit thousands: the counts are exact, the names are the first ones.
    private const int NamesMax = 100;

    /// <summary>Writes <c>faults</c>, <c>control</c> and <c>timeline</c>.</summary>
    public static void Write(Utf8JsonWriter json, RunReport report)
    {
        StandbyTable standby = new(report.Plan);
        json.WriteStartArray("faults");
        foreach (FaultResult fault in report.Result.Faults)
        {
            WriteFault(json, report, fault, standby);
        }
        json.WriteEndArray();
        ControlTotals control = report.Result.Control;
        json.WriteStartObject("control");
        json.WriteNumber("frames", control.Frames);
        json.WriteNumber("bytes", control.Bytes);
        json.WriteNumber("standbysRaised", control.StandbysRaised);
        json.WriteNumber("restartDuplicates", control.RestartDuplicates);
        json.WriteEndObject();
        WriteTimeline(json, report.Result.Timeline);
    }

    private static void WriteFault(
        Utf8JsonWriter json, RunReport report, FaultResult result, StandbyTable standby)
    {
        Fault fault = result.Fault;
        IReadOnlyList<NodeId> nodes = FaultLines.NodesOf(fault);
        IReadOnlyList<(NodeId A, NodeId B)> links = FaultLines.PairsOf(fault, report.Plan, standby);
        json.WriteStartObject();
        json.WriteNumber("id", fault.Number);
        json.WriteString("kind", fault.Kind);
        json.WriteString("what", fault.What);
        json.WriteNumber("atSeconds", fault.From.Nanoseconds / 1e9m);
        json.WriteOptional(
            "untilSeconds", fault.Until == Duration.Max ? null : fault.Until.Nanoseconds / 1e9m);
        json.WriteBoolean("bit", result.HasBitten);
        json.WriteNumber("nodeCount", nodes.Count);
        json.WriteStartArray("nodes");
        foreach (NodeId node in nodes.Take(NamesMax))
        {
            json.WriteStringValue(report.NameOf(node));
        }
        json.WriteEndArray();
        json.WriteNumber("linkCount", links.Count);
        json.WriteStartArray("links");
        foreach ((NodeId a, NodeId b) in links.Take(NamesMax))
        {
            json.WriteStringValue($"{report.NameOf(a)} - {report.NameOf(b)}");
        }
        json.WriteEndArray();
        json.WriteNumber("packetsLost", result.PacketsLost);
        json.WriteNumber("controlLost", result.ControlLost);
        json.WriteNumber("refused", result.Refused);
        json.WriteNumber("framesDisturbed", result.FramesDisturbed);
        json.WriteNumber("notices", result.Notices);
        json.WriteNumber("acquisitionsFailed", result.AcquisitionsFailed);
        json.WriteNumber("plansWithheld", result.PlansWithheld);
        json.WriteNumber("clocksUpset", result.ClocksUpset);
        json.WriteNumber("messagesAdded", result.MessagesAdded);
        json.WriteEndObject();
    }

    private static void WriteTimeline(Utf8JsonWriter json, Timeline timeline)
    {
        json.WriteStartObject("timeline");
        json.WriteNumber("slotSeconds", timeline.SlotLength.Nanoseconds / 1e9m);
        Row("offered", static s => s.Offered);
        Row("onTime", static s => s.OnTime);
        Row("late", static s => s.Late);
        Row("lost", static s => s.Lost);
        Row("packetsLost", static s => s.PacketsLost);
        Row("detours", static s => s.Detours);
        Row("linksLost", static s => s.LinksLost);
        json.WriteEndObject();

        void Row(string name, Func<TimelineSlot, long> of)
        {
            json.WriteStartArray(name);
            foreach (TimelineSlot slot in timeline.Slots)
            {
                json.WriteNumberValue(of(slot));
            }
            json.WriteEndArray();
        }
    }
}
