using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Node;

public sealed partial class MeshNode
{
    private readonly SortedDictionary<int, Neighbour> _neighbours = [];

    // Nothing exceptional has ever happened here while this is false, and a node costs what it did without
    // faults.
    private bool _hasNews;
    private long _viewSeen;

    // Whether learning has made this node speak against its older self.
    private bool _outbid;

    // Over a new link. What was said over an earlier one and not acknowledged may not have arrived.
    private Neighbour Meet(NodeId id)
    {
        if (!_neighbours.TryGetValue(id.Value, out Neighbour? neighbour))
        {
            neighbour = new Neighbour(id);
            _neighbours.Add(id.Value, neighbour);
        }
        neighbour.Sent = neighbour.Acknowledged;
        return neighbour;
    }

    // What this end of a link says of it. Down is never delayed: news that is withheld while one acts on it
    // makes loops.
    private void Announce(int link, bool isDown)
    {
        bool isFromA = IsEndA(link);
        uint sequence = _knowledge.SequenceOf(link, isFromA) + 1;
        if (_knowledge.TryLearn(new Announcement(link, isFromA, sequence, isDown)))
        {
            SpreadNews();
        }
    }

    private bool IsEndA(int link)
        => StandbyTable.IsStandby(link)
            ? _services.Standby.PairOf(link).Satellite == Id
            : _plan.Contacts[link].A.Node == Id;

    // On every adjacency, ahead of data.
    private void SpreadNews()
    {
        _hasNews = true;
        foreach (Port port in _ports)
        {
            port.IsControlDue |= IsInForce(port) && port.Neighbour.Sent < _knowledge.Position;
        }
    }

    private void LoseLink(int link, EffectList effects)
    {
        Port? port = FindPort(link);
        if (port is null || !port.IsLit)
        {
            return;
        }
        _hasNews = true;
        port.Lose(_now);
        Announce(link, isDown: true);
        TakeBack(port, effects);
        if (StandbyTable.IsStandby(link))
        {
            CloseStandby(port, effects);
        }
    }

    // What waited for the link goes another way; what was said over it may not have arrived.
    private void TakeBack(Port port, EffectList effects)
    {
        port.TakeQueued(_rerouted);
        Neighbour neighbour = port.Neighbour;
        if (!HasOtherPort(neighbour, port))
        {
            neighbour.Sent = neighbour.Acknowledged;
            neighbour.ResendAt = Instant.Max;
            neighbour.AskAgainAt = Instant.Max;
            DropHeld(neighbour, DropReason.HeldUnreachable, effects);
            GiveBackKept(neighbour);
        }
        else
        {
            neighbour.Kept?.Hurry(_now);
            _custodyDue = Earlier(_custodyDue, neighbour.Kept?.RetryAt ?? Instant.Max);
        }
        Reroute(effects);
    }

    private bool HasOtherPort(Neighbour neighbour, Port? than)
    {
        foreach (Port port in _ports)
        {
            if (port != than && port.Neighbour == neighbour && port.IsLit && IsInForce(port))
            {
                return true;
            }
        }
        return false;
    }

    // At a switch: whoever is no neighbour any more cannot be asked.
    private void DropUnreachable(EffectList effects)
    {
        foreach (Neighbour neighbour in _neighbours.Values)
        {
            if (neighbour.HeldCount > 0 && !HasOtherPort(neighbour, than: null))
            {
                DropHeld(neighbour, DropReason.HeldUnreachable, effects);
            }
        }
    }

    private void DropHeld(Neighbour neighbour, DropReason reason, EffectList effects)
    {
        if (neighbour.HeldCount == 0)
        {
            return;
        }
        foreach ((Packet packet, _) in neighbour.Held)
        {
            _packetsHeld--;
            effects.Drop(packet, reason);
        }
        neighbour.Held.Clear();
        neighbour.HeldBytes = 0;
    }

    private void ReturnLink(int link)
    {
        Port? port = FindPort(link);
        if (port is not null && !port.IsLit)
        {
            port.Return(_now);
            // Whoever was apart may know different things: news crosses a lit link before data does.
            port.IsControlDue = true;
        }
    }

    private void Hear(ControlFrame frame, int link, Duration late, EffectList effects)
    {
        Port? port = FindPort(link) ?? FindDraining(link);
        if (port is null || !TryMeet(port, frame.Incarnation, effects))
        {
            return;
        }
        NoteTaken(port.Neighbour, frame, effects);
        // Otherwise nothing exceptional has happened to either.
        bool isAboutNews = frame.Position > 0 || _knowledge.Position > 0 || frame.IsGapRequest;
        if (isAboutNews || _tellsPlans || frame.Plans is not null || frame.Clock is not null)
        {
            _hasNews = true;
            HearTime(port, frame, late, effects);
            HearNews(port, frame, effects);
        }
        TakeWord(port, frame, effects);
    }

    private void HearNews(Port port, ControlFrame frame, EffectList effects)
    {
        Neighbour neighbour = port.Neighbour;
        NoteAcknowledged(neighbour, frame);
        if (frame.IsGapRequest)
        {
            neighbour.Sent = frame.PeerIncarnation == Incarnation ? frame.PeerPosition : 0;
            port.IsControlDue = true;
        }
        long before = neighbour.Received;
        Learn(neighbour, frame);
        if (frame.Entries.Count > 0 || neighbour.Received > before)
        {
            neighbour.AnswerAt = Earlier(neighbour.AnswerAt, _now + _config.AnswerDelay);
        }
        if (neighbour.Received < frame.Position)
        {
            AskForGap(port);
        }
        else
        {
            neighbour.AskAgainAt = Instant.Max;
        }
        if (_tellsPlans || frame.Plans is not null)
        {
            HearPlans(port, frame, effects);
        }
        CompareAll();
        ReleaseHeld(neighbour, effects);
    }

    // A neighbour that is met for the first time, or has started anew, gets all the news there is. What its
    // older self had said nobody can ask for any more.
    private bool TryMeet(Port port, uint incarnation, EffectList effects)
    {
        bool isNew = incarnation > port.Neighbour.Incarnation;
        bool isNextLife = isNew && port.Neighbour.Incarnation != 0;
        if (!port.Neighbour.TryMeet(incarnation))
        {
            return false;
        }
        if (isNew)
        {
            DropHeld(port.Neighbour, DropReason.StaleIncarnation, effects);
        }
        if (isNextLife)
        {
            GiveBackKept(port.Neighbour);
            Reroute(effects);
        }
        if (isNew && port.Neighbour.Sent < _knowledge.Position)
        {
            port.IsControlDue = true;
        }
        port.Liveness?.NoteHeard(_now, isNew);
        return true;
    }

    private void NoteAcknowledged(Neighbour neighbour, ControlFrame frame)
    {
        if (frame.PeerIncarnation == Incarnation && frame.PeerPosition > neighbour.Acknowledged)
        {
            neighbour.Acknowledged = frame.PeerPosition;
            neighbour.Sent = System.Math.Max(neighbour.Sent, frame.PeerPosition);
        }
        if (neighbour.Acknowledged >= neighbour.Sent)
        {
            neighbour.ResendAt = Instant.Max;
        }
    }

    private void Learn(Neighbour neighbour, ControlFrame frame)
    {
        // "You have all there is" is said to one life of this node, and void for the next.
        bool isForThisLife = frame.Entries.Count > 0 || frame.PeerIncarnation == Incarnation;
        bool isWhole = frame.IsSnapshot && isForThisLife && (frame.IsFull || !neighbour.IsReread);
        if (!isWhole && frame.Position - frame.Entries.Count > neighbour.Received)
        {
            return;
        }
        neighbour.IsReread &= !frame.IsFull;
        long position = _knowledge.Position;
        foreach (Announcement entry in frame.Entries)
        {
            if (_knowledge.TryLearn(entry))
            {
                Outbid(entry);
            }
        }
        neighbour.Received = System.Math.Max(neighbour.Received, frame.Position);
        if (_knowledge.Position > position)
        {
            // What came from a neighbour need not go back to it: it has all of our log that it gave us.
            bool isAllFromIt = neighbour.Acknowledged == position && neighbour.Sent == position
                && _knowledge.Position - position <= frame.Entries.Count && !_outbid;
            if (isAllFromIt)
            {
                neighbour.Acknowledged = _knowledge.Position;
                neighbour.Sent = _knowledge.Position;
            }
            SpreadNews();
        }
        _outbid = false;
    }

    // A restarted node meets the word of its older self: the newer life has the last word.
    private void Outbid(in Announcement entry)
    {
        Port? port = FindPort(entry.Link);
        bool isForgotten = port is null && IsOwnStandby(entry);
        if (!isForgotten && (port is null || entry.IsFromA != IsEndA(entry.Link)))
        {
            return;
        }
        // A standby link that the older self had raised is not up: the restart has forgotten it.
        bool isDown = port is null || !port.IsLit || port.AnnounceUpAt != Instant.Max
            || port.IsApart;
        if (entry.IsDown != isDown)
        {
            _outbid = true;
            Announce(entry.Link, isDown);
        }
    }

    private bool IsOwnStandby(in Announcement entry)
        => StandbyTable.IsStandby(entry.Link)
            && _services.Standby.PairOf(entry.Link) is var pair
            && (entry.IsFromA ? pair.Satellite : pair.Ground) == Id;

    private void AskForGap(Port port)
    {
        if (port.Neighbour.AskAgainAt == Instant.Max || port.Neighbour.AskAgainAt <= _now)
        {
            port.Neighbour.AskAgainAt = Instant.Max;
            port.IsGapRequestDue = true;
            port.IsControlDue = true;
        }
    }

    // Invariant K: a packet is not looked up before all that its sender knew is known here.
    private bool MustHold(Packet packet, Port port, EffectList effects)
    {
        Neighbour neighbour = port.Neighbour;
        if (packet.Mark <= neighbour.Received && neighbour.HeldCount == 0)
        {
            return false;
        }
        if (!HasOtherPort(neighbour, than: null))
        {
            // It came over a link that drains: nobody is left to ask for what is missing.
            effects.Drop(packet, DropReason.HeldUnreachable);
            return true;
        }
        if (neighbour.HeldBytes + packet.SizeBytes > _config.HeldMax.Bytes)
        {
            effects.Drop(packet, DropReason.HeldFull);
            return true;
        }
        _hasNews = true;
        neighbour.Held.Add((packet, port));
        neighbour.HeldBytes += packet.SizeBytes;
        _packetsHeld++;
        AskForGap(port);
        return true;
    }

    private void ReleaseHeld(Neighbour neighbour, EffectList effects)
    {
        if (neighbour.HeldCount == 0)
        {
            return;
        }
        int released = 0;
        while (released < neighbour.Held.Count && neighbour.Held[released].Packet.Mark <= neighbour.Received)
        {
            Packet packet = neighbour.Held[released++].Packet;
            neighbour.HeldBytes -= packet.SizeBytes;
            _packetsHeld--;
            Accept(packet, neighbour.Held[released - 1].Port, effects);
        }
        neighbour.Held.RemoveRange(0, released);
    }

    // Time-outs, hold-downs, and what a changed view asks for.
    private void RunNeighbours(EffectList effects)
    {
        for (int i = 0; i < _ports.Count; i++)
        {
            Port port = _ports[i];
            if (!port.IsLit || !IsInForce(port))
            {
                continue;
            }
            if (port.AnnounceUpAt <= _now)
            {
                port.BeUp(_now);
                Announce(port.Link, port.IsApart);
            }
            Neighbour neighbour = port.Neighbour;
            if (neighbour.ResendAt <= _now)
            {
                neighbour.Sent = neighbour.Acknowledged;
                neighbour.ResendAt = Instant.Max;
                port.IsControlDue = true;
            }
            if (neighbour.AskAgainAt <= _now)
            {
                AskForGap(port);
            }
            port.IsControlDue |= neighbour.AnswerAt <= _now;
            port.IsControlDue |= TellTimeAt(port) <= _now;
            if (neighbour.PlansResendAt <= _now)
            {
                neighbour.PlansResendAt = Instant.Max;
                port.IsControlDue = true;
            }
        }
        EndDoubt(effects);
        CompareAll();
        if (_fetch?.GiveUpAt <= _now)
        {
            SeekPlan();
        }
        if (_viewSeen != View || _raisingUntil <= _now)
        {
            RunStandby(effects);
            _viewSeen = View;
            Reroute(effects);
        }
    }

    private void SendControl(Port port, EffectList effects, PlanPiece? piece = null)
    {
        Neighbour neighbour = port.Neighbour;
        // Who has not heard of what is not kept any more gets all that counts.
        bool isSnapshot = neighbour.Sent == 0 || neighbour.Sent < _knowledge.Log.First;
        IReadOnlyList<Announcement> entries = _knowledge.Position == 0
            ? [] : isSnapshot ? _knowledge.Snapshot() : _knowledge.From(neighbour.Sent);
        ControlFrame frame = _services.Frames.Rent();
        frame.Incarnation = Incarnation;
        frame.Entries = entries;
        frame.Position = _knowledge.Position;
        // Without entries it may also say: you have all there is, for it came from you.
        frame.IsSnapshot = isSnapshot
            || (entries.Count == 0 && neighbour.Acknowledged == _knowledge.Position);
        frame.IsFull = isSnapshot;
        frame.PeerIncarnation = neighbour.Incarnation;
        frame.PeerPosition = neighbour.Received;
        frame.IsGapRequest = port.IsGapRequestDue;
        frame.TakenThrough = neighbour.Taken?.Through ?? 0;
        frame.TakenBits = neighbour.Taken?.Bits ?? 0;
        frame.HearsPeer = port.Liveness?.Hears ?? true;
        frame.Number = port.Liveness?.NextNumber() ?? 0;
        frame.Clock = TimeNote();
        frame.Plans = _tellsPlans ? NoteFor(port, piece) : null;
        Instant answerBy = _now + (new Duration(port.Delays.DelayMiddleNs) * 2) + (_plan.HopDelay * 2)
            + _config.ResendMargin + port.Rate.TimeFor(new DataSize(frame.SizeBytes));
        if (neighbour.Sent < _knowledge.Position)
        {
            neighbour.Sent = _knowledge.Position;
            neighbour.ResendAt = answerBy;
        }
        if (port.IsGapRequestDue)
        {
            neighbour.AskAgainAt = answerBy;
        }
        neighbour.PlansResendAt = MustRepeatPlans(neighbour) ? answerBy : Instant.Max;
        neighbour.AnswerAt = Instant.Max;
        neighbour.TakenAnswerAt = Instant.Max;
        neighbour.TakenUntold = 0;
        port.IsControlDue = false;
        port.IsGapRequestDue = false;
        port.TellTimeAt = _now + _config.TimeEvery;
        port.ReadyAt = _now + port.Rate.TimeFor(new DataSize(frame.SizeBytes));
        port.Liveness?.NoteSent(_now, isWord: true);
        effects.SendControl(port.Link, frame);
    }
}
