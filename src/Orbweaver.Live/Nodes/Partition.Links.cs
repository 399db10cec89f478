using System;
using Orbweaver.Model;
using Orbweaver.Node;
using Orbweaver.Twin;

namespace Orbweaver.Live.Nodes;

// Links. A frame takes its serialisation and its light time by the plan, as in the twin; then it is at the
// neighbour, if that lives here, and else it is handed to the transport.
public sealed partial class Partition
{
    private readonly LinkMap _links;

    // By place, made when first used.
    private readonly LinkPipe?[] _pipes;

    // By seat: the host has been told that there is no light.
    private readonly bool[] _isDark;

    /// <summary>
    /// A link is dark from now on: what is on it is lost, and what comes later too. The terminals of a laser
    /// see that at once; ends of other links find out by silence.
    /// </summary>
    public void LoseLink(Instant now, int link)
    {
        Advance(now);
        SetDark(link, isDark: true);
    }

    /// <summary>A dark link has light again.</summary>
    public void ReturnLink(Instant now, int link)
    {
        Advance(now);
        SetDark(link, isDark: false);
    }

    /// <summary>
    /// Takes a frame from another host. A packet or control frame in it, rented from the pools here, is the
    /// partition's from now on, whatever becomes of it; the answer is why it was refused, or
    /// <see cref="FrameRefusal.None"/>.
    /// </summary>
    public FrameRefusal Receive(Instant now, in LinkFrame frame)
    {
        Advance(now);
        Counters.FramesIn++;
        FrameRefusal refusal = WhyRefused(frame);
        if (refusal == FrameRefusal.None)
        {
            refusal = frame.Kind switch
            {
                LinkFrameKind.Packet => TakePacket(frame),
                LinkFrameKind.Control => TakeControl(frame),
                LinkFrameKind.StandbyAsk => TakeAsk(frame),
                _ => TakeAnswer(frame),
            };
        }
        if (refusal != FrameRefusal.None)
        {
            Counters.NoteFrame(refusal);
            if (frame.Packet is Packet packet)
            {
                _packets.Return(packet);
            }
        }
        if (frame.Control is ControlFrame control)
        {
            _services.Frames.Return(control);
        }
        return refusal;
    }

    private FrameRefusal WhyRefused(in LinkFrame frame)
    {
        if (!IsLinkOf(frame) || !_steps.Has(frame.To) || _steps.Has(frame.From))
        {
            return FrameRefusal.UnknownLink;
        }
        if (_isDark[_links.SeatOf(frame.Link)])
        {
            return FrameRefusal.Dark;
        }
        bool isBetweenNodes = frame.Kind is LinkFrameKind.Packet or LinkFrameKind.Control;
        return isBetweenNodes && !IsInForce(PipeFrom(frame.From, frame.Link))
            ? FrameRefusal.NotInForce
            : frame.Late < Duration.Zero ? FrameRefusal.Malformed
            : FrameRefusal.None;
    }

    private bool IsLinkOf(in LinkFrame frame)
    {
        bool exists = frame.Link < _plan.Contacts.Count && ~frame.Link < _standby.Count;
        if (!exists || (frame.Link >= 0
            && frame.Kind is LinkFrameKind.StandbyAsk or LinkFrameKind.StandbyAnswer))
        {
            return false;
        }
        int place = _links.PlaceFrom(frame.From, frame.Link);
        return _links.From(place) == frame.From && _links.To(place) == frame.To;
    }

    // What another holder has noted on a packet is of no use here.
    private FrameRefusal TakePacket(in LinkFrame frame)
    {
        Packet packet = frame.Packet!;
        if (!_checks.IsSane(packet, frame.To, frame.Payload.Length))
        {
            return FrameRefusal.Malformed;
        }
        int tag = PacketBodies.NoBody;
        if (packet.Receipt is null && !_bodies.TryAddPiece(frame.Payload, frame.PayloadProtocol, out tag))
        {
            return FrameRefusal.PayloadStoreFull;
        }
        packet.HostTag = tag;
        packet.KeptFor = -1;
        packet.ViewStamp = 0;
        packet.Entered = _now;
        packet.DepartBy = Instant.Max;
        packet.QueueOrder = 0;
        AddAge(packet, frame.Late);
        Step(frame.To, NodeInput.Arrive(frame.Link, packet));
        return FrameRefusal.None;
    }

    private FrameRefusal TakeControl(in LinkFrame frame)
    {
        if (!FrameChecks.IsSane(frame.Control!, _steps[frame.To]))
        {
            return FrameRefusal.Malformed;
        }
        if (frame.Control!.Plans?.Piece is not null)
        {
            // It has no pipes for contacts that its own plan does not have.
            return FrameRefusal.LaterPlan;
        }
        Step(frame.To, NodeInput.ControlFrom(frame.Link, frame.Control!, frame.Late));
        return FrameRefusal.None;
    }

    private void Send(NodeId from, Packet packet, int link)
    {
        LinkPipe pipe = PipeFrom(from, link);
        FrameRefusal refusal = WhyNotSent(pipe);
        if (refusal != FrameRefusal.None)
        {
            Counters.NoteFrame(refusal);
            Drop(packet, refusal == FrameRefusal.Dark ? DropReason.LinkLost : WhyNotInForce(pipe));
            return;
        }
        Launch(pipe, packet, new DataSize(packet.SizeBytes));
    }

    private void SendControl(NodeId from, ControlFrame frame, int link)
    {
        LinkPipe pipe = PipeFrom(from, link);
        FrameRefusal refusal = WhyNotSent(pipe);
        if (refusal != FrameRefusal.None)
        {
            Counters.NoteFrame(refusal);
            _services.Frames.Return(frame);
            return;
        }
        Launch(pipe, frame, new DataSize(frame.SizeBytes));
    }

    private FrameRefusal WhyNotSent(LinkPipe pipe)
        => _isDark[pipe.Place >> 1] ? FrameRefusal.Dark
            : IsInForce(pipe) ? FrameRefusal.None
            : FrameRefusal.NotInForce;

    // A standby link that this end still holds has ended elsewhere, which is no error of the node that sends.
    private DropReason WhyNotInForce(LinkPipe pipe)
        => pipe.Link < 0 && EndsOf(~pipe.Link).IsHeldBy(pipe.Place & 1)
            ? DropReason.LinkLost
            : DropReason.ContactNotInForce;

    private void Launch(LinkPipe pipe, object frame, DataSize size)
    {
        // A node whose clock was set back across a switch opens its port anew, and does not know that a frame
        // is still leaving.
        Instant starts = _now > pipe.BusyUntil ? _now : pipe.BusyUntil;
        Duration flight = FlightTime(pipe);
        Duration serialisation = pipe.Rate.TimeFor(size);
        pipe.BusyUntil = starts + serialisation;
        if (!_config.ModelsDelay && !_steps.Has(pipe.To))
        {
            HandOver(pipe, new Flight(_now, 0, frame));
            return;
        }
        Instant arrives = starts + serialisation + flight;
        // A hair of rounding between two parabolas must not let a packet overtake the one before.
        arrives = arrives < pipe.LastArrival ? pipe.LastArrival : arrives;
        Flight flying = new(arrives, _nextSequence++, frame);
        pipe.Add(flying);
        if (pipe.Count == 1)
        {
            _events.Push(new Event(arrives, flying.Sequence, EventKind.Arrival, pipe.Place));
        }
    }

    private void Arrive(int place, long sequence)
    {
        LinkPipe pipe = _pipes[place]!;
        // What was on a link that went dark does not arrive, although it was expected.
        if (pipe.Count == 0 || pipe.First.Sequence != sequence)
        {
            return;
        }
        Flight flight = pipe.Take();
        if (pipe.Count > 0)
        {
            _events.Push(new Event(pipe.First.Arrives, pipe.First.Sequence, EventKind.Arrival, place));
        }
        if (_steps.Has(pipe.To))
        {
            Land(pipe, flight);
        }
        else
        {
            HandOver(pipe, flight);
        }
    }

    private void Land(LinkPipe pipe, in Flight flight)
    {
        Duration late = _now - flight.Arrives;
        Counters.FramesWithin++;
        if (flight.Packet is Packet packet)
        {
            AddAge(packet, late);
            Step(pipe.To, NodeInput.Arrive(pipe.Link, packet));
            return;
        }
        ControlFrame frame = flight.Control!;
        Step(pipe.To, NodeInput.ControlFrom(pipe.Link, frame, late));
        _services.Frames.Return(frame);
    }

    private void HandOver(LinkPipe pipe, in Flight flight)
    {
        Duration late = _told - flight.Arrives;
        Counters.FramesOut++;
        if (flight.Packet is Packet packet)
        {
            AddAge(packet, late);
            _transport.Send(new LinkFrame
            {
                Kind = LinkFrameKind.Packet,
                Link = pipe.Link,
                From = pipe.From,
                To = pipe.To,
                Packet = packet,
                Payload = _bodies.PieceOf(packet),
                PayloadProtocol = _bodies.ProtocolOf(packet),
            });
            TakeBack(packet);
            return;
        }
        ControlFrame frame = flight.Control!;
        if (late > Duration.Zero && frame.Clock is not null)
        {
            // It says when it began to leave, and that was later.
            frame.Clock = frame.Clock with { Wall = frame.Clock.Wall + late };
        }
        _transport.Send(new LinkFrame
        {
            Kind = LinkFrameKind.Control,
            Link = pipe.Link,
            From = pipe.From,
            To = pipe.To,
            Control = frame,
        });
        _services.Frames.Return(frame);
    }

    // Rounded up, as nodes do: nothing is ever taken for younger than it is.
    private static void AddAge(Packet packet, Duration late)
        => packet.AgeUs = (uint)Math.Min(uint.MaxValue, packet.AgeUs + ((late.Nanoseconds + 999) / 1_000));

    private void SetDark(int link, bool isDark)
    {
        int seat = _links.SeatOf(link);
        if (_isDark[seat] == isDark)
        {
            return;
        }
        _isDark[seat] = isDark;
        for (int place = 2 * seat; place <= (2 * seat) + 1; place++)
        {
            if (_pipes[place] is LinkPipe pipe)
            {
                LoseAll(pipe);
            }
            NodeId node = _links.From(place);
            if (_links.IsOptical(seat) && _steps.Has(node))
            {
                Step(node, isDark ? NodeInput.LinkLost(link) : NodeInput.LinkBack(link));
            }
        }
    }

    private void LoseAll(LinkPipe pipe)
    {
        while (pipe.Count > 0)
        {
            Flight flight = pipe.Take();
            if (flight.Packet is Packet packet)
            {
                Drop(packet, DropReason.LinkLost);
            }
            else
            {
                _services.Frames.Return(flight.Control!);
            }
        }
    }
}
