namespace Orbweaver.Model;

/// <summary>Why a message or packet did not go on. Named after the stage that decides.</summary>
public enum DropReason : byte
{
    /// <summary>Not dropped.</summary>
    None,

    /// <summary>Ingress: no contract of this edge fits the flow.</summary>
    IngressNoContract,

    /// <summary>Ingress: its contract was not admitted.</summary>
    IngressNotAdmitted,

    /// <summary>Ingress: larger than the contract allows.</summary>
    IngressTooLarge,

    /// <summary>Ingress: guaranteed and above the committed rate, so not accepted rather than lost.</summary>
    IngressExcess,

    /// <summary>Ingress: guaranteed, and the store for what is not acknowledged is full.</summary>
    IngressStoreFull,

    /// <summary>Ingress: the node was lost or hung, and nobody was there to accept it.</summary>
    IngressDown,

    /// <summary>
    /// Ingress: guaranteed, not acknowledged within its hold time, and returned to the publisher.
    /// </summary>
    HoldEnded,

    /// <summary>
    /// Forwarding: no way to the destination in this view, and its assurance does not wait.
    /// </summary>
    NoRoute,

    /// <summary>Forwarding: waiting for a way, and the store for that is full.</summary>
    WaitingFull,

    /// <summary>Forwarding: hop limit reached.</summary>
    HopLimit,

    /// <summary>Forwarding: from a view that is too far ahead of this node's.</summary>
    EpochRefused,

    /// <summary>Forwarding: routed by another plan than the one in force here.</summary>
    PlanRefused,

    /// <summary>Knowledge: from an incarnation of its sender that has ended.</summary>
    StaleIncarnation,

    /// <summary>Knowledge: waiting for news that its sender had, and the store for that is full.</summary>
    HeldFull,

    /// <summary>Knowledge: waiting for news that its sender had, and the link to it was lost.</summary>
    HeldUnreachable,

    /// <summary>Queue: byte limit reached, and this was the least worth keeping.</summary>
    QueueFull,

    /// <summary>Queue: can no longer arrive in time. Its outcome is <em>expired</em>.</summary>
    Expired,

    /// <summary>
    /// Queue or egress: a newer message of its key is ahead. Its outcome is <em>superseded</em>.
    /// </summary>
    Superseded,

    /// <summary>Link or egress: a copy that came before.</summary>
    Duplicate,

    /// <summary>Egress: came after later messages had to be let through.</summary>
    OutOfOrder,

    /// <summary>Egress: waiting for an earlier message, and the store for that is full.</summary>
    OrderFull,

    /// <summary>Egress: the rest of its message did not come.</summary>
    Incomplete,

    /// <summary>Link: sent on a contact that was not in force.</summary>
    ContactNotInForce,

    /// <summary>Link: sent onto, or in flight on, a link through which nothing came.</summary>
    LinkLost,

    /// <summary>Link: lost by itself, while the frames before and after it came through.</summary>
    FrameLost,

    /// <summary>Link: arrived damaged.</summary>
    Corrupted,

    /// <summary>Node: it was in a node that was lost, or came to one that was lost or hung.</summary>
    NodeLost,

    /// <summary>
    /// Host: no room for its payload. Refused where it was handed in, dropped where it came in.
    /// </summary>
    PayloadStoreFull,
}
