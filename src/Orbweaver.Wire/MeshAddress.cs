using System;
using System.Buffers.Binary;
using Orbweaver.Model;

namespace Orbweaver.Wire;

/// <summary>
/// Addresses of the mesh: a /48 a node in the SRv6 block fcbb:bb00::/32 (RFC 9800 calls it the locator
/// block), the node's number in the third group.
/// </summary>
public static class MeshAddress
{
    /// <summary>Bytes of an address.</summary>
    public const int Bytes = 16;

    /// <summary>Nodes that have a locator.</summary>
    public const int NodesMax = 65_536;

    /// <summary>The block's first 32 bits.</summary>
    public const uint Block = 0xfcbb_bb00;

    /// <summary>Writes a node's locator with a function in the fourth group, zero behind.</summary>
    public static void Write(NodeId node, ushort function, Span<byte> address)
    {
        address[..Bytes].Clear();
        BinaryPrimitives.WriteUInt32BigEndian(address, Block);
        BinaryPrimitives.WriteUInt16BigEndian(address[4..], checked((ushort)node.Value));
        BinaryPrimitives.WriteUInt16BigEndian(address[6..], function);
    }

    /// <summary>Reads the node of an address within the block; false for all others.</summary>
    public static bool TryReadNode(ReadOnlySpan<byte> address, out NodeId node)
    {
        bool isOurs = address.Length >= Bytes && BinaryPrimitives.ReadUInt32BigEndian(address) == Block;
        node = isOurs ? new NodeId(BinaryPrimitives.ReadUInt16BigEndian(address[4..])) : default;
        return isOurs;
    }
}
