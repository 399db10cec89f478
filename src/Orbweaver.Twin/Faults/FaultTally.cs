using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Twin;

/// <summary>What one fault came to.</summary>
/// <param name="Fault">The fault.</param>
/// <param name="PacketsLost">Packets that it took.</param>
/// <param name="ControlLost">Control frames that it took.</param>
/// <param name="Refused">Messages for which nobody was there.</param>
/// <param name="FramesDisturbed">Frames that it doubled, delayed or let be overtaken.</param>
/// <param name="Notices">How often an end of a link noticed it.</param>
/// <param name="AcquisitionsFailed">Standby links that could not be raised.</param>
/// <param name="PlansWithheld">Plans that a controller did not hand out, or handed out late.</param>
/// <param name="ClocksUpset">How often a living node's clock was set wrong, or right again.</param>
/// <param name="MessagesAdded">Messages offered in its time to contracts that it overloads.</param>
public sealed record FaultResult(
    Fault Fault,
    long PacketsLost,
    long ControlLost,
    long Refused,
    long FramesDisturbed,
    long Notices,
    long AcquisitionsFailed,
    long PlansWithheld = 0,
    long ClocksUpset = 0,
    long MessagesAdded = 0)
{
    /// <summary>Whether it made any difference.</summary>
    public bool HasBitten
        => PacketsLost + ControlLost + Refused + FramesDisturbed + Notices + AcquisitionsFailed
            + PlansWithheld + ClocksUpset + MessagesAdded > 0;
}

/// <summary>What a fault has come to, in three figures.</summary>
/// <param name="PacketsLost">Packets that it took.</param>
/// <param name="FramesDisturbed">Frames that it doubled, delayed or let be overtaken.</param>
/// <param name="Notices">How often an end of a link noticed it.</param>
public readonly record struct FaultCost(long PacketsLost, long FramesDisturbed, long Notices);

/// <summary>
/// What each fault has come to so far. Numbers below zero are no fault, and are not counted.
/// </summary>
internal sealed class FaultTally
{
    private readonly List<Fault> _faults = [];
    private readonly List<Counts> _counts = [];

    /// <summary>The faults that are known from the start.</summary>
    public FaultTally(FaultPlan plan)
    {
        foreach (Fault fault in plan.Faults)
        {
            Add(fault);
        }
    }

    /// <summary>Whether anything can go wrong at all.</summary>
    public bool IsEmpty => _counts.Count == 0;

    /// <summary>The number of the next fault.</summary>
    public int Count => _faults.Count;

    /// <summary>A fault by its number.</summary>
    public Fault Of(int fault) => _faults[fault];

    /// <summary>What it has come to so far.</summary>
    public FaultCost CostOf(int fault)
    {
        Counts c = _counts[fault];
        return new FaultCost(c.PacketsLost, c.FramesDisturbed, c.Notices);
    }

    /// <summary>One more fault; its number is its place.</summary>
    public void Add(Fault fault)
    {
        Check.That(fault.Number == _faults.Count);
        _faults.Add(fault);
        _counts.Add(new Counts());
    }

    /// <summary>A fault ends before its time.</summary>
    public void End(int fault, Duration at)
    {
        if (fault >= 0 && fault < _faults.Count && _faults[fault].Until > at)
        {
            _faults[fault] = _faults[fault] with { Until = at };
        }
    }

    public void LosePacket(int fault)
    {
        if (fault >= 0)
        {
            _counts[fault].PacketsLost++;
        }
    }

    public void LoseControl(int fault)
    {
        if (fault >= 0)
        {
            _counts[fault].ControlLost++;
        }
    }

    public void Refuse(int fault)
    {
        if (fault >= 0)
        {
            _counts[fault].Refused++;
        }
    }

    public void Disturb(int fault)
    {
        if (fault >= 0)
        {
            _counts[fault].FramesDisturbed++;
        }
    }

    public void Notice(int fault)
    {
        if (fault >= 0)
        {
            _counts[fault].Notices++;
        }
    }

    public void FailAcquisition(int fault)
    {
        if (fault >= 0)
        {
            _counts[fault].AcquisitionsFailed++;
        }
    }

    public void WithholdPlan(int fault)
    {
        if (fault >= 0)
        {
            _counts[fault].PlansWithheld++;
        }
    }

    public void AddMessage(int fault) => _counts[fault].MessagesAdded++;

    public void UpsetClock(int fault)
    {
        if (fault >= 0)
        {
            _counts[fault].ClocksUpset++;
        }
    }

    /// <summary>One result a fault, by number.</summary>
    public IReadOnlyList<FaultResult> Results()
    {
        List<FaultResult> results = [];
        for (int i = 0; i < _counts.Count; i++)
        {
            Counts c = _counts[i];
            results.Add(new FaultResult(
                _faults[i], c.PacketsLost, c.ControlLost, c.Refused, c.FramesDisturbed, c.Notices,
                c.AcquisitionsFailed, c.PlansWithheld, c.ClocksUpset,
                c.MessagesAdded));
        }
        return results;
    }

    private sealed class Counts
    {
        public long PacketsLost;
        public long ControlLost;
        public long Refused;
        public long FramesDisturbed;
        public long Notices;
        public long AcquisitionsFailed;
        public long PlansWithheld;
        public long ClocksUpset;
        public long MessagesAdded;
    }
}
