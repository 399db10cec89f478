using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Node;
using Orbweaver.Twin;

namespace Orbweaver.Sim;

/// <summary>
/// Convergence after the last fault (I9), at the end of a run whose faults ended early: every live node knows
/// how the links are that it can hear of, queues hold only what has no way, and messages go the best way.
/// </summary>
internal sealed class Convergence(
    SimWorld world, TwinWorld twin, Truth truth, Oracle oracle, RunRecord record)
{
    // News crosses the mesh in far less; whatever turned since then is not judged.
    private const long SettledNs = 2_000_000_000;

    // A plan of which nothing comes is asked of somebody else after a second.
    private const long AskedNs = 4_000_000_000;

    // Three satellites tried one after the other.
    private const long AcquiredNs = 8_000_000_000;

    private static readonly Duration WaitMost = Duration.FromSeconds(1);
    private static readonly Duration ProbesFrom = Duration.FromSeconds(6);
    private static readonly Duration DetourMost = Duration.FromMilliseconds(1);

    private readonly Plan _plan = world.WholePlan;
    private readonly long _nowNs = world.Length.Nanoseconds;
    private readonly HashSet<int> _raised = [];

    /// <summary>What has not converged; null when all has.</summary>
    public string? Find()
    {
        foreach ((int link, bool isUp, _) in record.Standby)
        {
            _ = isUp ? _raised.Add(link) : _raised.Remove(link);
        }
        if (FindBehind() is string behind)
        {
            return behind;
        }
        int[] part = Parts();
        bool isSettled = true;
        foreach (PlannedLink link in truth.Links.All)
        {
            if (!IsInForce(link))
            {
                continue;
            }
            bool? isUp = SettledState(link);
            isSettled &= isUp is not null;
            if (isUp is bool known && FindIgnorant(link, known, part) is string found)
            {
                return found;
            }
        }
        // Ways are judged by what there is in space, which nodes on an older plan do not know.
        isSettled &= world.PlanIssues.Count == 0 || IsNewestEverywhere();
        return FindUnraised() ?? FindStuck() ?? (isSettled ? FindDetour() : null);
    }

    private bool IsNewestEverywhere()
    {
        PlanId newest = world.PlanIssues[^1].Document.Id;
        foreach (PlanNode node in _plan.Nodes)
        {
            if (IsAlive(node.Id) && twin.NodeOf(node.Id).PlanInForce != newest)
            {
                return false;
            }
        }
        return true;
    }

    // Whoever has been in touch for so long holds the same plan.
    private string? FindBehind()
    {
        foreach (PlannedLink link in truth.Links.All)
        {
            bool isUp = link.Link >= 0 && IsInForce(link) && IsAlive(link.A) && IsAlive(link.B)
                && truth.IsInTouch(link.Link, _nowNs - AskedNs, _nowNs);
            PlanId a = twin.NodeOf(link.A).NewestDocument.Id;
            PlanId b = twin.NodeOf(link.B).NewestDocument.Id;
            if (isUp && a != b)
            {
                return $"{Name(link)} have been in touch, and hold {a} and {b}";
            }
        }
        return null;
    }

    private bool IsInForce(in PlannedLink link)
        => link.Link < 0 || _plan.Contacts[link.Link].LastEpoch == _plan.Epochs.Count - 1;

    // Up, down, or (null) too young to tell.
    private bool? SettledState(in PlannedLink link)
    {
        if (link.Link < 0 && !_raised.Contains(link.Link))
        {
            foreach ((int turned, _, Instant at) in record.Standby)
            {
                if (turned == link.Link && (_plan.Start + world.Length - at).Nanoseconds < SettledNs)
                {
                    return null;
                }
            }
            return false;
        }
        foreach ((long from, long until) in truth.UsableTimes(link.Link).All)
        {
            if (until > _nowNs)
            {
                return from + SettledNs <= _nowNs ? true : Unsettled(link);
            }
        }
        return Unsettled(link);
    }

    // Out without a break since long, or not to be told from hold-down.
    private bool? Unsettled(in PlannedLink link)
    {
        for (long at = _nowNs - SettledNs; at <= _nowNs; at += SettledNs / 200)
        {
            if (!truth.IsOut(link.Link, at))
            {
                return null;
            }
        }
        return false;
    }

    private string? FindIgnorant(in PlannedLink link, bool isUp, int[] part)
    {
        foreach (PlanNode node in _plan.Nodes)
        {
            bool canHear = IsAlive(node.Id)
                && ((IsAlive(link.A) && part[link.A.Value] == part[node.Id.Value])
                    || (IsAlive(link.B) && part[link.B.Value] == part[node.Id.Value]));
            MeshNode view = twin.NodeOf(node.Id);
            if (!canHear || view.Epoch != _plan.EpochAt(_plan.Start + world.Length))
            {
                // Nobody can tell it, or it has slept through the last switch, and looks when it wakes.
                continue;
            }
            if (SaysUp(view.Exceptions, link.Link) != isUp)
            {
                return $"{node.Name} still takes {Name(link)} for {(isUp ? "down" : "up")}";
            }
        }
        return null;
    }

    private static bool SaysUp(LinkExceptions exceptions, int link)
    {
        if (link >= 0)
        {
            return !exceptions.IsDown(link);
        }
        foreach (RaisedLink raised in exceptions.Raised)
        {
            if (raised.Link == link)
            {
                return true;
            }
        }
        return false;
    }

    // A ground node that has lost links holds as many standby links, if satellites answer. One that did
    // not answer is tried again from the next switch on, so all had their chance since the last.
    private string? FindUnraised()
    {
        int epoch = _plan.EpochAt(_plan.Start + world.Length);
        long sinceNs = (_plan.EpochStart(epoch) - _plan.Start).Nanoseconds;
        if (_nowNs - sinceNs < AcquiredNs)
        {
            return null;
        }
        foreach (PlanNode ground in _plan.Nodes)
        {
            if (ground.IsTransit || !truth.IsNodeUp(ground.Id, sinceNs, _nowNs))
            {
                continue;
            }
            int lost = 0;
            int raised = 0;
            PlannedLink? free = null;
            foreach (PlannedLink link in truth.Links.All)
            {
                bool isHeld = link.Link < 0 && _raised.Contains(link.Link);
                if (link.IsAt(ground.Id) && IsInForce(link))
                {
                    lost += link.Link >= 0 && IsOutSince(link, sinceNs) ? 1 : 0;
                    raised += isHeld ? 1 : 0;
                    free = link.Link < 0 && !isHeld && Answers(link, epoch, sinceNs) ? link : free;
                }
            }
            if (raised < lost && free is PlannedLink could)
            {
                return $"{ground.Name} has lost {lost} links and raised {raised}, and"
                    + $" {_plan.Nodes[could.A.Value].Name} would answer";
            }
        }
        return null;
    }

    private bool IsOutSince(in PlannedLink link, long sinceNs)
    {
        bool wasUsable = false;
        foreach ((_, long until) in truth.UsableTimes(link.Link).All)
        {
            wasUsable |= until > sinceNs;
        }
        return !wasUsable && truth.IsOut(link.Link, sinceNs) && SettledState(link) == false;
    }

    // Listed, alive and in touch with the mesh, and nothing between.
    private bool Answers(in PlannedLink standby, int epoch, long sinceNs)
    {
        (NodeId satellite, NodeId ground) = (standby.A, standby.B);
        bool isListed = false;
        foreach (StandbyLink entry in _plan.Epochs[epoch].Standby)
        {
            isListed |= entry.Satellite == satellite && entry.Ground == ground;
        }
        bool isInTouch = false;
        foreach (Adjacent adjacent in _plan.Epochs[epoch].Neighbours(satellite))
        {
            int contact = _plan.Epochs[epoch].Links[adjacent.LinkIndex].ContactIndex;
            isInTouch |= truth.IsUsable(contact, sinceNs, out long until) && until > _nowNs;
        }
        return isListed && isInTouch && truth.IsNodeUp(satellite, sinceNs, _nowNs)
            && !truth.IsOut(standby.Link, sinceNs) && !truth.IsOut(standby.Link, _nowNs);
    }

    private string? FindStuck()
    {
        Instant now = _plan.Start + world.Length;
        foreach (HeldPacket held in twin.HeldPackets())
        {
            // At its egress it may wait for the other pieces of its message.
            bool isPiece = held.Node == held.Destination
                && world.Contracts[held.Contract].MessageSizeMax.Bytes > Packet.PayloadBytesMax;
            if (isPiece || now - held.Since < WaitMost)
            {
                continue;
            }
            Instant? could = oracle.Arrival(
                held.Node, held.Destination, new DataSize(1), now, now + WaitMost, mayWait: false);
            if (could is not null)
            {
                return $"a packet of {world.Contracts[held.Contract].Name} has been in"
                    + $" {_plan.Nodes[held.Node.Value].Name} since {held.Since}, and there is a way";
            }
        }
        return null;
    }

    // The best of some messages had nothing in its way, so it took as long as the best way takes.
    private string? FindDetour()
    {
        Instant from = _plan.Start + (world.Length - ProbesFrom);
        var least = new Duration?[world.Contracts.Count];
        foreach (MessageRecord m in record.Messages)
        {
            Contract contract = world.Contracts[m.Message.Contract];
            // A copy has a way of its own, and what keeps order may wait for what was lost before it.
            bool isProbe = contract.Protection != Protection.Replicate
                && contract.Qos.Overtaking != Overtaking.Follow;
            if (m.Offered < from || !m.IsDelivered || !isProbe)
            {
                continue;
            }
            Instant? best = oracle.Arrival(
                contract.Publisher, m.Message.Subscriber, m.Size, m.Offered, m.Ended + WaitMost, false);
            Duration over = best is Instant b ? m.Ended - b : Duration.Max;
            least[contract.Index] = least[contract.Index] is Duration l && l < over ? l : over;
        }
        foreach (Contract contract in world.Contracts)
        {
            if (least[contract.Index] is Duration over && over < Duration.Max && over > DetourMost)
            {
                return $"every message of {contract.Name} goes {over} longer than the best way takes";
            }
        }
        return null;
    }

    // Nodes that can reach each other now have the same number.
    private int[] Parts()
    {
        var part = new int[_plan.Nodes.Count];
        for (int i = 0; i < part.Length; i++)
        {
            part[i] = i;
        }
        bool isChanged = true;
        while (isChanged)
        {
            isChanged = false;
            foreach (PlannedLink link in truth.Links.All)
            {
                bool isUp = IsInForce(link) && (link.Link >= 0 || _raised.Contains(link.Link))
                    && truth.IsUsable(link.Link, _nowNs - SettledNs, out long until) && until > _nowNs;
                int least = System.Math.Min(part[link.A.Value], part[link.B.Value]);
                if (isUp && part[link.A.Value] != part[link.B.Value])
                {
                    (part[link.A.Value], part[link.B.Value]) = (least, least);
                    isChanged = true;
                }
            }
        }
        return part;
    }

    private bool IsAlive(NodeId node) => truth.IsNodeUp(node, _nowNs - SettledNs, _nowNs);

    private string Name(in PlannedLink link)
        => $"{_plan.Nodes[link.A.Value].Name} - {_plan.Nodes[link.B.Value].Name}";
}
