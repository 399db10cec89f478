using System;
using System.Buffers.Binary;
using System.Numerics;
using Orbweaver.Model;

namespace Orbweaver.Wire;

/// <summary>
/// A packet as bytes: IPv6 and a hop-by-hop header with the contract option, <see
/// cref="Packet.OverheadBytes"/> together, a segment routing header where it has an explicit way, and its
/// payload. What belongs to one hop is not in it (<see cref="FrameCodec"/>). Neither reading nor writing
/// throws, whatever the bytes; only a way or a receipt takes memory.
/// </summary>
public static class PacketCodec
{
    /// <summary>Function of a destination: what is inside is unpacked there (End.DT46, RFC 8986).</summary>
    public const ushort FunctionDt46 = 0xd046;

    /// <summary>The most bytes that a packet takes, with the longest way.</summary>
    public const int BytesMax = Packet.MeshMtuBytes + SegmentRouting.BytesMax;

    // Transient, of the organisation (RFC 4291 section 2.7); the block, then the bits of the subscribers.
    private const uint MulticastPrefix = 0xff18_0000;
    private const int TargetsAt = 8;
    private const int FlowLabelMask = 0xf_ffff;
    private const int Version = 6;

    /// <summary>Bytes that a packet takes on a wire: its size, and the header of its way.</summary>
    public static int BytesOf(Packet packet) => packet.SizeBytes + RoutingBytes(packet);

    /// <summary>
    /// Writes all that stands before the payload. False, with the reason, for a packet that the layout
    /// cannot hold: nothing is cut off.
    /// </summary>
    public static bool TryWriteHeader(
        Packet packet, PayloadProtocol protocol, Span<byte> to, out int length, out WireError error)
    {
        length = 0;
        error = Fits(packet, protocol);
        if (error != WireError.None)
        {
            return false;
        }
        int routing = RoutingBytes(packet);
        int header = Packet.OverheadBytes + routing;
        if (to.Length < header)
        {
            error = WireError.TooShort;
            return false;
        }
        WriteIpv6(packet, packet.SizeBytes + routing, to);
        Span<byte> options = to.Slice(PacketView.Ipv6Bytes, PacketView.HopByHopBytes);
        options[0] = routing == 0 ? (byte)protocol : PacketView.Routing;
        options[1] = (PacketView.HopByHopBytes / 8) - 1;
        options[2] = ContractOption.Type;
        options[3] = ContractOption.Bytes;
        ContractOption.Write(packet, options[4..]);
        if (routing != 0)
        {
            error = WriteWay(packet, protocol, to, routing);
        }
        length = error == WireError.None ? header : 0;
        return error == WireError.None;
    }

    /// <summary>
    /// Reads what travels with a packet; what its holder notes stays as it is. After false the packet holds
    /// rubbish. The way is what is left of it.
    /// </summary>
    public static bool TryRead(
        ReadOnlySpan<byte> bytes, Packet into, out PacketBody body, out WireError error)
    {
        body = default;
        error = PacketView.TryFind(bytes, out PacketView view);
        if (error != WireError.None)
        {
            return false;
        }
        var protocol = (PayloadProtocol)view.Protocol;
        body = new PacketBody(protocol, view.PayloadOffset, view.PayloadLength);
        into.SizeBytes = Packet.OverheadBytes + view.PayloadLength;
        into.HopLimit = view.HopLimit;
        into.Way = null;
        into.WayIndex = 0;
        into.Receipt = null;
        error = ContractOption.Read(view.Option, into);
        error = error != WireError.None ? error : ReadAddresses(view, into);
        error = error != WireError.None ? error : Check(into, protocol);
        if (error == WireError.None && protocol == PayloadProtocol.Receipt)
        {
            ReceiptCodec.TryRead(bytes[view.PayloadOffset..], out Receipt? receipt, out error);
            into.Receipt = receipt;
        }
        return error == WireError.None;
    }

    private static int RoutingBytes(Packet packet)
        => packet.Way is null ? 0 : SegmentRouting.BytesOf(packet.Way, packet.WayIndex);

    private static WireError Fits(Packet packet, PayloadProtocol protocol)
    {
        bool isNode = packet.Source.Value is >= 0 and < MeshAddress.NodesMax
            && (packet.IsForSeveral || packet.Destination.Value is >= 0 and < MeshAddress.NodesMax);
        if (!isNode)
        {
            return WireError.Address;
        }
        if (packet.Targets == 0 || (packet.IsForSeveral && packet.Way is not null))
        {
            return WireError.Targets;
        }
        if (packet.Way is { } way && (way.Count > SegmentRouting.WayNodesMax
            || packet.WayIndex >= way.Count || way[^1] != packet.Destination
            || RoutingBytes(packet) > SegmentRouting.BytesMax))
        {
            return WireError.Segments;
        }
        if (packet.Receipt is { } receipt && packet.SizeBytes != Packet.OverheadBytes + receipt.SizeBytes)
        {
            return WireError.Payload;
        }
        if ((packet.Receipt is not null) != (protocol == PayloadProtocol.Receipt))
        {
            return WireError.Payload;
        }
        WireError error = ContractOption.Fits(packet);
        return error != WireError.None ? error : Check(packet, protocol);
    }

    // What holds of bytes and packets alike.
    private static WireError Check(Packet packet, PayloadProtocol protocol)
    {
        bool isUsers = protocol is PayloadProtocol.Ipv4 or PayloadProtocol.Ipv6;
        bool isKnown = isUsers || protocol is PayloadProtocol.Opaque or PayloadProtocol.Receipt;
        bool isReceipt = protocol == PayloadProtocol.Receipt;
        return packet.HopLimit == 0 ? WireError.HopLimit
            : packet.SizeBytes <= Packet.OverheadBytes ? WireError.TooShort
            : packet.SizeBytes > Packet.MeshMtuBytes ? WireError.TooLong
            : !isKnown || isReceipt != packet.ContractIndex < 0 ? WireError.Payload
            // A piece of a larger message is no packet of its user any more.
            : (isUsers || isReceipt) && packet.FragmentCount != 1 ? WireError.Payload
            : WireError.None;
    }

    private static void WriteIpv6(Packet packet, int bytes, Span<byte> to)
    {
        uint label = (uint)StableHash.Finish((ulong)(uint)packet.ContractIndex) & FlowLabelMask;
        uint dscp = (uint)TrafficClass.Dscp(packet.Priority, packet.Assurance);
        BinaryPrimitives.WriteUInt32BigEndian(to, ((uint)Version << 28) | (dscp << 22) | label);
        BinaryPrimitives.WriteUInt16BigEndian(to[4..], (ushort)(bytes - PacketView.Ipv6Bytes));
        to[6] = PacketView.HopByHop;
        to[7] = packet.HopLimit;
        MeshAddress.Write(packet.Source, 0, to[8..]);
        WriteDestination(packet, to[24..]);
    }

    private static void WriteDestination(Packet packet, Span<byte> to)
    {
        if (packet.IsForSeveral)
        {
            BinaryPrimitives.WriteUInt32BigEndian(to, MulticastPrefix);
            BinaryPrimitives.WriteUInt32BigEndian(to[4..], MeshAddress.Block);
        }
        else
        {
            MeshAddress.Write(packet.Destination, FunctionDt46, to);
        }
        BinaryPrimitives.WriteUInt64BigEndian(to[TargetsAt..], packet.Targets);
    }

    private static WireError WriteWay(Packet packet, PayloadProtocol protocol, Span<byte> to, int routing)
    {
        Span<byte> header = to.Slice(Packet.OverheadBytes, routing);
        Span<byte> destination = to.Slice(24, MeshAddress.Bytes);
        Span<byte> last = stackalloc byte[MeshAddress.Bytes];
        destination.CopyTo(last);
        header[0] = (byte)protocol;
        return SegmentRouting.TryWrite(packet.Way!, packet.WayIndex, last, header, destination);
    }

    private static WireError ReadAddresses(PacketView view, Packet into)
    {
        bool isSource = MeshAddress.TryReadNode(view.Source, out NodeId source)
            && view.Source[6..].IndexOfAnyExcept((byte)0) < 0;
        if (!isSource)
        {
            return WireError.Address;
        }
        into.Source = source;
        ReadOnlySpan<byte> last = view.Destination;
        if (view.Segments.Length > 0)
        {
            WireError error = SegmentRouting.TryRead(
                view.Segments, view.Destination, out NodeId[] way, out last);
            into.Way = way;
            if (error != WireError.None)
            {
                return error;
            }
        }
        into.Targets = BinaryPrimitives.ReadUInt64BigEndian(last[TargetsAt..]);
        bool isMulticast = BinaryPrimitives.ReadUInt32BigEndian(last) == MulticastPrefix
            && BinaryPrimitives.ReadUInt32BigEndian(last[4..]) == MeshAddress.Block
            && view.Segments.Length == 0;
        into.Destination = NodeId.None;
        if (isMulticast)
        {
            return into.IsForSeveral ? WireError.None : WireError.Targets;
        }
        bool isNode = MeshAddress.TryReadNode(last, out NodeId destination)
            && BinaryPrimitives.ReadUInt16BigEndian(last[6..]) == FunctionDt46;
        into.Destination = destination;
        return !isNode ? WireError.Address
            : BitOperations.IsPow2(into.Targets) ? WireError.None
            : WireError.Targets;
    }
}
