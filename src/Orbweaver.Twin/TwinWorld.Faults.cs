using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Node;

namespace Orbweaver.Twin;

// What faults do, everywhere on a link or in a node at once: what is in flight on a link that goes dark or
// silent is lost with it, in the directions that do. A node that is lost loses what it holds and what has
// not left it whole; what has left it flies on, and what flies towards it is lost if nobody is there when
// it comes.
public sealed partial class TwinWorld
{
    private readonly FaultTally _tally;
    private readonly List<ActiveHit> _hits = [];
    private readonly NodeHealth?[] _nodeHealth;
    private LinkHealth?[] _linkHealth;
    private readonly uint[] _incarnations;
    private readonly List<Packet> _lostPackets = [];

    // Frames that are overtaken: each has an event of its own.
    private readonly List<(LinkPipe Pipe, Flight Flight)?> _strays = [];
    private readonly Stack<int> _freeStrays = new();

    private sealed class ActiveHit(int fault, NodeHit? node, LinkHit? link)
    {
        public int Fault { get; } = fault;

        public NodeHit? Node { get; } = node;

        public LinkHit? Link { get; } = link;

        public bool IsOn { get; set; }

        // What is over, or was taken back before its time: what is still scheduled of it does nothing,
        // and what it was need not be kept.
        public static readonly ActiveHit Over = new(fault: -1, null, null);
    }

    private void ScheduleFaults()
    {
        _config.Faults.Validate(_plan);
        foreach (Fault fault in _config.Faults.Faults)
        {
            Schedule(fault);
        }
    }

    private void Schedule(Fault fault)
    {
        foreach (NodeHit hit in fault.Nodes)
        {
            Schedule(new ActiveHit(fault.Number, hit, null), hit.From, hit.Until);
        }
        foreach (LinkHit hit in fault.Links)
        {
            Schedule(new ActiveHit(fault.Number, null, hit), hit.From, hit.Until);
        }
    }

    private void Schedule(ActiveHit hit, Duration from, Duration until)
    {
        if (from >= _config.Length)
        {
            return;
        }
        _events.Push(_plan.Start + from, EventKind.FaultBegins, _hits.Count);
        if (until < _config.Length)
        {
            _events.Push(_plan.Start + until, EventKind.FaultEnds, _hits.Count);
        }
        _hits.Add(hit);
    }

    private void BeginFault(int index)
    {
        ActiveHit hit = _hits[index];
        if (hit == ActiveHit.Over)
        {
            return;
        }
        Apply(hit, !hit.IsOn);
        if (hit.Link is { Flap: LinkFlap flap } link)
        {
            Instant next = _now + (hit.IsOn ? flap.OffFor : flap.Period - flap.OffFor);
            if (next - _plan.Start < link.Until)
            {
                _events.Push(next, EventKind.FaultBegins, index);
            }
        }
    }

    private void EndFault(int index)
    {
        ActiveHit hit = _hits[index];
        _hits[index] = ActiveHit.Over;
        if (hit.IsOn)
        {
            Apply(hit, isOn: false);
        }
    }

    private void Apply(ActiveHit hit, bool isOn)
    {
        hit.IsOn = isOn;
        _conditionVersion++;
        Trace(isOn ? 1u : 2u, (ulong)hit.Fault);
        if (hit.Node is { AfterEffects: not null })
        {
            ArmCrash(hit, isOn);
        }
        else if (hit.Node is NodeHit node)
        {
            ApplyToNode(node, hit.Fault, isOn);
        }
        else
        {
            ApplyToLink(hit.Link!.Value, hit.Fault, isOn);
        }
    }

    private void ApplyToNode(in NodeHit hit, int fault, bool isOn)
    {
        NodeHealth health = _nodeHealth[hit.Node.Value] ??= new NodeHealth();
        _conditionVersion++;
        bool wasLost = health.IsLost;
        bool wasHung = health.IsHung;
        if (hit.Kind == NodeHitKind.Clock)
        {
            health.SetClock(hit, fault, isOn, _now);
            UpsetClock(hit.Node, health, fault);
            return;
        }
        health.Set(hit, fault, isOn);
        if (hit.Kind is NodeHitKind.ControllerLost or NodeHitKind.ControllerSlow)
        {
            return;
        }
        foreach (int seat in _links.At(hit.Node))
        {
            TouchLink(seat);
        }
        if (health.IsLost && !wasLost)
        {
            LoseNode(hit.Node, fault);
        }
        else if (wasLost && !health.IsLost)
        {
            StartNode(hit.Node);
        }
        else if (wasHung && !health.IsOut)
        {
            WakeNode(hit.Node);
        }
        TellBehind(hit.Node, health);
        if (hit.Kind != NodeHitKind.Slow)
        {
            foreach (int seat in _links.At(hit.Node))
            {
                LookAtEnds(seat, isByNode: true);
            }
        }
    }

    private void ApplyToLink(in LinkHit hit, int fault, bool isOn)
    {
        int seat = _links.SeatOf(hit.Link);
        LinkHealth health = TouchLink(seat);
        switch (hit.Kind)
        {
            case LinkHitKind.Dark:
                health.SetDark(fault, isOn);
                break;
            case LinkHitKind.Unacquirable:
                health.UnacquirableCount += isOn ? 1 : -1;
                break;
            default:
                break;
        }
        for (int direction = 0; direction < 2; direction++)
        {
            if (((int)hit.Directions & (1 << direction)) == 0)
            {
                continue;
            }
            if (hit.Kind == LinkHitKind.Silent)
            {
                health.SetSilent(direction, fault, isOn);
            }
            else if (hit.Kind == LinkHitKind.Noisy && isOn)
            {
                // A stream of dice a direction, so that traffic one way does not change the other.
                Prng dice = new Prng(_config.Seed).Fork($"faults/{fault}/{hit.Link}/{direction}");
                health.NoiseOn(direction).Add(new ActiveNoise(hit.Noise, fault, dice));
            }
            else if (hit.Kind == LinkHitKind.Noisy)
            {
                int place = health.NoiseOn(direction).FindIndex(n => n.Fault == fault);
                health.NoiseOn(direction).RemoveAt(place);
            }
        }
        LoseInFlight(seat);
        LookAtEnds(seat, isByNode: false);
    }

    private LinkHealth TouchLink(int seat)
    {
        if (_linkHealth[seat] is LinkHealth known)
        {
            return known;
        }
        LinkHealth health = new();
        _linkHealth[seat] = health;
        for (int place = 2 * seat; place <= (2 * seat) + 1; place++)
        {
            if (_pipes[place] is LinkPipe pipe)
            {
                pipe.Health = health;
            }
        }
        return health;
    }

    // A frame starts to fly on a link that a fault has touched: false when it does not get far.
    private bool TrySurvive(LinkPipe pipe, LinkHealth health, ref Flight flight)
    {
        int direction = pipe.Place & 1;
        if (health.IsDead(direction))
        {
            Lose(flight, pipe.From, DropReason.LinkLost, health.CauseOf(direction));
            return false;
        }
        if (_nodeHealth[pipe.To.Value] is NodeHealth { SlowCause: >= 0 } slow)
        {
            flight = flight with { Arrives = flight.Arrives + slow.SlowBy, Late = slow.SlowBy };
            _tally.Disturb(slow.SlowCause);
        }
        foreach (ActiveNoise noise in health.NoiseOn(direction))
        {
            if (!TryPassNoise(pipe, noise, flight))
            {
                return false;
            }
        }
        return true;
    }

    private bool TryPassNoise(LinkPipe pipe, ActiveNoise active, in Flight flight)
    {
        FrameNoise noise = active.Noise;
        if (Rolls(active, noise.LossPpm))
        {
            Lose(flight, pipe.From, DropReason.FrameLost, active.Fault);
            return false;
        }
        if (Rolls(active, noise.CorruptionPpm))
        {
            Lose(flight, pipe.From, DropReason.Corrupted, active.Fault);
            return false;
        }
        if (Rolls(active, noise.DuplicationPpm))
        {
            _tally.Disturb(active.Fault);
            AddStray(pipe, active, flight with
            {
                Sequence = _events.TakeSequence(),
                Frame = flight.Packet is Packet packet ? Duplicate(packet) : flight.Control! with { },
            });
        }
        if (Rolls(active, noise.ReorderingPpm))
        {
            _tally.Disturb(active.Fault);
            AddStray(pipe, active, flight);
            return false;
        }
        return true;
    }

    private static bool Rolls(ActiveNoise noise, int ppm) => ppm > 0 && noise.Dice.NextBelow(1_000_000) < ppm;

    private void AddStray(LinkPipe pipe, ActiveNoise noise, in Flight flight)
    {
        Duration later = new(noise.Dice.NextBetween(0, noise.Noise.Spread.Nanoseconds));
        Flight stray = flight with { Arrives = flight.Arrives + later };
        if (!_freeStrays.TryPop(out int place))
        {
            place = _strays.Count;
            _strays.Add(null);
        }
        _strays[place] = (pipe, stray);
        _events.Push(new Event(stray.Arrives, stray.Sequence, EventKind.Stray, place));
    }

    private void ArriveStray(int place, long sequence)
    {
        if (_strays[place] is { } stray && stray.Flight.Sequence == sequence)
        {
            _strays[place] = null;
            _freeStrays.Push(place);
            Land(stray.Pipe, stray.Flight);
        }
    }

    // What is in flight on directions that are dead now. Nothing can be in flight on one that was dead
    // before.
    private void LoseInFlight(int seat)
    {
        LinkHealth health = _linkHealth[seat]!;
        for (int direction = 0; direction < 2; direction++)
        {
            if (health.IsDead(direction) && _pipes[(2 * seat) + direction] is LinkPipe pipe)
            {
                LoseAll(pipe, DropReason.LinkLost, health.CauseOf(direction));
            }
        }
    }

    private void LoseAll(LinkPipe pipe, DropReason reason, int fault)
    {
        while (pipe.Count > 0)
        {
            Lose(pipe.Take(), pipe.From, reason, fault);
        }
        LoseStrays(pipe, isUnfinishedOnly: false, reason, fault);
    }

    // The frame that has not left its terminal whole when that goes dark.
    private void LoseUnfinished(LinkPipe pipe, int fault)
    {
        if (pipe.BusyUntil > _now)
        {
            pipe.BusyUntil = _now;
            if (pipe.Count > 0 && pipe.Last.Sequence == pipe.LastSent)
            {
                Lose(pipe.TakeLast(), pipe.From, DropReason.NodeLost, fault);
            }
            LoseStrays(pipe, isUnfinishedOnly: true, DropReason.NodeLost, fault);
        }
    }

    private void LoseStrays(LinkPipe pipe, bool isUnfinishedOnly, DropReason reason, int fault)
    {
        for (int i = 0; i < _strays.Count; i++)
        {
            if (_strays[i] is { } stray && stray.Pipe == pipe
                && (!isUnfinishedOnly || stray.Flight.Sequence == pipe.LastSent))
            {
                _strays[i] = null;
                _freeStrays.Push(i);
                Lose(stray.Flight, pipe.From, reason, fault);
            }
        }
    }

    private void Lose(in Flight flight, NodeId at, DropReason reason, int fault)
    {
        if (flight.Packet is Packet packet)
        {
            _tally.LosePacket(fault);
            _timeline.NotePacketLost(_now);
            TellFrameLost(packet, reason);
            EndPacket(packet, at, PacketEnd.Dropped, reason);
        }
        else
        {
            _tally.LoseControl(fault);
        }
    }

    private void LoseNode(NodeId id, int fault)
    {
        foreach (Packet packet in _packets.Rented())
        {
            ref PacketNotes notes = ref NotesOf(packet);
            if (!notes.IsFlying && notes.Holder == id)
            {
                _lostPackets.Add(packet);
            }
        }
        Check.That(_lostPackets.Count == _nodes[id.Value].PacketsHeld);
        _incarnations[id.Value]++;
        foreach (Packet packet in _lostPackets)
        {
            // The queue that it was in is gone.
            packet.HeapIndex = -1;
            LoseHeld(packet, id, fault);
        }
        _lostPackets.Clear();
        foreach (int seat in _links.At(id))
        {
            if (_pipes[_links.PlaceFrom(id, _links.LinkOf(seat))] is LinkPipe pipe)
            {
                LoseUnfinished(pipe, fault);
            }
            if (_links.IsStandby(seat))
            {
                EndStandby(~_links.LinkOf(seat), isForGood: false);
            }
        }
        _witness?.NodeLost(id, _now);
        KeepDocument(id);
        _nodes[id.Value] = NewNode(id);
        _timerOf[id.Value] = Instant.Max;
    }

    private void StartNode(NodeId id)
    {
        _checker.Restart(id);
        foreach (int seat in _links.At(id))
        {
            int end = EndOf(seat, id);
            LinkEnd[] ends = _linkHealth[seat]!.Ends;
            ends[end].Reset();
            // It hears everybody until it finds otherwise, and says so.
            Duration later = _config.Detection.IntervalOf(_links.IsOptical(seat)) + DelayOf(seat);
            if (ends[1 - end].IsUnheard.TrySet(false, _now + later))
            {
                _events.Push(_now + later, EventKind.EndNotices, (2 * seat) + 1 - end);
            }
        }
        if (!_nodeHealth[id.Value]!.IsHung)
        {
            WakeNode(id);
        }
    }

    // Whatever came due while it could not look is seen now.
    private void WakeNode(NodeId id)
    {
        TellClock(id, _nodeHealth[id.Value]!);
        if (_nodeHealth[id.Value]!.IsOut)
        {
            // It died in that very step.
            return;
        }
        Step(id.Value, NodeInput.Timer);
        foreach (int seat in _links.At(id))
        {
            if (_linkHealth[seat] is LinkHealth health)
            {
                NoticeAtEnd(seat, EndOf(seat, id), health);
            }
        }
    }
}
