using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>Explains the direct link between two nodes at a moment.</summary>
internal static class LinkExplainer
{
    /// <summary>The link in force, or every reason why there is none.</summary>
    public static LinkExplanation Explain(PlanMoment moment, NodeId a, NodeId b)
    {
        (a, b) = a.CompareTo(b) <= 0 ? (a, b) : (b, a);
        if (a == b)
        {
            return Without(new Obstacle(ObstacleKind.SameNode, "a node has no link with itself"));
        }
        foreach (Adjacent edge in moment.Epoch.Neighbours(a))
        {
            if (edge.Neighbour == b.Value)
            {
                return InForce(moment, moment.Epoch.Links[edge.LinkIndex]);
            }
        }
        if (!moment.IsSatellite(a))
        {
            return Without(new Obstacle(ObstacleKind.BothOnGround, "ground nodes never link each other"));
        }
        List<Obstacle> obstacles = moment.IsSatellite(b)
            ? new LaserObstacles(moment).Find(a, b)
            : new AccessObstacles(moment).Find(a, b);
        return new LinkExplanation(null, obstacles);
    }

    private static LinkExplanation Without(Obstacle obstacle) => new(null, [obstacle]);

    private static LinkExplanation InForce(PlanMoment moment, in EpochLink link)
    {
        Contact contact = moment.Plan.Contacts[link.ContactIndex];
        Duration delay = moment.Plan.DelayAt(link, moment.Epoch.Index, moment.At);
        var range = new Distance(delay.TotalSeconds * Distance.SpeedOfLightMPerS);
        var inForce = new LinkInForce(
            contact, range, delay, contact.Opens, moment.Plan.EpochStart(contact.LastEpoch + 1));
        return moment.At >= contact.Opens
            ? new LinkExplanation(inForce, [])
            : Without(new Obstacle(ObstacleKind.NotOpenYet, $"handover: opens at {contact.Opens}")
            {
                Until = contact.Opens,
            });
    }
}
