using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Orbits;

namespace Orbweaver.Planning;

/// <summary>Why two satellites have no laser between them.</summary>
internal sealed class LaserObstacles(PlanMoment moment)
{
    private readonly LaserSight _sight = new(moment.Request);
    private readonly List<Obstacle> _found = [];

    /// <summary>Every reason that applies; <paramref name="a"/> has the lower number.</summary>
    public List<Obstacle> Find(NodeId a, NodeId b)
    {
        CheckTerminals(a, b);
        bool isInSight = CheckSight(moment.Now, a, b, ObstacleKind.OutOfRange, "");
        if (isInSight)
        {
            isInSight = CheckThroughEpoch(a, b);
        }
        if (_sight.AreCompatible(a.Value, b.Value))
        {
            CheckPolicy(a, b, isInSight);
        }
        return _found;
    }

    private void CheckTerminals(NodeId a, NodeId b)
    {
        SatelliteSpec first = moment.Request.Satellites[a.Value];
        SatelliteSpec second = moment.Request.Satellites[b.Value];
        if (!string.Equals(first.Constellation, second.Constellation, System.StringComparison.Ordinal))
        {
            _found.Add(new Obstacle(
                ObstacleKind.ConstellationsDiffer,
                "lasers join satellites of one constellation: "
                    + $"{first.Constellation}, {second.Constellation}"));
        }
        string firstGroup = first.Optical.CompatibilityGroup;
        string secondGroup = second.Optical.CompatibilityGroup;
        if (!string.Equals(firstGroup, secondGroup, System.StringComparison.Ordinal))
        {
            _found.Add(new Obstacle(
                ObstacleKind.GroupsDiffer, $"terminals are not compatible: {firstGroup}, {secondGroup}"));
        }
        foreach (NodeId end in (NodeId[])[a, b])
        {
            if (moment.Request.Satellites[end.Value].Optical.Count == 0)
            {
                _found.Add(
                    new Obstacle(ObstacleKind.NoTerminals, $"{moment.Name(end)} has no optical terminals"));
            }
        }
    }

    // Range and grazing height at one instant. Of an instant that is not the moment itself only one reason is
    // made.
    private bool CheckSight(SkySample sky, NodeId a, NodeId b, ObstacleKind rangeKind, string when)
    {
        foreach (NodeId end in (NodeId[])[a, b])
        {
            if (!sky.IsKnown[end.Value])
            {
                _found.Add(new Obstacle(
                    ObstacleKind.PropagationFailed,
                    $"{moment.Name(end)} has no position{when}: {sky.Error[end.Value].Describe()}"));
                return false;
            }
        }
        bool isClear = true;
        double rangeM = sky.RangeM(a.Value, b.Value);
        double rangeMaxM = _sight.RangeMaxM(a.Value, b.Value);
        if (rangeM > rangeMaxM)
        {
            isClear = false;
            _found.Add(
                new Obstacle(rangeKind, $"out of range{when}: {Figures.Km(rangeM)} > {Figures.Km(rangeMaxM)}")
                {
                    Value = rangeM * 1e-3,
                    Limit = rangeMaxM * 1e-3,
                    Unit = "km",
                });
        }
        double grazingM = Geometry.GrazingRadiusM(sky.PositionM[a.Value], sky.PositionM[b.Value])
            - Geometry.GrazingSphereRadiusM;
        double grazingMinM = moment.Request.GrazingAltitude.Metres;
        if (grazingM < grazingMinM)
        {
            isClear = false;
            ObstacleKind kind = when.Length == 0 ? ObstacleKind.EarthInTheWay : rangeKind;
            string text = $"Earth in the way{when}: grazing altitude {Figures.Km(grazingM)} < "
                + Figures.Km(grazingMinM);
            _found.Add(new Obstacle(
                kind, text)
            { Value = grazingM * 1e-3, Limit = grazingMinM * 1e-3, Unit = "km" });
        }
        return isClear;
    }

    private bool CheckThroughEpoch(NodeId a, NodeId b)
        => CheckSight(moment.Sky.Start, a, b, ObstacleKind.NotThroughEpoch, " at the epoch's start")
            & CheckSight(moment.Sky.Middle, a, b, ObstacleKind.NotThroughEpoch, " at the epoch's middle")
            & CheckSight(moment.Sky.End, a, b, ObstacleKind.NotThroughEpoch, " at the epoch's end");

    private void CheckPolicy(NodeId a, NodeId b, bool isInSight)
    {
        ConstellationSpec? constellation = Constellation(moment.Request.Satellites[a.Value].Constellation);
        switch (constellation?.Policy)
        {
            case TopologyPolicy.PlusGrid:
            case TopologyPolicy.PlusGridOpenSeam:
                CheckGrid(constellation, a, b);
                break;
            case TopologyPolicy.Motif:
            case TopologyPolicy.MotifOpenSeam:
                CheckMotif(constellation, a, b);
                break;
            case TopologyPolicy.NearestStable:
                if (isInSight)
                {
                    CheckMounts(a, b);
                }
                break;
            default:
                _found.Add(
                    new Obstacle(ObstacleKind.NoTerminals, "the constellation is planned without lasers"));
                break;
        }
        CheckAcquiring(a, b);
    }

    private ConstellationSpec? Constellation(string name)
    {
        foreach (ConstellationSpec constellation in moment.Request.Constellations)
        {
            if (string.Equals(constellation.Name, name, System.StringComparison.Ordinal))
            {
                return constellation;
            }
        }
        return null;
    }

    private void CheckGrid(ConstellationSpec constellation, NodeId a, NodeId b)
    {
        CheckPairs(
            PlusGridPairs.Of(moment.Request, constellation), constellation, a, b,
            "+grid links only the neighbours fore, aft, left and right");
    }

    private void CheckMotif(ConstellationSpec constellation, NodeId a, NodeId b)
    {
        foreach (MotifChoice choice in moment.Network.Motifs)
        {
            if (string.Equals(choice.Constellation, constellation.Name, System.StringComparison.Ordinal))
            {
                CheckPairs(
                    MotifPairs.Of(moment.Request, constellation with { Motif = choice.Offsets }),
                    constellation, a, b,
                    "the motif links only satellites that are these planes and slots apart, or back: "
                        + string.Join(", ", choice.Offsets));
            }
        }
    }

    private void CheckPairs(
        List<(TerminalRef A, TerminalRef B)> pairs, ConstellationSpec constellation, NodeId a, NodeId b,
        string rule)
    {
        foreach ((TerminalRef first, TerminalRef second) in pairs)
        {
            if (first.Node == a && second.Node == b)
            {
                return;
            }
        }
        string seam = constellation.IsSeamOpen ? "; the seam is open" : "";
        _found.Add(new Obstacle(ObstacleKind.NotNeighbours, rule + seam));
    }

    private void CheckAcquiring(NodeId a, NodeId b)
    {
        foreach (Acquisition acquisition in moment.Network.Acquisitions)
        {
            if (acquisition.A.Node != a || acquisition.B.Node != b
                || acquisition.FirstEpoch > moment.Epoch.Index || acquisition.LastEpoch < moment.Epoch.Index)
            {
                continue;
            }
            Instant end = moment.Plan.EpochStart(acquisition.LastEpoch + 1);
            bool isFollowed = false;
            foreach (Contact contact in moment.Plan.Contacts)
            {
                isFollowed |= contact.FirstEpoch == acquisition.LastEpoch + 1
                    && contact.A == acquisition.A && contact.B == acquisition.B;
            }
            string outcome = isFollowed ? $"until {end}"
                : acquisition.LastEpoch + 1 == moment.Plan.Epochs.Count
                    ? $"until after the plan's end at {end}"
                : $"and sight is lost again at {end}";
            _found.Add(new Obstacle(ObstacleKind.Acquiring, $"acquiring {outcome}") { Until = end });
        }
    }

    private void CheckMounts(NodeId a, NodeId b)
    {
        var mounts = new MountSight(moment.Request, _sight);
        (int ofA, int ofB) = mounts.Facing(moment.Sky.Middle, a.Value, b.Value);
        (int, int) atStart = mounts.Facing(moment.Sky.Start, a.Value, b.Value);
        (int, int) atEnd = mounts.Facing(moment.Sky.End, a.Value, b.Value);
        if (atStart != (ofA, ofB) || atEnd != (ofA, ofB))
        {
            _found.Add(new Obstacle(
                ObstacleKind.NotThroughEpoch, "they pass from one terminal's field of regard to another's"));
            return;
        }
        bool isTaken = CheckMount(a, ofA, b) | CheckMount(b, ofB, a);
        if (!isTaken)
        {
            _found.Add(new Obstacle(
                ObstacleKind.NotChosen,
                $"not chosen: both terminals are free, but {MountCandidates.NearestMax} nearer satellites "
                    + "came first and took others"));
        }
    }

    private bool CheckMount(NodeId node, int mount, NodeId other)
    {
        int count = moment.Request.Satellites[node.Value].Optical.Count;
        foreach ((int terminal, NodeId peer) in moment.TerminalsInUse(node, ContactKind.Optical))
        {
            if (terminal == mount)
            {
                AddTaken(node, mount, count, peer, "points at");
                return true;
            }
        }
        foreach (Acquisition acquisition in moment.Network.Acquisitions)
        {
            var me = new TerminalRef(node, mount);
            bool isNow = acquisition.FirstEpoch <= moment.Epoch.Index
                && acquisition.LastEpoch >= moment.Epoch.Index;
            if (isNow && (acquisition.A == me || acquisition.B == me))
            {
                NodeId peer = acquisition.A == me ? acquisition.B.Node : acquisition.A.Node;
                if (peer != other)
                {
                    AddTaken(node, mount, count, peer, "is acquiring");
                }
                return true;
            }
        }
        return false;
    }

    private void AddTaken(NodeId node, int mount, int count, NodeId peer, string verb)
        => _found.Add(new Obstacle(
        ObstacleKind.NoFreeTerminal,
        $"no free terminal: of the {count} of {moment.Name(node)} only terminal {mount} faces that way, "
            + $"and it {verb} {moment.Name(peer)}")
        {
            Nodes = [peer],
        });
}
