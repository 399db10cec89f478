using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>
/// Every visible pair is a link: no beams, no terminals, no gaps, no standby. For comparison with other
/// tools. The terminal of the ground is numbered by the satellite and the beam by the ground node, so none is
/// used twice.
/// </summary>
internal sealed class AllVisibleAccess(PlanRequest request) : IAccessPlanner
{
    private readonly AccessLinks _links = new(request);

    /// <inheritdoc/>
    public int BlockEpochsMax => int.MaxValue;

    /// <inheritdoc/>
    public void Prepare(IReadOnlyList<AccessView> views)
    {
    }

    /// <inheritdoc/>
    public AccessChoice Choose(AccessView view)
    {
        Instant opens = request.Start + (request.EpochLength * view.Epoch);
        var links = new List<PlannedLink>();
        for (int g = 0; g < view.Now.Length; g++)
        {
            foreach (VisibleSatellite visible in view.Now[g])
            {
                links.Add(_links.Link(g, terminal: visible.Satellite, visible, beam: g, opens));
            }
        }
        return new AccessChoice(links, []);
    }
}
