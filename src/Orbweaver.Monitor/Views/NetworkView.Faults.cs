using System;
using System.Collections.Generic;
using System.Globalization;

namespace Orbweaver.Monitor;

// Faults come as events, and those that are not over with every scene: a recording has what the live table
// has.
public sealed partial class NetworkView
{
    /// <summary>
    /// Faults kept: those go first that are over longest, and more that are not over are not kept.
    /// </summary>
    public const int FaultsMax = 10_000;

    private readonly Dictionary<int, (FaultRow Row, int Version)> _faults = [];
    private readonly Queue<int> _faultsOver = new();

    /// <summary>A fault by its number; null where there is none.</summary>
    public FaultRow? Fault(int number)
        => _faults.TryGetValue(number, out (FaultRow Row, int Version) known) ? AsItIs(known.Row) : null;

    /// <summary>Faults, or drills alone, the newest first where nothing else is asked for.</summary>
    public Page<FaultRow> Faults(TableQuery query, bool drillsOnly)
    {
        List<FaultRow> rows = new(_faults.Count);
        foreach ((FaultRow row, _) in _faults.Values)
        {
            if (row.Drill || !drillsOnly)
            {
                rows.Add(AsItIs(row));
            }
        }
        rows.Sort((a, b) => b.Number.CompareTo(a.Number));
        return Columns.Faults.Answer(rows, query, AsOf);
    }

    /// <summary>Drills that are not over.</summary>
    public IReadOnlyList<FaultRow> DrillsOn()
    {
        List<FaultRow> rows = [];
        foreach ((FaultRow row, _) in _faults.Values)
        {
            if (row.Drill && AsItIs(row) is { State: not FaultWords.Over } drill)
            {
                rows.Add(drill);
            }
        }
        return rows;
    }

    // Whether it is news: that more was counted is none, nor what has not begun.
    private bool TakeFault(FaultRow row, int version)
    {
        bool isKnown = _faults.TryGetValue(row.Number, out (FaultRow Row, int Version) known);
        if ((isKnown && known.Version >= version) || (!isKnown && !HasRoomForFault()))
        {
            return false;
        }
        _faults[row.Number] = (row, version);
        bool isOver = row.State is FaultWords.Over;
        if (isOver && !(isKnown && known.Row.State is FaultWords.Over))
        {
            _faultsOver.Enqueue(row.Number);
        }
        return row.State is not FaultWords.Planned
            && !(isKnown && string.Equals(known.Row.State, row.State, StringComparison.Ordinal)
                && known.Row.Drill == row.Drill);
    }

    private bool HasRoomForFault()
    {
        if (_faults.Count < FaultsMax)
        {
            return true;
        }
        return _faultsOver.TryDequeue(out int oldest) && _faults.Remove(oldest);
    }

    // Its end may lie where nothing was recorded, or between two looks.
    private FaultRow AsItIs(FaultRow row)
        => row.State is FaultWords.Over ? row
            : row.Ends is { } ends && UnixTime.MsOfIso(ends) <= SimMs ? row with { State = FaultWords.Over }
            : row.State is FaultWords.Planned && UnixTime.MsOfIso(row.Begins) <= SimMs
                ? row with { State = FaultWords.Active } : row;

    private void AddFaults(FrameStamp stamp, List<Frame> frames)
    {
        foreach ((FaultRow row, int version) in _faults.Values)
        {
            if (AsItIs(row).State is not FaultWords.Over)
            {
                frames.Add(EventFrame(stamp, new EventRow
                {
                    At = row.Begins,
                    Kind = row.Drill ? EventKinds.Drill : EventKinds.Fault,
                    Id = row.Number.ToString(CultureInfo.InvariantCulture),
                    Version = version,
                    Text = $"{row.Kind} {row.What}",
                    Fault = row,
                }));
            }
        }
    }
}
