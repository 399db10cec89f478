using System.Collections.Generic;
using System.Numerics;
using Orbweaver.Model;

namespace Orbweaver.Node;

/// <summary>
/// The queue of one port. Served by priority, then least slack; a newer message replaces an older one of its key;
/// what may be dropped at priority 0-1 shares the rest between tenants. Never holds more than its byte limit.
/// </summary>
internal sealed class PortQueue(ContractTable contracts, DataSize limit)
{
    private const int Lanes = 2 * (Qos.PriorityMax + 1);

    // Two lanes a priority, so that room can be made from congestion traffic without a search.
    private readonly SlackHeap?[] _lanes = new SlackHeap?[Lanes];
    private readonly TenantQueues _leftovers = new();
    private readonly Dictionary<(int Contract, uint Key), Packet> _newest = [];
    private uint _nonEmptyLanes;

    /// <summary>Bytes held; never above the limit.</summary>
    public long Bytes { get; private set; }

    /// <summary>Packets held.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a packet. What has to go for it, itself perhaps, is dropped into <paramref name="effects"/>.</summary>
    public void Add(Packet packet, EffectList effects)
    {
        bool isReplaceable = packet.Overtaking == Overtaking.Replace && packet.FragmentCount == 1;
        if (isReplaceable && _newest.TryGetValue((packet.ContractIndex, packet.Key), out Packet? queued))
        {
            if (packet.Sequence < queued.Sequence)
            {
                effects.Drop(packet, DropReason.Superseded);
                return;
            }
            Remove(queued);
            effects.Drop(queued, DropReason.Superseded);
        }
        while (Bytes + packet.SizeBytes > limit.Bytes)
        {
            Packet? victim = VictimFor(packet);
            if (victim is null)
            {
                effects.Drop(packet, DropReason.QueueFull);
                return;
            }
            Remove(victim);
            effects.Drop(victim, DropReason.QueueFull);
        }
        Insert(packet);
        if (isReplaceable)
        {
            _newest[(packet.ContractIndex, packet.Key)] = packet;
        }
    }

    /// <summary>Takes the packet that is served next. There must be one.</summary>
    public Packet Take()
    {
        Packet packet;
        if (_nonEmptyLanes != 0)
        {
            int top = BitOperations.Log2(_nonEmptyLanes);
            packet = _lanes[top]!.First;
            // The congestion lane of the same priority may hold the more urgent packet.
            int other = top & ~1;
            if (other != top && (_nonEmptyLanes & (1u << other)) != 0 && SlackHeap.IsBefore(_lanes[other]!.First, packet))
            {
                packet = _lanes[other]!.First;
            }
        }
        else
        {
            (packet, int tenant) = _leftovers.First();
            _leftovers.Charge(tenant, packet.SizeBytes);
        }
        Remove(packet);
        return packet;
    }

    /// <summary>Takes everything out, in the order of serving.</summary>
    public void TakeAll(List<Packet> into)
    {
        while (Count > 0)
        {
            into.Add(Take());
        }
    }

    private static bool IsLeftover(Packet packet) => packet is { Priority: <= 1, Assurance: Assurance.Congestion };

    private static int LaneOf(Packet packet)
        => (2 * packet.Priority) + (packet.Assurance == Assurance.Congestion ? 0 : 1);

    private void Insert(Packet packet)
    {
        Bytes += packet.SizeBytes;
        Count++;
        if (IsLeftover(packet))
        {
            _leftovers.Add(packet, contracts.TenantOf(packet.ContractIndex));
            return;
        }
        int lane = LaneOf(packet);
        (_lanes[lane] ??= new SlackHeap()).Add(packet);
        _nonEmptyLanes |= 1u << lane;
    }

    private void Remove(Packet packet)
    {
        Bytes -= packet.SizeBytes;
        Count--;
        if (_newest.Count > 0
            && _newest.TryGetValue((packet.ContractIndex, packet.Key), out Packet? newest)
            && ReferenceEquals(newest, packet))
        {
            _newest.Remove((packet.ContractIndex, packet.Key));
        }
        if (IsLeftover(packet))
        {
            _leftovers.Remove(packet, contracts.TenantOf(packet.ContractIndex));
            return;
        }
        int lane = LaneOf(packet);
        SlackHeap heap = _lanes[lane]!;
        heap.Remove(packet);
        if (heap.Count == 0)
        {
            _nonEmptyLanes &= ~(1u << lane);
        }
    }

    // In this order: leftovers of the greediest tenant, congestion traffic from the lowest priority up, then
    // deadline traffic below the newcomer. Null when the newcomer itself is the least worth keeping.
    private Packet? VictimFor(Packet newcomer)
    {
        if (_leftovers.Count > 0)
        {
            return _leftovers.Victim().Packet;
        }
        if (IsLeftover(newcomer))
        {
            return null;
        }
        int newcomerLane = LaneOf(newcomer);
        bool mayDropNewcomer = newcomer.Assurance == Assurance.Congestion;
        for (int lane = 0; lane < Lanes; lane += 2)
        {
            if ((_nonEmptyLanes & (1u << lane)) != 0)
            {
                return !mayDropNewcomer || lane < newcomerLane ? _lanes[lane]!.Leaf : null;
            }
        }
        for (int lane = 1; lane < newcomerLane && !mayDropNewcomer; lane += 2)
        {
            if ((_nonEmptyLanes & (1u << lane)) != 0)
            {
                return _lanes[lane]!.Leaf;
            }
        }
        return null;
    }
}
