using Orbweaver.Model;
using Orbweaver.Node;

namespace Orbweaver.Twin;

/// <summary>A message on its way to one subscriber, as the books know it.</summary>
/// <param name="Contract">Its contract, by index.</param>
/// <param name="Number">Its number among those offered to the contract.</param>
/// <param name="Subscriber">Whom it is for.</param>
public readonly record struct MessageRef(int Contract, uint Number, NodeId Subscriber);

/// <summary>
/// Is told what happens in a run as it happens, and changes nothing: for judges that want single messages
/// where the books have sums. A run without a witness pays one comparison a call.
/// </summary>
public interface IRunWitness
{
    /// <summary>A message was handed in, or would have been if its node had been there.</summary>
    void Offered(in MessageRef message, uint key, DataSize size, Instant now, Instant deadline);

    /// <summary>
    /// The outcome of a message is known: delivered (null), or dropped or refused for a reason.
    /// </summary>
    void Ended(in MessageRef message, DropReason? reason, Instant now);

    /// <summary>
    /// A message came late (null), or will not come, for a reason; told before its outcome is. Not told where
    /// it was refused, or superseded.
    /// </summary>
    /// <param name="message">The message.</param>
    /// <param name="at">The last node that had it, or, with <paramref name="towards"/>, the port at which it
    /// waited longest.</param>
    /// <param name="towards">Whither; null where it did not fail by waiting at a port.</param>
    /// <param name="reason">Why; null when it is late.</param>
    /// <param name="now">When.</param>
    void Failed(in MessageRef message, NodeId at, NodeId? towards, DropReason? reason, Instant now)
    {
        // Most judges need not know where.
    }

    /// <summary>The same as <see cref="Ended"/>, which is told first, with all that is known of it.</summary>
    void Settled(in MessageOutcome outcome)
    {
        // Most judges keep books of their own.
    }

    /// <summary>A fault took a frame of a message. Other copies may get through.</summary>
    void FrameLost(in MessageRef message, DropReason reason, Instant now);

    /// <summary>A node was told that a link is lost, or back.</summary>
    void LinkTold(NodeId node, int link, bool isLost, Instant now);

    /// <summary>A standby link began to carry frames, or stopped.</summary>
    void StandbyTurned(int link, bool isUp, Instant now);

    /// <summary>A node found by silence, or by its peer's word, that a link is lost.</summary>
    void SilenceNoticed(NodeId node, int link, Instant now)
    {
        // Most judges need not know.
    }

    /// <summary>A plan came into force at a node. Told only in runs with plans or wrong clocks.</summary>
    void PlanTurned(NodeId node, PlanId inForce, Instant now)
    {
        // Most runs have one plan.
    }

    /// <summary>A node was lost.</summary>
    void NodeLost(NodeId node, Instant now);

    /// <summary>
    /// A node sent a packet over a link that is not on the base tree, where <paramref name="planned"/> is;
    /// <see cref="NodeEffect.NoLink"/> where the tree has none.
    /// </summary>
    void Detoured(NodeId node, int planned, int link, int contract, Instant now);
}
