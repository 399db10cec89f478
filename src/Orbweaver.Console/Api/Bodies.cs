using System;
using System.Collections.Generic;
using System.ComponentModel.DataAnnotations;
using Orbweaver.Console.Access;

namespace Orbweaver.Console.Api;

/// <summary>Who wants to come in.</summary>
internal sealed record SignInBody([property: StringLength(64, MinimumLength = 16)] string Token);

/// <summary>Puts an incident aside.</summary>
internal sealed record ShelveBody(
    [property: Range(-2.2e12, 7.3e12)] double UntilMs,
    [property: StringLength(200, MinimumLength = 1)] string Reason);

/// <summary>Makes an incident somebody's; nobody's without a name.</summary>
internal sealed record AssignBody([property: StringLength(SessionBook.NameCharsMax)] string? To = null);

/// <summary>Says something.</summary>
internal sealed record CommentBody([property: StringLength(1_000, MinimumLength = 1)] string Text);

/// <summary>Lets somebody in.</summary>
internal sealed record TokenBody(
    [property: StringLength(SessionBook.NameCharsMax, MinimumLength = 1)] string Name,
    [property: RegularExpression("viewer|operator|drill lead|admin")] string Role);

/// <summary>Who somebody is.</summary>
internal sealed record UserAnswer(string Name, string Role);

/// <summary>A token, and the page that takes it.</summary>
internal sealed record TokenAnswer(string Token, string Address, DateTime Until);

/// <summary>Somebody who is in.</summary>
internal sealed record SessionAnswer(
    int Id, string Name, string Role, DateTime Since, DateTime LastSeen, bool Mine);

/// <summary>The network, the program, and who asks.</summary>
internal sealed record AboutAnswer
{
    public string Product { get; init; } = "Orbweaver";

    public required string Version { get; init; }

    public required uint Build { get; init; }

    public required string Network { get; init; }

    /// <summary>live or recording.</summary>
    public required string Mode { get; init; }

    /// <summary>The name of the earlier recording that answers; null for the network itself.</summary>
    public required string? Recording { get; init; }

    /// <summary>When it was started, by the machine's clock; null where nobody wrote it down.</summary>
    public required DateTime? Begun { get; init; }

    public required DateTime? Now { get; init; }

    public required DateTime Start { get; init; }

    /// <summary>Of a recording: its last moment.</summary>
    public required DateTime? End { get; init; }

    public required DateTime? PlanEnd { get; init; }

    public required DateTime? HistoryFrom { get; init; }

    public required double EpochMs { get; init; }

    public required double Speed { get; init; }

    /// <summary>Whether nobody starts a drill alone.</summary>
    public required bool DrillsNeedTwo { get; init; }

    public required UserAnswer User { get; init; }

    public required IReadOnlyList<string> Rights { get; init; }
}

/// <summary>Rows of the audit log, and whether they hang together.</summary>
internal sealed record AuditAnswer(
    DateTime AsOf, int Total, IReadOnlyList<AuditRow> Items, string? Next, bool ChainWhole);
