using System;
using Orbweaver.Model;

namespace Orbweaver.Wire;

/// <summary>
/// Receipts as the payload of a packet: the egress and a count in eight bytes, then eight bytes an item.
/// </summary>
public static class ReceiptCodec
{
    private const int HeadBytes = 8;
    private const int ItemBytes = 8;
    private const int ContractsMax = 0xff_ffff;

    /// <summary>Writes a receipt; it takes as many bytes as it says.</summary>
    public static bool TryWrite(Receipt receipt, Span<byte> to, out WireError error)
    {
        bool isNode = receipt.Egress.Value is >= 0 and < MeshAddress.NodesMax;
        error = receipt.Items.Count is < 1 or > Receipt.ItemsMax || !isNode ? WireError.Range
            : to.Length < receipt.SizeBytes ? WireError.TooShort
            : WireError.None;
        if (error != WireError.None)
        {
            return false;
        }
        ByteWriter writer = new(to);
        writer.U16(receipt.Egress.Value);
        writer.U16(receipt.Items.Count);
        writer.U32(0);
        for (int i = 0; i < receipt.Items.Count; i++)
        {
            ReceiptItem item = receipt.Items[i];
            if (item.ContractIndex is < 0 or >= ContractsMax)
            {
                error = WireError.Range;
                return false;
            }
            writer.U32((uint)item.ContractIndex);
            writer.U32(item.Sequence);
        }
        return true;
    }

    /// <summary>Reads a receipt of exactly these bytes.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out Receipt? receipt, out WireError error)
    {
        receipt = null;
        ByteReader from = new(bytes);
        var egress = new NodeId(from.U16());
        int count = from.U16();
        uint spare = from.U32();
        long expected = HeadBytes + ((long)ItemBytes * count);
        error = from.IsShort || bytes.Length < expected ? WireError.TooShort
            : bytes.Length > expected ? WireError.TooLong
            : spare != 0 ? WireError.Flags
            : count is < 1 or > Receipt.ItemsMax ? WireError.Range
            : WireError.None;
        if (error != WireError.None)
        {
            return false;
        }
        var items = new ReceiptItem[count];
        for (int i = 0; i < count; i++)
        {
            uint contract = from.U32();
            items[i] = new ReceiptItem((int)contract, from.U32());
            if (contract >= ContractsMax)
            {
                error = WireError.Range;
                return false;
            }
        }
        receipt = new Receipt(egress, items);
        return true;
    }
}
