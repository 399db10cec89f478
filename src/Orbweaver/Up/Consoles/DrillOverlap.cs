using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Twin;

namespace Orbweaver.Up;

/// <summary>What of some faults is so already: nodes that are out, and links that are dark.</summary>
/// <param name="Words">Each, and the fault behind it.</param>
/// <param name="IsAll">Whether that is all that they would do at present.</param>
internal sealed record DrillOverlap(IReadOnlyList<string> Words, bool IsAll)
{
    /// <summary>Looks at the world of now, on its thread.</summary>
    public static DrillOverlap Of(TwinWorld world, Plan plan, IReadOnlyList<Fault> faults)
    {
        SortedDictionary<int, string> nodes = [];
        SortedDictionary<int, string> links = [];
        bool isAll = true;
        HashSet<int> inForce = [];
        foreach (EpochLink link in world.WholePlan.Epochs[world.PresentEpoch].Links)
        {
            inForce.Add(link.ContactIndex);
        }
        foreach (NodeHit hit in faults.SelectMany(f => f.Nodes))
        {
            (NodeCondition condition, int fault) = world.ConditionOf(hit.Node);
            bool isSame = (hit.Kind, condition) is (NodeHitKind.Lost, NodeCondition.Lost)
                or (NodeHitKind.Hung, NodeCondition.Hung or NodeCondition.Lost);
            isAll &= isSame;
            if (isSame)
            {
                string how = condition == NodeCondition.Lost ? "is down" : "hangs";
                nodes[hit.Node.Value] = $"{plan.Nodes[hit.Node.Value].Name} {how} already{By(fault)}";
            }
        }
        // Of a link that is not in force now nobody knows whether it will be dark.
        LinkHit[] hits = [.. faults.SelectMany(f => f.Links)];
        isAll &= hits.Length == 0 || hits.Any(h => inForce.Contains(h.Link));
        foreach (LinkHit hit in hits.Where(h => inForce.Contains(h.Link)))
        {
            (LinkCondition condition, int fault) = world.ConditionOf(hit.Link);
            bool isSame = hit.Kind is LinkHitKind.Dark or LinkHitKind.Silent
                && condition == LinkCondition.Lost;
            isAll &= isSame;
            if (isSame)
            {
                Contact contact = plan.Contacts[hit.Link];
                links[hit.Link] = $"link {plan.Nodes[contact.A.Node.Value].Name} - "
                    + $"{plan.Nodes[contact.B.Node.Value].Name} is down already{By(fault)}";
            }
        }
        return new DrillOverlap([.. nodes.Values, .. links.Values], isAll && nodes.Count + links.Count > 0);
    }

    private static string By(int fault) => fault < 0 ? "" : $", by fault {fault}";
}
