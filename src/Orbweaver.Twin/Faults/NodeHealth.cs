using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Node;

namespace Orbweaver.Twin;

/// <summary>The condition of one node: which faults have lost, hung or slowed it.</summary>
internal sealed class NodeHealth
{
    private readonly List<int> _lost = [];
    private readonly List<int> _hung = [];
    private readonly List<int> _slow = [];
    private readonly List<int> _controllerLost = [];
    private readonly List<int> _controllerSlow = [];
    private readonly List<(int Fault, ClockFault Clock, Instant Since)> _clocks = [];

    /// <summary>Whether it is gone.</summary>
    public bool IsLost => _lost.Count > 0;

    /// <summary>Whether it hangs.</summary>
    public bool IsHung => _hung.Count > 0;

    /// <summary>Whether it takes in nothing.</summary>
    public bool IsOut => _lost.Count + _hung.Count > 0;

    /// <summary>How much longer it takes to look at a frame.</summary>
    public Duration SlowBy { get; private set; }

    /// <summary>The fault that took it last, or -1.</summary>
    public int Cause => IsLost ? _lost[^1] : IsHung ? _hung[^1] : -1;

    /// <summary>The fault that slowed it last, or -1.</summary>
    public int SlowCause => _slow.Count > 0 ? _slow[^1] : -1;

    /// <summary>The fault that upset its clock last, or -1.</summary>
    public int ClockCause => _clocks.Count > 0 ? _clocks[^1].Fault : -1;

    /// <summary>Whether its controller makes no plans.</summary>
    public bool IsControllerLost => _controllerLost.Count > 0;

    /// <summary>How late its controller is.</summary>
    public Duration ControllerSlowBy { get; private set; }

    /// <summary>The fault that took or slowed its controller last, or -1.</summary>
    public int ControllerCause => IsControllerLost ? _controllerLost[^1]
        : _controllerSlow.Count > 0 ? _controllerSlow[^1] : -1;

    /// <summary>Whether its clock has ever been wrong.</summary>
    public bool HasHadClock { get; private set; }

    /// <summary>What its clock shows.</summary>
    public ClockReading ClockAt(Instant now)
    {
        Duration error = Duration.Zero;
        int ppm = 0;
        bool isFrozen = false;
        foreach ((_, ClockFault clock, Instant since) in _clocks)
        {
            long elapsedNs = (now - since).Nanoseconds;
            error = error + clock.Offset + new Duration(elapsedNs / 1_000_000 * clock.DriftPpm)
                - new Duration(clock.IsFrozen && !isFrozen ? elapsedNs : 0);
            ppm += clock.DriftPpm;
            isFrozen |= clock.IsFrozen;
        }
        return new ClockReading(error, isFrozen ? -1_000_000 : ppm);
    }

    /// <summary>A clock begins to be wrong, or is right again.</summary>
    public void SetClock(in NodeHit hit, int fault, bool isOn, Instant now)
    {
        HasHadClock = true;
        if (isOn)
        {
            _clocks.Add((fault, hit.Clock, now));
        }
        else
        {
            int place = _clocks.FindIndex(c => c.Fault == fault);
            _clocks.RemoveAt(place);
        }
    }

    /// <summary>A hit of any other kind begins or ends.</summary>
    public void Set(in NodeHit hit, int fault, bool isOn)
    {
        List<int> causes = hit.Kind switch
        {
            NodeHitKind.Lost => _lost,
            NodeHitKind.Hung => _hung,
            NodeHitKind.ControllerLost => _controllerLost,
            NodeHitKind.ControllerSlow => _controllerSlow,
            _ => _slow,
        };
        Duration by = isOn ? hit.SlowBy : Duration.Zero - hit.SlowBy;
        if (hit.Kind == NodeHitKind.ControllerSlow)
        {
            ControllerSlowBy += by;
        }
        else
        {
            SlowBy += by;
        }
        if (isOn)
        {
            causes.Add(fault);
        }
        else
        {
            bool wasThere = causes.Remove(fault);
            Check.That(wasThere);
        }
    }
}
