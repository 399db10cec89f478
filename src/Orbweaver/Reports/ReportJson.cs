using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using Orbweaver.Hosting;
using Orbweaver.Model;
using Orbweaver.Planning;
using Orbweaver.Twin;

namespace Orbweaver.Reports;

/// <summary>
/// Writes <c>report.json</c>. docs/report.md is its contract: a field that changes its meaning changes the
/// schema.
/// </summary>
internal static class ReportJson
{
    /// <summary>The schema and its version.</summary>
    public const string Schema = "orbweaver.report/1";

    /// <summary>Writes the whole report as UTF-8.</summary>
    public static void Write(RunReport report, Stream stream)
    {
        using Utf8JsonWriter json = new(stream, JsonFields.Options);
        json.WriteStartObject();
        json.WriteString("schema", Schema);
        WriteRun(json, report);
        WriteNetwork(json, report);
        WriteSummary(json, report);
        json.WriteStartArray("contracts");
        Dictionary<int, GroundCoverage> coverage = report.Admission.Coverage.ToDictionary(
            c => c.Ground.Value);
        foreach (ContractLine line in report.Lines())
        {
            WriteContract(json, report, line, coverage);
        }
        json.WriteEndArray();
        WriteElastic(json, report);
        WriteCoverage(json, report);
        FaultJson.Write(json, report);
        PlanTotalsJson.Write(json, report);
        json.WriteEndObject();
    }

    private static void WriteRun(Utf8JsonWriter json, RunReport report)
    {
        RunResult result = report.Result;
        json.WriteString("scenario", report.Scenario.Name);
        json.WriteString("scenarioFile", report.Scenario.File);
        json.WriteString("version", BuildInfo.Version);
        json.WriteOptional("commit", BuildInfo.Commit);
        json.WriteString("start", Utc.Format(report.Plan.Start));
        json.WriteNumber("seed", result.Seed);
        json.WriteString("traceHash", result.TraceHash.ToString("x16", CultureInfo.InvariantCulture));
        json.WriteBoolean("partial", report.IsPartial);
        json.WriteNumber("simulatedSeconds", result.Simulated.Nanoseconds / 1e9m);
        json.WriteNumber("wallSeconds", JsonFields.Rounded(report.Cost.WallSeconds));
        json.WriteNumber("planSeconds", JsonFields.Rounded(report.Cost.PlanSeconds));
        json.WriteNumber("packetHops", result.PacketHops);
        json.WriteNumber(
            "packetHopsPerSecond",
            JsonFields.Rounded(result.PacketHops / System.Math.Max(1e-9, report.Cost.WallSeconds)));
        json.WriteNumber("events", result.Events);
        json.WriteNumber("treesBuilt", result.TreesBuilt);
        json.WriteNumber("peakMemoryBytes", report.Cost.PeakMemoryBytes);
    }

    private static void WriteNetwork(Utf8JsonWriter json, RunReport report)
    {
        json.WriteStartObject("network");
        json.WriteNumber("satellites", report.Plan.Nodes.Count(n => n.Kind == NodeKind.Satellite));
        json.WriteNumber("sites", report.Plan.Nodes.Count(n => n.Kind == NodeKind.Site));
        json.WriteNumber("edges", report.Plan.Nodes.Count(n => n.Kind == NodeKind.Edge));
        json.WriteNumber("contacts", report.Plan.Contacts.Count);
        json.WriteNumber("linksFirstEpoch", report.Plan.Epochs[0].Links.Length);
        json.WriteNumber("epochs", report.Plan.Epochs.Count);
        json.WriteNumber("epochSeconds", report.Plan.EpochLength.Nanoseconds / 1e9m);
        json.WriteEndObject();
    }

    private static void WriteSummary(Utf8JsonWriter json, RunReport report)
    {
        IReadOnlyList<ContractAdmission> admission = report.Admission.Contracts;
        ContractLine[] lines = [.. report.Lines()];
        json.WriteStartObject("summary");
        json.WriteNumber("contracts", admission.Count);
        json.WriteNumber("feasible", admission.Count(a => a.Verdict == AdmissionVerdict.Feasible));
        json.WriteNumber("atRisk", admission.Count(a => a.Verdict == AdmissionVerdict.AtRisk));
        json.WriteNumber("refused", admission.Count(a => a.Verdict == AdmissionVerdict.Impossible));
        json.WriteNumber("subscriptions", lines.Length);
        json.WriteNumber("kept", lines.Count(l => l.Verdict == Verdict.Kept));
        json.WriteNumber("broken", lines.Count(l => l.Verdict == Verdict.Broken));
        json.WriteEndObject();
    }

    private static void WriteContract(
        Utf8JsonWriter json, RunReport report, ContractLine line, Dictionary<int, GroundCoverage> coverage)
    {
        Contract contract = line.Contract;
        ContractResult result = line.Result;
        json.WriteStartObject();
        json.WriteString("name", contract.Name);
        json.WriteOptional("row", line.Row.Length > 0 ? line.Row : null);
        json.WriteString("tenant", contract.Tenant);
        json.WriteString("publisher", report.NameOf(contract.Publisher));
        json.WriteString("subscriber", report.NameOf(result.Subscriber));
        json.WriteNumber("subscribers", contract.Subscribers.Count);
        json.WriteString("qos", contract.Qos.ToString());
        json.WriteMs("budgetMs", contract.Budget);
        json.WriteBoolean("elastic", contract.IsElastic);
        WriteOutcomes(json, result);
        json.WriteOptional("onTimeRatio", line.OnTimeRatio is { } ratio ? (decimal)ratio : null);
        json.WriteOptional("promise", contract.PromisePpm / 1e6m);
        json.WriteString("verdict", line.Verdict.ToString().ToLowerInvariant());
        WriteLatency(json, line);
        WriteAdmission(json, line);
        json.WriteStartObject("coverage");
        WriteCoverageOf(json, "publisher", coverage.GetValueOrDefault(contract.Publisher.Value));
        WriteCoverageOf(json, "subscriber", coverage.GetValueOrDefault(result.Subscriber.Value));
        json.WriteEndObject();
        WriteWhyLate(json, report, line);
        Judgement.Write(json, report.Judgement?.Of(line));
        json.WriteEndObject();
    }

    // The contract's answer, and what was found about this subscriber.
    private static void WriteAdmission(Utf8JsonWriter json, ContractLine line)
    {
        (ContractAdmission all, SubscriberAdmission one) = (line.Admission, line.Subscriber);
        json.WriteStartObject("admission");
        json.WriteString("verdict", VerdictWord(all.Verdict));
        json.WriteOptional("reason", all.Reason.Length > 0 ? all.Reason : null);
        json.WriteNumber("epochsWithoutWay", all.EpochsWithoutWay);
        json.WriteStartObject("subscriber");
        json.WriteString("verdict", VerdictWord(one.Verdict));
        json.WriteOptional("reason", one.Reason.Length > 0 ? one.Reason : null);
        json.WriteNumber("epochsWithoutWay", one.EpochsWithoutWay);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteOutcomes(Utf8JsonWriter json, ContractResult result)
    {
        json.WriteNumber("offered", result.Offered);
        json.WriteNumber("onTime", result.OnTime);
        json.WriteNumber("late", result.Late);
        json.WriteNumber("expired", result.Expired);
        json.WriteNumber("superseded", result.Superseded);
        json.WriteStartObject("lost");
        foreach (LostCount lost in result.Lost)
        {
            json.WriteNumber(lost.Reason, lost.Messages);
        }
        json.WriteEndObject();
        json.WriteNumber("inFlight", result.InFlight);
        json.WriteNumber("unpaired", result.Unpaired);
        json.WriteNumber("judged", result.Judged);
        json.WriteNumber("judgedOnTime", result.JudgedOnTime);
    }

    private static void WriteLatency(Utf8JsonWriter json, ContractLine line)
    {
        ContractResult result = line.Result;
        bool isAny = result.Latency.Count > 0;
        json.WriteMs("p50Ms", isAny ? result.Latency.P50 : null);
        json.WriteMs("p99Ms", isAny ? result.Latency.P99 : null);
        json.WriteMs("maxMs", isAny ? result.Latency.Greatest : null);
        json.WriteMs("floorMs", line.Subscriber.Floor);
        if (line.Subscriber.Best is { } best)
        {
            json.WriteStartObject("bestMs");
            json.WriteMs("min", best.Least);
            json.WriteMs("median", best.Median);
            json.WriteMs("max", best.Greatest);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("bestMs");
        }
        json.WriteStartArray("histogram");
        foreach (long count in result.Histogram)
        {
            json.WriteNumberValue(count);
        }
        json.WriteEndArray();
        json.WriteStartObject("stretch");
        json.WriteOptional("p50", isAny ? result.StretchPermille.P50 / 1000m : null);
        json.WriteOptional("p99", isAny ? result.StretchPermille.P99 / 1000m : null);
        json.WriteOptional("max", isAny ? result.StretchPermille.Greatest / 1000m : null);
        json.WriteEndObject();
        bool isAged = result.AgeOfInformation.Count > 0;
        json.WriteStartObject("ageOfInformation");
        json.WriteMs("p50Ms", isAged ? result.AgeOfInformation.P50 : null);
        json.WriteMs("p99Ms", isAged ? result.AgeOfInformation.P99 : null);
        json.WriteMs("maxMs", isAged ? result.AgeOfInformation.Greatest : null);
        json.WriteEndObject();
    }

    private static void WriteWhyLate(Utf8JsonWriter json, RunReport report, ContractLine line)
    {
        if (line.Result.WhyLate is not { } cause)
        {
            json.WriteNull("whyLate");
            return;
        }
        json.WriteStartObject("whyLate");
        json.WriteNumber("messages", cause.Messages);
        json.WriteMs("bestMs", cause.Best);
        json.WriteMs("detourMs", cause.Detour);
        json.WriteMs("serialisationMs", cause.Serialisation);
        json.WriteMs("queueingMs", cause.Queueing);
        json.WriteMs("waitingMs", cause.Waiting);
        json.WriteMs("orderingMs", cause.Ordering);
        if (cause.WorstPort is { } port)
        {
            json.WriteStartObject("worstPort");
            json.WriteString("from", report.NameOf(port.From));
            json.WriteString("to", report.NameOf(port.To));
            json.WriteMs("queueingMs", cause.WorstPortQueueing);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("worstPort");
        }
        json.WriteString("sentence", LateSentence.Of(line.Result, line.Contract.Budget, report.NameOf));
        json.WriteEndObject();
    }

    private static void WriteElastic(Utf8JsonWriter json, RunReport report)
    {
        json.WriteStartArray("elastic");
        foreach (ElasticResult elastic in report.Result.Elastic)
        {
            json.WriteStartObject();
            json.WriteString("name", report.Contracts[elastic.ContractIndex].Name);
            json.WriteString("subscriber", report.NameOf(elastic.Subscriber));
            json.WriteStartObject("bitsPerSecond");
            json.WriteNumber("least", elastic.RateLeast.BitsPerSecond);
            json.WriteNumber("mean", elastic.RateMean.BitsPerSecond);
            json.WriteNumber("greatest", elastic.RateGreatest.BitsPerSecond);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteCoverage(Utf8JsonWriter json, RunReport report)
    {
        json.WriteStartObject("coverage");
        foreach (GroundCoverage coverage in report.Admission.Coverage)
        {
            WriteCoverageOf(json, report.NameOf(coverage.Ground), coverage);
        }
        json.WriteEndObject();
    }

    private static void WriteCoverageOf(Utf8JsonWriter json, string name, GroundCoverage? coverage)
    {
        if (coverage is null)
        {
            json.WriteNull(name);
            return;
        }
        json.WriteStartObject(name);
        json.WriteNumber("none", JsonFields.Rounded(coverage.NoneShare));
        json.WriteNumber("one", JsonFields.Rounded(coverage.OneShare));
        json.WriteNumber("twoOrMore", JsonFields.Rounded(coverage.TwoOrMoreShare));
        json.WriteEndObject();
    }

    /// <summary>The word for an admission, as in plan.json.</summary>
    public static string VerdictWord(AdmissionVerdict verdict) => verdict switch
    {
        AdmissionVerdict.Feasible => "feasible",
        AdmissionVerdict.AtRisk => "at-risk",
        _ => "impossible",
    };
}
