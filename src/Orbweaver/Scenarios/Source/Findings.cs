using System;
using System.Collections.Generic;
using System.IO;

namespace Orbweaver.Scenarios;

/// <summary>
/// Where something stands: a file and a line, or <c>(--set ...)</c> with no line. The default value is
/// nowhere.
/// </summary>
internal readonly record struct Place(string Origin, int Line, int Column)
{
    /// <inheritdoc/>
    public override string ToString() => (Line, Column) switch
    {
        (0, _) => Origin,
        (_, 0) => $"{Origin}:{Line}",
        _ => $"{Origin}:{Line}:{Column}",
    };
}

/// <summary>
/// One thing that is wrong with what the operator gave: where, which field, what, and what to do.
/// </summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Path">The field, dotted from the top of the scenario; empty for the whole file.</param>
/// <param name="What">What is wrong, as a sentence without its full stop.</param>
/// <param name="Advice">What to do; empty when that goes without saying.</param>
internal sealed record Finding(Place Place, string Path, string What, string Advice);

/// <summary>
/// All findings of one reading. Readers add and go on, so that one run shows everything at once.
/// </summary>
internal sealed class Findings
{
    /// <summary>More than this are counted, not kept: the first ones tell the story.</summary>
    public const int KeptMax = 100;

    private readonly List<Finding> _all = [];
    private readonly HashSet<Finding> _seen = [];

    /// <summary>How many were added.</summary>
    public int Count { get; private set; }

    /// <summary>Whether nothing is wrong.</summary>
    public bool IsEmpty => Count == 0;

    /// <summary>Adds one. The same again (a default that many sites take) is dropped.</summary>
    public void Add(Place place, string path, string what, string advice = "")
    {
        Finding finding = new(place, path, what, advice);
        if (!_seen.Add(finding))
        {
            return;
        }
        Count++;
        if (_all.Count < KeptMax)
        {
            _all.Add(finding);
        }
    }

    /// <summary>In the order of the file; what came by <c>--set</c> last.</summary>
    public IReadOnlyList<Finding> InOrder()
    {
        List<Finding> sorted = [.. _all];
        sorted.Sort(static (a, b) =>
        {
            int byKind = (a.Place.Line == 0).CompareTo(b.Place.Line == 0);
            int byOrigin = byKind != 0 ? byKind : string.CompareOrdinal(a.Place.Origin, b.Place.Origin);
            int byLine = byOrigin != 0 ? byOrigin : a.Place.Line.CompareTo(b.Place.Line);
            int byColumn = byLine != 0 ? byLine : a.Place.Column.CompareTo(b.Place.Column);
            return byColumn != 0 ? byColumn : string.CompareOrdinal(a.Path, b.Path);
        });
        return sorted;
    }

    /// <summary>
    /// Text of a file as it may be shown: what a terminal would obey instead of print becomes a question
    /// mark.
    /// </summary>
    public static string Printable(string text)
        => string.Create(text.Length, text, static (to, from) =>
        {
            for (int i = 0; i < to.Length; i++)
            {
                to[i] = char.IsControl(from[i]) ? '?' : from[i];
            }
        });

    /// <summary>Prints all of them, each with its advice below it.</summary>
    public void Print(TextWriter err)
    {
        foreach (Finding finding in InOrder())
        {
            string path = finding.Path.Length > 0 ? $" {finding.Path}:" : "";
            err.WriteLine(Printable($"{finding.Place}:{path} {finding.What}."));
            if (finding.Advice.Length > 0)
            {
                err.WriteLine(Printable($"    {finding.Advice}{(finding.Advice[^1] == '?' ? "" : ".")}"));
            }
        }
        if (Count > _all.Count)
        {
            err.WriteLine($"... and {Count - _all.Count} more.");
        }
        err.WriteLine(Count == 1 ? "1 finding; nothing was run." : $"{Count} findings; nothing was run.");
    }
}

/// <summary>
/// Input that cannot be worked with. Caught at the top: the findings are printed and the program exits 2.
/// </summary>
internal sealed class BadInputException(Findings findings) : Exception("Bad input.")
{
    /// <summary>What is wrong.</summary>
    public Findings Findings { get; } = findings;

    /// <summary>For the one-finding case.</summary>
    public static BadInputException Of(string origin, string what, string advice = "")
    {
        Findings findings = new();
        findings.Add(new Place(origin, 0, 0), "", what, advice);
        return new BadInputException(findings);
    }
}
