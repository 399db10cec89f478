using System;
using Orbweaver.Model;

namespace Orbweaver.Node;

// Any frame is a sign of life. Where none was sent for an interval a control frame goes, and each says
// whether its sender hears the receiver: at once when that changes. A link that is dead one way is down for
// both.
public sealed partial class MeshNode
{
    // No record on a link is longer; what is longer travels as several.
    private static readonly DataSize RecordMax = new(16_384);

    // A satellite comes closer or goes away by less in the time of all misses there may be.
    private static readonly Duration DriftMax = Duration.FromMicroseconds(100);

    // How far behind the host is with what comes in.
    private Duration _behind;

    // Without options the host says when a link is lost, and there is no protocol.
    private void StartLiveness(Port port, DataRate fromPeer)
    {
        if (_config.Liveness is not LivenessOptions options || port.Liveness is not null)
        {
            return;
        }
        bool isOptical = port.Link >= 0 && _plan.Contacts[port.Link].Kind == ContactKind.Optical;
        EpochLink delays = port.Delays;
        int delayNs = Math.Max(delays.DelayStartNs, Math.Max(delays.DelayMiddleNs, delays.DelayEndNs));
        Instant opens = port.ReadyAt;
        Instant heardFrom = opens + new Duration(delayNs) + _plan.HopDelay;
        port.Liveness = new Liveness(
            isOptical ? options.LaserInterval : options.RadioInterval,
            fromPeer.TimeFor(RecordMax) + DriftMax,
            opens,
            heardFrom > _now ? heardFrom : _now);
    }

    // What is due: links that have been silent for too long, and words of this end's own.
    private void RunLiveness(EffectList effects)
    {
        Duration late = NextDeadline is Instant due && due < _now ? _now - due : Duration.Zero;
        // From the last one on: a standby link that is lost leaves the row.
        for (int i = _ports.Count - 1; i >= 0; i--)
        {
            Port port = _ports[i];
            if (port.Liveness is not Liveness liveness || !IsInForce(port))
            {
                continue;
            }
            if (late > Duration.Zero)
            {
                liveness.NoteLate(_now, late);
            }
            if (SilentAt(liveness) <= _now)
            {
                liveness.FallSilent(_now);
                Settle(port, effects);
            }
            if (liveness.SayAt > _now)
            {
                continue;
            }
            if (port.IsLit)
            {
                port.IsControlDue = true;
            }
            else if (port.ReadyAt <= _now && FindPort(port.Link) == port)
            {
                SayLost(port, liveness, effects);
            }
        }
    }

    private Instant SilentAt(Liveness liveness)
        => liveness.SilentAt == Instant.Max ? Instant.Max : liveness.SilentAt + _behind;

    private Instant LivenessDue(Port port)
    {
        if (port.Liveness is not Liveness liveness)
        {
            return Instant.Max;
        }
        bool isWordOnItsWay = port.IsLit && port.IsControlDue;
        Instant say = isWordOnItsWay ? Instant.Max
            : liveness.SayAt > port.ReadyAt ? liveness.SayAt : port.ReadyAt;
        return Earlier(SilentAt(liveness), liveness.SayAt == Instant.Max ? Instant.Max : say);
    }

    // The other's word on whether it hears this end, which decides with what this end hears.
    private void TakeWord(Port port, ControlFrame frame, EffectList effects)
    {
        if (port.Liveness is Liveness liveness)
        {
            liveness.NoteWord(frame.Number, frame.HearsPeer);
            if (IsInForce(port))
            {
                Settle(port, effects);
            }
        }
    }

    // The terminal says so. Without liveness a host says this of silence too.
    private void NoteLight(int link, bool hasLight, EffectList effects)
    {
        if (FindPort(link) is Port { Liveness: Liveness liveness } port)
        {
            liveness.NoteLight(hasLight, _now);
            Settle(port, effects, isByLight: true);
        }
        else if (hasLight)
        {
            ReturnLink(link);
        }
        else
        {
            LoseLink(link, effects);
        }
    }

    private void Settle(Port port, EffectList effects, bool isByLight = false)
    {
        bool isLost = port.Liveness!.IsLost;
        if (isLost && port.IsLit)
        {
            if (!isByLight)
            {
                effects.Notice(port.Link);
            }
            LoseLink(port.Link, effects);
        }
        else if (!isLost)
        {
            ReturnLink(port.Link);
        }
    }

    // Over a link that is lost nothing goes but this: it may still be heard.
    private void SayLost(Port port, Liveness liveness, EffectList effects)
    {
        Neighbour neighbour = port.Neighbour;
        ControlFrame frame = new()
        {
            Incarnation = Incarnation,
            Position = _knowledge.Position,
            IsSnapshot = neighbour.Acknowledged == _knowledge.Position,
            PeerIncarnation = neighbour.Incarnation,
            PeerPosition = neighbour.Received,
            HearsPeer = liveness.Hears,
            Number = liveness.NextNumber(),
        };
        port.ReadyAt = _now + port.Rate.TimeFor(new DataSize(frame.SizeBytes));
        liveness.NoteSent(_now, isWord: true);
        effects.SendControl(port.Link, frame);
    }
}
