using System.Collections.Generic;
using System.Numerics;
using Orbweaver.Model;

namespace Orbweaver.Node;

// A packet for several subscribers travels once as far as their ways agree, and is split where they part.
public sealed partial class MeshNode
{
    // The ways of one packet, by the port they leave by; filled and used in one go.
    private readonly List<Branch> _branches = [];

    private readonly record struct Branch(Port? Port, ulong Targets, int DistanceNs);

    private static ulong AllTargets(Contract contract)
        => ulong.MaxValue >> (Contract.SubscribersMax - contract.Subscribers.Count);

    private void SetTargets(Packet packet, ulong targets)
    {
        packet.Targets = targets;
        packet.Destination = packet.IsForSeveral
            ? NodeId.None
            : _contracts[packet.ContractIndex].Subscribers[BitOperations.TrailingZeroCount(targets)];
    }

    // A packet of its own for some of the subscribers.
    private Packet Split(Packet packet, ulong targets, EffectList effects)
    {
        Packet part = _services.Packets.RentCopy(packet);
        part.QueueOrder = _queueOrder++;
        SetTargets(part, targets);
        SetTargets(packet, packet.Targets & ~targets);
        effects.Split(part, packet);
        return part;
    }

    private void ForwardBranches(Packet packet, EffectList effects, bool isOneOfMany)
    {
        _branches.Clear();
        IReadOnlyList<NodeId> subscribers = _contracts[packet.ContractIndex].Subscribers;
        for (ulong left = packet.Targets; left != 0; left &= left - 1)
        {
            int target = BitOperations.TrailingZeroCount(left);
            Port? port = FindWay(subscribers[target], out int distanceNs);
            AddBranch(port, 1ul << target, distanceNs);
        }
        for (int i = _branches.Count - 1; i >= 0; i--)
        {
            (Port? port, ulong targets, int distanceNs) = _branches[i];
            Packet part = i == 0 ? packet : Split(packet, targets, effects);
            PassOn(part, port, distanceNs, effects, isOneOfMany);
        }
    }

    // The farthest subscriber of a branch decides how urgent it is.
    private void AddBranch(Port? port, ulong target, int distanceNs)
    {
        for (int i = 0; i < _branches.Count; i++)
        {
            Branch branch = _branches[i];
            if (branch.Port == port)
            {
                _branches[i] = new Branch(
                    port, branch.Targets | target, System.Math.Max(branch.DistanceNs, distanceNs));
                return;
            }
        }
        _branches.Add(new Branch(port, target, distanceNs));
    }

    // Those that can no longer be reached in time are given up; the packet goes on for the others, if any.
    private bool TryShed(Packet packet, Port port, Duration serialisation, EffectList effects)
    {
        if (!packet.IsForSeveral)
        {
            return false;
        }
        IReadOnlyList<NodeId> subscribers = _contracts[packet.ContractIndex].Subscribers;
        Instant leaves = _now + serialisation + Beyond(port);
        ulong late = 0;
        packet.DepartBy = Instant.Max;
        for (ulong left = packet.Targets; left != 0; left &= left - 1)
        {
            int target = BitOperations.TrailingZeroCount(left);
            FindWay(subscribers[target], out int distanceNs);
            Instant departBy = packet.Entered + Slack(packet) - new Duration(distanceNs);
            if (leaves > departBy)
            {
                late |= 1ul << target;
            }
            else
            {
                packet.DepartBy = Earlier(packet.DepartBy, departBy);
            }
        }
        if (late == packet.Targets)
        {
            return false;
        }
        if (late != 0)
        {
            effects.Drop(Split(packet, late, effects), DropReason.Expired, port.Link);
        }
        return true;
    }

    // Of a packet for several subscribers this node takes its own part; the rest goes on.
    private bool TryTakeOwn(ref Packet packet, EffectList effects)
    {
        if (!packet.IsForSeveral)
        {
            return false;
        }
        IReadOnlyList<NodeId> subscribers = _contracts[packet.ContractIndex].Subscribers;
        for (ulong left = packet.Targets; left != 0; left &= left - 1)
        {
            int target = BitOperations.TrailingZeroCount(left);
            if (subscribers[target] == Id)
            {
                Packet own = Split(packet, 1ul << target, effects);
                Forward(packet, effects);
                packet = own;
                return true;
            }
        }
        return false;
    }
}
