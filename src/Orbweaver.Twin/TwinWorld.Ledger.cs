using System;
using System.Collections.Generic;
using System.Numerics;
using Orbweaver.Model;
using Orbweaver.Node;
using Orbweaver.Routing;

namespace Orbweaver.Twin;

public sealed partial class TwinWorld
{
    // One a contract and subscriber; and where those of a contract start.
    private readonly List<ContractLedger> _ledgers = [];
    private readonly int[] _firstLedger;
    private readonly MessageTable _messages = new();
    private readonly DeliveryChecker _checker;
    private readonly KnowledgeChecker? _knowledge;
    private readonly PriorityChecker? _priorities;
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
            Message message = _messages[place];
            (open[_firstLedger[message.ContractIndex] + message.Target] ??= []).Add(message);
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
        RouteTable routes = _services.RoutesOf(_official.Plan);
        int epoch = _official.Plan.EpochAt(_now);
        int first = _messages.Add(contract.Subscribers.Count);
        for (int target = 0; target < contract.Subscribers.Count; target++)
        {
            ContractLedger ledger = LedgerOf(contract.Index, target);
            RouteTree tree = routes.Tree(epoch, contract.Subscribers[target]);
            int distanceNs = tree.DistanceNs(contract.Publisher);
            int pieces = Packet.PiecesOf(size);
            Message message = new()
            {
                ContractIndex = contract.Index,
                Target = target,
                Number = ledger.NextNumber,
                Key = key,
                Bytes = size.Bytes,
                Pieces = pieces,
                PacketsLeft = pieces,
                AcceptedBy = _incarnations[contract.Publisher.Value],
                Source = _now,
                Deadline = contract.Budget is Duration budget ? _now + budget : Instant.Max,
                Best = distanceNs == RouteTree.Unreachable ? Duration.Zero : new Duration(distanceNs),
            };
            ledger.Offer(message);
            _witness?.Offered(RefOf(message), key, size, _now, message.Deadline);
            _timeline.NoteOffered(_now);
            _messages[first + target] = message;
        }
        return first;
    }

    private ContractLedger LedgerOf(int contract, int target) => _ledgers[_firstLedger[contract] + target];

    private void RefuseMessage(int first, DropReason reason)
    {
        int subscribers = _config.Contracts[_messages[first].ContractIndex].Subscribers.Count;
        for (int place = first; place < first + subscribers; place++)
        {
            ref Message message = ref _messages[place];
            DecideLost(ref message, reason, new PacketNotes { WorstPipe = PacketNotes.NoPipe });
            message.PacketsLeft = 0;
            _messages.Close(place, subscribers);
        }
    }

    // A packet leaves the network. A message is decided, for each of its subscribers, by its end, or when the
    // last copy of one of its pieces is gone.
    private void EndPacket(
        Packet packet, NodeId at, PacketEnd end, DropReason reason = DropReason.None,
        int place = PacketNotes.NoPipe)
    {
        Trace((ulong)packet.ContractIndex, packet.Sequence);
        if (packet.Receipt is null)
        {
            int subscribers = _config.Contracts[packet.ContractIndex].Subscribers.Count;
            for (ulong left = packet.Targets; left != 0; left &= left - 1)
            {
                int target = BitOperations.TrailingZeroCount(left);
                EndFor(packet.HostTag + target, packet, at, end, reason, place);
                if (--_messages[packet.HostTag + target].PacketsLeft == 0)
                {
                    _messages.Close(packet.HostTag + target, subscribers);
                }
            }
        }
        NotesOf(packet).IsUsed = false;
        _knowledge?.Forget(packet.PoolIndex);
        _priorities?.Forget(packet.PoolIndex);
        _packets.Return(packet);
    }

    private void EndFor(
        int messagePlace, Packet packet, NodeId at, PacketEnd end, DropReason reason, int place)
    {
        ref Message message = ref _messages[messagePlace];
        // Otherwise an earlier rule of the edge fits the source's header, and the books would be of two
        // contracts.
        Check.That(packet.ContractIndex == message.ContractIndex && message.PacketsLeft > 0);
        bool isLastOfItsKind = message.Pieces == 1
            ? message.PacketsLeft == 1 : _copies.IsLast(messagePlace, packet.FragmentIndex);
        switch (end)
        {
            case PacketEnd.DeliveredWhole:
                EndMessage(ref message, at, NotesOf(packet));
                return;
            case PacketEnd.DeliveredInPart:
                return;
            // Once a newer message has taken its place, or its publisher has it back, nothing else matters.
            case PacketEnd.Dropped
                when message.LastDrop is not (DropReason.Superseded or DropReason.HoldEnded):
                message.LastDrop = reason;
                break;
            default:
                break;
        }
        if (isLastOfItsKind && !message.IsDecided)
        {
            ref PacketNotes notes = ref NotesOf(packet);
            Instant opens = place == PacketNotes.NoPipe
                ? _plan.Start : OpensOf(PipeFrom(at, _links.LinkOf(place >> 1)));
            NoteResidence(ref notes, opens, place);
            Check.That(message.LastDrop != DropReason.None);
            CheckGuarantee(message);
            TellFailed(message, at, notes, message.LastDrop);
            DecideLost(ref message, message.LastDrop, notes);
        }
    }

    private void DecideLost(ref Message message, DropReason reason, in PacketNotes notes)
    {
        LedgerOf(message.ContractIndex, message.Target).Drop(message, reason, notes);
        _endedBy[(int)reason]++;
        _timeline.NoteDropped(message, reason);
        _witness?.Ended(RefOf(message), reason, _now);
        TellOutcome(message, reason, notes);
        message.IsDecided = true;
    }

    // Invariant I1: what was accepted as guaranteed is delivered or held as long as its ingress lives, but
    // for what a newer message has replaced, or what was returned to its publisher.
    private void CheckGuarantee(in Message message)
    {
        Contract contract = _config.Contracts[message.ContractIndex];
        if (contract.Qos.Assurance == Assurance.Guaranteed
            && message.LastDrop is not (DropReason.Superseded or DropReason.HoldEnded)
            && message.AcceptedBy == _incarnations[contract.Publisher.Value])
        {
            throw new InvariantException(
                $"Invariant I1 broken: message {message.Number} of contract {contract.Name} was accepted as"
                + $" guaranteed and is lost to subscriber {message.Target} ({message.LastDrop}), though its"
                + " ingress has lived on.");
        }
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
        LedgerOf(message.ContractIndex, message.Target)
            .Deliver(message, _now, notes, ordering: _now - notes.Entered);
        _latency.Add((_now - message.Source).Nanoseconds);
        _timeline.NoteDelivered(message, _now);
        if (_now > message.Deadline && _witness is not null)
        {
            TellFailed(message, at, notes, reason: null);
        }
        _witness?.Ended(RefOf(message), null, _now);
        TellOutcome(message, null, notes);
        message.IsDecided = true;
        message.DeliveredTo = life;
    }

    // A node has made one more copy of a packet that it holds, or a link of one that flies.
    private void AddCopy(Packet copy, Packet of, ulong targets)
    {
        AddPart(copy, of);
        if (copy.Receipt is not null)
        {
            return;
        }
        for (ulong left = targets; left != 0; left &= left - 1)
        {
            int place = copy.HostTag + BitOperations.TrailingZeroCount(left);
            _messages[place].PacketsLeft++;
            if (_messages[place].Pieces > 1)
            {
                _copies.Add(place, copy.FragmentIndex);
            }
        }
    }

    // A packet has taken over some of the subscribers of another; it has come the same way.
    private void AddPart(Packet part, Packet of)
    {
        PacketNotes same = NotesOf(of);
        NotesOf(part) = same;
        _knowledge?.Copy(of.PoolIndex, part.PoolIndex);
    }

    // The promise of two ways was not kept for this message; a message counts once however often it is sent.
    private void NoteUnpaired(Packet packet)
    {
        ref Message message = ref _messages[packet.HostTag + BitOperations.TrailingZeroCount(packet.Targets)];
        if (!message.IsUnpaired)
        {
            message.IsUnpaired = true;
            LedgerOf(message.ContractIndex, message.Target).NoteUnpaired();
        }
    }

    private void Originate(Packet packet, NodeId at)
        => NotesOf(packet) = new PacketNotes
        {
            IsUsed = true,
            Entered = _now,
            WorstPipe = PacketNotes.NoPipe,
            Holder = at,
        };

    private Packet Duplicate(Packet packet)
    {
        Packet copy = _packets.RentCopy(packet);
        AddCopy(copy, packet, copy.Targets);
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
            notes = new PacketNotes
            {
                IsUsed = true,
                Entered = packet.Receipt is null ? _messages[packet.HostTag].Source : _now,
                WorstPipe = PacketNotes.NoPipe,
                Holder = packet.Source,
            };
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
