using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Twin;

/// <summary>
/// Invariant I12: no node ever puts an older plan in force over a newer one. It goes by what a node says is
/// in force, and keeps a memory of its own. A clock that is set back leads back to an earlier epoch, and to
/// its plan; that is the one way back.
/// </summary>
internal sealed class PlanChecker
{
    private readonly Dictionary<int, (int Epoch, PlanId InForce, PlanId Held)> _last = [];

    /// <summary>A node is in an epoch, on a plan, and holds a newest one.</summary>
    public void Note(NodeId node, int epoch, PlanId inForce, PlanId held)
    {
        if (_last.TryGetValue(node.Value, out (int Epoch, PlanId InForce, PlanId Held) last))
        {
            bool isOlder = IsOlder(held, last.Held)
                || (epoch >= last.Epoch && IsOlder(inForce, last.InForce));
            if (isOlder)
            {
                throw new InvariantException(
                    $"Invariant I12 broken: {node} goes from {last.InForce} (holding {last.Held}) in epoch"
                    + $" {last.Epoch} to {inForce} (holding {held}) in epoch {epoch}.");
            }
        }
        _last[node.Value] = (epoch, inForce, held);
    }

    private static bool IsOlder(PlanId a, PlanId b)
        => a.Version < b.Version || (a.Version == b.Version && a.Controller.Value > b.Controller.Value);
}
