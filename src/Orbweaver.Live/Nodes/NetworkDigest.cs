using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Node;

namespace Orbweaver.Live.Nodes;

/// <summary>
/// A number for a plan and its contracts. Hosts that make them of the same scenario hold the same; hosts of
/// different programs, scenarios or starts do not, and would carry packets in circles: two that come to
/// different numbers may not talk. Not a signature: nobody is kept from making one up.
/// </summary>
public static class NetworkDigest
{
    /// <summary>The digest.</summary>
    public static ulong Of(Plan plan, ContractTable contracts)
    {
        ulong hash = StableHash.Of("orbweaver network 1");
        Add(ref hash, plan.Version);
        Add(ref hash, plan.Start.Nanoseconds);
        Add(ref hash, plan.EpochLength.Nanoseconds);
        Add(ref hash, plan.Drain.Nanoseconds);
        Add(ref hash, plan.HopDelay.Nanoseconds);
        foreach (PlanNode node in plan.Nodes)
        {
            Add(ref hash, (long)StableHash.Of(node.Name));
            Add(ref hash, (long)node.Kind);
        }
        foreach (Contact contact in plan.Contacts)
        {
            Add(ref hash, ((long)contact.A.Node.Value << 32) | (uint)contact.B.Node.Value);
            Add(ref hash, ((long)contact.FirstEpoch << 32) | (uint)contact.LastEpoch);
            Add(ref hash, contact.Opens.Nanoseconds);
            Add(ref hash, contact.RateAToB.BitsPerSecond);
            Add(ref hash, contact.RateBToA.BitsPerSecond);
        }
        foreach (PlanEpoch epoch in plan.Epochs)
        {
            AddEpoch(ref hash, epoch);
        }
        for (int i = 0; i < contracts.Count; i++)
        {
            AddContract(ref hash, contracts[i], contracts.IsAdmitted(i));
        }
        return StableHash.Finish(hash);
    }

    private static void AddEpoch(ref ulong hash, PlanEpoch epoch)
    {
        Add(ref hash, epoch.Links.Length);
        foreach (ref readonly EpochLink link in epoch.Links)
        {
            Add(ref hash, link.ContactIndex);
            Add(ref hash, ((long)link.DelayStartNs << 32) | (uint)link.DelayMiddleNs);
            Add(ref hash, link.DelayEndNs);
        }
        Add(ref hash, epoch.Standby.Count);
        foreach (StandbyLink standby in epoch.Standby)
        {
            Add(ref hash, ((long)standby.Ground.Value << 32) | (uint)standby.Satellite.Value);
            Add(ref hash, ((long)standby.DelayStartNs << 32) | (uint)standby.DelayMiddleNs);
            Add(ref hash, standby.DelayEndNs);
            Add(ref hash, standby.RateUp.BitsPerSecond);
            Add(ref hash, standby.RateDown.BitsPerSecond);
        }
    }

    private static void AddContract(ref ulong hash, Contract contract, bool isAdmitted)
    {
        Add(ref hash, (long)StableHash.Of(contract.Name));
        Add(ref hash, (long)StableHash.Of(contract.Qos.ToString()));
        Add(ref hash, ((long)contract.Publisher.Value << 32) | (isAdmitted ? 1u : 0));
        Add(ref hash, contract.Subscribers.Count);
        AddNodes(ref hash, contract.Subscribers);
        Add(ref hash, contract.Budget?.Nanoseconds ?? -1);
        Add(ref hash, contract.MessageSizeMax.Bytes);
        Add(ref hash, ((long)contract.Protection << 32) | (uint)contract.Disjointness);
    }

    private static void AddNodes(ref ulong hash, IReadOnlyList<NodeId> nodes)
    {
        foreach (NodeId node in nodes)
        {
            Add(ref hash, node.Value);
        }
    }

    private static void Add(ref ulong hash, long word) => hash = StableHash.Mix(hash, (ulong)word);
}
