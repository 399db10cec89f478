using System;
using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>
/// The distinct ways that contracts ask for: publisher to subscriber. Many contracts share one, and its paths
/// and detours are found once, up to the most patient of them.
/// </summary>
internal sealed class AdmissionPairs
{
    /// <summary>The longest path that is looked for: what a distance can hold.</summary>
    public const int PathMaxNs = int.MaxValue - 1;

    private readonly Dictionary<(NodeId, NodeId), int> _indexOf = [];
    private readonly List<AdmissionPair> _pairs = [];

    public AdmissionPairs(IReadOnlyList<Contract> contracts)
    {
        OfContract = new int[contracts.Count][];
        FirstSlot = new int[contracts.Count];
        for (int c = 0; c < contracts.Count; c++)
        {
            Contract contract = contracts[c];
            OfContract[c] = new int[contract.Subscribers.Count];
            FirstSlot[c] = SlotCount;
            SlotCount += contract.Subscribers.Count;
            for (int i = 0; i < contract.Subscribers.Count; i++)
            {
                OfContract[c][i] = Add(contract, contract.Subscribers[i]);
            }
        }
    }

    /// <summary>All pairs.</summary>
    public IReadOnlyList<AdmissionPair> All => _pairs;

    /// <summary>For every contract the pairs of its subscribers.</summary>
    public int[][] OfContract { get; }

    /// <summary>
    /// What is found per contract and subscriber has a slot: contract by contract, subscribers in order.
    /// </summary>
    public int[] FirstSlot { get; }

    /// <summary>How many slots there are.</summary>
    public int SlotCount { get; private set; }

    /// <summary>A contract's budget as a bound on path lengths.</summary>
    public static int BoundNs(Contract contract)
        => (int)Math.Min(contract.Budget?.Nanoseconds ?? PathMaxNs, PathMaxNs);

    private int Add(Contract contract, NodeId subscriber)
    {
        var key = (contract.Publisher, subscriber);
        if (!_indexOf.TryGetValue(key, out int index))
        {
            index = _pairs.Count;
            _indexOf[key] = index;
            _pairs.Add(new AdmissionPair(contract.Publisher, subscriber, int.MaxValue, -1));
        }
        if (!contract.IsElastic)
        {
            AdmissionPair pair = _pairs[index];
            int boundNs = BoundNs(contract);
            _pairs[index] = pair with
            {
                BudgetMinNs = Math.Min(pair.BudgetMinNs, boundNs),
                BudgetMaxNs = Math.Max(pair.BudgetMaxNs, boundNs),
            };
        }
        return index;
    }
}

/// <summary>
/// A way that contracts ask for, with the least and greatest of their budgets; -1 when all are elastic.
/// </summary>
internal readonly record struct AdmissionPair(
    NodeId Publisher, NodeId Subscriber, int BudgetMinNs, int BudgetMaxNs);
