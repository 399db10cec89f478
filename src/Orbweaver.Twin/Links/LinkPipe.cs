using System;
using Orbweaver.Model;

namespace Orbweaver.Twin;

/// <summary>
/// A frame in flight: when it arrives, its place among events of that moment, and the frame itself, with data
/// or control.
/// </summary>
internal readonly record struct Flight(Instant Arrives, long Sequence, object Frame)
{
    /// <summary>The packet, if it is one.</summary>
    public Packet? Packet => Frame as Packet;

    /// <summary>The control frame, if it is one.</summary>
    public ControlFrame? Control => Frame as ControlFrame;

    /// <summary>How long it lies at a slow node before that looks at it.</summary>
    public Duration Late { get; init; }
}

/// <summary>
/// One direction of a link: the frames in flight, in order. Light never overtakes light on one link (a
/// satellite is far slower), so only the first arrival is pending in the event queue: one event a hop, in a
/// short queue.
/// </summary>
internal sealed class LinkPipe(int place, int link, NodeId from, NodeId to)
{
    private Flight[] _ring = new Flight[8];
    private int _head;

    /// <summary>Its place among pipes.</summary>
    public int Place { get; } = place;

    /// <summary>The link.</summary>
    public int Link { get; } = link;

    /// <summary>Where frames enter.</summary>
    public NodeId From { get; } = from;

    /// <summary>Where they come out.</summary>
    public NodeId To { get; } = to;

    /// <summary>
    /// When its contact opens, and when the drain of that ends; of a standby link nobody knows.
    /// </summary>
    public (Instant Opens, Instant Closes) Span { get; set; }

    /// <summary>The first and last epoch of its contact.</summary>
    public (int First, int Last) Epochs { get; set; }

    /// <summary>Capacity in this direction.</summary>
    public DataRate Rate { get; set; }

    /// <summary>What faults have done to the link; null when nothing ever has.</summary>
    public LinkHealth? Health { get; set; }

    /// <summary>When the last frame has left the terminal.</summary>
    public Instant BusyUntil { get; set; } = new(long.MinValue);

    /// <summary>How long the terminal has sent in all.</summary>
    public Duration Busy { get; set; }

    /// <summary>The sequence of the frame that was sent last.</summary>
    public long LastSent { get; set; } = -1;

    /// <summary>The epoch for which <see cref="Delays"/> and <see cref="Rate"/> are known.</summary>
    public int Epoch { get; set; } = -1;

    /// <summary>The planned delays.</summary>
    public EpochLink Delays { get; set; }

    /// <summary>Frames in flight.</summary>
    public int Count { get; private set; }

    /// <summary>The next to arrive; there must be one.</summary>
    public ref readonly Flight First => ref _ring[_head];

    /// <summary>The last to arrive; there must be one.</summary>
    public ref readonly Flight Last => ref _ring[(_head + Count - 1) & (_ring.Length - 1)];

    /// <summary>The last arrival so far.</summary>
    public Instant LastArrival { get; private set; } = new(long.MinValue);

    /// <summary>
    /// The physics: range at the start of transmission over c, and the time a node takes to pass a packet on.
    /// Delays and rate are looked up once an epoch.
    /// </summary>
    public Duration FlightTime(Plan plan, StandbyTable standby, int epoch, Instant now)
    {
        if (Link >= 0)
        {
            epoch = Math.Clamp(epoch, Epochs.First, Epochs.Last);
        }
        if (Epoch != epoch)
        {
            Enter(plan, standby, epoch);
        }
        return plan.DelayAt(Delays, Epoch, now) + plan.HopDelay;
    }

    private void Enter(Plan plan, StandbyTable standby, int epoch)
    {
        if (Link >= 0)
        {
            Check.That(plan.Epochs[epoch].TryFind(Link, out EpochLink link));
            Epoch = epoch;
            Delays = link;
            Rate = plan.Contacts[Link].RateFrom(From);
        }
        else if (plan.Epochs[epoch].TryFindStandby(standby.PairOf(Link), out StandbyLink entry))
        {
            // Where the pair is not listed any more it only drains, as it was.
            Epoch = epoch;
            Delays = new EpochLink(
                Link, entry.Satellite, entry.Ground, entry.DelayStartNs, entry.DelayMiddleNs,
                entry.DelayEndNs);
            Rate = From == entry.Ground ? entry.RateUp : entry.RateDown;
        }
    }

    /// <summary>Adds a frame behind those in flight.</summary>
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
    public Flight Take()
    {
        Flight flight = _ring[_head];
        _ring[_head] = default;
        _head = (_head + 1) & (_ring.Length - 1);
        Count--;
        return flight;
    }

    /// <summary>Takes the last to arrive out.</summary>
    public Flight TakeLast()
    {
        int last = (_head + --Count) & (_ring.Length - 1);
        Flight flight = _ring[last];
        _ring[last] = default;
        return flight;
    }

    /// <summary>Packets in flight: control frames are not counted.</summary>
    public int CountPackets()
    {
        int packets = 0;
        for (int i = 0; i < Count; i++)
        {
            packets += _ring[(_head + i) & (_ring.Length - 1)].Packet is null ? 0 : 1;
        }
        return packets;
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
