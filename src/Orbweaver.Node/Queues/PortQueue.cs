using System.Collections.Generic;
using System.Numerics;
using System.Runtime.InteropServices;
using Orbweaver.Model;

namespace Orbweaver.Node;

/// <summary>
/// The queue of one port. Served by priority, then least slack; a newer message replaces an older one of its
/// key; what may be dropped at priority 0-1 shares the rest between tenants. Never holds more than its byte
/// limit.
/// </summary>
internal sealed class PortQueue(ContractTable contracts, DataSize limit)
{
    // Three lanes a priority, by assurance, so that room can be made without a search from what may be
    // dropped.
    private const int Assurances = 3;
    private const int Lanes = Assurances * (Qos.PriorityMax + 1);

    private readonly SlackHeap?[] _lanes = new SlackHeap?[Lanes];
    private readonly TenantQueues _leftovers = new();
    private readonly Dictionary<(int Contract, uint Key), Packet> _newest = [];
    private uint _nonEmptyLanes;

    /// <summary>Bytes held; never above the limit.</summary>
    public long Bytes { get; private set; }

    /// <summary>Packets held.</summary>
    public int Count { get; private set; }

    /// <summary>
    /// Adds a packet. What has to go for it, itself perhaps, is dropped into <paramref name="effects"/>.
    /// </summary>
    public void Add(Packet packet, EffectList effects)
    {
        Packet? replaced = null;
        if (IsReplaceable(packet) && _newest.TryGetValue((packet.ContractIndex, packet.Key), out replaced))
        {
            if (packet.Sequence < replaced.Sequence && Covers(replaced, packet))
            {
                effects.Drop(packet, DropReason.Superseded);
                return;
            }
            if (packet.Sequence >= replaced.Sequence && Covers(packet, replaced))
            {
                Remove(replaced);
            }
            else
            {
                replaced = null;
            }
        }
        if (!TryMakeRoom(packet, effects))
        {
            effects.Drop(packet, DropReason.QueueFull);
            // A larger newer one that finds no room does not take the older with it.
            if (replaced is not null)
            {
                Insert(replaced);
            }
            return;
        }
        if (replaced is not null)
        {
            effects.Drop(replaced, DropReason.Superseded);
        }
        Insert(packet);
    }

    private bool TryMakeRoom(Packet packet, EffectList effects)
    {
        while (Bytes + packet.SizeBytes > limit.Bytes)
        {
            Packet? victim = VictimFor(packet);
            if (victim is null)
            {
                return false;
            }
            Remove(victim);
            effects.Drop(victim, DropReason.QueueFull);
        }
        return true;
    }

    /// <summary>Takes the packet that is served next. There must be one.</summary>
    public Packet Take()
    {
        Packet packet;
        if (_nonEmptyLanes != 0)
        {
            int top = BitOperations.Log2(_nonEmptyLanes);
            packet = _lanes[top]!.First;
            // The other lanes of the same priority may hold the more urgent packet.
            for (int lane = top - (top % Assurances); lane < top; lane++)
            {
                if (IsNonEmpty(lane) && SlackHeap.IsBefore(_lanes[lane]!.First, packet))
                {
                    packet = _lanes[lane]!.First;
                }
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

    // Whether a message reaches, by this port, everybody that the other one does.
    private static bool Covers(Packet newer, Packet older) => (older.Targets & ~newer.Targets) == 0;

    private static bool IsLeftover(Packet packet)
        => packet is { Priority: <= 1, Assurance: Assurance.Congestion };

    private static bool IsReplaceable(Packet packet)
        => packet is { Overtaking: Overtaking.Replace, FragmentCount: 1 };

    private static int LaneOf(Packet packet) => LaneOf(packet.Priority, packet.Assurance);

    private static int LaneOf(int priority, Assurance assurance)
        => (Assurances * priority) + (Assurance.Congestion - assurance);

    private bool IsNonEmpty(int lane) => (_nonEmptyLanes & (1u << lane)) != 0;

    private void Insert(Packet packet)
    {
        Bytes += packet.SizeBytes;
        Count++;
        if (IsReplaceable(packet))
        {
            NoteNewest(packet);
        }
        if (IsLeftover(packet))
        {
            _leftovers.Add(packet, contracts.TenantOf(packet.ContractIndex));
            return;
        }
        int lane = LaneOf(packet);
        (_lanes[lane] ??= new SlackHeap()).Add(packet);
        _nonEmptyLanes |= 1u << lane;
    }

    private void NoteNewest(Packet packet)
    {
        ref Packet? newest = ref CollectionsMarshal.GetValueRefOrAddDefault(
            _newest, (packet.ContractIndex, packet.Key), out _);
        if (newest is null || newest.Sequence <= packet.Sequence)
        {
            newest = packet;
        }
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
    // deadline traffic below the newcomer; guaranteed traffic never. Null when the newcomer itself is the
    // least worth keeping.
    private Packet? VictimFor(Packet newcomer)
    {
        if (_leftovers.Count > 0)
        {
            return _leftovers.Victim().Packet;
        }
        if (newcomer.Assurance != Assurance.Congestion)
        {
            return Lowest(Assurance.Congestion, Qos.PriorityMax + 1)
                ?? Lowest(Assurance.Deadline, newcomer.Priority);
        }
        return IsLeftover(newcomer) ? null : Lowest(Assurance.Congestion, newcomer.Priority);
    }

    private Packet? Lowest(Assurance assurance, int priorityEnd)
    {
        for (int priority = 0; priority < priorityEnd; priority++)
        {
            int lane = LaneOf(priority, assurance);
            if (IsNonEmpty(lane))
            {
                return _lanes[lane]!.Leaf;
            }
        }
        return null;
    }
}
