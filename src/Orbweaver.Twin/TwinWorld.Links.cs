using System.Numerics;
using Orbweaver.Model;
using Orbweaver.Node;
using Orbweaver.Routing;

namespace Orbweaver.Twin;

public sealed partial class TwinWorld
{
    private readonly LinkMap _links;

    // By place, made when first used.
    private LinkPipe?[] _pipes;

    private int _epoch;
    private Instant _epochEnds = new(long.MinValue);
    private long _controlFrames;
    private long _controlBytes;

    private void Send(NodeId from, Packet packet, int link)
    {
        LinkPipe pipe = PipeFrom(from, link);
        ref PacketNotes notes = ref NotesOf(packet);
        _priorities?.Send(from, packet, pipe.Place, notes.Entered, _now);
        NoteResidence(ref notes, OpensOf(pipe), pipe.Place);
        if (!IsInForce(pipe))
        {
            TellFrameLost(packet, WhyNotInForce(pipe));
            EndPacket(packet, from, PacketEnd.Dropped, WhyNotInForce(pipe));
            return;
        }
        (Duration serialisation, Duration flight) = Occupy(pipe, new DataSize(packet.SizeBytes));
        notes.Serialisation += serialisation;
        notes.Propagation += flight;
        notes.IsFlying = true;
        _packetHops++;
        Trace((ulong)packet.ContractIndex, packet.Sequence);
        if (!_tally.IsEmpty && packet.Way is null && PlannedLink(from, packet) is int planned
            && planned != link)
        {
            _detours++;
            _timeline.NoteDetour(_now);
            _witness?.Detoured(from, planned, link, packet.ContractIndex, _now);
        }
        _tap?.Sent(from, packet, NumberOf(packet), _now);
        if (_config.EncodesHops)
        {
            CrossWire(packet, link);
        }
        Launch(pipe, new Flight(
            _now + serialisation + flight, _events.TakeSequence(), packet));
    }

    private void SendControl(NodeId from, ControlFrame frame, int link)
    {
        LinkPipe pipe = PipeFrom(from, link);
        if (!IsInForce(pipe))
        {
            return;
        }
        (Duration serialisation, Duration flight) = Occupy(pipe, new DataSize(frame.SizeBytes));
        _controlFrames++;
        _controlBytes += frame.SizeBytes;
        if (_config.EncodesHops)
        {
            CrossWire(frame, link);
        }
        Launch(pipe, new Flight(_now + serialisation + flight, _events.TakeSequence(), frame));
    }

    private (Duration Serialisation, Duration Flight) Occupy(LinkPipe pipe, DataSize size)
    {
        Check.That(_now >= pipe.BusyUntil);
        Duration flight = FlightTime(pipe);
        Duration serialisation = pipe.Rate.TimeFor(size);
        pipe.BusyUntil = _now + serialisation;
        pipe.Busy += serialisation;
        return (serialisation, flight);
    }

    private void Launch(LinkPipe pipe, Flight flight)
    {
        pipe.LastSent = flight.Sequence;
        if (pipe.Health is LinkHealth health && !TrySurvive(pipe, health, ref flight))
        {
            return;
        }
        // A hair of rounding between two parabolas must not let a packet overtake the one before.
        if (flight.Arrives < pipe.LastArrival)
        {
            flight = flight with { Arrives = pipe.LastArrival };
        }
        pipe.Add(flight);
        if (pipe.Count == 1)
        {
            _events.Push(new Event(flight.Arrives, flight.Sequence, EventKind.Arrival, pipe.Place));
        }
    }

    private void Arrive(int place, long sequence)
    {
        // What was in flight when a fault struck does not arrive, although it was expected.
        if (_pipes[place] is not LinkPipe pipe || pipe.Count == 0 || pipe.First.Sequence != sequence)
        {
            return;
        }
        Flight flight = pipe.Take();
        if (pipe.Count > 0)
        {
            _events.Push(new Event(pipe.First.Arrives, pipe.First.Sequence, EventKind.Arrival, place));
        }
        Land(pipe, flight);
    }

    private void Land(LinkPipe pipe, in Flight flight)
    {
        if (_nodeHealth[pipe.To.Value] is { IsOut: true } health)
        {
            Lose(flight, pipe.To, DropReason.NodeLost, health.Cause);
        }
        else if (flight.Packet is Packet packet)
        {
            ref PacketNotes notes = ref NotesOf(packet);
            notes.Entered = _now;
            notes.Holder = pipe.To;
            notes.IsFlying = false;
            _priorities?.Enter(packet.PoolIndex, pipe.From);
            _tap?.Received(pipe.To, packet, NumberOf(packet), _now);
            Step(pipe.To.Value, NodeInput.Arrive(pipe.Link, packet));
        }
        else
        {
            _priorities?.Hear(pipe.To, pipe.From, _now);
            ControlFrame frame = flight.Control!;
            Step(pipe.To.Value, NodeInput.ControlFrom(pipe.Link, frame, flight.Late));
            _services.Frames.Return(frame);
        }
    }

    private LinkPipe PipeFrom(NodeId from, int link)
    {
        int place = _links.PlaceFrom(from, link);
        return _pipes[place] ??= NewPipe(place, link, from);
    }

    private LinkPipe NewPipe(int place, int link, NodeId from)
    {
        NodeId to = _links.To(place);
        LinkHealth? health = _linkHealth[place >> 1];
        if (link < 0)
        {
            return new LinkPipe(place, link, from, to) { Health = health };
        }
        Contact contact = _plan.Contacts[link];
        return new LinkPipe(place, link, from, to)
        {
            Health = health,
            Span = (contact.Opens, _links.ClosesAt(contact)),
            Epochs = (contact.FirstEpoch, contact.LastEpoch),
        };
    }

    private bool IsInForce(LinkPipe pipe)
        => pipe.Link >= 0
            ? _now >= pipe.Span.Opens && _now < pipe.Span.Closes
            : _standbyStates[~pipe.Link].IsUp;

    // A standby link whose other end has died is no error of the node that sends: it does not know yet.
    private DropReason WhyNotInForce(LinkPipe pipe)
        => pipe.Link < 0 && _standbyStates[~pipe.Link].IsHeldBy(pipe.Place & 1)
            ? DropReason.LinkLost
            : DropReason.ContactNotInForce;

    private Instant OpensOf(LinkPipe pipe)
        => pipe.Link >= 0 ? pipe.Span.Opens : _standbyStates[~pipe.Link].Opened;

    private Duration FlightTime(LinkPipe pipe) => pipe.FlightTime(_plan, _standby, EpochNow(), _now);

    // Looked up once an epoch.
    private int EpochNow()
    {
        if (_now >= _epochEnds)
        {
            _epoch = _plan.EpochAt(_now);
            _epochEnds = _epoch + 1 < _plan.Epochs.Count ? _plan.EpochStart(_epoch + 1) : Instant.Max;
        }
        return _epoch;
    }

    // The link that the base tree of its epoch has for a packet.
    private int PlannedLink(NodeId from, Packet packet)
    {
        int target = BitOperations.TrailingZeroCount(packet.Targets);
        NodeId to = packet.IsForSeveral
            ? _config.Contracts[packet.ContractIndex].Subscribers[target]
            : packet.Destination;
        Plan plan = _nodes[from.Value].Document.Plan;
        RouteTree tree = _services.RoutesOf(plan).Tree(packet.Epoch, to);
        int slot = tree.NextSlot(from);
        PlanEpoch epoch = plan.Epochs[packet.Epoch];
        return slot == RouteTree.NoSlot
            ? NodeEffect.NoLink : epoch.Links[epoch.Neighbours(from)[slot].LinkIndex].ContactIndex;
    }
}
