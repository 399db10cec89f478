using Orbweaver.Model;

namespace Orbweaver.Node;

/// <summary>One end of a contact at a node: when it may send, and what waits for it.</summary>
internal sealed class Port(int contactIndex, DataRate rate, Instant opens, PortQueue queue)
{
    /// <summary>The contact.</summary>
    public int ContactIndex { get; } = contactIndex;

    /// <summary>Capacity away from this node.</summary>
    public DataRate Rate { get; } = rate;

    /// <summary>What waits.</summary>
    public PortQueue Queue { get; } = queue;

    /// <summary>The link as planned for <see cref="Epoch"/>.</summary>
    public EpochLink Link { get; set; }

    /// <summary>The last epoch in which the contact was in force, so far as the node has come.</summary>
    public int Epoch { get; set; }

    /// <summary>
    /// When the next frame may start: not before the contact opens, nor during another frame.
    /// </summary>
    public Instant ReadyAt { get; set; } = opens;
}
