using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using Orbweaver.Model;
using Orbweaver.Sim;

namespace Orbweaver.Reports;

/// <summary>What all single failures came to, per contract and over all.</summary>
internal sealed class ExhaustiveSummary(
    IReadOnlyList<Contract> contracts, IReadOnlyList<SingleOutcome> outcomes)
{
    private readonly Duration[] _repairs =
        [.. outcomes.SelectMany(o => o.Repairs).Select(r => r.FromWord).OrderBy(r => r.Nanoseconds)];

    private readonly Duration[] _hangs =
    [
        .. outcomes.Where(o => o.Failure.IsHang).SelectMany(o => o.Repairs).Select(r => r.FromSilence)
            .OrderBy(r => r.Nanoseconds),
    ];

    /// <summary>Messages that replicated and guaranteed flows lost, over all failures.</summary>
    public long ProtectedLost
        => contracts.Where(IsProtected).Sum(c => outcomes.Sum(o => o.LostByContract[c.Index]));

    /// <summary>For people.</summary>
    public void Write(TextWriter to, string name, double seconds, ExhaustiveLane lane, int worstMax)
    {
        to.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: {outcomes.Count / ExhaustiveLane.Phases} links and nodes failed once at"
            + $" {ExhaustiveLane.Phases} phases, {outcomes.Count} runs in {seconds:0.0} s"));
        TextTable table = new(
            [new("flow", false), new("runs with loss", true), new("lost most", true), new("lost", true)]);
        foreach (Contract c in contracts)
        {
            long[] lost = [.. outcomes.Select(o => o.LostByContract[c.Index])];
            table.Add(null, c.Name, Text(lost.Count(l => l > 0)), Text(lost.Max()), Text(lost.Sum()));
        }
        to.WriteLine();
        table.Write(to);
        to.WriteLine();
        if (_repairs.Length > 0)
        {
            to.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"From the word that a link is lost to the first packet on another way: median"
                + $" {At(_repairs, 500)}, 99th percentile {At(_repairs, 990)}, most {_repairs[^1]}"
                + $" ({_repairs.Length} repairs)."));
        }
        if (_hangs.Length > 0)
        {
            to.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"From the silence of a hung node to that packet: median {At(_hangs, 500)}, 99.9th"
                + $" percentile {At(_hangs, 999)}, most {_hangs[^1]} ({_hangs.Length} repairs)."));
        }
        foreach ((Contract contract, SingleOutcome outcome, long lost) in Worst().Take(worstMax))
        {
            to.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"! {contract.Name} lost {lost} when {lane.NameOf(outcome.Failure)} failed at phase"
                + $" {outcome.Failure.Phase}"));
        }
        string sign = ProtectedLost == 0 ? "+" : "!";
        to.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{sign} Replicated and guaranteed flows lost {ProtectedLost}."));
    }

    /// <summary>As <c>orbweaver.sim.exhaustive/1</c>.</summary>
    public void Write(Utf8JsonWriter json, string name, double seconds, ExhaustiveLane lane)
    {
        json.WriteStartObject();
        json.WriteString("format", "orbweaver.sim.exhaustive/1");
        json.WriteString("scenario", name);
        json.WriteNumber("runs", outcomes.Count);
        json.WriteNumber("wall_s", JsonFields.Rounded(seconds));
        json.WriteStartArray("flows");
        foreach (Contract c in contracts)
        {
            json.WriteStartObject();
            json.WriteString("name", c.Name);
            json.WriteNumber("runs_with_loss", outcomes.Count(o => o.LostByContract[c.Index] > 0));
            json.WriteNumber("lost_most", outcomes.Max(o => o.LostByContract[c.Index]));
            json.WriteNumber("lost", outcomes.Sum(o => o.LostByContract[c.Index]));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteNumber("repairs", _repairs.Length);
        json.WriteMs("repair_p50_ms", _repairs.Length > 0 ? At(_repairs, 500) : null);
        json.WriteMs("repair_p99_ms", _repairs.Length > 0 ? At(_repairs, 990) : null);
        json.WriteMs("repair_most_ms", _repairs.Length > 0 ? _repairs[^1] : null);
        json.WriteMs("hang_p50_ms", _hangs.Length > 0 ? At(_hangs, 500) : null);
        json.WriteMs("hang_p999_ms", _hangs.Length > 0 ? At(_hangs, 999) : null);
        json.WriteMs("hang_most_ms", _hangs.Length > 0 ? _hangs[^1] : null);
        json.WriteStartArray("protected_losses");
        foreach ((Contract contract, SingleOutcome outcome, long lost) in Worst())
        {
            json.WriteStartObject();
            json.WriteString("flow", contract.Name);
            json.WriteString("failed", lane.NameOf(outcome.Failure));
            json.WriteNumber("phase", outcome.Failure.Phase);
            json.WriteNumber("lost", lost);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private IEnumerable<(Contract Contract, SingleOutcome Outcome, long Lost)> Worst()
        => from c in contracts
           where IsProtected(c)
           from o in outcomes
           let lost = o.LostByContract[c.Index]
           where lost > 0
           orderby lost descending
           select (c, o, lost);

    private static bool IsProtected(Contract c)
        => c.Protection == Protection.Replicate || c.Qos.Assurance == Assurance.Guaranteed;

    private static Duration At(Duration[] sorted, int permille)
        => sorted[Math.Min(sorted.Length - 1, sorted.Length * permille / 1000)];

    private static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
