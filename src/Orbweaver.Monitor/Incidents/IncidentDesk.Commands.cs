using System;

namespace Orbweaver.Monitor;

// What operators do. Each changes the version at once.
internal sealed partial class IncidentDesk
{
    private const double ShelfMaxMs = 24 * 3_600_000.0;
    private const int TextMax = 2_000;

    internal Incident? Acknowledge(string id, string by)
        => Change(id, c => c.Seen ??= new IncidentSeen(by, UnixTime.Iso(_nowMs)!));

    internal Incident? Unacknowledge(string id) => Change(id, c => c.Seen = null);

    internal Incident? Shelve(string id, string by, double untilMs, string reason)
        => Change(id, c =>
        {
            c.ShelfEndsMs = Math.Min(untilMs, _nowMs + ShelfMaxMs);
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

    internal Incident? Close(string id)
    {
        Incident? closed = Change(id, c => c.ClosedMs = _nowMs);
        _open.RemoveAll(c => c.IsClosed);
        return closed;
    }

    /// <summary>A drill begins: its incident is there before its first alarm.</summary>
    internal void BeginDrill(int fault, string what, string by, double atMs)
    {
        _nowMs = atMs;
        if (_open.Exists(c => c.Drill == fault))
        {
            return;
        }
        string title = $"Drill: {what}";
        Case drill = new(++_lastNumber, atMs, new CaseCause("drill", $"started by {by}", []), title)
        {
            Drill = fault,
            IsDrillOn = true,
        };
        _open.Add(drill);
        foreach (Alarm alarm in _pending.FindAll(a => a.Fault == fault))
        {
            Join(drill, alarm);
            _pending.Remove(alarm);
        }
        Tell(drill);
    }

    internal void EndDrill(int fault)
    {
        if (_open.Find(c => c.Drill == fault) is { } drill)
        {
            drill.IsDrillOn = false;
            drill.IsDirty = true;
        }
    }

    private Incident? Change(string id, Action<Case> change)
    {
        if (_open.Find(c => string.Equals(c.Id, id, StringComparison.Ordinal)) is not { } known)
        {
            return null;
        }
        change(known);
        Tell(known);
        return known.Answer();
    }

    private static string Cut(string text) => text.Length <= TextMax ? text : text[..TextMax];
}
