using System;
using System.Buffers;

namespace Orbweaver.Orbits;

// One line of a message in keyword-value notation (CCSDS 502.0-B-3, section 7.4): KEYWORD = value [unit].
internal readonly ref struct KvnLine
{
    // More is no line of a message (7.3.2).
    internal const int LengthMax = 254;

    private KvnLine(ReadOnlySpan<char> key, ReadOnlySpan<char> value, ReadOnlySpan<char> unit)
    {
        Key = key;
        Value = value;
        Unit = unit;
    }

    internal ReadOnlySpan<char> Key { get; }

    internal ReadOnlySpan<char> Value { get; }

    // Without its brackets; empty where the line gives none.
    internal ReadOnlySpan<char> Unit { get; }

    // A remark: it means nothing to a program.
    internal static bool IsComment(ReadOnlySpan<char> line)
    {
        line = line.TrimStart();
        return line.StartsWith("COMMENT") && (line.Length == 7 || char.IsWhiteSpace(line[7]));
    }

    internal static bool TrySplit(ReadOnlySpan<char> line, out KvnLine split, out string reason)
    {
        split = default;
        int equals = line.IndexOf('=');
        ReadOnlySpan<char> key = equals < 0 ? default : line[..equals].Trim();
        reason = line.Length > LengthMax
            ? $"the line has {line.Length} characters, a line of a message at most {LengthMax}"
            : key.Length == 0 || key.ContainsAnyExcept(KeyCharacters)
                ? "the line is not KEYWORD = value"
                : "";
        if (reason.Length > 0)
        {
            return false;
        }
        ReadOnlySpan<char> value = line[(equals + 1)..].Trim();
        ReadOnlySpan<char> unit = default;
        int bracket = value.LastIndexOf('[');
        if (value.Length > 0 && value[^1] == ']' && bracket >= 0)
        {
            unit = value[(bracket + 1)..^1].Trim();
            value = value[..bracket].TrimEnd();
        }
        split = new KvnLine(key, value, unit);
        return true;
    }

    private static readonly SearchValues<char> KeyCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
}
