using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Sim;

namespace Orbweaver.Reports;

/// <summary>What seeds of a scenario under its own faults came to, for people.</summary>
internal sealed class JudgedText(
    JudgedTotals totals, IReadOnlyList<Contract> contracts, Plan plan, string scenario, TextWriter to)
{
    private const int MissedMax = 50;

    /// <summary>One line while it runs.</summary>
    public static string Progress(JudgedTotals t, double seconds) => string.Create(
        CultureInfo.InvariantCulture,
        $"sim: {t.Seeds} seeds, {t.Seeds / seconds:0.00} a second,"
        + $" {t.Rows.Sum(r => r.Count.Missed):N0} missed, {t.Failed.Count} failed");

    /// <summary>The whole report.</summary>
    public void Write(double seconds, bool isPartial)
    {
        string partial = isPartial ? "  PARTIAL: interrupted" : "";
        to.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"seeds       {totals.Seeds} of {scenario} under its own faults in {seconds:0.0} s{partial}"));
        to.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"simulated   {totals.Simulated.TotalSeconds / 3600:0.000} network hours, trace hash"
            + $" {totals.TraceHash:x16}"));
        to.WriteLine();
        WriteRows();
        WriteInfeasible();
        WriteMissed();
        WriteFailures();
    }

    private void WriteRows()
    {
        TextTable table = new(
        [
            new("traffic", false), new("owed", true), new("judged", true), new("on time", true),
            new("late", true), new("expired", true), new("superseded", true), new("lost", true),
            new("held", true), new("missed", true), new("infeasible", true), new("left out", true),
        ]);
        foreach (JudgedRow row in totals.Rows)
        {
            (OnTimeCount c, LateOutcomes o) = (row.Count, row.Outcomes);
            table.Add(
                null, row.Name, Promise(row.PromisePpm), Number(c.Judged), Number(c.OnTime), Number(o.Late),
                Number(o.Expired), Number(o.Superseded), Number(o.Lost), Number(o.Held), Number(c.Missed),
                Number(c.Infeasible), Number(c.Crossed + c.Noise));
        }
        table.Write(to);
        to.WriteLine("missed: the oracle could have delivered it in time. infeasible: nobody could.");
        to.WriteLine("left out: under repair, taken by a link or node that had just failed, or by noise.");
        to.WriteLine();
    }

    private void WriteInfeasible()
    {
        TextTable table = new([new("infeasible", false), new("messages", true), new("because", false)]);
        bool isAny = false;
        foreach (JudgedRow row in totals.Rows)
        {
            foreach ((NoWayCause cause, long messages) in row.Infeasible)
            {
                table.Add(null, row.Name, Number(messages), NoWayWords.Of(cause));
                isAny = true;
            }
        }
        if (isAny)
        {
            table.Write(to);
            to.WriteLine();
        }
    }

    // Those of rows that owe everything first, and no row takes all the room.
    private void WriteMissed()
    {
        JudgedRow[] rows = [.. totals.Rows.OrderByDescending(r => r.PromisePpm ?? 0)];
        int left = MissedMax;
        foreach (JudgedRow row in rows.Where(r => r.Missed.Count > 0))
        {
            int most = row.PromisePpm == 1_000_000 ? left : left / 2;
            foreach ((ulong seed, MissedMessage m) in row.Missed.Take(most))
            {
                to.WriteLine($"missed      {Line(seed, m)}");
                left--;
            }
            long more = row.Count.Missed - System.Math.Min(most, row.Missed.Count);
            if (more > 0)
            {
                to.WriteLine($"            ... and {Number(more)} more of {row.Name} (--json has"
                    + $" {Number(JudgedRow.MissedMax)} a row)");
            }
        }
    }

    private string Line(ulong seed, MissedMessage m) => string.Create(
        CultureInfo.InvariantCulture,
        $"seed {seed}: {contracts[m.Contract].Name} {m.Number} to {plan.Nodes[m.Subscriber.Value].Name},"
        + $" offered at {m.Offered.TotalSeconds:0.000000} s: {m.Outcome}")
        + (m.Took is { } took
            ? string.Create(CultureInfo.InvariantCulture, $" after {took.TotalMilliseconds:0.0} ms")
            : "");

    private void WriteFailures()
    {
        foreach (JudgedSeed seed in totals.Failed)
        {
            SeedFailure failure = seed.Failure!;
            to.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"! seed {seed.Seed}: {failure.Kind} after {failure.At}: {failure.Message}"));
            to.WriteLine($"    {RepeatLine(seed.Seed, scenario)}");
        }
        JudgedRow[] whole = [.. totals.Rows.Where(r => r.PromisePpm == 1_000_000)];
        long judged = whole.Sum(r => r.Count.Judged);
        long missed = whole.Sum(r => r.Count.Missed);
        string sign = totals.Worst is null ? "+" : "!";
        to.WriteLine(
            $"{sign} Of {Number(judged)} messages that are owed to 100%, {Number(missed)} could have been in"
            + $" time and were not; {Number(totals.Failed.Count)} of {Number(totals.Seeds)} seeds broke"
            + " off.");
    }

    /// <summary>The line that repeats a seed.</summary>
    public static string RepeatLine(ulong seed, string scenario)
        => $"{SimText.RepeatLine(seed, scenario).Split("   #")[0]} --own-faults";

    private static string Promise(int? ppm) => ppm is { } p
        ? string.Create(CultureInfo.InvariantCulture, $"{p / 1e4:0.####}%")
        : "-";

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
