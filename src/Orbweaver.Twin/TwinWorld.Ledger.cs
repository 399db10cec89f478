using System;
using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Node;

namespace Orbweaver.Twin;

public sealed partial class TwinWorld
{
    private readonly List<ContractLedger> _ledgers = [];
    private readonly MessageTable _messages = new();
    private readonly DeliveryChecker _checker;
    private PacketNotes[] _notes = new PacketNotes[1024];

    /// <summary>
    /// Closes the books as of now. Throws when anything does not add up: per contract what was offered with what
    /// became of it, and over the network packets in use with packets found in nodes and on links.
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
            TreesBuilt = _routes.TreesBuilt,
            Contracts = contracts,
            Elastic = _elastic.Results(),
        };
    }

    private int OpenMessage(Contract contract, DataSize size, uint key)
    {
        ContractLedger ledger = _ledgers[contract.Index];
        int distanceNs = _routes.Tree(_plan.EpochAt(_now), contract.Subscribers[0]).DistanceNs(contract.Publisher);
        Message message = new()
        {
            ContractIndex = contract.Index,
            Number = ledger.NextNumber,
            Key = key,
            PiecesLeft = (int)((size.Bytes - 1) / Packet.PayloadBytesMax) + 1,
            Source = _now,
            Deadline = contract.Budget is Duration budget ? _now + budget : Instant.Max,
            Best = distanceNs == Routing.RouteTree.Unreachable ? Duration.Zero : new Duration(distanceNs),
        };
        ledger.Offer(message);
        return _messages.Add(message);
    }

    private void RefuseMessage(int place, DropReason reason)
    {
        ref Message message = ref _messages[place];
        _ledgers[message.ContractIndex].Drop(message, reason, new PacketNotes { WorstPipe = PacketNotes.NoPipe });
        message.PiecesLeft = 0;
        message.IsDecided = true;
        _messages.Remove(place);
    }

    // A packet leaves the network: delivered as the end of its message (null), as an earlier piece of it (None),
    // or dropped. A message is decided by its end, or by its first piece that is dropped.
    private void EndPacket(Packet packet, NodeId at, DropReason? reason, int place = PacketNotes.NoPipe)
    {
        ref Message message = ref _messages[packet.HostTag];
        // Otherwise an earlier rule of the edge fits the source's header, and the books would be of two
        // contracts.
        Check.That(packet.ContractIndex == message.ContractIndex);
        ref PacketNotes notes = ref NotesOf(packet);
        ContractLedger ledger = _ledgers[message.ContractIndex];
        Trace((ulong)packet.ContractIndex, packet.Sequence);
        if (reason is null)
        {
            _checker.Deliver(message, at);
            ledger.Deliver(message, _now, notes, ordering: _now - notes.Entered);
            message.IsDecided = true;
        }
        else if (reason is DropReason dropped && dropped != DropReason.None && !message.IsDecided)
        {
            Instant opens = place == PacketNotes.NoPipe ? _plan.Start : _plan.Contacts[place / 2].Opens;
            NoteResidence(ref notes, opens, place);
            ledger.Drop(message, dropped, notes);
            message.IsDecided = true;
        }
        if (--message.PiecesLeft == 0)
        {
            _messages.Remove(packet.HostTag);
        }
        notes = default;
        _packets.Return(packet);
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
        }
        return ref notes;
    }

    private (NodeId From, NodeId To) PortOfPipe(int place)
    {
        Contact contact = _plan.Contacts[place / 2];
        return place % 2 == 0 ? (contact.A.Node, contact.B.Node) : (contact.B.Node, contact.A.Node);
    }

    // A pipe's place: twice its contact's index from A to B, plus one from B to A.
    private int PlaceOf(int contactIndex, NodeId from)
        => (2 * contactIndex) + (_plan.Contacts[contactIndex].A.Node == from ? 0 : 1);

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
            found += pipe?.Count ?? 0;
        }
        Check.That(found == _packets.InUse);
    }
}
