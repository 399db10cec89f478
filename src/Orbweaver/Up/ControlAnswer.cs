using System.Collections.Generic;
using Orbweaver.Console.Operations;

namespace Orbweaver.Up;

/// <summary>What a client asks of a running network: one line of JSON on its socket.</summary>
/// <param name="Command">One of status, overview, path, fault-add, fault-end, fault-list, what-if,
/// what-if-look, what-if-end, token.</param>
/// <param name="Fields">Of fault-add: the fields of a fault as in scenarios, without its beginning; of token:
/// the role.</param>
/// <param name="Number">Of fault-end: which.</param>
internal sealed record ControlRequest(string Command, string Fields = "", int Number = -1)
{
    /// <summary>Of path: the names of its ends.</summary>
    public IReadOnlyList<string> Ends { get; init; } = [];

    /// <summary>Of what-if: what is asked for.</summary>
    public WhatIfRequest? WhatIf { get; init; }

    /// <summary>Of what-if-look and what-if-end: which.</summary>
    public string Id { get; init; } = "";

    /// <summary>Of token: who it is for; null for whoever has the role.</summary>
    public string? Name { get; init; }
}

/// <summary>What it answers: one line of JSON.</summary>
/// <param name="ExitCode">How the client's command ends.</param>
/// <param name="Lines">What it prints: results, or with an exit code other than 0 what is wrong.</param>
internal sealed record ControlAnswer(int ExitCode, IReadOnlyList<string> Lines);
