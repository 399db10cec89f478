using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using Orbweaver.Model;
using Orbweaver.Sim;
using Orbweaver.Twin;

namespace Orbweaver.Reports;

/// <summary>What the oracle says of a run: which promises anybody could have kept.</summary>
internal sealed class Judgement(IReadOnlyList<JudgedFlow> flows)
{
    private const int CausesMax = 3;

    private readonly Dictionary<(int, NodeId), JudgedFlow> _flows = flows.ToDictionary(
        f => (f.Contract, f.Subscriber));

    /// <summary>What it says of a contract and subscriber; null when it was not asked.</summary>
    public JudgedFlow? Of(ContractLine line)
        => _flows.GetValueOrDefault((line.Contract.Index, line.Result.Subscriber));

    /// <summary>
    /// Of a broken promise: whether anybody could have kept it; null when it was not asked.
    /// </summary>
    public string? Sentence(ContractLine line)
    {
        if (Of(line) is not { } flow)
        {
            return null;
        }
        OnTimeCount c = flow.Count;
        string missed = $"{Number(c.Missed)} of {Number(c.Judged - c.OnTime)}"
            + " messages that were not on time had a way, but for queues";
        string who = CouldKeep(line, flow)
            ? $"It could have been kept: {missed}"
            : c.Missed == 0 ? "Nobody could have kept it: no message that was not on time had a way"
            : $"Nobody could have kept it, but {missed}";
        string because = string.Join(", ", flow.Infeasible.OrderByDescending(i => i.Value).Take(CausesMax)
            .Select(i => $"{NoWayWords.Of(i.Key)} ({Number(i.Value)})"));
        long leftOut = c.Crossed + c.Noise;
        return $"{who}."
            + (because.Length > 0 ? $" Of the others: {because}." : "")
            + (leftOut > 0 ? $" {Number(leftOut)} were taken by a fault under way and are left out." : "");
    }

    /// <summary>How many of the broken promises anybody could have kept; null when none was judged.</summary>
    public string? Sum(RunReport report)
    {
        ContractLine[] broken =
            [.. report.Lines().Where(l => l.Verdict == Verdict.Broken && Of(l) is not null)];
        int keepable = broken.Count(l => CouldKeep(l, Of(l)!));
        return broken.Length == 0
            ? null
            : $"The oracle: of {Number(broken.Length)} broken promises, {Number(keepable)} could have been"
                + $" kept, {Number(broken.Length - keepable)} could not by anybody.";
    }

    // With all that had a way, and all that a fault took under way.
    private static bool CouldKeep(ContractLine line, JudgedFlow flow)
    {
        OnTimeCount c = flow.Count;
        return (c.Judged - c.Infeasible) * 1_000_000 >= c.Judged * (line.Contract.PromisePpm ?? 0);
    }

    /// <summary>The field of a contract in the report.</summary>
    public static void Write(Utf8JsonWriter json, JudgedFlow? flow)
    {
        if (flow is null)
        {
            json.WriteNull("oracle");
            return;
        }
        OnTimeCount c = flow.Count;
        json.WriteStartObject("oracle");
        json.WriteNumber("judged", c.Judged);
        json.WriteNumber("feasible", c.OnTime + c.Missed);
        json.WriteNumber("missed", c.Missed);
        json.WriteNumber("infeasible", c.Infeasible);
        json.WriteStartObject("infeasibleByCause");
        foreach ((NoWayCause cause, long messages) in flow.Infeasible)
        {
            json.WriteNumber(NoWayWords.Key(cause), messages);
        }
        json.WriteEndObject();
        json.WriteNumber("leftOut", c.Crossed + c.Noise);
        json.WriteStartArray("missedMessages");
        foreach (MissedMessage m in flow.Missed.Take(JudgedRow.MissedMax))
        {
            json.WriteStartObject();
            json.WriteNumber("number", m.Number);
            json.WriteMs("offeredMs", m.Offered);
            json.WriteString("outcome", m.Outcome);
            json.WriteMs("tookMs", m.Took);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
