using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Twin;

namespace Orbweaver.Scenarios;

/// <summary>
/// OPEN-BACKBONE-1, the default traffic: public and unclassified. The table is data; <see
/// cref="PresetExpansion"/> makes contracts of it.
/// </summary>
internal static class OpenBackbone
{
    /// <summary>As written in a scenario.</summary>
    public const string Name = "open-backbone-1";

    /// <summary>
    /// All rows of the table in order; those not in <see cref="Rows"/> are not carried yet.
    /// </summary>
    public static readonly IReadOnlyList<string> RowIds =
        ["1", "2", "3", "4", "5", "6", "7", "7k", "8", "9", "10", "11", "12", "13", "14", "15"];

    /// <summary>The rows that this version carries.</summary>
    public static readonly IReadOnlyList<PresetRow> Rows =
    [
        new()
        {
            Id = "1", Word = "alerts", Size = Bytes(500, 1200), Interval = Seconds(100), Sources = 10,
            Law = TrafficLaw.Poisson, BudgetNear = Milliseconds(250), BudgetFar = Milliseconds(500),
            Qos = "9-i-g", Dscp = 48, PromisePpm = 1_000_000, Protection = Protection.Replicate,
            SurgeFactor = 20,
        },
        new()
        {
            Id = "2", Word = "tracks", Size = Bytes(55, 200), Interval = PerSecond(1), Sources = 500,
            BudgetNear = Seconds(1), BudgetFar = Seconds(1), Qos = "7-r-d", Dscp = 32, PromisePpm = 999_000,
            SurgeFactor = 20, SubscribersLeast = 3, SubscribersMost = 20,
        },
        new()
        {
            // 69 bytes on average and 427 at most; the least is not published: half of the mean.
            Id = "3", Word = "plots", Size = new SizeLaw(new(35), new(69), new(427)), Interval = PerSecond(
                16),
            Sources =
                80, BudgetNear = Milliseconds(2200), BudgetFar = Milliseconds(2200), Qos = "5-i-d", Dscp = 34,
            PromisePpm = 999_000, SurgeFactor = 20,
        },
        new()
        {
            Id = "4", Word = "tactical", Size = Bytes(50, 250), Interval = new(3_333_333_333), Sources = 200,
            Law =
                TrafficLaw.Poisson, BudgetNear = Seconds(1), BudgetFar = Seconds(1), Qos = "7-f-d", Dscp = 32,
            PromisePpm = 999_000,
        },
        new()
        {
            Id = "5", Word = "voice", Size = Bytes(60, 60), Interval = PerSecond(50), Sources = 100,
            BudgetNear = Milliseconds(150), BudgetFar = Milliseconds(300), Qos = "6-f-c", Dscp = 44,
            PromisePpm = 990_000,
        },
        new()
        {
            Id = "6", Word = "telemetry", Size = Bytes(32, 32), Interval = PerSecond(115), Sources = 200,
            BudgetNear = Milliseconds(250), BudgetFar = Milliseconds(400), Qos = "5-r-d", Dscp = 18,
            PromisePpm = 990_000,
        },
        new()
        {
            // 4 Mb/s in packets of 1,316 bytes: one every 2.632 ms.
            Id = "7", Word = "video", Size = Bytes(1316, 1316), Interval = new(2_632_000), Sources = 20,
            BudgetNear = Milliseconds(400), BudgetFar = Milliseconds(400), Qos = "4-f-c", Dscp = 26,
            PromisePpm = 990_000, SurgeFactor = 3,
        },
        new()
        {
            Id = "7k", Word = "metadata", Size = Bytes(114, 228), Interval = PerSecond(10), Sources = 20,
            BudgetNear = Seconds(1), BudgetFar = Seconds(1), Qos = "6-r-d", Dscp = 34, PromisePpm = 999_000,
        },
        new()
        {
            Id = "8", Word = "positions", Size = Bytes(749, 1200), Interval = Seconds(10), Sources = 5_000,
            BudgetNear = Seconds(5), BudgetFar = Seconds(5), Qos = "1-r-c", Dscp = 20, PromisePpm = 950_000,
        },
        new()
        {
            Id = "9", Word = "adsb", Size = Bytes(14, 14), Interval = PerSecond(2), Sources = 4_000,
            BudgetNear = Seconds(3), BudgetFar = Seconds(3), Qos = "2-r-c", Dscp = 22, PromisePpm = 950_000,
        },
        new()
        {
            Id = "10", Word = "ais", Size = Bytes(46, 46), Interval = Seconds(10), Sources = 20_000,
            BudgetNear = Seconds(60), BudgetFar = Seconds(60), Qos = "1-r-c", Dscp = 10, PromisePpm = 950_000,
        },
        Row11("orders", Seconds(3), "8-f-g"),
        Row11("chat", Seconds(30), "5-f-g"),
        Row11("files", Seconds(300), "3-f-g"),
        new()
        {
            Id = "13", Word = "things", Size = Bytes(250, 250), Interval = Seconds(60), Sources = 10_000,
            BudgetNear = Seconds(60), BudgetFar = Seconds(60), Qos = "1-r-c", Dscp = 12, PromisePpm = 950_000,
        },
        new()
        {
            // Elastic: what is offered as packets are one probe a second and pair, 1,200 bytes each.
            Id = "14", Word = "broadband", Size = Bytes(1200, 1200), Interval = Seconds(1), Sources = 1,
            Qos = "0-i-c", Dscp = 0, IsElastic = true,
        },
        new()
        {
            // Elastic as row 14, with guaranteed probes.
            Id = "15", Word = "archive", Size = Bytes(1200, 1200), Interval = Seconds(1), Sources = 1,
            BudgetNear = Seconds(86_400), BudgetFar = Seconds(86_400), Qos = "0-i-g", Dscp = 1,
            IsElastic = true,
        },
    ];

    /// <summary>What a row that is not carried yet would need.</summary>
    public static string NeedsOf(string rowId)
    {
        Check.That(rowId is "12");
        return "row 12 (imagery: bundles)";
    }

    // 0.25 messages a second of 20 sources, a third of them to each budget. The mean is not published: a
    // tenth of the greatest, so that nine of ten are smaller than that and the rest reach up to 100 kB.
    private static PresetRow Row11(string word, Duration budget, string qos) => new()
    {
        Id = "11",
        Word = word,
        Size = new SizeLaw(new(1_000), new(10_000), new(100_000)),
        Interval = Seconds(12),
        Sources = 20,
        Law = TrafficLaw.Poisson,
        BudgetNear = budget,
        BudgetFar = budget,
        Qos = qos,
        Dscp = 18,
        PromisePpm = 999_000,
    };

    private static SizeLaw Bytes(long least, long greatest) => SizeLaw.Uniform(new(least), new(greatest));

    // Rounded to the nearest nanosecond: 115 a second is one every 8,695,652 ns.
    private static Duration PerSecond(long rate) => new((1_000_000_000 + (rate / 2)) / rate);

    private static Duration Seconds(long seconds) => Duration.FromSeconds(seconds);

    private static Duration Milliseconds(long milliseconds) => Duration.FromMilliseconds(milliseconds);
}
