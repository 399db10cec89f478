using System.Collections.Generic;

namespace Orbweaver.Model;

/// <summary>
/// What an egress tells an ingress: which guaranteed messages it has delivered, or has newer ones of.
/// Batched; whatever is lost is told again when the message comes again. Immutable.
/// </summary>
/// <param name="Egress">Who has them.</param>
/// <param name="Items">Messages by contract and number.</param>
public sealed record Receipt(NodeId Egress, IReadOnlyList<ReceiptItem> Items)
{
    /// <summary>Messages of one receipt: one frame.</summary>
    public const int ItemsMax = 128;

    private const int ItemBytes = 8;
    private const int HeaderBytes = 8;

    /// <summary>Bytes on a link, as the payload of a packet.</summary>
    public int SizeBytes => HeaderBytes + (ItemBytes * Items.Count);
}

/// <summary>One message of a contract.</summary>
public readonly record struct ReceiptItem(int ContractIndex, uint Sequence);
