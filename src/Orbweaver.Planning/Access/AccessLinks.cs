using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>Makes access links: which kind, and at what rates.</summary>
internal sealed class AccessLinks(PlanRequest request)
{
    /// <summary>The node number of a ground node.</summary>
    public NodeId GroundId(int ground) => new(request.Satellites.Count + ground);

    /// <summary>Sites are fed by gateway beams, edges by access beams.</summary>
    public ContactKind KindOf(int ground)
        => request.Grounds[ground].Kind == NodeKind.Site ? ContactKind.Gateway : ContactKind.Access;

    /// <summary>The lesser of terminal and beam, up and down.</summary>
    public (DataRate Up, DataRate Down) Rates(int ground, int satellite)
    {
        GroundSpec spec = request.Grounds[ground];
        DataRate beam = GroundSight.BeamsFor(request.Satellites[satellite], spec.Kind).Rate;
        return (DataRate.Min(spec.RateUp, beam), DataRate.Min(spec.RateDown, beam));
    }

    /// <summary>A link between a terminal of a ground node and a beam of a satellite.</summary>
    public PlannedLink Link(int ground, int terminal, VisibleSatellite visible, int beam, Instant opens)
    {
        (DataRate up, DataRate down) = Rates(ground, visible.Satellite);
        return new PlannedLink(
            KindOf(ground),
            new TerminalRef(new NodeId(visible.Satellite), beam),
            new TerminalRef(GroundId(ground), terminal),
            visible.Delays,
            RateAToB: down,
            RateBToA: up,
            opens);
    }

    /// <summary>A link that may be raised in an emergency.</summary>
    public StandbyLink Standby(int ground, VisibleSatellite visible, int rank)
    {
        (DataRate up, DataRate down) = Rates(ground, visible.Satellite);
        LinkDelays delays = visible.Delays;
        return new StandbyLink(
            GroundId(ground), new NodeId(visible.Satellite), rank, KindOf(ground),
            delays.StartNs, delays.MiddleNs, delays.EndNs, up, down);
    }
}
