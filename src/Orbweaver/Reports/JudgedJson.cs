using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using Orbweaver.Hosting;
using Orbweaver.Model;
using Orbweaver.Sim;

namespace Orbweaver.Reports;

/// <summary>
/// What seeds of a scenario under its own faults came to, as <c>orbweaver.sim.own-faults/1</c>.
/// </summary>
internal sealed class JudgedJson(
    JudgedTotals totals, IReadOnlyList<Contract> contracts, Plan plan, string scenario)
{
    /// <summary>Writes the document and nothing else.</summary>
    public void Write(double seconds, bool isPartial, TextWriter to)
    {
        using Utf8JsonText text = new(to);
        Utf8JsonWriter json = text.Writer;
        json.WriteStartObject();
        json.WriteString("format", "orbweaver.sim.own-faults/1");
        json.WriteOptional("commit", BuildInfo.Commit);
        json.WriteString("scenario", scenario);
        json.WriteBoolean("is_partial", isPartial);
        json.WriteNumber("seeds", totals.Seeds);
        json.WriteNumber("wall_s", JsonFields.Rounded(seconds));
        json.WriteNumber("simulated_s", totals.Simulated.Nanoseconds / 1_000_000_000m);
        json.WriteString("trace_hash", $"{totals.TraceHash:x16}");
        json.WriteStartArray("rows");
        foreach (JudgedRow row in totals.Rows)
        {
            WriteRow(json, row);
        }
        json.WriteEndArray();
        json.WriteStartArray("failures");
        foreach (JudgedSeed seed in totals.Failed)
        {
            json.WriteStartObject();
            json.WriteNumber("seed", seed.Seed);
            json.WriteString("kind", $"{seed.Failure!.Kind}".ToLowerInvariant());
            json.WriteMs("at_ms", seed.Failure.At);
            json.WriteString("message", seed.Failure.Message);
            json.WriteString("repeat", JudgedText.RepeatLine(seed.Seed, scenario));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteRow(Utf8JsonWriter json, JudgedRow row)
    {
        (OnTimeCount c, LateOutcomes o) = (row.Count, row.Outcomes);
        json.WriteStartObject();
        json.WriteString("traffic", row.Name);
        json.WriteOptional("owed_ppm", row.PromisePpm);
        json.WriteNumber("judged", c.Judged);
        json.WriteNumber("on_time", c.OnTime);
        json.WriteNumber("late", o.Late);
        json.WriteNumber("expired", o.Expired);
        json.WriteNumber("superseded", o.Superseded);
        json.WriteNumber("lost", o.Lost);
        json.WriteNumber("held", o.Held);
        json.WriteNumber("missed", c.Missed);
        json.WriteNumber("infeasible", c.Infeasible);
        json.WriteNumber("left_out_crossed", c.Crossed);
        json.WriteNumber("left_out_noise", c.Noise);
        json.WriteStartObject("infeasible_by_cause");
        foreach ((NoWayCause cause, long messages) in row.Infeasible)
        {
            json.WriteNumber(NoWayWords.Key(cause), messages);
        }
        json.WriteEndObject();
        json.WriteStartArray("missed_messages");
        foreach ((ulong seed, MissedMessage m) in row.Missed)
        {
            WriteMissed(json, seed, m);
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteMissed(Utf8JsonWriter json, ulong seed, MissedMessage m)
    {
        json.WriteStartObject();
        json.WriteNumber("seed", seed);
        json.WriteString("contract", contracts[m.Contract].Name);
        json.WriteNumber("number", m.Number);
        json.WriteString("subscriber", plan.Nodes[m.Subscriber.Value].Name);
        json.WriteMs("offered_ms", m.Offered);
        json.WriteString("outcome", m.Outcome);
        json.WriteMs("took_ms", m.Took);
        json.WriteEndObject();
    }
}
