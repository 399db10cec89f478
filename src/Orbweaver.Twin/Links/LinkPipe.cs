using Orbweaver.Model;

namespace Orbweaver.Twin;

/// <summary>A packet in flight: when it arrives, and its place among events of that moment.</summary>
internal readonly record struct Flight(Instant Arrives, long Sequence, Packet Packet);

/// <summary>
/// One direction of a contact: the packets in flight, in order. Light never overtakes light on one link (a
/// satellite is far slower), so only the first arrival is pending in the event queue: one event a hop, in a
/// short queue.
/// </summary>
internal sealed class LinkPipe(Contact contact, NodeId from)
{
    private Flight[] _ring = new Flight[8];
    private int _head;

    /// <summary>The contact.</summary>
    public Contact Contact { get; } = contact;

    /// <summary>Where packets enter.</summary>
    public NodeId From { get; } = from;

    /// <summary>Where they come out.</summary>
    public NodeId To { get; } = contact.PeerOf(from);

    /// <summary>Capacity in this direction.</summary>
    public DataRate Rate { get; } = contact.RateFrom(from);

    /// <summary>When the last frame has left the terminal.</summary>
    public Instant BusyUntil { get; set; } = new(long.MinValue);

    /// <summary>The epoch for which <see cref="Link"/> is known.</summary>
    public int Epoch { get; set; } = -1;

    /// <summary>The planned delays.</summary>
    public EpochLink Link { get; set; }

    /// <summary>Packets in flight.</summary>
    public int Count { get; private set; }

    /// <summary>The next to arrive; there must be one.</summary>
    public ref readonly Flight First => ref _ring[_head];

    /// <summary>The last arrival so far.</summary>
    public Instant LastArrival { get; private set; } = new(long.MinValue);

    /// <summary>Adds a packet behind those in flight.</summary>
    public void Add(in Flight flight)
    {
        Check.That(flight.Arrives >= LastArrival);
        LastArrival = flight.Arrives;
        if (Count == _ring.Length)
        {
            Grow();
        }
        _ring[(_head + Count++) & (_ring.Length - 1)] = flight;
    }

    /// <summary>Takes the next to arrive out.</summary>
    public Packet Take()
    {
        Packet packet = _ring[_head].Packet;
        _ring[_head] = default;
        _head = (_head + 1) & (_ring.Length - 1);
        Count--;
        return packet;
    }

    private void Grow()
    {
        Flight[] larger = new Flight[_ring.Length * 2];
        for (int i = 0; i < Count; i++)
        {
            larger[i] = _ring[(_head + i) & (_ring.Length - 1)];
        }
        _ring = larger;
        _head = 0;
    }
}
