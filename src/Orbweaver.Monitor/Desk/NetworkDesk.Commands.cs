using System;

namespace Orbweaver.Monitor;

// What people do: drills, and the handling of incidents.
public sealed partial class NetworkDesk
{
    /// <summary>The longest that an incident is put aside.</summary>
    public static readonly TimeSpan ShelfMax = TimeSpan.FromHours(24);

    /// <summary>
    /// A fault is a drill: what it does is marked, and its incident is one of a drill. It may be told before
    /// the fault is seen.
    /// </summary>
    public void NoteDrill(DrillNote drill)
    {
        _faults.Take(drill);
        _faults.Tell(_nowMs, EmitEvent);
        Remark(drill.Number);
        _incidents.BeginDrill(drill);
        Recount();
    }

    /// <summary>Somebody stopped a drill; nothing happens where it is over.</summary>
    public void EndDrill(int fault, double endedMs)
    {
        if (_faults.End(fault, endedMs))
        {
            _faults.Tell(_nowMs, EmitEvent);
            _incidents.EndDrill(fault, endedMs);
            Recount();
        }
    }

    /// <summary>An operator has seen an incident. Null where none is open by this id, as all that
    /// follow.</summary>
    public Incident? Acknowledge(string id, string by) => Counted(_incidents.Acknowledge(id, by));

    /// <summary>Takes that back.</summary>
    public Incident? Unacknowledge(string id) => Counted(_incidents.Unacknowledge(id));

    /// <summary>
    /// Puts an incident aside until a time of the world that is to come; no longer than <see
    /// cref="ShelfMax"/>.
    /// </summary>
    public Incident? Shelve(string id, string by, double untilMs, string reason)
        => Counted(_incidents.Shelve(id, by, untilMs, reason));

    /// <summary>Takes that back.</summary>
    public Incident? Unshelve(string id) => Counted(_incidents.Unshelve(id));

    /// <summary>Makes an incident somebody's; nobody's where it is null.</summary>
    public Incident? Assign(string id, string? to) => Counted(_incidents.Assign(id, to));

    /// <summary>Says something of it.</summary>
    public Incident? Comment(string id, string by, string text)
        => Counted(_incidents.Comment(id, by, text));

    /// <summary>
    /// Closes it. One that still burns stays open, for it would be forgotten: then false, and why.
    /// </summary>
    public bool TryClose(string id, out Incident? closed, out string why)
    {
        bool isClosed = _incidents.TryClose(id, out closed, out why);
        Recount();
        return isClosed;
    }

    private Incident? Counted(Incident? incident)
    {
        Recount();
        return incident;
    }
}
