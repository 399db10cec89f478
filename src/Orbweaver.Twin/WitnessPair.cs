using Orbweaver.Model;

namespace Orbweaver.Twin;

/// <summary>Two witnesses of one run; the first is told first.</summary>
public sealed class WitnessPair(IRunWitness first, IRunWitness second) : IRunWitness
{
    /// <summary>Both of them, or the one there is.</summary>
    public static IRunWitness? Of(IRunWitness? first, IRunWitness? second)
        => first is null ? second : second is null ? first : new WitnessPair(first, second);

    /// <inheritdoc/>
    public void Offered(in MessageRef message, uint key, DataSize size, Instant now, Instant deadline)
    {
        first.Offered(message, key, size, now, deadline);
        second.Offered(message, key, size, now, deadline);
    }

    /// <inheritdoc/>
    public void Ended(in MessageRef message, DropReason? reason, Instant now)
    {
        first.Ended(message, reason, now);
        second.Ended(message, reason, now);
    }

    /// <inheritdoc/>
    public void Settled(in MessageOutcome outcome)
    {
        first.Settled(outcome);
        second.Settled(outcome);
    }

    /// <inheritdoc/>
    public void FrameLost(in MessageRef message, DropReason reason, Instant now)
    {
        first.FrameLost(message, reason, now);
        second.FrameLost(message, reason, now);
    }

    /// <inheritdoc/>
    public void LinkTold(NodeId node, int link, bool isLost, Instant now)
    {
        first.LinkTold(node, link, isLost, now);
        second.LinkTold(node, link, isLost, now);
    }

    /// <inheritdoc/>
    public void StandbyTurned(int link, bool isUp, Instant now)
    {
        first.StandbyTurned(link, isUp, now);
        second.StandbyTurned(link, isUp, now);
    }

    /// <inheritdoc/>
    public void SilenceNoticed(NodeId node, int link, Instant now)
    {
        first.SilenceNoticed(node, link, now);
        second.SilenceNoticed(node, link, now);
    }

    /// <inheritdoc/>
    public void PlanTurned(NodeId node, PlanId inForce, Instant now)
    {
        first.PlanTurned(node, inForce, now);
        second.PlanTurned(node, inForce, now);
    }

    /// <inheritdoc/>
    public void NodeLost(NodeId node, Instant now)
    {
        first.NodeLost(node, now);
        second.NodeLost(node, now);
    }

    /// <inheritdoc/>
    public void Detoured(NodeId node, int planned, int link, int contract, Instant now)
    {
        first.Detoured(node, planned, link, contract, now);
        second.Detoured(node, planned, link, contract, now);
    }
}
