using System;
using System.Collections.Generic;
using System.Linq;
using Orbweaver.Scenarios;

namespace Orbweaver.Up;

/// <summary>
/// Reads a fault of the command line: the fields of a scenario's fault, without its beginning.
/// </summary>
internal static class FaultFields
{
    private static readonly string[] NotLive = ["clock", "overload"];

    /// <summary>The faults; what is wrong goes to the findings.</summary>
    public static IReadOnlyList<ScenarioFault> Read(string fields, Findings findings)
    {
        IReadOnlyList<ScenarioFault> faults = ReadAny(
            fields, "It begins at once, and 'for' says how long it lasts", findings);
        foreach (ScenarioFault fault in faults.Where(f => NotLive.Contains(f.Kind, StringComparer.Ordinal)))
        {
            findings.Add(
                new Place("fault", 0, 0), "kind", $"'{fault.Kind}' cannot begin in a network that is up",
                "Write it into the scenario, and use orbweaver run");
        }
        return faults;
    }

    /// <summary>The same, of any kind: for a world that has not begun yet.</summary>
    /// <param name="fields">The fields.</param>
    /// <param name="when">Where it is said when the fault begins, for somebody who writes it here.</param>
    /// <param name="findings">Where what is wrong goes.</param>
    public static IReadOnlyList<ScenarioFault> ReadAny(string fields, string when, Findings findings)
    {
        if (SourceReader.Read("fault", $"faults: [{{{fields}}}]", hasLines: false, findings) is not { } root)
        {
            return [];
        }
        SourceNode? fault = root.Entries is [{ Value.Items: [{ Kind: SourceKind.Map } only] }] ? only : null;
        Place place = new("fault", 0, 0);
        if (fault is null)
        {
            findings.Add(
                place, "", "it is not the fields of one fault", "Write them as in kind: node, node: P03-S07");
            return [];
        }
        if (fault.IndexOf("at") >= 0)
        {
            findings.Add(place, "at", "'at' has no place here", when);
            return [];
        }
        int kind = fault.IndexOf("kind");
        if (kind >= 0 && fault.Entries[kind].Value.Text is "random")
        {
            findings.Add(
                place, "kind",
                "'random' draws many faults over a time of its own, and here is one with a beginning",
                "Name who is lost, as in kind: node, node: [P03-S07, P04-S07], or write it into the scenario"
                    + " and use orbweaver run");
            return [];
        }
        fault.Entries.Insert(
            0, new SourceEntry("at", place, new SourceNode(SourceKind.Scalar, place) { Text = "0s" }));
        return FaultReader.Read(Section.Of(new Field(root, "", findings)));
    }
}
