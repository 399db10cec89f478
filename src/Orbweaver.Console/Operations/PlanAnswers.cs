using System;
using System.Collections.Generic;

namespace Orbweaver.Console.Operations;

/// <summary>Why there is or is no link and path.</summary>
/// <param name="From">One end.</param>
/// <param name="To">The other.</param>
/// <param name="At">When it is so.</param>
/// <param name="Text">The sentences.</param>
public sealed record ExplainAnswer(string From, string To, DateTime At, IReadOnlyList<string> Text);

/// <summary>The plan in force.</summary>
/// <param name="Version">Its number.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it ends; plans are continued before that.</param>
/// <param name="EpochMs">The length of an epoch.</param>
/// <param name="Epochs">How many there are.</param>
/// <param name="Epoch">Which is in force.</param>
/// <param name="Links">Links of the epoch in force.</param>
/// <param name="Contacts">Contacts of the whole plan.</param>
public sealed record PlanAnswer(
    int Version, DateTime Start, DateTime End, double EpochMs, int Epochs, int Epoch, int Links,
        int Contacts);

/// <summary>A planned contact: a span in which two nodes have a link.</summary>
/// <param name="Id">Its number in the plan.</param>
/// <param name="A">One end.</param>
/// <param name="B">The other.</param>
/// <param name="Kind">laser, access or gateway.</param>
/// <param name="From">When it opens.</param>
/// <param name="Until">When it closes by plan.</param>
/// <param name="CapacityMbps">Its rate.</param>
public sealed record ContactAnswer(
    int Id, string A, string B, string Kind, DateTime From, DateTime Until, double CapacityMbps);
