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
/// <param name="Already">What of it is so already, and by which fault.</param>
/// <param name="Refused">Why it could not be started now; null where it could.</param>
/// <param name="Confirm">The word that starting it asks for.</param>
public sealed record DrillPreview(
    string What, IReadOnlyList<string> Nodes, int Links, IReadOnlyList<DrillStream> Streams,
    int PredictedLate, IReadOnlyList<string> Already, string? Refused, string Confirm);

/// <summary>A stream that a drill would touch.</summary>
/// <param name="Id">The stream.</param>
/// <param name="Name">Its name.</param>
/// <param name="PlannedMs">Its planned way now.</param>
/// <param name="DrillMs">The best way around; null for none.</param>
/// <param name="DeadlineMs">What it is promised.</param>
/// <param name="Late">Whether the way around is too long.</param>
public sealed record DrillStream(
    int Id, string Name, double? PlannedMs, double? DrillMs, double? DeadlineMs, bool Late);
