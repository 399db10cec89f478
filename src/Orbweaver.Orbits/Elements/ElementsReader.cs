using System;
using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Orbits;

/// <summary>
/// Reads element sets from text: orbit mean-elements messages as JSON, CSV, KVN or XML (CCSDS 502.0-B and
/// 505.0-B, also in the forms of CelesTrak and Space-Track), or two-line sets with or without a name line.
/// Bad text is a value, never an exception.
/// </summary>
public static class ElementsReader
{
    /// <summary>
    /// Reads <paramref name="text"/>; its form is found by looking at it. <paramref name="fileName"/> only
    /// names it in problems. One bad object fails the whole file, unless <paramref name="skipBad"/>: then it
    /// is left out and listed.
    /// </summary>
    public static ElementsResult Read(string fileName, string text, bool skipBad)
    {
        var found = new ElementsCollector(fileName, skipBad);
        ReadOnlySpan<char> body = text.AsSpan().TrimStart('\uFEFF').TrimStart();
        if (body.Contains('\0'))
        {
            found.AddProblem(1, "", "this is no text, and so no file of elements");
        }
        else if (body.StartsWith("[") || body.StartsWith("{"))
        {
            OmmJsonReader.Read(text, found);
        }
        else if (body.StartsWith("<"))
        {
            OmmXmlReader.Read(text, found);
        }
        else if (body.StartsWith(OmmKvnReader.VersionKey))
        {
            OmmKvnReader.Read(text, found);
        }
        else if (body.StartsWith(OemKvnReader.VersionKey))
        {
            found.AddProblem(1, "", "this is an ephemeris (OEM), not a file of elements");
        }
        else if (OmmCsvReader.TryFindHeader(text, out int headerLine))
        {
            OmmCsvReader.Read(text, headerLine, found);
        }
        else
        {
            TleReader.Read(text, found);
        }
        return found.Finish();
    }
}

// Gathers what a reader finds, and looks at what only the whole file shows: duplicates, and emptiness.
internal sealed class ElementsCollector(string fileName, bool skipBad)
{
    private readonly List<ElementSet> _sets = [];
    private readonly List<ElementProblem> _problems = [];
    private readonly HashSet<(int CatalogueNumber, Instant Epoch)> _seen = [];
    private int _problemCount;

    internal void Add(int line, ElementSet set)
    {
        if (_seen.Add((set.CatalogueNumber, set.Epoch)))
        {
            _sets.Add(set);
        }
        else
        {
            string reason = $"catalogue number {set.CatalogueNumber} is given twice for epoch {set.Epoch}";
            AddProblem(line, set.Name, reason);
        }
    }

    internal void AddProblem(int line, string objectName, string reason)
    {
        _problemCount++;
        if (skipBad || _problems.Count < ElementsResult.ProblemsListedMax)
        {
            _problems.Add(new ElementProblem(fileName, line, objectName, reason));
        }
    }

    internal ElementsResult Finish()
    {
        if (_sets.Count == 0 && _problemCount == 0)
        {
            AddProblem(1, "", "no element sets found");
        }
        bool succeeded = _sets.Count > 0 && (skipBad || _problemCount == 0);
        return new ElementsResult(succeeded ? _sets : [], _problems)
        {
            Succeeded = succeeded,
            ProblemCount = _problemCount,
        };
    }
}

// Walks over the lines of a text without copying it. CRLF and LF end a line.
internal ref struct LineWalker(ReadOnlySpan<char> text)
{
    private ReadOnlySpan<char> _rest = text.TrimStart('\uFEFF');
    private bool _isAtEnd;

    // The number of the current line, from 1.
    internal int Number { get; private set; }

    internal ReadOnlySpan<char> Current { get; private set; }

    // The next line that is neither blank nor a comment, without white space at its end.
    internal bool MoveNext()
    {
        while (!_isAtEnd)
        {
            int end = _rest.IndexOf('\n');
            Current = (end < 0 ? _rest : _rest[..end]).TrimEnd();
            _rest = end < 0 ? default : _rest[(end + 1)..];
            _isAtEnd = end < 0;
            Number++;
            if (Current.Length > 0 && Current[0] != '#')
            {
                return true;
            }
        }
        return false;
    }
}
