using System.Collections.Generic;

namespace Orbweaver.Scenarios;

/// <summary>What a node of the source tree is.</summary>
internal enum SourceKind
{
    /// <summary>A word or number.</summary>
    Scalar,

    /// <summary>A list.</summary>
    List,

    /// <summary>Keys and values.</summary>
    Map,
}

/// <summary>A key of a map and what stands under it.</summary>
internal readonly record struct SourceEntry(string Key, Place KeyPlace, SourceNode Value);

/// <summary>
/// One node of a scenario as written: text, place and children. YamlDotNet's own tree stops at the first
/// duplicate key and shares aliased nodes; this one is built from its parse events, so all duplicates are
/// found at once and an override under an alias changes that place alone.
/// </summary>
internal sealed class SourceNode(SourceKind kind, Place place)
{
    /// <summary>What it is.</summary>
    public SourceKind Kind { get; } = kind;

    /// <summary>Where it begins.</summary>
    public Place Place { get; } = place;

    /// <summary>The text of a scalar.</summary>
    public string Text { get; init; } = "";

    /// <summary>
    /// Whether a scalar was written in quotes: then an empty one is a text and not a missing value.
    /// </summary>
    public bool IsQuoted { get; init; }

    /// <summary>The items of a list.</summary>
    public List<SourceNode> Items { get; } = [];

    /// <summary>The entries of a map, in the order written.</summary>
    public List<SourceEntry> Entries { get; } = [];

    /// <summary>Whether nothing was written: <c>key:</c> or <c>key: ~</c> or <c>key: null</c>.</summary>
    public bool IsMissing => Kind == SourceKind.Scalar && !IsQuoted && Text is "" or "~" or "null";

    /// <summary>Place of a key's entry, or -1.</summary>
    public int IndexOf(string key)
    {
        for (int i = 0; i < Entries.Count; i++)
        {
            if (string.Equals(Entries[i].Key, key, System.StringComparison.Ordinal))
            {
                return i;
            }
        }
        return -1;
    }
}
