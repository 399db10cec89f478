using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>
/// The lasers of all constellations, each by its own policy; none reaches into another constellation.
/// </summary>
internal sealed class LaserPlanner
{
    private readonly List<ILaserTopology> _topologies = [];

    public LaserPlanner(PlanRequest request, SkySampler sampler, IWorkers workers)
    {
        var sight = new LaserSight(request);
        var lookAhead = new LookAhead(request.Start, sampler);
        foreach (ConstellationSpec constellation in request.Constellations)
        {
            switch (constellation.Policy)
            {
                case TopologyPolicy.PlusGrid:
                case TopologyPolicy.PlusGridOpenSeam:
                    _topologies.Add(new FixedPairsTopology(
                        request, PlusGridPairs.Of(request, constellation), sight, workers));
                    break;
                case TopologyPolicy.Motif:
                case TopologyPolicy.MotifOpenSeam:
                    _topologies.Add(new FixedPairsTopology(
                        request, MotifPairs.Of(request, constellation), sight, workers));
                    break;
                case TopologyPolicy.NearestStable:
                    _topologies.Add(
                        new NearestStableTopology(request, constellation, sight, lookAhead, workers));
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>Whether any constellation points its lasers by azimuth.</summary>
    public static bool NeedsHeadings(PlanRequest request)
    {
        foreach (ConstellationSpec constellation in request.Constellations)
        {
            if (constellation.Policy == TopologyPolicy.NearestStable)
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Links and acquisitions of an epoch; epochs are asked for in order.</summary>
    public LaserSet Choose(EpochSky sky)
    {
        var set = new LaserSet();
        foreach (ILaserTopology topology in _topologies)
        {
            topology.Choose(sky, set);
        }
        return set;
    }
}
