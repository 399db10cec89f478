using System;
using System.Linq;
using Orbweaver.Twin;

namespace Orbweaver.Reports;

// The verdict, and the few numbers that add up to it.
internal sealed partial class HtmlReport
{
    private const int BrokenMax = 12;

    // The first thing that anybody wants to know, and the name of the page.
    private string VerdictText()
        => (_kept, _broken) switch
        {
            (0, 0) => "Nothing was promised that the run could judge.",
            (_, 0) => $"\u2713 {Every(_kept)} kept.",
            _ => $"\u2717 {Count(_broken)} of {Count(_kept + _broken)} promises broken.",
        };

    private static string Every(int promises)
        => promises switch
        {
            1 => "The promise was",
            2 => "Both promises were",
            _ => $"All {Count(promises)} promises were",
        };

    private void WriteSummary()
    {
        ContractLine[] promised = [.. _lines.Where(l => !l.IsRefused)];
        long judged = promised.Sum(l => l.Result.Judged);
        long inFlight = promised.Sum(l => l.Result.InFlight);
        long superseded = promised.Sum(l => l.Result.Superseded);
        _page.Element("div", () =>
        {
            Fact(
                "promises kept", $"{Count(_kept)} of {Count(_kept + _broken)}",
                _broken == 0 ? "good" : "bad");
            Fact("on time of what was due", judged == 0 ? "-"
                : Percent((double)promised.Sum(l => l.Result.JudgedOnTime) / judged), "");
            Fact("messages offered", Count(promised.Sum(l => l.Result.Offered)), "");
            Fact("delivered on time", Count(promised.Sum(l => l.Result.OnTime)), "");
            Fact("late or expired", Count(promised.Sum(l => l.Result.Late + l.Result.Expired)), "");
            Fact("lost", Count(promised.Sum(l => l.Lost)), "");
            if (superseded > 0)
            {
                Fact("replaced by a newer one", Count(superseded), "");
            }
            Fact("in flight at the end", Count(inFlight), "");
            Fact("faults", Count(_report.Result.Faults.Count), "");
        }, ("class", "facts"));
        WriteLeftOut(inFlight);
        WriteWorst();
    }

    // What counts as nothing is said, or the sums would seem wrong.
    private void WriteLeftOut(long inFlight)
    {
        if (inFlight > 0)
        {
            _page.Text(
                "p", $"{Count(inFlight)} {(inFlight == 1 ? "message was" : "messages were")} still in flight"
                    + " when the run ended: neither on time nor late nor lost.", ("class", "muted"));
        }
        int refused = _lines.Where(l => l.IsRefused).Select(l => l.Contract.Index).Distinct().Count();
        if (refused > 0)
        {
            _page.Text(
                "p", $"{Count(refused)} {(refused == 1 ? "contract was" : "contracts were")} refused before"
                    + " the run: nothing was promised, and nothing of them is counted here.",
                ("class", "muted"));
        }
    }

    private void WriteWorst()
    {
        ContractLine[] worst =
            [.. _lines.Where(l => l.Verdict == Verdict.Broken).OrderBy(l => l.OnTimeRatio)];
        if (worst.Length == 0)
        {
            return;
        }
        _page.Element("ul", () =>
        {
            foreach (ContractLine line in worst.Take(BrokenMax))
            {
                _page.Text("li", $"{NameOf(line)}: {LateSentence.Of(
                    line.Result, line.Contract.Budget, _report.NameOf)}");
            }
        });
        if (worst.Length > BrokenMax)
        {
            _page.Text("p", $"And {Count(worst.Length - BrokenMax)} more, below.", ("class", "muted"));
        }
    }

    private void Fact(string name, string value, string style)
        => _page.Element("div", () =>
        {
            _page.Text("b", value);
            _page.Say(name);
        }, ("class", style));
}
