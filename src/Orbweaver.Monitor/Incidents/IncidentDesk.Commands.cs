using System;

namespace Orbweaver.Monitor;

// What operators do. Each changes the version at once.
internal sealed partial class IncidentDesk
{
    private const int TextMax = 2_000;

    internal Incident? Acknowledge(string id, string by)
        => Change(id, c => c.Seen ??= new IncidentSeen(by, UnixTime.Iso(_nowMs)!));

    internal Incident? Unacknowledge(string id) => Change(id, c => c.Seen = null);

    internal Incident? Shelve(string id, string by, double untilMs, string reason)
        => Change(id, c =>
        {
            c.ShelfEndsMs = Math.Min(untilMs, _nowMs + NetworkDesk.ShelfMax.TotalMilliseconds);
            c.Shelf = new IncidentShelf(by, UnixTime.Iso(c.ShelfEndsMs)!, Cut(reason));
        });

    internal Incident? Unshelve(string id)
        => Change(id, c => (c.Shelf, c.ShelfEndsMs) = (null, double.NaN));

    internal Incident? Assign(string id, string? to) => Change(id, c => c.Owner = to);

    internal Incident? Comment(string id, string by, string text)
        => Change(id, c =>
        {
            if (c.Comments.Count < Case.CommentsMax)
            {
                c.Comments.Add(new IncidentComment(UnixTime.Iso(_nowMs)!, by, Cut(text)));
            }
        });

    internal bool TryClose(string id, out Incident? closed, out string why)
    {
        (closed, why) = (null, "");
        if (Find(id) is not { } known)
        {
            return false;
        }
        int alarms = known.Standing.Count;
        why = known.IsDrillOn ? $"drill {known.Drill} still runs: stop it, or wait for its end"
            : alarms == 1 ? "an alarm of it still stands: shelve it, or wait"
            : alarms > 1 ? $"{alarms} alarms of it still stand: shelve it, or wait" : "";
        if (why.Length > 0)
        {
            return false;
        }
        closed = Change(id, c => c.ClosedMs = _nowMs);
        _open.Remove(known);
        return true;
    }

    /// <summary>A drill begins: its incident is there before its first alarm.</summary>
    internal void BeginDrill(DrillNote note)
    {
        if (_open.Exists(c => c.Drill == note.Number))
        {
            return;
        }
        _nowMs = double.IsNaN(_nowMs) ? note.BeginsMs : _nowMs;
        Case drill = new(
            ++_lastNumber, note.BeginsMs, new CaseCause("drill", $"started by {note.By}", []),
            $"Drill: {note.Kind} {note.What}")
        {
            Drill = note.Number,
            IsDrillOn = true,
        };
        _open.Add(drill);
        foreach (Alarm alarm in _pending.FindAll(a => a.Fault == note.Number))
        {
            Join(drill, alarm);
            _pending.Remove(alarm);
        }
        Gather(drill);
        Tell(drill);
    }

    internal void EndDrill(int fault, double endedMs)
    {
        if (_open.Find(c => c.Drill == fault) is { } drill)
        {
            drill.IsDrillOn = false;
            drill.Quieten(endedMs);
        }
    }

    private Incident? Change(string id, Action<Case> change)
    {
        if (Find(id) is not { } known)
        {
            return null;
        }
        change(known);
        Tell(known);
        return known.Answer();
    }

    private Case? Find(string id)
        => _open.Find(c => string.Equals(c.Id, id, StringComparison.Ordinal));

    private static string Cut(string text) => text.Length <= TextMax ? text : text[..TextMax];
}
