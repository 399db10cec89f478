using System.Collections.Generic;
using System.Linq;

namespace Orbweaver.Scenarios;

/// <summary>
/// A map of the language while it is read: the reader asks for every key it knows, and <see cref="Finish"/>
/// reports the others. What is known is therefore said once, in the code that reads it.
/// </summary>
internal sealed class Section
{
    private readonly Field _field;
    private readonly Section? _defaults;
    private readonly HashSet<string> _asked = [];

    private Section(Field field, Section? defaults)
    {
        _field = field;
        _defaults = defaults;
    }

    /// <summary>The field this map is.</summary>
    public Field Field => _field;

    /// <summary>Whether the map was written.</summary>
    public bool IsWritten => _field.Node.Kind == SourceKind.Map;

    /// <summary>
    /// The map at a field. Anything else there is a finding, and reads as an empty map. Keys that are not
    /// written are taken from <paramref name="defaults"/>.
    /// </summary>
    public static Section Of(Field field, Section? defaults = null)
    {
        if (field.Node.Kind == SourceKind.Map)
        {
            return new Section(field, defaults);
        }
        if (!field.Node.IsMissing)
        {
            field.Bad("is not a map", "Write its fields as 'key: value' lines below it");
        }
        return Empty(field, defaults);
    }

    /// <summary>A map that was not written: all its fields take their defaults.</summary>
    public static Section Empty(Field field, Section? defaults = null)
        => new(field with { Node = new SourceNode(SourceKind.Map, field.Node.Place) }, defaults);

    /// <summary>An optional field.</summary>
    public Field? Find(string key)
    {
        _asked.Add(key);
        int i = _field.Node.IndexOf(key);
        return i < 0 ? _defaults?.Find(key) : _field.Under(key, _field.Node.Entries[i].Value);
    }

    /// <summary>A field that must be there.</summary>
    public Field? Need(string key, string advice)
    {
        Field? found = Find(key);
        if (found is null)
        {
            _field.Bad($"has no '{key}'", advice);
        }
        return found;
    }

    /// <summary>A map within; an empty one when it is not written.</summary>
    public Section Sub(string key)
    {
        Field? found = Find(key);
        Section? defaults = _defaults?.Sub(key);
        return found is { } field && _field.Node.IndexOf(key) >= 0
            ? Of(field, defaults)
            : Empty(_field.Under(key, _field.Node), defaults);
    }

    /// <summary>All entries, for maps whose keys are names; nothing is left over then.</summary>
    public IEnumerable<(SourceEntry Entry, Field Field)> Entries()
        => _field.Node.Entries.Select(e => (e, _field.Under(e.Key, e.Value)));

    /// <summary>Reports every key that nobody asked for.</summary>
    public void Finish()
    {
        foreach (SourceEntry entry in _field.Node.Entries)
        {
            if (!_asked.Contains(entry.Key))
            {
                Field field = _field.Under(entry.Key, entry.Value);
                field.Findings.Add(
                    entry.KeyPlace, field.Path, $"there is no field '{entry.Key}' here",
                    DidYouMean.Advice(entry.Key, _asked));
            }
        }
    }
}

/// <summary>The one wording for what comes later.</summary>
internal static class NotYetFindings
{
    /// <summary>Says that <paramref name="feature"/> is not carried out, and what is.</summary>
    public static void NotYet(this Field field, string feature, string instead)
        => field.Bad($"not supported yet: {feature}", $"This version carries {instead}");
}
