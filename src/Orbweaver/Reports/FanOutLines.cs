using System;
using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Twin;

namespace Orbweaver.Reports;

/// <summary>What is said of contracts with several subscribers: how many, and who came off worst.</summary>
internal static class FanOutLines
{
    /// <summary>How many contracts these lines belong to.</summary>
    public static int Contracts(IEnumerable<ContractLine> lines)
        => lines.Select(l => l.Contract.Index).Distinct().Count();

    /// <summary>
    /// The worst of several: a broken promise first, then the least share on time, then the greatest latency,
    /// then the order of the result.
    /// </summary>
    public static ContractLine Worst(IEnumerable<ContractLine> lines) => lines
        .OrderByDescending(l => l.Verdict == Verdict.Broken)
        .ThenBy(l => l.OnTimeRatio ?? double.MaxValue)
        .ThenByDescending(l => l.Result.Latency.P99)
        .First();

    /// <summary>One sentence for a group of the table that has several subscribers; else nothing.</summary>
    public static IEnumerable<string> Of(IGrouping<string, ContractLine> group, Func<NodeId, string> nameOf)
    {
        ContractLine[] lines = [.. group.Where(l => l.IsOneOfSeveral && !l.IsRefused)];
        if (lines.Length == 0)
        {
            yield break;
        }
        ContractLine worst = Worst(lines);
        int contracts = Contracts(lines);
        string name = nameOf(worst.Result.Subscriber);
        string share = worst.OnTimeRatio is { } ratio ? $" ({ReportText.Percent(ratio)} on time)" : "";
        yield return contracts == 1
            ? $"{group.Key}: {lines.Length} subscribers, worst: {name}{share}"
            : $"{group.Key}: {lines.Length} subscribers of {contracts} contracts, worst: {name} of "
                + $"{worst.Contract.Name}{share}";
    }
}
