using System;
using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Node;

// The wall clock decides epochs, ages of light and time stamps; timers run by the host's time, which never
// goes back. A clock that jumps is not believed: the node goes on by the counter and asks its neighbours.
public sealed partial class MeshNode
{
    private static readonly Duration WakeMin = Duration.FromMilliseconds(1);

    private readonly List<ClockWitness> _witnesses = [];
    private WallClock? _clock;
    private ClockReading _reading;
    private Instant _readAt;
    private bool _isClockDoubtful;
    private bool _isClockSure;

    // Whether a neighbour has ever had a say on the time, in this life.
    private bool _hasAskedTime;
    private Instant _doubtUntil = Instant.Max;

    /// <summary>
    /// Whether nobody agrees with its clock and it cannot tell who is right: it lets nothing pass.
    /// </summary>
    public bool IsClockAlone { get; private set; }

    /// <summary>How often neighbours have set its clock right.</summary>
    public int ClockCorrections { get; private set; }

    private Instant Wall => _clock is null ? _now : _clock.At(_now);

    /// <summary>What it takes for the time of day.</summary>
    public Instant WallAt(Instant now) => _clock is null ? now : _clock.At(now);

    private Instant TellTimeAt(Port port) => _config.ExchangesTime ? port.TellTimeAt : Instant.Max;

    // When a moment of the wall clock will be there; rates and rounding make that a guess, which is made
    // again then.
    private Instant Due(Instant wall)
    {
        if (_clock is null || wall == Instant.Max)
        {
            return wall;
        }
        Duration left = wall - Wall;
        return _now + (left > WakeMin ? left : WakeMin);
    }

    // The same, when it may be past.
    private Instant OnTimers(Instant wall) => _clock is null ? wall : _now + (wall - Wall);

    private void ReadClock(ClockReading reading, EffectList effects)
    {
        _hasNews = true;
        bool isFirst = _clock is null && _epoch < 0;
        _clock ??= new WallClock();
        _reading = reading;
        _readAt = _now;
        if (isFirst || ClockCourt.Agree(reading.Error, _clock.OffsetAt(_now)))
        {
            _clock.Set(_now, reading);
            _doubtUntil = Instant.Max;
        }
        else
        {
            _clock.GoOn(_now, reading);
            _isClockDoubtful = true;
            _isClockSure = false;
            _doubtUntil = _now + _config.ClockDoubtMax;
            foreach (Port port in _ports)
            {
                port.IsControlDue |= IsInForce(port);
            }
        }
        SetTime(effects);
    }

    private ClockNote? TimeNote()
        => _config.ExchangesTime ? new ClockNote(Wall, _isClockSure, _isClockDoubtful || IsClockAlone) : null;

    // The frame began to leave at its stamp, was as long on the link as the plan says, and came a little
    // before this step if the host was slow.
    private void HearTime(Port port, ControlFrame frame, Duration late, EffectList effects)
    {
        if (frame.Clock is not { } note)
        {
            return;
        }
        Duration onLink = port.RateBack.TimeFor(new DataSize(frame.SizeBytes)) + _plan.HopDelay
            + _plan.DelayAt(port.Delays, port.Epoch, note.Wall);
        Neighbour neighbour = port.Neighbour;
        neighbour.ClockAhead = note.Wall + onLink - (Wall - late);
        neighbour.ClockHeardAt = _now;
        neighbour.Clock = note;
        JudgeClock(effects);
    }

    private bool IsFresh(Neighbour neighbour)
        => neighbour.Clock is not null && _now - neighbour.ClockHeardAt <= _config.TimeFreshMax;

    private void JudgeClock(EffectList effects)
    {
        _witnesses.Clear();
        foreach (Neighbour neighbour in _neighbours.Values)
        {
            if (IsFresh(neighbour) && !neighbour.Clock!.IsDoubtful)
            {
                _witnesses.Add(new ClockWitness(neighbour.ClockAhead, neighbour.Clock.IsSure));
            }
        }
        ClockRuling ruling = ClockCourt.Judge(_witnesses, _isClockDoubtful, _isClockSure, out Duration by);
        _isClockSure = ruling == ClockRuling.Right && _witnesses.Count > 1;
        bool wasAlone = IsClockAlone;
        IsClockAlone = ruling == ClockRuling.Alone;
        if (ruling is ClockRuling.Right or ClockRuling.Wrong)
        {
            _hasAskedTime = true;
            _isClockDoubtful = false;
            _doubtUntil = Instant.Max;
        }
        if (ruling == ClockRuling.Wrong)
        {
            ClockCorrections++;
            ShiftClock(by);
            SetTime(effects);
        }
        _hasNews |= wasAlone != IsClockAlone;
    }

    private void ShiftClock(Duration by)
    {
        _clock ??= new WallClock();
        _clock.Correct(_now, by);
        foreach (Neighbour neighbour in _neighbours.Values)
        {
            neighbour.ClockAhead -= by;
        }
        foreach (Port port in _ports)
        {
            if (!StandbyTable.IsStandby(port.Link))
            {
                port.OpenAt(OnTimers(_plan.Contacts[port.Link].Opens), _now);
            }
        }
    }

    // Who hears nobody, or nobody that agrees with it or with the others, has only its own clock to go by.
    // But what was the time by its neighbours, and counted on since, is better than a clock that has jumped:
    // an edge that believed one would point at satellites of another day, and never hear anybody again.
    private void EndDoubt(EffectList effects)
    {
        if (_doubtUntil > _now)
        {
            return;
        }
        _doubtUntil = Instant.Max;
        bool isHeard = false;
        foreach (Neighbour neighbour in _neighbours.Values)
        {
            isHeard |= IsFresh(neighbour);
        }
        if (_hasAskedTime || (isHeard && !IsClockAlone))
        {
            return;
        }
        _isClockDoubtful = false;
        var clock = new WallClock();
        clock.Set(_readAt, _reading);
        _clock!.GoOn(_now, _reading);
        ShiftClock(clock.OffsetAt(_now) - _clock.OffsetAt(_now));
        SetTime(effects);
    }

    // The time of day is another. An epoch that had not begun by as much as neighbours may be ahead is left
    // again; one that has begun is entered.
    private void SetTime(EffectList effects)
    {
        if (_epoch > 0 && _plan.EpochStart(_epoch) - Wall > _config.EpochLeadMax)
        {
            RenewEpoch(effects);
        }
        EnterEpochs(effects);
    }

    // By the clock of a neighbour: what it sends would be refused here, or the other way round.
    private bool IsTimeApart(Neighbour neighbour)
        => _config.ExchangesTime
            && ((IsClockAlone && _plan.Nodes[Id.Value].IsTransit)
                || (IsFresh(neighbour)
                    && Math.Abs(neighbour.ClockAhead.Nanoseconds) > _config.TimeApartMax.Nanoseconds));
}
