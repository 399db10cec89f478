using System;
using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Twin;

namespace Orbweaver.Sim;

/// <summary>Up to twenty times as much is offered, to one contract or to several at once.</summary>
internal static class OverloadFaults
{
    private const int FactorMost = 20;
    private const int ContractsMost = 4;

    public static void Draw(FaultDraft draft)
    {
        int count = draft.Between(1, 2);
        for (int i = 0; i < count; i++)
        {
            SortedSet<int> contracts = [];
            int wanted = draft.Between(1, Math.Min(ContractsMost, draft.Traffic.Count));
            for (int c = 0; c < wanted; c++)
            {
                _ = contracts.Add(draft.One(draft.Traffic).ContractIndex);
            }
            int factor = draft.Between(2, FactorMost);
            Duration from = draft.Moment();
            Duration until = draft.Until(from, Duration.FromSeconds(1), Duration.FromSeconds(20));
            List<Overload> overloads = [];
            foreach (int contract in contracts)
            {
                overloads.Add(new Overload(contract, factor));
            }
            draft.Overload($"{contracts.Count} contracts, {factor} times", from, until, [.. overloads]);
        }
    }
}
