using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>
/// Answers why a link or path is there or not, from the plan and the request it was made from: geometry is
/// computed anew for the moment asked about, so figures are those of that moment and not of the epoch.
/// </summary>
public sealed class PlanExplainer(PlanRequest request, PlannedNetwork network)
{
    /// <summary>
    /// What the plan says about two nodes at a moment; a moment outside the plan is moved to its nearer end.
    /// </summary>
    public Explanation Explain(NodeId a, NodeId b, Instant at)
    {
        var moment = new PlanMoment(request, network, at);
        return new Explanation(
            a, b, moment.At, at, moment.Epoch.Index,
            LinkExplainer.Explain(moment, a, b),
            new PathExplainer(moment).Explain(a, b));
    }
}
