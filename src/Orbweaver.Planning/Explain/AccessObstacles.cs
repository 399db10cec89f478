using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Routing;
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

    // In the place of each satellite that is held, beside the others and with what the peers hold.
    private void CheckScore(NodeId satellite, NodeId ground)
    {
        int g = moment.Ground(ground);
        VisibleSatellite[] now = moment.GroundSight.Visible(moment.Sky)[g];
        VisibleSatellite[] next = moment.GroundSight.Visible(moment.Stream.Epoch(1))[g];
        if (!AssignedAccess.TryFind(now, satellite.Value, out VisibleSatellite asked))
        {
            return;
        }
        var held = new List<VisibleSatellite>();
        foreach (Adjacent edge in moment.Epoch.Neighbours(ground))
        {
            if (AssignedAccess.TryFind(now, edge.Neighbour, out VisibleSatellite one))
            {
                held.Add(one);
            }
        }
        List<RouteTree> toPeers = TreesOfPeers(g);
        foreach (VisibleSatellite rival in held)
        {
            List<VisibleSatellite> others = held.FindAll(h => h != rival);
            long leadNs = MeanNs(toPeers, [.. others, asked]) - MeanNs(toPeers, [.. others, rival]);
            AddComparison(new NodeId(rival.Satellite), new Duration(leadNs));
        }
        if (!AssignedAccess.TryFind(next, satellite.Value, out _))
        {
            _found.Add(new Obstacle(ObstacleKind.NotChosen, "not chosen: it sets within the next epoch"));
        }
        CheckPlanes(satellite, ground);
    }

    private List<RouteTree> TreesOfPeers(int ground)
    {
        var peers = new ContractPeers(moment.Request);
        var builder = new TreeBuilder(moment.Plan.Nodes);
        var trees = new List<RouteTree>();
        foreach (int peer in peers.Of[ground])
        {
            var id = new NodeId(moment.Request.Satellites.Count + peers.All[peer]);
            trees.Add(builder.Build(moment.Epoch, id));
        }
        return trees;
    }

    // The mean over the peers, each by the best of the satellites; the nearest for a node without peers.
    private static long MeanNs(List<RouteTree> toPeers, List<VisibleSatellite> satellites)
    {
        long sumNs = 0;
        foreach (RouteTree tree in toPeers)
        {
            long leastNs = AccessScores.UnreachablePeer.Nanoseconds;
            foreach (VisibleSatellite one in satellites)
            {
                long restNs = tree.DistanceNs(new NodeId(one.Satellite));
                leastNs = System.Math.Min(leastNs, one.Delays.MiddleNs + restNs);
            }
            sumNs += leastNs;
        }
        return toPeers.Count > 0 ? sumNs / toPeers.Count : satellites[^1].Delays.MiddleNs;
    }

    private void AddComparison(NodeId held, Duration lead)
    {
        string name = moment.Name(held);
        string gain = Figures.Of(Duration.Zero - lead);
        string text = lead > Duration.Zero
            ? $"{name} is better by {Figures.Of(lead)} on the mean of its peers"
            : lead == Duration.Zero ? $"no better than {name}"
            : $"better than {name} by {gain} on the mean of its peers, but that link is held: a move must "
                + "gain 2 % of a pair's delay, spoil no other pair, and wait while another terminal moves";
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
}
