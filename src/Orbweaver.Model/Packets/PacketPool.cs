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

    /// <summary>A packet with stale fields: the caller sets all that travel.</summary>
    public Packet Rent()
    {
        if (_free.TryPop(out Packet? packet))
        {
            return packet;
        }
        Check.That(_all.Count < PacketsMax);
        packet = new Packet { PoolIndex = _all.Count };
        _all.Add(packet);
        return packet;
    }

    /// <summary>Takes a packet back. It must not be in any queue.</summary>
    public void Return(Packet packet)
    {
        Check.That(packet.HeapIndex < 0);
        _free.Push(packet);
    }
}
