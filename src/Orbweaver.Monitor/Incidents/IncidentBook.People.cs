using System;
using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;

namespace Orbweaver.Monitor;

// What people do with incidents. Each gives the incident as it is then, or null where there is none that is open.
internal sealed partial class IncidentBook
{
    /// <summary>A shelf ends by itself, at most after this.</summary>
    public static readonly Duration ShelfMax = Duration.FromMinutes(24 * 60);

    /// <summary>Characters of a comment, a reason or a name that are kept.</summary>
    public const int TextCharsMax = 500;

    /// <summary>All that are kept, the newest first.</summary>
    public IReadOnlyList<Incident> All()
        => [.. _open.Concat(_closed).OrderByDescending(static f => f.Number).Select(static f => f.Tell())];

    /// <summary>One of them; null where there is none.</summary>
    public Incident? Find(string id)
        => _open.Concat(_closed).FirstOrDefault(f => IsOf(f, id))?.Tell();

    /// <summary>Those that are not closed, by severity, and how many of them nobody has seen.</summary>
    public IncidentCounts Counts()
    {
        Incident[] open = [.. _open.Select(static f => f.Tell())];
        int Of(string severity) => open.Count(i => string.Equals(i.Severity, severity, StringComparison.Ordinal));
        return new IncidentCounts(
            Of("critical"), Of("major"), Of("minor"), Of("drill"), open.Count(static i => i.State is "open"));
    }

    /// <summary>Somebody has seen it.</summary>
    public Incident? Acknowledge(string id, string by)
        => Do(id, f => f.See(new IncidentSeen(Cut(by), Utc.Format(_now))));

    /// <summary>Takes that back.</summary>
    public Incident? Unacknowledge(string id) => Do(id, static f => f.See(null));

    /// <summary>Puts it aside for a while; a later end is cut to <see cref="ShelfMax"/> from now.</summary>
    public Incident? Shelve(string id, string by, Instant until, string reason)
    {
        Instant most = _now + ShelfMax;
        return Do(id, f => f.Put((Cut(by), until < most ? until : most, Cut(reason))));
    }

    /// <summary>Takes that back.</summary>
    public Incident? Unshelve(string id) => Do(id, static f => f.Put(null));

    /// <summary>Makes it somebody's; nobody's where it is null.</summary>
    public Incident? Assign(string id, string? to) => Do(id, f => f.Give(to is null ? null : Cut(to)));

    /// <summary>Says something of it.</summary>
    public Incident? Comment(string id, string by, string text)
        => Do(id, f => f.Comment(new IncidentComment(Utc.Format(_now), Cut(by), Cut(text))));

    /// <summary>Closes it, cleared or not: what still stands begins a new one when it comes again.</summary>
    public Incident? Close(string id) => Do(id, f => Close(f, _now));

    private static bool IsOf(IncidentFile file, string id)
        => string.Equals(id, $"INC-{file.Number}", StringComparison.Ordinal);

    private static string Cut(string text) => text.Length <= TextCharsMax ? text : text[..TextCharsMax];

    private Incident? Do(string id, Action<IncidentFile> what)
    {
        if (_open.Find(f => IsOf(f, id)) is not { } file)
        {
            return null;
        }
        what(file);
        return file.Tell();
    }
}
