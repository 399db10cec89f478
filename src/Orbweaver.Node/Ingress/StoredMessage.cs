using Orbweaver.Model;

namespace Orbweaver.Node;

/// <summary>
/// A guaranteed message as its ingress keeps it until every subscriber has acknowledged it.
/// </summary>
internal sealed class StoredMessage(uint sequence, uint key, int pieces, Instant holdUntil)
{
    /// <summary>Its number.</summary>
    public uint Sequence { get; } = sequence;

    /// <summary>Its replace-key.</summary>
    public uint Key { get; } = key;

    /// <summary>Copies of its packets, for the subscribers that have not acknowledged it.</summary>
    public Packet[] Pieces { get; } = new Packet[pieces];

    /// <summary>When it is returned to its publisher.</summary>
    public Instant HoldUntil { get; } = holdUntil;

    /// <summary>Bytes of its packets.</summary>
    public long Bytes { get; set; }

    /// <summary>When it was last sent.</summary>
    public Instant SentAt { get; set; }

    /// <summary>When it is sent again; never while there is no way.</summary>
    public Instant DueAt { get; set; } = Instant.Max;

    /// <summary>How long an acknowledgement may take before it is sent again.</summary>
    public Duration Wait { get; set; }

    /// <summary>How often it was sent again since there was a way and the view was this one.</summary>
    public int Attempts { get; set; }
}
