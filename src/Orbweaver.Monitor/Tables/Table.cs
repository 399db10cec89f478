using System;
using System.Collections.Generic;
using System.Globalization;

namespace Orbweaver.Monitor;

/// <summary>A column to filter and sort by: a number, a text, or nothing.</summary>
internal readonly record struct Column<T>(string Name, Func<T, double?>? Number, Func<T, string?>? Text)
{
    internal static Column<T> Of(string name, Func<T, double?> number) => new(name, number, null);

    internal static Column<T> Of(string name, Func<T, string?> text) => new(name, null, text);
}

/// <summary>Filters, sorts and cuts rows. What a question means is the same for all tables.</summary>
internal sealed class Table<T>(IReadOnlyList<Column<T>> columns)
{
    private const int FilterLengthMax = 400;

    // Longer ones first: '!=' is not '=' behind a name that ends with '!'.
    private static readonly string[] Operators = ["!=", "<=", ">=", "=", "<", ">"];

    /// <summary>A page; rows come in the order that holds where no other is asked for.</summary>
    internal Page<T> Answer(List<T> rows, TableQuery query, string? asOf)
    {
        if (query.Limit is < 1 or > TableQuery.LimitMax)
        {
            throw Bad("limit", $"must be 1 to {TableQuery.LimitMax}");
        }
        List<T> kept = rows.FindAll(ConditionOf(query.Filter));
        if (query.Sort.Length > 0)
        {
            Sort(kept, query.Sort);
        }
        int from = 0;
        if (query.Cursor.Length > 0
            && !int.TryParse(query.Cursor, NumberStyles.None, CultureInfo.InvariantCulture, out from))
        {
            throw Bad("cursor", "is none that a page gave");
        }
        from = Math.Min(from, kept.Count);
        int count = Math.Min(query.Limit, kept.Count - from);
        return new Page<T>(
            asOf, kept.Count, kept.GetRange(from, count),
            from + count < kept.Count ? (from + count).ToString(CultureInfo.InvariantCulture) : null);
    }

    private void Sort(List<T> rows, string sort)
    {
        bool isDown = sort[0] == '-';
        Column<T> column = Find(isDown ? sort[1..] : sort, "sort");
        (T Row, int Place)[] placed = new (T, int)[rows.Count];
        for (int i = 0; i < placed.Length; i++)
        {
            placed[i] = (rows[i], i);
        }
        Array.Sort(placed, (a, b) =>
        {
            int order = Compare(column, a.Row, b.Row, isDown);
            return order != 0 ? order : a.Place.CompareTo(b.Place);
        });
        for (int i = 0; i < placed.Length; i++)
        {
            rows[i] = placed[i].Row;
        }
    }

    // What is not known comes last, whichever way.
    private static int Compare(Column<T> column, T a, T b, bool isDown)
    {
        if (column.Number is { } number)
        {
            (double? x, double? y) = (number(a), number(b));
            return x is null || y is null ? (x is null).CompareTo(y is null)
                : isDown ? y.Value.CompareTo(x.Value) : x.Value.CompareTo(y.Value);
        }
        (string? s, string? t) = (column.Text!(a), column.Text(b));
        return s is null || t is null ? (s is null).CompareTo(t is null)
            : isDown ? string.CompareOrdinal(t, s) : string.CompareOrdinal(s, t);
    }

    private Predicate<T> ConditionOf(string filter)
    {
        if (filter.Length > FilterLengthMax)
        {
            throw Bad("filter", $"has more than {FilterLengthMax} characters");
        }
        List<Predicate<T>> all = [];
        foreach (string part in filter.Split('&', StringSplitOptions.TrimEntries))
        {
            if (part.Length > 0)
            {
                all.Add(PartOf(part));
            }
        }
        return row => all.TrueForAll(p => p(row));
    }

    private Predicate<T> PartOf(string part)
    {
        foreach (string sign in Operators)
        {
            int at = part.IndexOf(sign, StringComparison.Ordinal);
            if (at > 0)
            {
                string value = part[(at + sign.Length)..].Trim();
                return Compared(sign, value, Find(part[..at].Trim(), "filter"));
            }
        }
        return row => HasAnywhere(row, part);
    }

    private static Predicate<T> Compared(string sign, string value, Column<T> column)
    {
        if (column.Number is { } number)
        {
            if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double than))
            {
                throw Bad("filter", $"'{value}' is no number");
            }
            return row => number(row) is double known && Holds(known.CompareTo(than), sign);
        }
        return row => column.Text!(row) is string known
            && Holds(string.Compare(known, value, StringComparison.OrdinalIgnoreCase), sign);
    }

    private static bool Holds(int order, string sign) => sign switch
    {
        "=" => order == 0,
        "!=" => order != 0,
        "<" => order < 0,
        "<=" => order <= 0,
        ">" => order > 0,
        _ => order >= 0,
    };

    private bool HasAnywhere(T row, string word)
    {
        foreach (Column<T> column in columns)
        {
            if (column.Text?.Invoke(row)?.Contains(word, StringComparison.OrdinalIgnoreCase) == true)
            {
                return true;
            }
        }
        return false;
    }

    private Column<T> Find(string name, string field)
    {
        foreach (Column<T> column in columns)
        {
            if (string.Equals(column.Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return column;
            }
        }
        throw Bad(field, $"there is no field '{name}'");
    }

    private static QueryException Bad(string field, string what) => new(what) { Field = field };
}
