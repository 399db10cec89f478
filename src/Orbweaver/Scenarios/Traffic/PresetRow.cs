using Orbweaver.Model;
using Orbweaver.Twin;

namespace Orbweaver.Scenarios;

/// <summary>One row of a traffic preset, at scale 1.</summary>
internal sealed record PresetRow
{
    /// <summary>Its number in the published table: <c>7k</c>.</summary>
    public required string Id { get; init; }

    /// <summary>One word, for names of contracts.</summary>
    public required string Word { get; init; }

    /// <summary>Message sizes.</summary>
    public required SizeLaw Size { get; init; }

    /// <summary>Mean time between two messages of one source.</summary>
    public required Duration Interval { get; init; }

    /// <summary>Sources.</summary>
    public required int Sources { get; init; }

    /// <summary>When messages come.</summary>
    public TrafficLaw Law { get; init; } = TrafficLaw.Periodic;

    /// <summary>
    /// Budget for end points less than 5,000 km apart; null when nothing is promised about time.
    /// </summary>
    public Duration? BudgetNear { get; init; }

    /// <summary>Budget for end points farther apart.</summary>
    public Duration? BudgetFar { get; init; }

    /// <summary>Quality of service.</summary>
    public required string Qos { get; init; }

    /// <summary>Code point by RFC 4594, 5865 and 8622.</summary>
    public required byte Dscp { get; init; }

    /// <summary>The promise in parts per million; null for none.</summary>
    public int? PromisePpm { get; init; }

    /// <summary>How it is protected; elastic rows are not.</summary>
    public Protection Protection { get; init; } = Protection.Repair;

    /// <summary>Fewest subscribers of one contract, where there are so many.</summary>
    public int SubscribersLeast { get; init; } = 1;

    /// <summary>Most subscribers of one contract.</summary>
    public int SubscribersMost { get; init; } = 1;

    /// <summary>How much busier it is in a surge.</summary>
    public int SurgeFactor { get; init; } = 1;

    /// <summary>Whether it takes what is left; its traffic is then the probes of one pair of sites.</summary>
    public bool IsElastic { get; init; }

    /// <summary>Name and number, as in <c>r5-voice</c>.</summary>
    public string Name => $"r{Id}-{Word}";
}
