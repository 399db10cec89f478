using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Twin;

namespace Orbweaver.Sim;

/// <summary>
/// Which messages of contracts that are overloaded go beyond what was agreed: those that overflow a bucket of
/// the burst that leaks at the committed rate. The network may do with them what it likes.
/// </summary>
internal sealed class AgreedRates
{
    private readonly SimWorld _world;
    private readonly SortedDictionary<int, Bucket> _buckets = [];

    public AgreedRates(SimWorld world, FaultPlan faults)
    {
        _world = world;
        foreach (Fault fault in faults.Faults)
        {
            foreach (Overload overload in fault.Overloads)
            {
                _buckets.TryAdd(overload.ContractIndex, new Bucket { Last = world.Plan.Start });
            }
        }
    }

    /// <summary>
    /// Whether a message goes beyond; to be asked once a message and subscriber, in the order of offers.
    /// </summary>
    public bool IsExcess(in MessageRecord m)
    {
        if (!_buckets.TryGetValue(m.Message.Contract, out Bucket? bucket))
        {
            return false;
        }
        if (bucket.Number == m.Message.Number)
        {
            return bucket.WasExcess;
        }
        Contract contract = _world.Contracts[m.Message.Contract];
        long passedNs = (m.Offered - bucket.Last).Nanoseconds;
        bucket.LevelNs = System.Math.Max(0, bucket.LevelNs - passedNs);
        long fillNs = contract.Rate.TimeFor(m.Size).Nanoseconds;
        bucket.Last = m.Offered;
        bucket.Number = m.Message.Number;
        bucket.WasExcess = !contract.IsElastic
            && bucket.LevelNs + fillNs > contract.Rate.TimeFor(contract.Burst).Nanoseconds;
        bucket.LevelNs += bucket.WasExcess ? 0 : fillNs;
        return bucket.WasExcess;
    }

    // Filled by time at the committed rate.
    private sealed class Bucket
    {
        public Instant Last;
        public long LevelNs;
        public uint? Number;
        public bool WasExcess;
    }
}
