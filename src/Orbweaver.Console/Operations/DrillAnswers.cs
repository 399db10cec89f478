using System;
using System.Collections.Generic;
using System.ComponentModel.DataAnnotations;

namespace Orbweaver.Console.Operations;

/// <summary>A drill that is asked for: a fault with an end.</summary>
/// <param name="Fields">The fields of a fault, as <c>fault add</c> takes them.</param>
/// <param name="DurationMs">How long it lasts.</param>
/// <param name="Confirm">The word that its preview asks for; null in a preview.</param>
public sealed record DrillRequest(
    [property: StringLength(500, MinimumLength = 1)] string Fields,
    [property: Range(1_000.0, DrillRequest.DurationMostMs)] double DurationMs,
    [property: StringLength(200)] string? Confirm = null)
{
    /// <summary>No drill lasts longer.</summary>
    public const double DurationMostMs = 1_800_000;
}

/// <summary>What a drill would do.</summary>
/// <param name="What">What it hits, for people.</param>
/// <param name="Nodes">The nodes that it hits.</param>
/// <param name="Links">Links in force now that it takes.</param>
/// <param name="Streams">Streams whose planned way uses what it hits.</param>
/// <param name="PredictedLate">Those of them with no other way in time.</param>
/// <param name="Confirm">The word that starting it asks for.</param>
public sealed record DrillPreview(
    string What, IReadOnlyList<string> Nodes, int Links, IReadOnlyList<DrillStream> Streams,
    int PredictedLate, string Confirm);

/// <summary>A stream that a drill would touch.</summary>
/// <param name="Id">The stream.</param>
/// <param name="Name">Its name.</param>
/// <param name="PlannedMs">Its planned way now.</param>
/// <param name="DrillMs">The best way around; null for none.</param>
/// <param name="DeadlineMs">What it is promised.</param>
/// <param name="Late">Whether the way around is too long.</param>
public sealed record DrillStream(
    int Id, string Name, double? PlannedMs, double? DrillMs, double? DeadlineMs, bool Late);

/// <summary>A fault, or a drill, and what became of it.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Kind">Its kind, in the words of scenarios.</param>
/// <param name="What">What it hits, for people.</param>
/// <param name="Begins">When it begins.</param>
/// <param name="Ends">When it ends; null for when it is ended.</param>
/// <param name="Drill">Whether it is a drill.</param>
/// <param name="By">Who began it; null for the scenario and the command line.</param>
/// <param name="State">planned, active or over.</param>
/// <param name="Counts">What it did.</param>
public sealed record FaultAnswer(
    int Number, string Kind, string What, DateTime Begins, DateTime? Ends, bool Drill, string? By,
        string State,
    FaultCounts Counts);

/// <summary>What a fault did so far.</summary>
/// <param name="Nodes">Nodes that it hits; null where that was not noted.</param>
/// <param name="Links">Contacts of the plan that it hits; null where that was not noted.</param>
/// <param name="PacketsLost">Packets that it cost.</param>
/// <param name="FramesDisturbed">Frames that it held up or repeated.</param>
/// <param name="Notices">Losses that nodes told because of it.</param>
public sealed record FaultCounts(
    int? Nodes, int? Links, long PacketsLost, long FramesDisturbed, long Notices);
