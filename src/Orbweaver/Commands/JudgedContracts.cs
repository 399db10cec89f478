using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO.Enumeration;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Scenarios;

namespace Orbweaver.Commands;

/// <summary>Which contracts the oracle judges, by patterns of their names.</summary>
internal static class JudgedContracts
{
    /// <summary>The option; what is judged without it differs.</summary>
    public static Option<string?> Option(string otherwise) => new("--contracts")
    {
        Description = $"What the oracle judges, with * for any text, separated by commas; {otherwise}.",
        HelpName = "PATTERNS",
    };

    /// <summary>
    /// Whether each contract is judged, by index: those that a pattern names, or without patterns those that
    /// promise at least so much.
    /// </summary>
    public static bool[] Of(IReadOnlyList<Contract> contracts, string? patterns, int promisePpm)
    {
        if (patterns is null)
        {
            return [.. contracts.Select(c => c.PromisePpm >= promisePpm)];
        }
        bool[] judged = new bool[contracts.Count];
        foreach (string pattern in patterns.Split(',', StringSplitOptions.TrimEntries))
        {
            bool isAny = false;
            for (int i = 0; i < contracts.Count; i++)
            {
                bool isNamed = FileSystemName.MatchesSimpleExpression(
                    pattern, contracts[i].Name, ignoreCase: false);
                judged[i] |= isNamed;
                isAny |= isNamed;
            }
            if (!isAny)
            {
                throw BadInputException.Of(
                    "--contracts", $"'{pattern}' names no contract of the scenario",
                    $"Names look like '{(contracts.Count > 0 ? contracts[0].Name : "")}';"
                        + " write for example 'r1-*,probe-*'");
            }
        }
        return judged;
    }
}
