using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Planning;
using Orbweaver.Twin;
using static Orbweaver.Reports.HtmlPage;

namespace Orbweaver.Reports;

/// <summary>
/// How long the messages of some contracts took, over a logarithmic axis, and beside it what they could have
/// taken: light along the ground, the best planned way, and what is promised.
/// </summary>
internal static class LatencyChart
{
    private const double Width = 330;
    private const double Height = 150;
    private const double Top = 16;
    private const double Bottom = 128;

    /// <summary>Draws contracts of one group; nothing where none of their messages was delivered.</summary>
    public static void Write(HtmlPage page, string name, IReadOnlyList<ContractLine> lines)
    {
        long[] counts = new long[LatencyPieces.Count];
        foreach (ContractLine line in lines)
        {
            for (int i = 0; i < line.Result.Histogram.Count; i++)
            {
                counts[i] += line.Result.Histogram[i];
            }
        }
        if (counts.Sum() == 0)
        {
            return;
        }
        Marks marks = Marks.Of(lines);
        int first = Math.Max(0, Math.Min(
            Array.FindIndex(counts, c => c > 0), (int)PieceOf(marks.Floor?.LeastMs ?? double.MaxValue)) - 1);
        int last = Array.FindLastIndex(counts, c => c > 0);
        last = Math.Min(LatencyPieces.Count, 1 + Math.Max(last + 1, (int)Math.Ceiling(PieceOf(Math.Min(
            marks.Budget?.GreatestMs ?? 0,
            LatencyPieces.BeginOf(LatencyPieces.Count - 1).TotalMilliseconds)))));
        Axis axis = new(first, Math.Max(last, first + 4));
        page.Element("figure", () =>
        {
            page.Text("h3", name);
            page.Element("svg", () => Draw(page, counts, marks, axis),
                ("viewBox", $"0 0 {N(Width)} {N(Height)}"), ("role", "img"),
                ("aria-label", $"Latency of {name}: {Sentence(counts, marks)}"));
            page.Text("figcaption", Sentence(counts, marks), ("class", "muted"));
        });
        page.Break();
    }

    private sealed record Axis(int First, int Last)
    {
        public double X(double piece)
            => 6 + ((Math.Clamp(piece, First, Last) - First) / (Last - First) * (Width - 12));
    }

    // Of several contracts the least and the greatest, as their ends differ: nothing can be left of the least
    // floor, and what is behind the greatest budget is late whoever it is of.
    private sealed record Marks(Range? Floor, Range? Best, Range? Budget, int Contracts)
    {
        public static Marks Of(IReadOnlyList<ContractLine> lines) => new(
            Range.Of(lines.Select(l => l.Subscriber.Floor)),
            // Ways change with the epochs.
            Range.Of(lines.Select(l => l.Subscriber.Best).OfType<DelaySpread>()
                .SelectMany(b => new[] { b.Least, b.Greatest })),
            Range.Of(lines.Select(l => l.Contract.Budget).OfType<Duration>()),
            lines.Count);
    }

    private sealed record Range(double LeastMs, double GreatestMs)
    {
        public static Range? Of(IEnumerable<Duration> values)
        {
            double[] all = [.. values.Select(v => v.TotalMilliseconds)];
            return all.Length == 0 ? null : new Range(all.Min(), all.Max());
        }
    }

    private static void Draw(HtmlPage page, long[] counts, Marks marks, Axis axis)
    {
        double most = counts.Max();
        for (int i = axis.First; i < axis.Last; i++)
        {
            if (counts[i] == 0)
            {
                continue;
            }
            // One of a million is to be seen as well.
            double fromMs = LatencyPieces.BeginOf(i).TotalMilliseconds;
            double height = Math.Max(1.5, counts[i] / most * (Bottom - Top));
            bool isLate = fromMs >= marks.Budget?.GreatestMs;
            // Nothing came before the floor, so nothing is drawn before it.
            double left = axis.X(Math.Clamp(PieceOf(marks.Floor?.LeastMs ?? 0), i, i + 1)) + 0.5;
            page.Element(
                "rect",
                () => page.Text("title", string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Ms(fromMs)} ms and more: {counts[i]:N0} messages")),
                ("class", isLate ? "late1" : "bar1"), ("x", N(left)), ("y", N(Bottom - height)),
                ("width", N(Math.Max(1, axis.X(i + 1) - left - 0.5))), ("height", N(height)));
        }
        page.Element("line", static () => { }, ("class", "base"), ("x1", "6"), ("x2", N(Width - 6)),
            ("y1", N(Bottom)), ("y2", N(Bottom)));
        DrawAxis(page, axis);
        Mark(page, axis, marks.Floor?.LeastMs, "floor");
        Mark(page, axis, marks.Best?.LeastMs, "best");
        Mark(page, axis, marks.Budget?.GreatestMs, "budget");
    }

    private static void DrawAxis(HtmlPage page, Axis axis)
    {
        int step = axis.Last - axis.First > 24 ? 8 : 4;
        for (int i = axis.First + ((4 - (axis.First % 4)) % 4); i <= axis.Last; i += step)
        {
            page.Text(
                "text", Ms(Math.Pow(2, i / 4.0)), ("class", "dim"), ("x", N(axis.X(i))), ("y", "144"),
                ("text-anchor", i == axis.First ? "start" : i == axis.Last ? "end" : "middle"));
        }
    }

    private static void Mark(HtmlPage page, Axis axis, double? ms, string kind)
    {
        // At the edge it would seem to stand where the axis ends.
        if (ms is > 0 && PieceOf(ms.Value) <= axis.Last)
        {
            string x = N(axis.X(PieceOf(ms.Value)));
            page.Element("line", static () => { }, ("class", $"mark {kind}"), ("x1", x), ("x2", x),
                ("y1", "4"), ("y2", N(Bottom)));
        }
    }

    private static double PieceOf(double ms) => 4 * Math.Log2(Math.Max(ms, 1e-3));

    private static string Sentence(long[] counts, Marks marks)
    {
        string of = marks.Contracts > 1 ? $" of {marks.Contracts} contracts and subscribers" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{counts.Sum():N0} delivered{of}; floor {Span(marks.Floor)}, best {Span(marks.Best)},"
                + $" budget {Span(marks.Budget)}");
    }

    private static string Span(Range? range)
        => range is null ? "none"
            : range.GreatestMs < range.LeastMs * 1.005 ? Span(range.LeastMs)
            : $"{Span(range.LeastMs)} to {Span(range.GreatestMs)}";

    private static string Span(double ms) => ms switch
    {
        < 10_000 => $"{Ms(ms)} ms",
        < 600_000 => $"{N(ms / 1_000)} s",
        < 36_000_000 => $"{N(ms / 60_000)} min",
        _ => $"{N(ms / 3_600_000)} h",
    };

    private static string Ms(double ms)
        => ms.ToString(ms < 10 ? "0.##" : "#,0", CultureInfo.InvariantCulture);
}
