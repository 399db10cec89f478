using System.Collections.Generic;
using Orbweaver.Scenarios;

namespace Orbweaver.Up;

/// <summary>
/// Reads a fault of the command line: the fields of a scenario's fault, without its beginning.
/// </summary>
internal static class FaultFields
{
    /// <summary>The faults, of the kinds that are taken; what is wrong goes to the findings.</summary>
    public static IReadOnlyList<ScenarioFault> Read(string fields, FaultKinds kinds, Findings findings)
    {
        string text = $"faults: [{{at: 0s, {fields}}}]";
        return SourceReader.Read("fault", text, hasLines: false, findings) is { } root
            ? FaultReader.Read(Section.Of(new Field(root, "", findings)), kinds) : [];
    }
}
