using System.Collections.Generic;

namespace Orbweaver.Model;

/// <summary>Packets for reuse. One a worker; bounded by <see cref="PacketsMax"/>.</summary>
public sealed class PacketPool
{
    /// <summary>
    /// More packets than this at once is a leak or a world too large: 8 million, about 1 GB.
    /// </summary>
    public const int PacketsMax = 8_000_000;

    private readonly List<Packet> _all = [];
    private readonly Stack<Packet> _free = new();

    /// <summary>Packets rented and not returned.</summary>
    public int InUse => _all.Count - _free.Count;

    /// <summary>Packets made so far: the most that were in use at once. Pool indices lie below it.</summary>
    public int Capacity => _all.Count;

    /// <summary>
    /// A packet that has not been anywhere: what hops note on it is reset, all else the caller sets.
    /// </summary>
    public Packet Rent()
    {
        Packet packet = Take();
        packet.AgeUs = 0;
        packet.HopLimit = Packet.HopLimitStart;
        packet.Way = null;
        packet.HopSequence = 0;
        packet.HopBase = 0;
        packet.Base = 0;
        packet.Receipt = null;
        packet.KeptFor = -1;
        return packet;
    }

    private Packet Take()
    {
        if (!_free.TryPop(out Packet? packet))
        {
            Check.That(_all.Count < PacketsMax);
            packet = new Packet { PoolIndex = _all.Count };
            _all.Add(packet);
        }
        packet.IsRented = true;
        return packet;
    }

    /// <summary>A second packet like another, with its place in time; it is in no queue.</summary>
    public Packet RentCopy(Packet of)
    {
        Packet copy = Take();
        copy.ContractIndex = of.ContractIndex;
        copy.Sequence = of.Sequence;
        copy.Key = of.Key;
        copy.FragmentIndex = of.FragmentIndex;
        copy.FragmentCount = of.FragmentCount;
        copy.SizeBytes = of.SizeBytes;
        copy.Source = of.Source;
        copy.Targets = of.Targets;
        copy.Destination = of.Destination;
        copy.PlanVersion = of.PlanVersion;
        copy.PlanController = of.PlanController;
        copy.Epoch = of.Epoch;
        copy.AgeUs = of.AgeUs;
        copy.BudgetUs = of.BudgetUs;
        copy.Priority = of.Priority;
        copy.Overtaking = of.Overtaking;
        copy.Assurance = of.Assurance;
        copy.HopLimit = of.HopLimit;
        copy.Incarnation = of.Incarnation;
        copy.Mark = of.Mark;
        copy.Way = of.Way;
        copy.WayIndex = of.WayIndex;
        copy.HopSequence = of.HopSequence;
        copy.HopBase = of.HopBase;
        copy.Base = of.Base;
        copy.Receipt = of.Receipt;
        copy.KeptFor = of.KeptFor;
        copy.ViewStamp = of.ViewStamp;
        copy.Entered = of.Entered;
        copy.DepartBy = of.DepartBy;
        copy.QueueOrder = of.QueueOrder;
        copy.HostTag = of.HostTag;
        return copy;
    }

    /// <summary>All packets that are out of the pool, in the order of their places.</summary>
    public IEnumerable<Packet> Rented()
    {
        foreach (Packet packet in _all)
        {
            if (packet.IsRented)
            {
                yield return packet;
            }
        }
    }

    /// <summary>Takes a packet back. It must not be in any queue.</summary>
    public void Return(Packet packet)
    {
        Check.That(packet.HeapIndex < 0 && packet.IsRented);
        packet.IsRented = false;
        _free.Push(packet);
    }
}
