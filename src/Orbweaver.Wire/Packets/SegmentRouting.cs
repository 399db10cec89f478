using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Wire;

/// <summary>
/// An explicit way as a segment routing header (RFC 8754) of compressed segments (RFC 9800, NEXT-C-SID): the
/// block, then up to six nodes of 16 bits in an address, of which the first is the active one. A node takes
/// itself out by moving the others up. Containers are filled from the end of the way, so what moving up
/// leaves is what writing the rest of the way anew would give.
/// </summary>
internal static class SegmentRouting
{
    /// <summary>Nodes in one container.</summary>
    public const int NodesPerContainer = 6;

    /// <summary>Nodes of a way: its places are counted in a byte.</summary>
    public const int WayNodesMax = 256;

    /// <summary>The header's fixed part.</summary>
    public const int HeadBytes = 8;

    /// <summary>Segments of a header: its length is counted in a byte, two units of eight each.</summary>
    public const int SegmentsMax = 127;

    /// <summary>Bytes of the longest header.</summary>
    public const int BytesMax = HeadBytes + (MeshAddress.Bytes * SegmentsMax);

    private const byte Type = 4;
    private const int BlockBytes = 4;

    /// <summary>Bytes of the header of a way from a place on.</summary>
    public static int BytesOf(IReadOnlyList<NodeId> way, int from)
        => HeadBytes + (MeshAddress.Bytes * (1 + ContainersOf(way, from)));

    /// <summary>
    /// Writes the header; the last segment is the destination itself. Gives the address of the active one.
    /// </summary>
    public static WireError TryWrite(
        IReadOnlyList<NodeId> way, int from, ReadOnlySpan<byte> last, Span<byte> header,
        Span<byte> destination)
    {
        int containers = ContainersOf(way, from);
        header[1] = (byte)((header.Length / 8) - 1);
        header[2] = Type;
        header[3] = (byte)containers;
        header[4] = (byte)containers;
        header[5..HeadBytes].Clear();
        last.CopyTo(header[HeadBytes..]);
        // The last container is the next segment of the list, which is in reverse order.
        int end = way.Count - 1;
        for (int i = 1; i <= containers; i++)
        {
            int start = StartOf(way, from, end);
            Span<byte> container = header.Slice(HeadBytes + (MeshAddress.Bytes * i), MeshAddress.Bytes);
            container.Clear();
            BinaryPrimitives.WriteUInt32BigEndian(container, MeshAddress.Block);
            for (int place = start; place < end; place++)
            {
                int node = way[place].Value;
                if (node is < 0 or >= MeshAddress.NodesMax)
                {
                    return WireError.Range;
                }
                BinaryPrimitives.WriteUInt16BigEndian(
                    container[(BlockBytes + ((place - start) * 2))..], (ushort)node);
            }
            end = start;
        }
        header.Slice(HeadBytes + (MeshAddress.Bytes * containers), MeshAddress.Bytes).CopyTo(destination);
        return WireError.None;
    }

    /// <summary>
    /// Reads the rest of a way and the last segment. Segments that are behind already are not looked at, nor
    /// is what routers have moved out of the active one: they leave the list as it was written.
    /// </summary>
    public static WireError TryRead(
        ReadOnlySpan<byte> header, ReadOnlySpan<byte> destination, out NodeId[] way,
        out ReadOnlySpan<byte> last)
    {
        way = [];
        last = destination;
        // No tags, flags or further fields: a plain list of segments.
        int left = header[3];
        int segments = header[4] + 1;
        bool isPlain = header[2] == Type && header.Length == HeadBytes + (MeshAddress.Bytes * segments)
            && left < segments && header[5..HeadBytes].IndexOfAnyExcept((byte)0) < 0;
        if (!isPlain || !IsActive(destination, Segment(left, header), isLast: left == 0))
        {
            return WireError.Segments;
        }
        last = Segment(0, header);
        int count = 1;
        for (int i = left; i > 0; i--)
        {
            ReadOnlySpan<byte> container = i == left ? destination : Segment(i, header);
            count += CountNodes(container);
            if (!IsContainer(container) || count > WayNodesMax)
            {
                return WireError.Segments;
            }
        }
        if (!MeshAddress.TryReadNode(last, out NodeId end))
        {
            return WireError.Address;
        }
        way = new NodeId[count];
        way[^1] = end;
        int place = 0;
        for (int i = left; i > 0; i--)
        {
            ReadOnlySpan<byte> container = i == left ? destination : Segment(i, header);
            int nodes = CountNodes(container);
            for (int n = 0; n < nodes; n++)
            {
                way[place++] = new NodeId(NodeIn(container, n));
            }
        }
        return WireError.None;
    }

    // The destination is the segment, or a container whose first nodes have been moved out: its block and the
    // end of its nodes.
    private static bool IsActive(
        ReadOnlySpan<byte> destination, ReadOnlySpan<byte> segment, bool isLast)
    {
        if (isLast || !IsContainer(segment) || !IsContainer(destination))
        {
            return segment.SequenceEqual(destination);
        }
        int bytes = CountNodes(destination) * 2;
        int end = BlockBytes + (CountNodes(segment) * 2);
        return bytes <= end - BlockBytes
            && destination.Slice(BlockBytes, bytes).SequenceEqual(segment[(end - bytes)..end]);
    }

    private static ReadOnlySpan<byte> Segment(int index, ReadOnlySpan<byte> header)
        => header.Slice(HeadBytes + (MeshAddress.Bytes * index), MeshAddress.Bytes);

    private static int NodeIn(ReadOnlySpan<byte> container, int place)
        => BinaryPrimitives.ReadUInt16BigEndian(container[(BlockBytes + (place * 2))..]);

    // Zeros end a container, except in the first place, which is the node of the locator.
    private static int CountNodes(ReadOnlySpan<byte> container)
    {
        int count = 1;
        while (count < NodesPerContainer && NodeIn(container, count) != 0)
        {
            count++;
        }
        return count;
    }

    private static bool IsContainer(ReadOnlySpan<byte> address)
        => BinaryPrimitives.ReadUInt32BigEndian(address) == MeshAddress.Block
            && address[(BlockBytes + (CountNodes(address) * 2))..].IndexOfAnyExcept((byte)0) < 0;

    private static int ContainersOf(IReadOnlyList<NodeId> way, int from)
    {
        int containers = 0;
        for (int end = way.Count - 1; end > from; containers++)
        {
            end = StartOf(way, from, end);
        }
        return containers;
    }

    // Node 0 can only stand first: elsewhere its number would end the container.
    private static int StartOf(IReadOnlyList<NodeId> way, int from, int end)
    {
        int start = end - 1;
        while (start > from && end - start < NodesPerContainer && way[start].Value != 0)
        {
            start--;
        }
        return start;
    }
}
