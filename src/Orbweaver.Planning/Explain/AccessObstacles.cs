using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Orbits;

namespace Orbweaver.Planning;

/// <summary>Why a satellite does not serve a ground node.</summary>
internal sealed class AccessObstacles(PlanMoment moment)
{
    private readonly List<Obstacle> _found = [];

    /// <summary>Every reason that applies.</summary>
    public List<Obstacle> Find(NodeId satellite, NodeId ground)
    {
        GroundSpec spec = moment.Request.Grounds[moment.Ground(ground)];
        RadioBeams beams = GroundSight.BeamsFor(moment.Request.Satellites[satellite.Value], spec.Kind);
        if (beams.Count == 0)
        {
            _found.Add(new Obstacle(
                ObstacleKind.NoTerminals, $"{moment.Name(satellite)} has no beams for a {Word(spec.Kind)}"));
        }
        if (spec.Terminals == 0 && moment.Request.Access == AccessPolicy.Assigned)
        {
            _found.Add(new Obstacle(ObstacleKind.NoTerminals, $"{moment.Name(ground)} has no terminals"));
        }
        if (CheckElevation(moment.Now, satellite, ground, ObstacleKind.BelowElevation, "")
            && CheckThroughEpoch(satellite, ground)
            && moment.Request.Access == AccessPolicy.Assigned
            && _found.Count == 0)
        {
            CheckTerminals(ground, spec);
            CheckBeams(satellite, spec.Kind, beams);
            CheckScore(satellite, ground);
        }
        return _found;
    }

    private static string Word(NodeKind kind) => kind == NodeKind.Site ? "site" : "edge";

    private bool CheckThroughEpoch(NodeId satellite, NodeId ground)
        => CheckElevation(
            moment.Sky.Start, satellite, ground, ObstacleKind.NotThroughEpoch, " at the epoch's start")
            & CheckElevation(
                moment.Sky.Middle, satellite, ground, ObstacleKind.NotThroughEpoch, " at the epoch's middle")
            & CheckElevation(
                moment.Sky.End, satellite, ground, ObstacleKind.NotThroughEpoch, " at the epoch's end");

    private bool CheckElevation(
        SkySample sky, NodeId satellite, NodeId ground, ObstacleKind kind, string when)
    {
        if (!sky.IsKnown[satellite.Value])
        {
            _found.Add(new Obstacle(
                ObstacleKind.PropagationFailed,
                $"{moment.Name(satellite)} has no position{when}: {sky.Error[satellite.Value].Describe()}"));
            return false;
        }
        (_, double elevationRad) = moment.GroundSight.Look(sky, moment.Ground(ground), satellite.Value);
        Angle min = moment.Request.Satellites[satellite.Value].ElevationMin;
        if (elevationRad >= min.Radians)
        {
            return true;
        }
        string text = $"below elevation{when}: el {Figures.Deg(elevationRad)} < {min}";
        _found.Add(new Obstacle(kind, text)
        {
            Value = new Angle(elevationRad).Degrees,
            Limit = min.Degrees,
            Unit = "deg",
        });
        return false;
    }

    private void CheckTerminals(NodeId ground, GroundSpec spec)
    {
        ContactKind kind = spec.Kind == NodeKind.Site ? ContactKind.Gateway : ContactKind.Access;
        List<(int Terminal, NodeId Peer)> used = moment.TerminalsInUse(ground, kind);
        if (used.Count >= spec.Terminals)
        {
            AddInUse(
                ObstacleKind.NoFreeTerminal, "terminal", $"of {moment.Name(ground)}", spec.Terminals, used);
        }
    }

    private void CheckBeams(NodeId satellite, NodeKind ground, RadioBeams beams)
    {
        ContactKind kind = ground == NodeKind.Site ? ContactKind.Gateway : ContactKind.Access;
        List<(int Terminal, NodeId Peer)> used = moment.TerminalsInUse(satellite, kind);
        if (used.Count >= beams.Count)
        {
            AddInUse(ObstacleKind.NoFreeBeam, "beam", $"of {moment.Name(satellite)}", beams.Count, used);
        }
    }

    private void AddInUse(
        ObstacleKind kind, string thing, string whose, int count, List<(int Terminal, NodeId Peer)> used)
    {
        var peers = new List<NodeId>();
        foreach ((_, NodeId peer) in used)
        {
            peers.Add(peer);
        }
        _found.Add(
            new Obstacle(kind, $"no free {thing}: all {count} {whose} in use with {moment.Names(used)}")
            {
                Nodes = peers,
            });
    }

    // The same scores the planner had, from the plan's own lasers.
    private void CheckScore(NodeId satellite, NodeId ground)
    {
        int g = moment.Ground(ground);
        VisibleSatellite[][] now = moment.GroundSight.Visible(moment.Sky);
        VisibleSatellite[][] next = moment.GroundSight.Visible(moment.Stream.Epoch(1));
        var scores = new AccessScores(moment.Request, [.. moment.Plan.Nodes], SequentialWorkers.Instance);
        var view = new AccessView(0, now, next, Lasers());
        scores.Prepare([view]);
        scores.Enter(view);
        if (!AssignedAccess.TryFind(now[g], satellite.Value, out VisibleSatellite asked))
        {
            return;
        }
        var held = new List<VisibleSatellite>();
        foreach (Adjacent edge in moment.Epoch.Neighbours(ground))
        {
            if (AssignedAccess.TryFind(now[g], edge.Neighbour, out VisibleSatellite one))
            {
                held.Add(one);
            }
        }
        foreach (VisibleSatellite rival in held)
        {
            // In the rival's place, beside what the other terminals hold.
            VisibleSatellite[] others = [.. held.FindAll(h => h != rival)];
            long leadNs = scores.ScoreNs(g, asked, others) - scores.ScoreNs(g, rival, others);
            AddComparison(new NodeId(rival.Satellite), new Duration(leadNs));
        }
        if (!AssignedAccess.TryFind(next[g], satellite.Value, out _))
        {
            _found.Add(new Obstacle(ObstacleKind.NotChosen, "not chosen: it sets within the next epoch"));
        }
        CheckPlanes(satellite, ground);
    }

    private void AddComparison(NodeId held, Duration lead)
    {
        string name = moment.Name(held);
        string gain = Figures.Of(Duration.Zero - lead);
        string text = lead > Duration.Zero ? $"{name} is better by {Figures.Of(lead)}"
            : lead == Duration.Zero ? $"as good as {name}, which serves better alone or is held"
            : $"better than {name} by {gain}, but that link is held (hysteresis of {Hysteresis.GainMin} or "
                + $"{Hysteresis.GainMinPercent} %, one move a boundary)";
        _found.Add(new Obstacle(ObstacleKind.NotChosen, $"not chosen: {text}")
        {
            Value = lead.TotalMilliseconds,
            Limit = 0,
            Unit = "ms",
            Nodes = [held],
        });
    }

    private void CheckPlanes(NodeId satellite, NodeId ground)
    {
        int plane = moment.Plan.Nodes[satellite.Value].Plane;
        foreach (Adjacent edge in moment.Epoch.Neighbours(ground))
        {
            if (plane >= 0 && moment.Plan.Nodes[edge.Neighbour].Plane == plane)
            {
                var held = new NodeId(edge.Neighbour);
                string text =
                    $"not chosen: shares its plane with {moment.Name(held)}, and another is preferred";
                _found.Add(new Obstacle(ObstacleKind.NotChosen, text) { Nodes = [held] });
            }
        }
    }

    private PlanEpoch Lasers()
    {
        var links = new List<EpochLink>();
        foreach (EpochLink link in moment.Epoch.Links)
        {
            if (moment.IsSatellite(link.A) && moment.IsSatellite(link.B))
            {
                links.Add(link);
            }
        }
        return new PlanEpoch(0, moment.Plan.Nodes.Count, [.. links], [], moment.Plan.HopDelay);
    }
}
