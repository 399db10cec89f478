using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Orbweaver.Scenarios;

/// <summary>
/// <c>--set PATH=VALUE</c>: puts a value into the tree before it is read, so that an override is validated
/// exactly like a line of the file. The value is YAML; a path names keys and, in lists, places from zero.
/// </summary>
internal static class Overrides
{
    /// <summary>Applies all of them, in order, to the tree of a file.</summary>
    public static void Apply(SourceNode root, IReadOnlyList<string> settings, Findings findings)
    {
        foreach (string setting in settings)
        {
            int equals = setting.IndexOf('=', StringComparison.Ordinal);
            string path = equals < 0 ? setting : setting[..equals];
            Place place = new("(--set)", 0, 0);
            string[] keys = path.Split('.');
            if (equals < 0 || keys.Any(string.IsNullOrWhiteSpace))
            {
                findings.Add(
                    place, "", $"'{setting}' does not have the form PATH=VALUE",
                    "Write the field's path and its value, such as --set traffic.scale=0.5");
                continue;
            }
            string text = setting[(equals + 1)..];
            text = text.Length > 0 ? text : "~";
            if (SourceReader.Read("(--set)", text, hasLines: false, findings) is { } value)
            {
                Put(root, keys, 0, value, findings);
            }
        }
    }

    private static void Put(SourceNode node, string[] keys, int depth, SourceNode value, Findings findings)
    {
        string key = keys[depth];
        string path = string.Join('.', keys[..depth]);
        bool isLast = depth == keys.Length - 1;
        if (node.Kind == SourceKind.List)
        {
            if (!int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out int index)
                || index >= node.Items.Count)
            {
                findings.Add(
                    value.Place, path,
                    $"'{key}' is no place of this list, which has {node.Items.Count} items",
                    "Count places from 0");
            }
            else if (isLast)
            {
                node.Items[index] = value;
            }
            else
            {
                Put(node.Items[index], keys, depth + 1, value, findings);
            }
            return;
        }
        if (node.Kind == SourceKind.Scalar)
        {
            findings.Add(
                value.Place, path,
                $"has no field '{key}': it is the single value '{node.Text}' in {node.Place}",
                $"Set {path} itself");
            return;
        }
        int place = node.IndexOf(key);
        if (place < 0 || node.Entries[place].Value.IsMissing)
        {
            // Made on the way: whether the language has such a field is found when the tree is read.
            SourceNode made = isLast ? value : new SourceNode(SourceKind.Map, value.Place);
            SourceEntry entry = new(key, value.Place, made);
            if (place < 0)
            {
                node.Entries.Add(entry);
                place = node.Entries.Count - 1;
            }
            else
            {
                node.Entries[place] = entry;
            }
        }
        if (isLast)
        {
            node.Entries[place] = new SourceEntry(key, value.Place, value);
        }
        else
        {
            Put(node.Entries[place].Value, keys, depth + 1, value, findings);
        }
    }
}
