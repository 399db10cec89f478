using System;

namespace Orbweaver.Orbits;

// Two-line element sets in a file: which lines belong together.
internal static class TleReader
{
    // Names are at most 24 characters; a longer line that starts like an element line is one, if a damaged
    // one.
    private const int NameLengthMax = 24;

    internal static void Read(ReadOnlySpan<char> text, ElementsCollector found)
    {
        var lines = new LineWalker(text);
        string name = "";
        int nameLine = 0;
        bool hasLine = lines.MoveNext();
        while (hasLine)
        {
            ReadOnlySpan<char> line = lines.Current;
            int number = lines.Number;
            if (IsElementLine(line, '1'))
            {
                hasLine = lines.MoveNext();
                if (hasLine && IsElementLine(lines.Current, '2'))
                {
                    ReadPair(name, number, line, lines.Number, lines.Current, found);
                    hasLine = lines.MoveNext();
                }
                else
                {
                    found.AddProblem(number, name, "line 1 is not followed by a line 2");
                }
                name = "";
                nameLine = 0;
                continue;
            }
            if (nameLine > 0)
            {
                found.AddProblem(nameLine, name, "a name is not followed by element lines");
                nameLine = 0;
                name = "";
            }
            if (IsElementLine(line, '2'))
            {
                found.AddProblem(number, "", "line 2 has no line 1 before it");
            }
            else
            {
                name = NameOf(line);
                nameLine = number;
            }
            hasLine = lines.MoveNext();
        }
        if (nameLine > 0)
        {
            found.AddProblem(nameLine, name, "a name is not followed by element lines");
        }
    }

    private static bool IsElementLine(ReadOnlySpan<char> line, char lineDigit)
        => line.Length > NameLengthMax && line[0] == lineDigit && line[1] == ' ';

    // Some sources put "0 " before the name. Only the first part of a long garbage line is kept.
    private static string NameOf(ReadOnlySpan<char> line)
    {
        ReadOnlySpan<char> name = line.StartsWith("0 ") ? line[2..] : line;
        name = name.Trim();
        return name.Length <= 80 ? name.ToString() : name[..80].ToString();
    }

    private static void ReadPair(
        string name, int number1, ReadOnlySpan<char> line1, int number2, ReadOnlySpan<char> line2,
        ElementsCollector found)
    {
        var draft = new ElementDraft { Name = name, ObjectId = "" };
        if (!TleLines.TryReadLine1(line1, ref draft, out string reason))
        {
            found.AddProblem(number1, name, reason);
        }
        else if (!TleLines.TryReadLine2(line2, ref draft, out reason)
            || !draft.TryFinish(out ElementSet? set, out reason))
        {
            found.AddProblem(number2, name, reason);
        }
        else
        {
            found.Add(number1, set);
        }
    }
}
