using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>Turns chosen lasers into links of the plan.</summary>
internal static class LaserLinks
{
    /// <summary>With rates: the lesser of the two terminals.</summary>
    public static List<PlannedLink> Of(PlanRequest request, int epoch, List<LaserLink> lasers)
    {
        Instant opens = request.Start + (request.EpochLength * epoch);
        var links = new List<PlannedLink>(lasers.Count);
        foreach (LaserLink laser in lasers)
        {
            DataRate rate = DataRate.Min(
                request.Satellites[laser.A.Node.Value].Optical.Rate,
                request.Satellites[laser.B.Node.Value].Optical.Rate);
            links.Add(new PlannedLink(
                ContactKind.Optical, laser.A, laser.B, laser.Delays, RateAToB: rate, RateBToA: rate, opens));
        }
        return links;
    }

    /// <summary>A graph of the lasers alone. Its links have no contacts.</summary>
    public static PlanEpoch Graph(int nodeCount, List<LaserLink> lasers, int epoch, Duration hopDelay)
    {
        var links = new EpochLink[lasers.Count];
        for (int i = 0; i < links.Length; i++)
        {
            LaserLink laser = lasers[i];
            links[i] = new EpochLink(
                i, laser.A.Node, laser.B.Node,
                laser.Delays.StartNs, laser.Delays.MiddleNs, laser.Delays.EndNs);
        }
        return new PlanEpoch(epoch, nodeCount, links, [], hopDelay);
    }
}
