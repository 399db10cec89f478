using System;
using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Scenarios;

/// <summary>Reads who publishes and who subscribes.</summary>
internal sealed class ContractEnds(IReadOnlySet<string> grounds)
{
    private const string EndWords = "the name of a site or an edge";

    /// <summary>The publisher; null with a finding.</summary>
    public string? ReadFrom(Section section)
    {
        if (section.Need("from", "Name a site or an edge") is not { } field
            || field.Items(EndWords) is not { } items)
        {
            return null;
        }
        if (items.Count != 1)
        {
            field.Bad($"lists {items.Count} names where one is expected", "Name a site or an edge");
            return null;
        }
        return items[0].Text(EndWords) is { } name && ContractReader.IsKnown(items[0], name, grounds)
            ? name
            : null;
    }

    /// <summary>The subscribers, one name or a list; null with a finding for each that is wrong.</summary>
    public IReadOnlyList<string>? ReadTo(Section section, string? from)
    {
        const string How = "Name a site or an edge, or write a list of them";
        if (section.Need("to", How) is not { } field || field.Items(EndWords) is not { } items)
        {
            return null;
        }
        if (items.Count == 0)
        {
            field.Bad("names no subscriber", How);
            return null;
        }
        if (items.Count > Contract.SubscribersMax)
        {
            field.Bad(
                $"lists {items.Count} subscribers; the limit is {Contract.SubscribersMax}",
                "Write a second contract for the rest");
            return null;
        }
        List<string> names = [];
        foreach (Field item in items)
        {
            if (item.Text(EndWords) is not { } name)
            {
                continue;
            }
            if (string.Equals(name, from, StringComparison.Ordinal))
            {
                item.Bad($"goes from {from} to itself", "Name another subscriber");
            }
            else if (names.Contains(name))
            {
                item.Bad($"'{name}' is listed twice", "List every subscriber once");
            }
            else if (ContractReader.IsKnown(item, name, grounds))
            {
                names.Add(name);
            }
        }
        return names.Count == items.Count ? names : null;
    }
}
