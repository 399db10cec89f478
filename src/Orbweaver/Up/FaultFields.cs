using System.Collections.Generic;
using Orbweaver.Scenarios;

namespace Orbweaver.Up;

/// <summary>
/// Reads a fault of the command line: the fields of a scenario's fault, without its beginning.
/// </summary>
internal static class FaultFields
{
    /// <summary>Where a fault that begins at once has its beginning and its length.</summary>
    public const string AtOnce = "It begins at once, and 'for' says how long it lasts";

    /// <summary>The faults, of the kinds that are taken; what is wrong goes to the findings.</summary>
    /// <param name="fields">The fields.</param>
    /// <param name="kinds">The kinds.</param>
    /// <param name="when">Where it is said when the fault begins, for somebody who writes it here.</param>
    /// <param name="findings">Where what is wrong goes.</param>
    public static IReadOnlyList<ScenarioFault> Read(
        string fields, FaultKinds kinds, string when, Findings findings)
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
        fault.Entries.Insert(
            0, new SourceEntry("at", place, new SourceNode(SourceKind.Scalar, place) { Text = "0s" }));
        return FaultReader.Read(Section.Of(new Field(root, "", findings)), kinds);
    }
}
