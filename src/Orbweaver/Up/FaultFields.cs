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
        IReadOnlyList<ScenarioFault> faults = ReadAny(fields, findings);
        foreach (ScenarioFault fault in faults.Where(f => NotLive.Contains(f.Kind, StringComparer.Ordinal)))
        {
            findings.Add(
                new Place("fault", 0, 0), "kind", $"'{fault.Kind}' cannot begin in a network that is up",
                "Write it into the scenario, and use orbweaver run");
        }
        return faults;
    }

    /// <summary>The same, of any kind: for a world that has not begun yet.</summary>
    public static IReadOnlyList<ScenarioFault> ReadAny(string fields, Findings findings)
    {
        string text = $"faults: [{{at: 0s, {fields}}}]";
        if (SourceReader.Read("fault", text, hasLines: false, findings) is not { } root)
        {
            return [];
        }
        return FaultReader.Read(Section.Of(new Field(root, "", findings)));
    }
}
