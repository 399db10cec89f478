using System;
using System.Collections.Generic;
using System.Text;

namespace Orbweaver.Orbits;

// Orbit mean-elements messages as CSV: a header line with the keywords in any order, then one object a line.
// Quotes as in RFC 4180, but a field stays on its line.
internal static class OmmCsvReader
{
    // A first line with a comma and a keyword that every message has.
    internal static bool TryFindHeader(ReadOnlySpan<char> text, out int line)
    {
        var lines = new LineWalker(text);
        bool hasLine = lines.MoveNext();
        line = lines.Number;
        return hasLine && lines.Current.Contains(',')
            && (lines.Current.Contains("NORAD_CAT_ID", StringComparison.OrdinalIgnoreCase)
                || lines.Current.Contains("MEAN_MOTION", StringComparison.OrdinalIgnoreCase));
    }

    internal static void Read(ReadOnlySpan<char> text, int headerLine, ElementsCollector found)
    {
        var lines = new LineWalker(text);
        var names = new List<string>();
        var values = new List<string>();
        lines.MoveNext();
        if (!TrySplit(lines.Current, names, out string reason))
        {
            found.AddProblem(headerLine, "", reason);
            return;
        }
        names = names.ConvertAll(n => n.Trim().ToUpperInvariant());
        while (lines.MoveNext())
        {
            var fields = new OmmObject();
            if (!TrySplit(lines.Current, values, out reason) || !TryPair(names, values, fields, out reason)
                || !fields.TryRead(out ElementSet? set, out reason))
            {
                found.AddProblem(lines.Number, fields.DisplayName, reason);
                continue;
            }
            found.Add(lines.Number, set);
        }
    }

    private static bool TryPair(List<string> names, List<string> values, OmmObject fields, out string reason)
    {
        if (values.Count != names.Count)
        {
            reason = $"the line has {values.Count} fields, the header {names.Count}";
            return false;
        }
        for (int i = 0; i < names.Count; i++)
        {
            if (!fields.TryAdd(names[i], values[i]))
            {
                reason = $"the header names {names[i]} twice";
                return false;
            }
        }
        reason = "";
        return true;
    }

    private static bool TrySplit(ReadOnlySpan<char> line, List<string> fields, out string reason)
    {
        fields.Clear();
        var field = new StringBuilder();
        bool isQuoted = false;
        for (int i = 0; i < line.Length; i++)
        {
            char c = line[i];
            if (c == '"' && isQuoted && i + 1 < line.Length && line[i + 1] == '"')
            {
                field.Append('"');
                i++;
            }
            else if (c == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (c == ',' && !isQuoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
            {
                field.Append(c);
            }
        }
        fields.Add(field.ToString());
        reason = isQuoted ? "a quote is not closed" : "";
        return !isQuoted;
    }
}
