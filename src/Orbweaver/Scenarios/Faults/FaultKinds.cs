using System;
using System.Collections.Generic;
using System.Linq;

namespace Orbweaver.Scenarios;

/// <summary>The kinds of faults that can be written in one place, and why others cannot.</summary>
internal sealed class FaultKinds
{
    private static readonly string[] All =
    [
        "node", "site", "plane", "vendor", "hang", "slow", "link", "flap", "silent", "one-way", "noise",
        "acquisition", "region-jam", "weather", "random", "clock", "controller", "partition", "overload",
    ];

    private readonly string[] _taken;
    private readonly string _why;
    private readonly string _instead;

    private FaultKinds(string[] others, string why, string instead)
        => (_taken, _why, _instead) = ([.. All.Except(others, StringComparer.Ordinal)], why, instead);

    /// <summary>Those of scenarios: all.</summary>
    public static FaultKinds Scenario { get; } = new([], "", "");

    /// <summary>Those that can begin in a network that is up.</summary>
    public static FaultKinds Live { get; } = new(
        ["random", "clock", "overload"], "cannot begin in a network that is up",
        "Write it into the scenario, and use orbweaver run; or take one of ");

    /// <summary>Those of a what-if.</summary>
    public static FaultKinds WhatIf { get; } = new(
        ["random"], "cannot be a change of a what-if", "Take one of ");

    /// <summary>What can be written.</summary>
    public string List => $"Write one of {string.Join(", ", _taken)}";

    /// <summary>Their names.</summary>
    public IReadOnlyList<string> Names => _taken;

    /// <summary>Whether a kind can be written here; if not, why, and what can.</summary>
    public bool Takes(string kind, out string why, out string advice)
    {
        bool isTaken = _taken.Contains(kind, StringComparer.Ordinal);
        bool isKind = All.Contains(kind, StringComparer.Ordinal);
        string all = string.Join(", ", _taken);
        why = isTaken ? "" : isKind ? $"'{kind}' {_why}" : $"'{kind}' is no kind of fault";
        advice = isTaken ? "" : isKind ? _instead + all
            : DidYouMean.Nearest(kind, _taken) is { } nearest ? $"Did you mean '{nearest}'?"
            : $"Known: {all}";
        return isTaken;
    }
}
