using System;
using System.Collections.Generic;
using System.Linq;
using Orbweaver.Console.Operations;
using Orbweaver.Model;
using Orbweaver.Twin;

namespace Orbweaver.Up;

/// <summary>
/// When nodes could be out with every promise kept, by the plan: spans of epochs in which each promised
/// stream that has a way in time still has one without them. As <see cref="DrillForecast"/> it looks at the
/// plan alone, as if nothing else were broken.
/// </summary>
internal sealed class MaintenanceWindows(Plan plan, IReadOnlyList<Contract> contracts)
{
    /// <summary>Windows that are proposed; the first ones are.</summary>
    public const int ItemsMax = 20;

    // Links looked at. With more the search ends before the plan does, and says where.
    private const long WorkMax = 50_000_000;

    private readonly Contract[] _promised =
        [.. contracts.Where(c => c.PromisePpm is not null && c.Budget is not null)];

    /// <summary>
    /// Windows from a moment on, each as long as is needed at least; null where the faults do more than take
    /// nodes out, or when nobody wants to know any more.
    /// </summary>
    public WhatIfWindows? Find(
        IReadOnlyList<Fault> faults, Instant now, Duration needed, Func<bool> isWanted)
    {
        bool isOfNodes = faults.Count > 0 && faults.All(f => f.Nodes.Count > 0 && f.Links.Count == 0
            && f.Overloads.Count == 0
            && f.Nodes.All(h => h.Kind is NodeHitKind.Lost or NodeHitKind.Hung));
        if (!isOfNodes)
        {
            return null;
        }
        List<WhatIfWindow> found = [];
        Instant? opened = null;
        Instant looked = now;
        long work = 0;
        for (int epoch = plan.EpochAt(now); epoch < plan.Epochs.Count && work < WorkMax; epoch++)
        {
            if (!isWanted())
            {
                return null;
            }
            Instant begin = Later(now, plan.EpochStart(epoch));
            if (IsKept(epoch, begin, faults, ref work))
            {
                opened ??= begin;
            }
            else
            {
                Close(found, opened, begin, now, needed);
                opened = null;
            }
            looked = plan.EpochStart(epoch + 1);
        }
        Close(found, opened, looked, now, needed);
        return new WhatIfWindows(
            needed.TotalMilliseconds, (looked - now).TotalMilliseconds, [.. found.Take(ItemsMax)]);
    }

    // At both ends of the epoch: links become longer and shorter within it.
    private bool IsKept(int epoch, Instant begin, IReadOnlyList<Fault> faults, ref long work)
    {
        PlanEpoch links = plan.Epochs[epoch];
        Instant end = plan.EpochStart(epoch + 1) - new Duration(1);
        foreach (Instant at in (Instant[])[begin, end])
        {
            DrillForecast forecast = new(plan, links, at, faults);
            bool isLate = _promised.Any(c => c.Subscribers.Any(
                to => forecast.IsLate(c.Publisher, to, c.Budget!.Value.Nanoseconds)));
            work += (long)(forecast.TreeCount + 1) * links.Links.Length;
            if (isLate)
            {
                return false;
            }
        }
        return true;
    }

    private static void Close(
        List<WhatIfWindow> found, Instant? opened, Instant end, Instant now, Duration needed)
    {
        if (opened is { } from && end - from >= needed)
        {
            found.Add(new WhatIfWindow((from - now).TotalMilliseconds, (end - now).TotalMilliseconds));
        }
    }

    private static Instant Later(Instant a, Instant b) => a > b ? a : b;
}
