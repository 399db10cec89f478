using System;
using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Node;
using Orbweaver.Routing;

namespace Orbweaver.Twin;

public sealed partial class TwinWorld
{
    private readonly List<ContractLedger> _ledgers = [];
    private readonly MessageTable _messages = new();
    private readonly DeliveryChecker _checker;
    private readonly KnowledgeChecker? _knowledge;
    private readonly CopyGroups _copies = new();
    private readonly TimelineNotes _timeline;
    private long _standbysRaised;
    private long _restartDuplicates;
    private PacketNotes[] _notes = new PacketNotes[1024];

    /// <summary>
    /// Closes the books as of now. Throws when anything does not add up: per contract what was offered with
    /// what became of it, and over the network packets in use with packets found in nodes and on links.
    /// </summary>
    public RunResult Result()
    {
        CheckPackets();
        List<Message>[] open = new List<Message>[_ledgers.Count];
        foreach (int place in _messages.Open())
        {
            (open[_messages[place].ContractIndex] ??= []).Add(_messages[place]);
        }
        List<ContractResult> contracts = [];
        for (int i = 0; i < _ledgers.Count; i++)
        {
            contracts.Add(_ledgers[i].Close(open[i] ?? [], _now, PortOfPipe));
        }
        return new RunResult
        {
            Seed = _config.Seed,
            TraceHash = _traceHash,
            Simulated = _now - _plan.Start,
            Events = _eventsDone,
            PacketHops = _packetHops,
            TreesBuilt = _services.TreesBuilt,
            Contracts = contracts,
            Elastic = _elastic.Results(),
            Faults = _tally.Results(),
            Timeline = _timeline.Result(_now),
            Plans = PlanTotalsNow(),
            Clocks = ClockTotalsNow(),
            Control = new ControlTotals(_controlFrames, _controlBytes, _standbysRaised, _restartDuplicates),
        };
    }

    private int OpenMessage(Contract contract, DataSize size, uint key)
    {
        ContractLedger ledger = _ledgers[contract.Index];
        RouteTree tree = _services.RoutesOf(_official.Plan).Tree(
            _official.Plan.EpochAt(_now), contract.Subscribers[0]);
        int distanceNs = tree.DistanceNs(contract.Publisher);
        Message message = new()
        {
            ContractIndex = contract.Index,
            Number = ledger.NextNumber,
            Key = key,
            PiecesLeft = (int)((size.Bytes - 1) / Packet.PayloadBytesMax) + 1,
            Source = _now,
            Deadline = contract.Budget is Duration budget ? _now + budget : Instant.Max,
            Best = distanceNs == RouteTree.Unreachable ? Duration.Zero : new Duration(distanceNs),
        };
        ledger.Offer(message);
        _timeline.NoteOffered(_now);
        return _messages.Add(message);
    }

    private void RefuseMessage(int place, DropReason reason)
    {
        ref Message message = ref _messages[place];
        _ledgers[message.ContractIndex].Drop(
            message, reason, new PacketNotes { WorstPipe = PacketNotes.NoPipe });
        _timeline.NoteDropped(message, reason);
        message.PiecesLeft = 0;
        message.IsDecided = true;
        _messages.Remove(place);
    }

    // A packet leaves the network: delivered as the end of its message (null), as an earlier piece of it
    // (None), or dropped. A message is decided by its end, or by its first piece that is dropped.
    private void EndPacket(Packet packet, NodeId at, DropReason? reason, int place = PacketNotes.NoPipe)
    {
        ref Message message = ref _messages[packet.HostTag];
        // Otherwise an earlier rule of the edge fits the source's header, and the books would be of two
        // contracts.
        Check.That(packet.ContractIndex == message.ContractIndex);
        ref PacketNotes notes = ref NotesOf(packet);
        ContractLedger ledger = _ledgers[message.ContractIndex];
        Trace((ulong)packet.ContractIndex, packet.Sequence);
        bool isLastOfItsKind = _copies.IsLast(packet.HostTag, packet.FragmentIndex);
        if (reason is null)
        {
            EndMessage(ref message, at, notes);
        }
        else if (reason is DropReason dropped && dropped != DropReason.None && isLastOfItsKind
            && !message.IsDecided)
        {
            NoteResidence(ref notes, place == PacketNotes.NoPipe ? _plan.Start : OpensOf(place), place);
            ledger.Drop(message, dropped, notes);
            _timeline.NoteDropped(message, dropped);
            message.IsDecided = true;
        }
        if (--message.PiecesLeft == 0)
        {
            _messages.Remove(packet.HostTag);
        }
        notes = default;
        _knowledge?.Forget(packet.PoolIndex);
        _packets.Return(packet);
    }

    // An egress that has restarted does not know what it delivered before: what comes twice then is
    // flagged, and what comes twice otherwise is a broken promise.
    private void EndMessage(ref Message message, NodeId at, in PacketNotes notes)
    {
        uint life = _incarnations[at.Value];
        if (message.DeliveredTo != 0 && message.DeliveredTo < life)
        {
            _restartDuplicates++;
            return;
        }
        _checker.Deliver(message, at);
        _ledgers[message.ContractIndex].Deliver(message, _now, notes, ordering: _now - notes.Entered);
        _timeline.NoteDelivered(message, _now);
        message.IsDecided = true;
        message.DeliveredTo = life;
    }

    // A node has made a second copy of a packet that it holds, or a link of one that flies.
    private void AddCopy(Packet copy)
    {
        _messages[copy.HostTag].PiecesLeft++;
        _copies.Add(copy.HostTag, copy.FragmentIndex);
    }

    private Packet Duplicate(Packet packet)
    {
        Packet copy = _packets.RentCopy(packet);
        AddCopy(copy);
        PacketNotes same = NotesOf(packet);
        NotesOf(copy) = same;
        _knowledge?.Copy(packet.PoolIndex, copy.PoolIndex);
        return copy;
    }

    private void Park(Packet packet)
    {
        ref PacketNotes notes = ref NotesOf(packet);
        if (!notes.IsParked)
        {
            notes.IsParked = true;
            notes.ParkedSince = _now;
        }
    }

    // Residence is waiting until the link opened (or, once parked, until now), and queueing for the rest.
    private void NoteResidence(ref PacketNotes notes, Instant opens, int place)
    {
        Duration residence = _now - notes.Entered;
        Instant waitFrom = notes.IsParked ? notes.ParkedSince : notes.Entered;
        Instant waitUntil = notes.IsParked ? _now : opens < _now ? opens : _now;
        Duration waiting = waitUntil > waitFrom ? waitUntil - waitFrom : Duration.Zero;
        Duration queueing = residence - waiting;
        notes.Waiting += waiting;
        notes.Queueing += queueing;
        notes.IsParked = false;
        notes.Entered = _now;
        if (queueing > notes.WorstQueueing)
        {
            notes.WorstQueueing = queueing;
            notes.WorstPipe = place;
        }
    }

    private ref PacketNotes NotesOf(Packet packet)
    {
        if (packet.PoolIndex >= _notes.Length)
        {
            Array.Resize(ref _notes, Math.Max(_packets.Capacity, _notes.Length * 2));
        }
        ref PacketNotes notes = ref _notes[packet.PoolIndex];
        if (!notes.IsUsed)
        {
            // The first look at a packet: it has been at its ingress since its message was handed in.
            notes.IsUsed = true;
            notes.Entered = _messages[packet.HostTag].Source;
            notes.WorstPipe = PacketNotes.NoPipe;
            notes.Holder = packet.Source;
        }
        return ref notes;
    }

    private (NodeId From, NodeId To) PortOfPipe(int place) => (_links.From(place), _links.To(place));

    private void CheckPackets()
    {
        long found = 0;
        foreach (MeshNode node in _nodes)
        {
            found += node.PacketsHeld;
            Check.That(node.QueueBytesMax.Bytes <= _config.PortQueueMax.Bytes);
        }
        foreach (LinkPipe? pipe in _pipes)
        {
            found += pipe?.CountPackets() ?? 0;
        }
        foreach ((LinkPipe, Flight Flight)? stray in _strays)
        {
            found += stray?.Flight.Packet is null ? 0 : 1;
        }
        Check.That(found == _packets.InUse);
    }
}
