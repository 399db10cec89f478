using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using Orbweaver.Model;
using Orbweaver.Planning;

namespace Orbweaver.Reports;

/// <summary>An explanation as JSON, schema <c>orbweaver.explain/1</c> (docs/report.md).</summary>
internal static class ExplanationJson
{
    /// <summary>The schema and its version.</summary>
    public const string Schema = "orbweaver.explain/1";

    /// <summary>Writes one object.</summary>
    public static void Write(
        Explanation explanation, Plan plan, IReadOnlyList<PairContract> contracts, Stream stream)
    {
        using Utf8JsonWriter json = new(stream, JsonFields.Options);
        json.WriteStartObject();
        json.WriteString("schema", Schema);
        json.WriteString("a", NameOf(plan, explanation.A));
        json.WriteString("b", NameOf(plan, explanation.B));
        json.WriteString("at", Utc.Format(explanation.At));
        json.WriteNumber("epoch", explanation.Epoch);
        WriteLink(json, "link", explanation.Link, plan);
        WritePath(json, explanation.Path, plan);
        PairContracts.Write(contracts, json);
        json.WriteEndObject();
    }

    private static void WriteLink(Utf8JsonWriter json, string name, LinkExplanation link, Plan plan)
    {
        json.WriteStartObject(name);
        if (link.InForce is { } inForce)
        {
            json.WriteStartObject("inForce");
            json.WriteNumber("contact", inForce.Contact.Index);
            json.WriteString("kind", Word(inForce.Contact.Kind));
            json.WriteNumber("rangeKm", JsonFields.Rounded(inForce.Range.Kilometres));
            json.WriteNumber("delayNs", inForce.Delay.Nanoseconds);
            json.WriteString("since", Utc.Format(inForce.Since));
            json.WriteString("until", Utc.Format(inForce.Until));
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("inForce");
        }
        json.WriteStartArray("obstacles");
        foreach (Obstacle obstacle in link.Obstacles)
        {
            WriteObstacle(json, obstacle, plan);
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteObstacle(Utf8JsonWriter json, Obstacle obstacle, Plan plan)
    {
        json.WriteStartObject();
        json.WriteString("kind", JsonNamingPolicy.CamelCase.ConvertName(obstacle.Kind.ToString()));
        json.WriteString("text", obstacle.Text);
        json.WriteOptional("value", obstacle.Value is { } value ? JsonFields.Rounded(value) : null);
        json.WriteOptional("limit", obstacle.Limit is { } limit ? JsonFields.Rounded(limit) : null);
        json.WriteOptional("unit", obstacle.Unit.Length > 0 ? obstacle.Unit : null);
        json.WriteOptional("until", obstacle.Until is { } until ? Utc.Format(until) : null);
        json.WriteStartArray("nodes");
        foreach (NodeId node in obstacle.Nodes)
        {
            json.WriteStringValue(NameOf(plan, node));
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WritePath(Utf8JsonWriter json, PathExplanation path, Plan plan)
    {
        json.WriteStartObject("path");
        json.WriteOptional("totalNs", path.Total?.Nanoseconds);
        json.WriteOptional("floorNs", path.Floor?.Nanoseconds);
        json.WriteStartArray("hops");
        foreach (PathHop hop in path.Hops)
        {
            json.WriteStartObject();
            json.WriteString("from", NameOf(plan, hop.From));
            json.WriteString("to", NameOf(plan, hop.To));
            json.WriteString("kind", Word(hop.Kind));
            json.WriteNumber("delayNs", hop.Delay.Nanoseconds);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteOptional("whyNone", path.WhyNone.Length > 0 ? path.WhyNone : null);
        if (path.Gap is { } gap)
        {
            json.WriteStartObject("gap");
            json.WriteString("from", NameOf(plan, gap.From));
            json.WriteString("to", NameOf(plan, gap.To));
            json.WriteNumber("rangeKm", JsonFields.Rounded(gap.Range.Kilometres));
            WriteLink(json, "link", gap.Link, plan);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("gap");
        }
        json.WriteEndObject();
    }

    private static string NameOf(Plan plan, NodeId node) => plan.Nodes[node.Value].Name;

    private static string Word(ContactKind kind) => kind.ToString().ToLowerInvariant();
}
