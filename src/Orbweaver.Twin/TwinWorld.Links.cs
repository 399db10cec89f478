using System;
using Orbweaver.Model;
using Orbweaver.Node;

namespace Orbweaver.Twin;

public sealed partial class TwinWorld
{
    // By place, made when first used.
    private readonly LinkPipe?[] _pipes;

    private void Send(NodeId from, Packet packet, int contactIndex)
    {
        Contact contact = _plan.Contacts[contactIndex];
        int place = PlaceOf(contactIndex, from);
        LinkPipe pipe = _pipes[place] ??= new LinkPipe(contact, from);
        ref PacketNotes notes = ref NotesOf(packet);
        NoteResidence(ref notes, contact.Opens, place);
        if (!IsInForce(contact))
        {
            EndPacket(packet, from, DropReason.ContactNotInForce);
            return;
        }
        Check.That(_now >= pipe.BusyUntil);
        Duration serialisation = pipe.Rate.TimeFor(new DataSize(packet.SizeBytes));
        Duration flight = FlightTime(pipe);
        pipe.BusyUntil = _now + serialisation;
        notes.Serialisation += serialisation;
        notes.Propagation += flight;
        Flight entry = new(_now + serialisation + flight, _events.TakeSequence(), packet);
        // A hair of rounding between two parabolas must not let a packet overtake the one before.
        if (entry.Arrives < pipe.LastArrival)
        {
            entry = entry with { Arrives = pipe.LastArrival };
        }
        pipe.Add(entry);
        _packetHops++;
        Trace((ulong)packet.ContractIndex, packet.Sequence);
        if (pipe.Count == 1)
        {
            _events.Push(new Event(entry.Arrives, entry.Sequence, EventKind.Arrival, place));
        }
    }

    private void Arrive(int place)
    {
        LinkPipe pipe = _pipes[place]!;
        Packet packet = pipe.Take();
        if (pipe.Count > 0)
        {
            _events.Push(new Event(pipe.First.Arrives, pipe.First.Sequence, EventKind.Arrival, place));
        }
        NotesOf(packet).Entered = _now;
        Step(pipe.To.Value, NodeInput.Arrive(pipe.Contact.Index, packet));
    }

    // Open, and not later than its drain. Past the plan's horizon the last epoch's links go on.
    private bool IsInForce(in Contact contact)
        => _now >= contact.Opens
            && (contact.LastEpoch == _plan.Epochs.Count - 1
                || _now < _plan.EpochStart(contact.LastEpoch + 1) + _plan.Drain);

    // The physics: range at the start of transmission over c, and the time a node takes to pass a packet on.
    private Duration FlightTime(LinkPipe pipe)
    {
        int epoch = Math.Min(_plan.EpochAt(_now), pipe.Contact.LastEpoch);
        if (pipe.Epoch != epoch)
        {
            pipe.Epoch = epoch;
            pipe.Link = FindLink(_plan.Epochs[epoch], pipe.Contact.Index);
        }
        return _plan.DelayAt(pipe.Link, epoch, _now) + _plan.HopDelay;
    }

    private static EpochLink FindLink(PlanEpoch epoch, int contactIndex)
    {
        ReadOnlySpan<EpochLink> links = epoch.Links;
        int low = 0;
        int high = links.Length - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (links[middle].ContactIndex < contactIndex)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        Check.That(links[low].ContactIndex == contactIndex);
        return links[low];
    }
}
