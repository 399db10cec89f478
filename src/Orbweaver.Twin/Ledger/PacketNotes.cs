using Orbweaver.Model;

namespace Orbweaver.Twin;

/// <summary>
/// Where a packet's time went so far: the twin's own notes, kept by the packet's place in the pool.
/// </summary>
internal struct PacketNotes
{
    /// <summary>No pipe.</summary>
    public const int NoPipe = -1;

    /// <summary>When it came to where it is.</summary>
    public Instant Entered;

    /// <summary>Since when it waits for a way; the default when it does not.</summary>
    public Instant ParkedSince;

    /// <summary>Light time and per-hop constants.</summary>
    public Duration Propagation;

    /// <summary>Time on transmitters.</summary>
    public Duration Serialisation;

    /// <summary>Time behind other packets.</summary>
    public Duration Queueing;

    /// <summary>Time until a link opened or a way existed.</summary>
    public Duration Waiting;

    /// <summary>The most queueing at one port.</summary>
    public Duration WorstQueueing;

    /// <summary>That port's pipe.</summary>
    public int WorstPipe;

    /// <summary>Whether it is parked.</summary>
    public bool IsParked;

    /// <summary>The node that holds it, or held it before it flew.</summary>
    public NodeId Holder;

    /// <summary>Whether it is on a link.</summary>
    public bool IsFlying;

    /// <summary>Whether these notes belong to a packet.</summary>
    public bool IsUsed;
}
