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

    private const string NotLive = "cannot begin in a network that is up";
    private const string Many = "draws many faults over a time of its own, and here is one with a beginning";

    private readonly string[] _taken;
    private readonly Dictionary<string, string> _refused = new(StringComparer.Ordinal);
    private readonly string _instead;

    private FaultKinds(string instead, params (string Kind, string Why)[] refused)
    {
        foreach ((string kind, string why) in refused)
        {
            _refused.Add(kind, why);
        }
        _taken = [.. All.Where(k => !_refused.ContainsKey(k))];
        _instead = instead;
    }

    /// <summary>Those of scenarios: all.</summary>
    public static FaultKinds Scenario { get; } = new("");

    /// <summary>Those that can begin in a network that is up.</summary>
    public static FaultKinds Live { get; } = new(
        "Write it into the scenario, and use orbweaver run; or take one of ",
        ("random", Many), ("clock", NotLive), ("overload", NotLive));

    /// <summary>Those of a what-if.</summary>
    public static FaultKinds WhatIf { get; } = new("Take one of ", ("random", Many));

    /// <summary>What can be written.</summary>
    public string List => $"Write one of {string.Join(", ", _taken)}";

    /// <summary>Whether a kind can be written here; if not, why, and what can.</summary>
    public bool Takes(string kind, out string why, out string advice)
    {
        bool isTaken = _taken.Contains(kind, StringComparer.Ordinal);
        string all = string.Join(", ", _taken);
        if (_refused.TryGetValue(kind, out string? reason))
        {
            (why, advice) = ($"'{kind}' {reason}", _instead + all);
            return false;
        }
        why = isTaken ? "" : $"'{kind}' is no kind of fault";
        advice = isTaken ? ""
            : DidYouMean.Nearest(kind, _taken) is { } nearest ? $"Did you mean '{nearest}'?"
            : $"Known: {all}";
        return isTaken;
    }
}
