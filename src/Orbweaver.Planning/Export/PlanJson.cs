using System.Collections.Generic;
using System.Text.Json;
using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>
/// Writes a planned network as JSON, schema <c>orbweaver.plan/1</c>. All times are whole nanoseconds, moments
/// are TAI since 2000-01-01 with UTC beside the start for people, rates are bits per second. Links and
/// standby links are rows without names, because there are millions: <c>epochs[].links</c> has contact, then
/// the delays at start, middle and end; <c>epochs[].standby</c> has ground, satellite, rank, those three
/// delays, rate up, rate down. The writer is flushed after every epoch, so a plan of any length streams.
/// </summary>
public static class PlanJson
{
    /// <summary>
    /// Name and version of the schema; fields may be added within a version, never changed.
    /// </summary>
    public const string Schema = "orbweaver.plan/1";

    /// <summary>Writes one object; the contracts are those of the request that was planned.</summary>
    public static void Write(PlannedNetwork network, IReadOnlyList<Contract> contracts, Utf8JsonWriter json,
        IPlanProgress? progress = null)
    {
        Plan plan = network.Plan;
        json.WriteStartObject();
        json.WriteString("schema", Schema);
        json.WriteNumber("version", plan.Version);
        json.WriteString("startUtc", Utc.Format(plan.Start));
        json.WriteNumber("startTaiNs", plan.Start.Nanoseconds);
        json.WriteNumber("epochLengthNs", plan.EpochLength.Nanoseconds);
        json.WriteNumber("epochCount", plan.Epochs.Count);
        json.WriteNumber("drainNs", plan.Drain.Nanoseconds);
        json.WriteNumber("hopDelayNs", plan.HopDelay.Nanoseconds);
        WriteNodes(plan, json);
        WriteContacts(plan, json);
        WriteEpochs(plan, json, progress);
        WriteAdmission(network.Admission, contracts, json);
        MotifJson.Write(network.Motifs, json);
        WriteStatistics(network.Statistics, json);
        json.WriteEndObject();
        json.Flush();
    }

    private static string Word(ContactKind kind) => kind switch
    {
        ContactKind.Optical => "optical",
        ContactKind.Access => "access",
        _ => "gateway",
    };

    private static string Word(NodeKind kind) => kind switch
    {
        NodeKind.Satellite => "satellite",
        NodeKind.Site => "site",
        _ => "edge",
    };

    private static string Word(AdmissionVerdict verdict) => verdict switch
    {
        AdmissionVerdict.Feasible => "feasible",
        AdmissionVerdict.AtRisk => "at-risk",
        _ => "impossible",
    };

    private static void WriteNodes(Plan plan, Utf8JsonWriter json)
    {
        json.WriteStartArray("nodes");
        foreach (PlanNode node in plan.Nodes)
        {
            json.WriteStartObject();
            json.WriteNumber("id", node.Id.Value);
            json.WriteString("name", node.Name);
            json.WriteString("kind", Word(node.Kind));
            json.WriteString("group", node.Group);
            json.WriteString("vendor", node.Vendor);
            json.WriteNumber("plane", node.Plane);
            json.WriteNumber("slot", node.Slot);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteContacts(Plan plan, Utf8JsonWriter json)
    {
        json.WriteStartArray("contacts");
        foreach (Contact contact in plan.Contacts)
        {
            json.WriteStartObject();
            json.WriteNumber("index", contact.Index);
            json.WriteString("kind", Word(contact.Kind));
            json.WriteNumber("a", contact.A.Node.Value);
            json.WriteNumber("terminalA", contact.A.Terminal);
            json.WriteNumber("b", contact.B.Node.Value);
            json.WriteNumber("terminalB", contact.B.Terminal);
            json.WriteNumber("firstEpoch", contact.FirstEpoch);
            json.WriteNumber("lastEpoch", contact.LastEpoch);
            json.WriteNumber("opensTaiNs", contact.Opens.Nanoseconds);
            json.WriteNumber("rateAToBBps", contact.RateAToB.BitsPerSecond);
            json.WriteNumber("rateBToABps", contact.RateBToA.BitsPerSecond);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.Flush();
    }

    private static void WriteEpochs(Plan plan, Utf8JsonWriter json, IPlanProgress? progress)
    {
        json.WriteStartArray("epochs");
        foreach (PlanEpoch epoch in plan.Epochs)
        {
            json.WriteStartObject();
            json.WriteNumber("index", epoch.Index);
            json.WriteStartArray("links");
            foreach (EpochLink link in epoch.Links)
            {
                json.WriteStartArray();
                json.WriteNumberValue(link.ContactIndex);
                json.WriteNumberValue(link.DelayStartNs);
                json.WriteNumberValue(link.DelayMiddleNs);
                json.WriteNumberValue(link.DelayEndNs);
                json.WriteEndArray();
            }
            json.WriteEndArray();
            json.WriteStartArray("standby");
            foreach (StandbyLink standby in epoch.Standby)
            {
                json.WriteStartArray();
                json.WriteNumberValue(standby.Ground.Value);
                json.WriteNumberValue(standby.Satellite.Value);
                json.WriteNumberValue(standby.Rank);
                json.WriteNumberValue(standby.DelayStartNs);
                json.WriteNumberValue(standby.DelayMiddleNs);
                json.WriteNumberValue(standby.DelayEndNs);
                json.WriteNumberValue(standby.RateUp.BitsPerSecond);
                json.WriteNumberValue(standby.RateDown.BitsPerSecond);
                json.WriteEndArray();
            }
            json.WriteEndArray();
            json.WriteEndObject();
            json.Flush();
            progress?.Report(Planner.ExportStage, epoch.Index + 1, plan.Epochs.Count);
        }
        json.WriteEndArray();
    }

    private static void WriteAdmission(
        AdmissionReport report, IReadOnlyList<Contract> contracts, Utf8JsonWriter json)
    {
        json.WriteStartArray("admission");
        foreach (ContractAdmission admission in report.Contracts)
        {
            json.WriteStartObject();
            json.WriteNumber("contract", admission.ContractIndex);
            json.WriteString("name", contracts[admission.ContractIndex].Name);
            WriteFindings(
                json, admission.Verdict, admission.Reason, admission.Floor, admission.Best,
                admission.EpochsWithoutWay);
            json.WriteStartArray("subscribers");
            foreach (SubscriberAdmission one in admission.Subscribers)
            {
                json.WriteStartObject();
                json.WriteNumber("subscriber", one.Subscriber.Value);
                WriteFindings(json, one.Verdict, one.Reason, one.Floor, one.Best, one.EpochsWithoutWay);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("coverage");
        foreach (GroundCoverage coverage in report.Coverage)
        {
            json.WriteStartObject();
            json.WriteNumber("ground", coverage.Ground.Value);
            json.WriteNumber("none", coverage.NoneShare);
            json.WriteNumber("one", coverage.OneShare);
            json.WriteNumber("twoOrMore", coverage.TwoOrMoreShare);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteFindings(
        Utf8JsonWriter json, AdmissionVerdict verdict, string reason, Duration floor, DelaySpread? spread,
        int epochsWithoutWay)
    {
        json.WriteString("verdict", Word(verdict));
        json.WriteString("reason", reason);
        json.WriteNumber("floorNs", floor.Nanoseconds);
        if (spread is { } best)
        {
            json.WriteNumber("bestLeastNs", best.Least.Nanoseconds);
            json.WriteNumber("bestMedianNs", best.Median.Nanoseconds);
            json.WriteNumber("bestGreatestNs", best.Greatest.Nanoseconds);
        }
        json.WriteNumber("epochsWithoutWay", epochsWithoutWay);
    }

    private static void WriteStatistics(PlanStatistics statistics, Utf8JsonWriter json)
    {
        json.WriteStartObject("statistics");
        json.WriteNumber("laserLinksMin", statistics.LaserLinksMin);
        json.WriteNumber("laserLinksMax", statistics.LaserLinksMax);
        json.WriteNumber("accessLinksMin", statistics.AccessLinksMin);
        json.WriteNumber("accessLinksMax", statistics.AccessLinksMax);
        json.WriteNumber("retargets", statistics.Retargets);
        json.WriteNumber("handovers", statistics.Handovers);
        json.WriteStartArray("propagationFailures");
        foreach (PropagationFailure failure in statistics.Failures)
        {
            json.WriteStartObject();
            json.WriteNumber("satellite", failure.Satellite.Value);
            json.WriteString("error", Orbits.PropagationErrors.Describe(failure.Error));
            json.WriteNumber("atTaiNs", failure.At.Nanoseconds);
            json.WriteNumber("epochs", failure.Epochs);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
