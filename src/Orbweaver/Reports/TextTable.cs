using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Orbweaver.Reports;

/// <summary>
/// A column: its heading, and whether its cells are numbers (to the right) or words (to the left).
/// </summary>
internal readonly record struct Column(string Heading, bool IsNumber);

/// <summary>
/// A plain table in fixed columns. Colours are put around cells after their width is known.
/// </summary>
internal sealed class TextTable(IReadOnlyList<Column> columns)
{
    private readonly List<(string[] Cells, string? Colour)> _rows = [];

    /// <summary>
    /// Adds a row; <paramref name="colour"/> is an escape sequence for its last cell, or null.
    /// </summary>
    public void Add(string? colour, params string[] cells) => _rows.Add((cells, colour));

    /// <summary>Writes heading, rule and rows, one space between columns.</summary>
    public void Write(TextWriter to)
    {
        int[] widths =
        [
            .. columns.Select((c, i) => _rows.Select(r => r.Cells[i].Length).Append(c.Heading.Length).Max()),
        ];
        to.WriteLine(Line([.. columns.Select(c => c.Heading)], widths, null));
        to.WriteLine(string.Join(' ', widths.Select(w => new string('-', w))));
        foreach ((string[] cells, string? colour) in _rows)
        {
            to.WriteLine(Line(cells, widths, colour));
        }
    }

    private string Line(string[] cells, int[] widths, string? colour)
    {
        string line = string.Join(' ', cells.Select((cell, i) =>
        {
            string padded = columns[i].IsNumber ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]);
            return colour is not null && i == cells.Length - 1
                ? $"{colour}{padded.TrimEnd()}{Colours.Off}"
                : padded;
        }));
        return line.TrimEnd();
    }
}

/// <summary>The few colours of the report. They only repeat what words and signs say already.</summary>
internal static class Colours
{
    /// <summary>Kept.</summary>
    public const string Good = "\e[32m";

    /// <summary>Broken.</summary>
    public const string Bad = "\e[31;1m";

    /// <summary>At risk.</summary>
    public const string Warning = "\e[33m";

    /// <summary>Back to normal.</summary>
    public const string Off = "\e[0m";
}
