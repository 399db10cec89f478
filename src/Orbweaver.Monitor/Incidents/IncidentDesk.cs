using System;
using System.Collections.Generic;
using Orbweaver.Orbits;

namespace Orbweaver.Monitor;

/// <summary>
/// Makes incidents of alarms: those of two seconds are explained together, later ones join what explains
/// them. It is told the time of the world, so a recorded day gives the incidents that it gave live.
/// </summary>
internal sealed partial class IncidentDesk(
    Catalogue catalogue, Func<int, Vec3?> directionOf, Action<Incident> tell)
{
    /// <summary>Incidents that are open at once; alarms beyond go to the newest of them.</summary>
    internal const int OpenMax = 500;

    private const double GatherMs = 2_000;

    // What happened shortly before its first alarm was told may be of an incident as well.
    private const double BeforeMs = 1_000;
    private const int GatheredMax = 20_000;
    private const double CloseAfterMs = 60_000;
    private const double TellEveryMs = 1_000;

    private readonly CauseSearch _search = new(catalogue, directionOf);
    private readonly List<Case> _open = [];
    private readonly List<Alarm> _pending = [];
    private readonly Dictionary<AlarmKey, Alarm> _standing = [];
    private readonly Dictionary<AlarmKey, Case> _caseOf = [];
    private int _lastNumber;
    private double _nowMs = double.NaN;

    /// <summary>Something is wrong; nothing happens where that is known.</summary>
    internal void Raise(Alarm alarm)
    {
        if (!_standing.TryAdd(alarm.Key, alarm))
        {
            return;
        }
        if (_open.Find(c => c.Drill == alarm.Fault && alarm.Fault >= 0) is { } drill)
        {
            Join(drill, alarm);
        }
        else if (CaseFor(alarm) is { } known)
        {
            Join(known, alarm);
        }
        else
        {
            _pending.Add(alarm);
        }
    }

    /// <summary>It is right again.</summary>
    internal void Clear(AlarmKey key, double atMs)
    {
        if (!_standing.Remove(key, out Alarm? alarm))
        {
            return;
        }
        alarm.ClearedMs = atMs;
        if (_caseOf.Remove(key, out Case? known))
        {
            known.Standing.Remove(key);
            known.Quieten(atMs);
        }
    }

    internal bool IsStanding(AlarmKey key) => _standing.ContainsKey(key);

    /// <summary>Time has come this far: what is due is done, and what has changed is told.</summary>
    internal void Advance(double nowMs)
    {
        _nowMs = nowMs;
        if (_pending.Count > 0 && nowMs - _pending[0].AtMs >= GatherMs)
        {
            int before = _open.Count;
            foreach (Explained explained in _search.Explain(_pending))
            {
                Open(explained);
            }
            _pending.Clear();
            for (int i = before; i < _open.Count; i++)
            {
                Gather(_open[i]);
            }
        }
        Forget(nowMs);
        for (int i = _open.Count - 1; i >= 0; i--)
        {
            AdvanceCase(_open[i]);
            if (_open[i].IsClosed)
            {
                _open.RemoveAt(i);
            }
        }
    }

    private void AdvanceCase(Case known)
    {
        bool isUrgent = false;
        if (known.Shelf is not null && _nowMs >= known.ShelfEndsMs)
        {
            (known.Shelf, known.ShelfEndsMs, isUrgent) = (null, double.NaN, true);
        }
        bool isQuiet = known.Standing.Count == 0 && !known.IsDrillOn;
        if (isQuiet && !known.IsCleared)
        {
            known.ClearedMs = known.QuietMs >= known.AtMs ? known.QuietMs : _nowMs;
            isUrgent = true;
        }
        else if (isQuiet && _nowMs - known.ClearedMs >= CloseAfterMs)
        {
            (known.ClosedMs, isUrgent) = (_nowMs, true);
        }
        known.IsDirty |= isUrgent;
        if (known.IsDirty && (isUrgent || _nowMs - known.EmittedMs >= TellEveryMs))
        {
            Tell(known);
        }
    }

    private void Open(Explained explained)
    {
        // What was gathered may have been explained meanwhile, by a part of itself.
        if (_open.Count >= OpenMax)
        {
            explained.Alarms.ForEach(a => Join(_open[^1], a));
            return;
        }
        double atMs = double.PositiveInfinity;
        foreach (Alarm alarm in explained.Alarms)
        {
            atMs = Math.Min(atMs, CauseMs(alarm));
        }
        Case opened = new(++_lastNumber, atMs, explained.Cause, explained.Title);
        _open.Add(opened);
        explained.Alarms.ForEach(a => Join(opened, a));
    }

    // A fault that began long before has only now come to this: a region that moves, a link that was taken
    // up under it.
    private static double CauseMs(Alarm alarm)
        => alarm.BeganMs <= alarm.AtMs && alarm.AtMs - alarm.BeganMs <= GatherMs
            ? alarm.BeganMs : alarm.AtMs;

    private void Join(Case known, Alarm alarm)
    {
        known.Add(alarm);
        if (alarm.Stands)
        {
            _caseOf[alarm.Key] = known;
        }
        else
        {
            known.Standing.Remove(alarm.Key);
            known.Quieten(alarm.ClearedMs);
        }
        if (known.Cause.Kind is "link" && alarm.Key.Kind == AlarmKind.Node)
        {
            known.Cause = new CaseCause("node", alarm.What, [alarm.Key.A]);
            known.Title = alarm.What;
        }
    }

    private Case? CaseFor(Alarm alarm)
    {
        foreach (Case known in _open)
        {
            if (alarm.Key.Kind == AlarmKind.Stream
                ? known.Streams.ContainsKey(alarm.Key.A)
                : _search.IsExplainedBy(alarm, known.Cause))
            {
                return known;
            }
        }
        return null;
    }

    private void Tell(Case known)
    {
        known.Version++;
        known.IsDirty = false;
        known.EmittedMs = _nowMs;
        tell(known.Answer());
    }
}
