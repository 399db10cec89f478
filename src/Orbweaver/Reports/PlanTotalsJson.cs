using System.Linq;
using System.Text.Json;
using Orbweaver.Model;
using Orbweaver.Twin;

namespace Orbweaver.Reports;

/// <summary>The part of <c>report.json</c> about plans and clocks.</summary>
internal static class PlanTotalsJson
{
    // The count is exact, the names are the first ones.
    private const int NamesMax = 100;

    /// <summary>Writes <c>plans</c> and <c>clocks</c>.</summary>
    public static void Write(Utf8JsonWriter json, RunReport report)
    {
        PlanTotals plans = report.Result.Plans;
        json.WriteStartObject("plans");
        json.WriteStartArray("issued");
        foreach (PlanResult plan in plans.Issued)
        {
            json.WriteStartObject();
            json.WriteNumber("version", plan.Id.Version);
            json.WriteString("controller", report.NameOf(plan.Id.Controller));
            json.WriteNumber("atSeconds", plan.At.Nanoseconds / 1e9m);
            json.WriteNumber("inForceSeconds", plan.InForceFrom.Nanoseconds / 1e9m);
            json.WriteNumber("bytes", plan.SizeBytes);
            json.WriteBoolean("handedOut", plan.IsIssued);
            json.WriteNumber("holders", plan.Holders);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteNumber("behindCount", plans.Behind.Count);
        json.WriteStartArray("behind");
        foreach (NodeId node in plans.Behind.Take(NamesMax))
        {
            json.WriteStringValue(report.NameOf(node));
        }
        json.WriteEndArray();
        json.WriteNumber("pastHorizon", plans.PastHorizon);
        json.WriteNumber(
            "autonomyHours", JsonFields.Rounded(plans.AutonomyLeft.Nanoseconds / 3.6e12));
        json.WriteEndObject();
        ClockTotals clocks = report.Result.Clocks;
        json.WriteStartObject("clocks");
        json.WriteNumber("corrections", clocks.Corrections);
        json.WriteNumber("alone", clocks.Alone);
        json.WriteMs("greatestErrorMs", clocks.GreatestError);
        json.WriteEndObject();
    }

    /// <summary>The same as a sentence; empty while there is nothing to say.</summary>
    public static string Sentence(PlanTotals plans)
    {
        if (plans.Issued.Count == 0 && plans.PastHorizon == 0)
        {
            return "";
        }
        int handedOut = plans.Issued.Count(p => p.IsIssued);
        string alarm = plans.PastHorizon == 0
            ? $"the last reaches {plans.AutonomyLeft} beyond the end"
            : $"ALARM: {plans.PastHorizon} nodes are past the horizon of theirs";
        string behind = plans.Behind.Count == 0 ? "" : $", {plans.Behind.Count} nodes missed one";
        return $"Plans: {handedOut} of {plans.Issued.Count} handed out{behind}; {alarm}.";
    }
}
