using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Twin;

/// <summary>
/// Invariant I12: no node ever follows an older plan after a newer one. It goes by what a node says, and
/// keeps a memory of its own. What is in force in an epoch may be older than before only because a newer
/// document says so, which withdraws a plan of a controller that was cut off, or because a clock was set
/// back to an earlier epoch.
/// </summary>
internal sealed class PlanChecker
{
    private readonly Dictionary<int, Seen> _last = [];

    private readonly record struct Seen(int Epoch, PlanId InForce, PlanId Followed, PlanId Held);

    /// <summary>A node is in an epoch, on a plan, follows a document, and holds a newest one.</summary>
    public void Note(NodeId node, int epoch, PlanId inForce, PlanId followed, PlanId held)
    {
        Seen now = new(epoch, inForce, followed, held);
        if (_last.TryGetValue(node.Value, out Seen last))
        {
            bool isOlder = IsOlder(held, last.Held) || IsOlder(followed, last.Followed)
                || (followed == last.Followed && epoch >= last.Epoch && IsOlder(inForce, last.InForce));
            if (isOlder)
            {
                throw new InvariantException($"Invariant I12 broken: {node} goes from {last} to {now}.");
            }
        }
        _last[node.Value] = now;
    }

    private static bool IsOlder(PlanId a, PlanId b)
        => a.Version < b.Version || (a.Version == b.Version && a.Controller.Value > b.Controller.Value);
}
