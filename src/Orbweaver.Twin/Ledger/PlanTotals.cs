using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Twin;

/// <summary>What became of the plans of a run.</summary>
/// <param name="Issued">One per plan that was to be made, in order; not the first.</param>
/// <param name="Behind">Living nodes that at the end are on another plan than they should be.</param>
/// <param name="AutonomyLeft">
/// How long the plan of the worst living node reaches beyond the end of the run; below zero past its horizon.
/// </param>
/// <param name="PastHorizon">Living nodes whose plan has come to its end.</param>
public sealed record PlanTotals(
    IReadOnlyList<PlanResult> Issued,
    IReadOnlyList<NodeId> Behind,
    Duration AutonomyLeft,
    int PastHorizon)
{
    /// <summary>Nothing is known.</summary>
    public static readonly PlanTotals None = new([], [], Duration.Zero, 0);
}

/// <summary>What became of one plan.</summary>
/// <param name="Id">Which one.</param>
/// <param name="At">When it was to be handed out, from the start of the run.</param>
/// <param name="InForceFrom">When it comes into force, from the start of the run.</param>
/// <param name="SizeBytes">What it takes on a link.</param>
/// <param name="IsIssued">Whether its controller handed it out.</param>
/// <param name="Holders">Living nodes that hold it at the end, or a newer one.</param>
public sealed record PlanResult(
    PlanId Id, Duration At, Duration InForceFrom, long SizeBytes, bool IsIssued, int Holders);
