using Orbweaver.Model;
using Orbweaver.Node;
using Orbweaver.Twin;

namespace Orbweaver.Live.Nodes;

// Standby links: the ground's terminal turns to a satellite that the plan lists for it in this epoch. Where
// the satellite lives elsewhere the hosts agree by an ask and an answer. The ask is repeated until it is
// answered, or until the node has had enough; the link is up at the satellite with the ask, and at the ground
// with the answer, so that an end that is told waits for a peer that is there.
public sealed partial class Partition
{
    private const int SatelliteEnd = 0;
    private const int GroundEnd = 1;

    // Several fit into the margin that a node gives beyond the time its terminal needs.
    private static readonly Duration AskAgain = Duration.FromMilliseconds(50);

    private readonly StandbyTable _standby;

    // By pair, made when first used.
    private readonly StandbyEnds?[] _standbyEnds;
    private uint _raises;

    private StandbyEnds EndsOf(int index) => _standbyEnds[index] ??= new StandbyEnds();

    private void Raise(NodeId node, int link)
    {
        StandbyEnds ends = EndsOf(~link);
        Check.That(node == _standby.PairOf(link).Ground);
        if (ends.TurnsAt != Instant.Max || ends.IsHeldBy(GroundEnd))
        {
            return;
        }
        ends.Raise = ((ulong)_config.Incarnation << 32) | ++_raises;
        TurnAt(~link, ends, _now + _config.AcquisitionOf(node));
    }

    private void TurnAt(int index, StandbyEnds ends, Instant at)
    {
        ends.TurnsAt = at;
        Push(at, EventKind.StandbyTurned, index);
    }

    private void TurnStandby(int index, Instant due)
    {
        StandbyEnds ends = EndsOf(index);
        if (ends.TurnsAt != due)
        {
            return;
        }
        int link = ~index;
        StandbyPair pair = _standby.PairOf(link);
        ends.TurnsAt = Instant.Max;
        if (!CanAcquire(link))
        {
            Step(pair.Ground, NodeInput.LinkLost(link));
        }
        else if (!_steps.Has(pair.Satellite))
        {
            TurnAt(index, ends, _now + AskAgain);
            Tell(LinkFrameKind.StandbyAsk, link, ends.Raise);
        }
        else
        {
            OpenStandby(link, ends, SatelliteEnd);
            OpenStandby(link, ends, GroundEnd);
            Step(pair.Satellite, NodeInput.Acquired(link));
            Step(pair.Ground, NodeInput.Acquired(link));
        }
    }

    private bool CanAcquire(int link)
        => !_isDark[_links.SeatOf(link)] && TryFindStandby(EpochNow(), link, out _);

    private void Tell(LinkFrameKind kind, int link, ulong raise)
    {
        StandbyPair pair = _standby.PairOf(link);
        bool isAsk = kind == LinkFrameKind.StandbyAsk;
        Counters.FramesOut++;
        _transport.Send(new LinkFrame
        {
            Kind = kind,
            Link = link,
            From = isAsk ? pair.Ground : pair.Satellite,
            To = isAsk ? pair.Satellite : pair.Ground,
            Raise = raise,
        });
    }

    // At the satellite's host. What was raised by an earlier ask must have ended here before, as it has at
    // the ground: its node finds that out by silence, and the ask comes again.
    private FrameRefusal TakeAsk(in LinkFrame frame)
    {
        StandbyEnds ends = EndsOf(~frame.Link);
        bool isHeld = ends.IsHeldBy(SatelliteEnd);
        if (frame.To != _standby.PairOf(frame.Link).Satellite)
        {
            return FrameRefusal.UnknownLink;
        }
        if (frame.Raise == 0 || frame.Raise < ends.Raise || (frame.Raise == ends.Raise) != isHeld)
        {
            return FrameRefusal.StaleRaise;
        }
        if (!isHeld)
        {
            if (!CanAcquire(frame.Link))
            {
                return FrameRefusal.NotInForce;
            }
            ends.Raise = frame.Raise;
            OpenStandby(frame.Link, ends, SatelliteEnd);
            Step(frame.To, NodeInput.Acquired(frame.Link));
        }
        // The node may have given it up at once.
        if (ends.IsHeldBy(SatelliteEnd))
        {
            Tell(LinkFrameKind.StandbyAnswer, frame.Link, frame.Raise);
        }
        return FrameRefusal.None;
    }

    // At the ground's host.
    private FrameRefusal TakeAnswer(in LinkFrame frame)
    {
        StandbyEnds ends = EndsOf(~frame.Link);
        if (frame.To != _standby.PairOf(frame.Link).Ground)
        {
            return FrameRefusal.UnknownLink;
        }
        if (frame.Raise != ends.Raise || ends.TurnsAt == Instant.Max)
        {
            return FrameRefusal.StaleRaise;
        }
        ends.TurnsAt = Instant.Max;
        OpenStandby(frame.Link, ends, GroundEnd);
        Step(frame.To, NodeInput.Acquired(frame.Link));
        return FrameRefusal.None;
    }

    private void OpenStandby(int link, StandbyEnds ends, int end)
    {
        StandbyPair pair = _standby.PairOf(link);
        ends.IsUp = true;
        ends.EndsAt = Instant.Max;
        ends.Hold(end, isHeld: true);
        Counters.StandbyEnds++;
        // A pipe is told its rate while the plan still lists the pair.
        FlightTime(PipeFrom(end == GroundEnd ? pair.Ground : pair.Satellite, link));
        for (int epoch = EpochNow() + 1; epoch < _plan.Epochs.Count; epoch++)
        {
            if (!TryFindStandby(epoch, link, out _))
            {
                CloseStandbyAt(~link, ends, _plan.EpochStart(epoch) + _plan.Drain);
                break;
            }
        }
    }

    // An end gives it up: like a planned link it outlasts that by the drain, so that what is in flight
    // arrives.
    private void Lower(NodeId node, int link)
    {
        StandbyEnds ends = EndsOf(~link);
        int end = node == _standby.PairOf(link).Ground ? GroundEnd : SatelliteEnd;
        if (end == GroundEnd)
        {
            ends.TurnsAt = Instant.Max;
        }
        ends.Hold(end, isHeld: false);
        if (ends.IsUp)
        {
            CloseStandbyAt(~link, ends, _now + _plan.Drain);
        }
    }

    private void CloseStandbyAt(int index, StandbyEnds ends, Instant at)
    {
        if (at < ends.EndsAt)
        {
            ends.EndsAt = at;
            Push(at, EventKind.StandbyEnds, index);
        }
    }

    private void EndStandby(int index, Instant due)
    {
        StandbyEnds ends = EndsOf(index);
        if (ends.EndsAt != due || !ends.IsUp)
        {
            return;
        }
        ends.IsUp = false;
        ends.EndsAt = Instant.Max;
        int seat = _links.SeatOf(~index);
        for (int place = 2 * seat; place <= (2 * seat) + 1; place++)
        {
            if (_pipes[place] is LinkPipe pipe)
            {
                LoseAll(pipe);
            }
        }
    }

    private bool TryFindStandby(int epoch, int link, out StandbyLink found)
        => _plan.Epochs[epoch].TryFindStandby(_standby.PairOf(link), out found);
}
