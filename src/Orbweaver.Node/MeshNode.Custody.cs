using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Node;

// Custody per hop: what may not be lost is kept by the previous hop until the next one has taken it, and is
// sent again, or another way, when it has not. Deadline traffic while it has slack, guaranteed traffic
// always, congestion traffic never.
public sealed partial class MeshNode
{
    // Neighbours with whom packets are kept or taken, in the order in which that began.
    private readonly List<Neighbour> _keepers = [];
    private readonly List<Packet> _settled = [];
    private readonly List<uint> _due = [];

    // Nothing about custody comes due before this.
    private Instant _custodyDue = Instant.Max;
    private int _packetsKept;

    // Numbers a packet that is about to leave, and keeps a copy of it as it is.
    private void Keep(Port port, Packet packet, Duration serialisation, EffectList effects)
    {
        if (packet.Assurance == Assurance.Congestion)
        {
            packet.HopSequence = 0;
            return;
        }
        KeptPackets kept = port.Neighbour.Kept ?? StartKeeping(port.Neighbour);
        Instant resendAt = _now + serialisation + (new Duration(port.Delays.DelayMiddleNs) * 2)
            + (_plan.HopDelay * 2) + _config.TakenAnswerDelay + _config.ResendMargin;
        if (packet.KeptFor == port.Neighbour.Id.Value)
        {
            kept.SentAgain(packet.HopSequence, port, resendAt);
        }
        else if (kept.HasRoom && kept.Bytes + packet.SizeBytes <= _config.KeptMax.Bytes)
        {
            Packet copy = _services.Packets.RentCopy(packet);
            copy.KeptFor = -1;
            packet.HopSequence = kept.Add(copy, port, resendAt);
            _packetsKept++;
            effects.Copy(copy, packet);
        }
        else
        {
            packet.HopSequence = 0;
        }
        packet.HopBase = kept.Base;
        packet.KeptFor = -1;
        _custodyDue = Earlier(_custodyDue, kept.RetryAt);
    }

    private KeptPackets StartKeeping(Neighbour neighbour)
    {
        NoteKeeper(neighbour);
        return neighbour.Kept = new KeptPackets();
    }

    private void NoteKeeper(Neighbour neighbour)
    {
        if (!_keepers.Contains(neighbour))
        {
            _keepers.Add(neighbour);
        }
    }

    // Whether a copy that waits to be sent again has been taken after all.
    private static bool IsSettled(Port port, Packet packet)
        => packet.KeptFor >= 0 && packet.KeptFor == port.Neighbour.Id.Value
            && !port.Neighbour.Kept!.Holds(packet.HopSequence);

    // From here on it is this node's; its sender is told so before long.
    private bool TryTakeOver(Packet packet, Port port)
    {
        if (packet.HopSequence == 0)
        {
            return true;
        }
        Neighbour neighbour = port.Neighbour;
        if (neighbour.Taken is null)
        {
            neighbour.Taken = new TakenPackets();
            NoteKeeper(neighbour);
        }
        bool isNew = neighbour.Taken.TryTake(packet.HopSequence, packet.HopBase);
        neighbour.TakenOn = port;
        bool isEnough = ++neighbour.TakenUntold >= _config.TakenUntoldMax;
        neighbour.TakenAnswerAt = isEnough
            ? _now : Earlier(neighbour.TakenAnswerAt, _now + _config.TakenAnswerDelay);
        _custodyDue = Earlier(_custodyDue, neighbour.TakenAnswerAt);
        return isNew;
    }

    private void NoteTaken(Neighbour neighbour, ControlFrame frame, EffectList effects)
    {
        if (neighbour.Kept is not { Count: > 0 } kept || frame.PeerIncarnation != Incarnation)
        {
            return;
        }
        bool wasNext = kept.RetryAt == _custodyDue;
        kept.Settle(frame.TakenThrough, frame.TakenBits, _settled);
        if (wasNext)
        {
            FindCustodyDue();
        }
        _packetsKept -= _settled.Count;
        foreach (Packet packet in _settled)
        {
            effects.Release(packet);
        }
        _settled.Clear();
    }

    private void FindCustodyDue()
    {
        _custodyDue = Instant.Max;
        foreach (Neighbour neighbour in _keepers)
        {
            _custodyDue = Earlier(_custodyDue, neighbour.TakenAnswerAt);
            _custodyDue = Earlier(_custodyDue, neighbour.Kept?.RetryAt ?? Instant.Max);
        }
    }

    private void RunCustody(EffectList effects)
    {
        // Sending again may make one more of them.
        for (int i = 0; i < _keepers.Count; i++)
        {
            Neighbour neighbour = _keepers[i];
            if (neighbour.TakenAnswerAt <= _now)
            {
                TellTaken(neighbour, effects);
            }
            if (neighbour.Kept is { Count: > 0 } kept && kept.RetryAt <= _now)
            {
                SendAgain(neighbour, kept, effects);
            }
        }
        FindCustodyDue();
    }

    // Over the link that they came by, which may only drain by now; else over any that there is.
    private void TellTaken(Neighbour neighbour, EffectList effects)
    {
        Port? port = neighbour.TakenOn is Port on && CanAnswer(on) ? on : FindPortTo(neighbour);
        if (port is null)
        {
            // Nobody is there to be told; its copies come again, or go another way.
            neighbour.TakenAnswerAt = Instant.Max;
            neighbour.TakenUntold = 0;
        }
        else if (port.ReadyAt > _now)
        {
            neighbour.TakenAnswerAt = port.ReadyAt;
        }
        else
        {
            SendControl(port, effects);
        }
    }

    private bool CanAnswer(Port port)
        => port.IsLit && _ports.Contains(port)
            && (IsInForce(port) || (port.Epoch == _epoch - 1
                && _now < OnTimers(_plan.EpochStart(_epoch) + _plan.Drain)));

    private Port? FindPortTo(Neighbour neighbour)
    {
        foreach (Port port in _ports)
        {
            if (port.Neighbour == neighbour && port.IsLit && IsInForce(port))
            {
                return port;
            }
        }
        return null;
    }

    // Under the view by which it was sent the same way is right; under another one it is looked up again.
    private void SendAgain(Neighbour neighbour, KeptPackets kept, EffectList effects)
    {
        kept.FindDue(_now, _due);
        foreach (uint sequence in _due)
        {
            (Packet? packet, Port port, _) = kept[sequence];
            bool isSameWay = packet!.ViewStamp == View && IsInForce(port) && port.IsLit
                && _ports.Contains(port);
            bool isLate = packet.Assurance == Assurance.Deadline && packet.DepartBy < _now;
            if (!isSameWay || (isLate && packet.IsForSeveral))
            {
                _packetsKept--;
                Forward(kept.Take(sequence), effects);
            }
            else if (isLate)
            {
                _packetsKept--;
                effects.Drop(kept.Take(sequence), DropReason.Expired, port.Link);
            }
            else
            {
                Packet again = _services.Packets.RentCopy(packet);
                again.KeptFor = neighbour.Id.Value;
                again.HopSequence = sequence;
                effects.Copy(again, packet);
                // Not before what is sent now has had its time, however long it waits for the port.
                kept.SentAgain(sequence, port, _now + _config.TakenAnswerDelay + _config.ResendMargin
                    + (new Duration(port.Delays.DelayMiddleNs) * 2));
                PassOn(again, port, effects, isOneOfMany: false);
            }
        }
        _due.Clear();
    }

    // What the neighbour had not taken goes another way, or to its next life.
    private void GiveBackKept(Neighbour neighbour)
    {
        if (neighbour.Kept is { Count: > 0 } kept)
        {
            _packetsKept -= kept.Count;
            _packetsHeld += kept.Count;
            kept.TakeAll(_rerouted);
        }
    }
}
