using System;
using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Wire.Fuzz;

/// <summary>Packets, with ways and receipts.</summary>
internal sealed class PacketTarget : IFuzzTarget
{
    private const long AllocationMax = 65_536;

    private readonly Packet _first = new();
    private readonly Packet _again = new();
    private readonly byte[] _bytes = new byte[PacketCodec.BytesMax];
    private readonly byte[] _bytesAgain = new byte[PacketCodec.BytesMax];

    /// <inheritdoc/>
    public string Name => "packet";

    /// <inheritdoc/>
    public long AllocationMaxFor(int bytes) => AllocationMax;

    /// <inheritdoc/>
    public int MakeSeed(Prng dice, Span<byte> to)
    {
        PayloadProtocol protocol = Draw(dice, _first);
        Check.That(PacketCodec.TryWriteHeader(_first, protocol, to, out int length, out _));
        int bytes = PacketCodec.BytesOf(_first);
        WritePayload(_first, to[length..bytes]);
        return bytes;
    }

    /// <inheritdoc/>
    public WireError Read(ReadOnlySpan<byte> bytes)
    {
        if (!PacketCodec.TryRead(bytes, _first, out PacketBody body, out WireError error))
        {
            return error;
        }
        // Ways may be cut into containers otherwise, and nobody reads traffic classes; so twice.
        int length = Write(_first, body.Protocol, _bytes);
        Check.That(PacketCodec.TryRead(_bytes.AsSpan(0, length), _again, out body, out _));
        Check.That(Write(_again, body.Protocol, _bytesAgain) == length);
        Check.That(_bytes.AsSpan(0, length).SequenceEqual(_bytesAgain.AsSpan(0, length)));
        return WireError.None;
    }

    /// <summary>Any packet that can be.</summary>
    internal static PayloadProtocol Draw(Prng dice, Packet packet)
    {
        bool isReceipt = dice.NextBelow(8) == 0;
        packet.ContractIndex = isReceipt ? -1 : (int)dice.NextBelow(ContractOption.NumberMax);
        packet.Sequence = (uint)dice.NextBits();
        packet.Key = (uint)dice.NextBits();
        bool isWhole = isReceipt || dice.NextBelow(2) == 0;
        packet.FragmentCount = (ushort)(isWhole ? 1 : dice.NextBetween(2, ushort.MaxValue));
        packet.FragmentIndex = (ushort)dice.NextBelow(packet.FragmentCount);
        packet.SizeBytes = (int)dice.NextBetween(Packet.OverheadBytes + 1, Packet.MeshMtuBytes);
        packet.Source = Node(dice);
        packet.PlanVersion = (int)dice.NextBelow(int.MaxValue);
        packet.PlanController = Node(dice);
        packet.Epoch = (int)dice.NextBelow(ContractOption.NumberMax);
        packet.AgeUs = (uint)dice.NextBits();
        packet.BudgetUs = (uint)dice.NextBits();
        packet.Priority = (byte)dice.NextBelow(Qos.PriorityMax + 1);
        packet.Overtaking = (Overtaking)dice.NextBelow(3);
        packet.Assurance = (Assurance)dice.NextBelow(3);
        packet.HopLimit = (byte)dice.NextBetween(1, byte.MaxValue);
        packet.Base = dice.NextBelow(2) == 0
            ? 0 : packet.Sequence - (uint)dice.NextBelow(Math.Min(packet.Sequence + 1L, 65_536));
        packet.Receipt = isReceipt ? DrawReceipt(dice) : null;
        packet.SizeBytes = Packet.OverheadBytes
            + (packet.Receipt?.SizeBytes ?? packet.SizeBytes - Packet.OverheadBytes);
        DrawTargets(dice, packet);
        return isReceipt ? PayloadProtocol.Receipt
            : packet.FragmentCount > 1 || dice.NextBelow(2) == 0 ? PayloadProtocol.Opaque
            : dice.NextBelow(2) == 0 ? PayloadProtocol.Ipv4
            : PayloadProtocol.Ipv6;
    }

    /// <summary>Puts a payload behind the header: a receipt, or anything.</summary>
    internal static void WritePayload(Packet packet, Span<byte> to)
    {
        if (packet.Receipt is { } receipt)
        {
            Check.That(ReceiptCodec.TryWrite(receipt, to, out _));
            return;
        }
        to.Fill((byte)packet.Sequence);
    }

    private static int Write(Packet packet, PayloadProtocol protocol, Span<byte> to)
    {
        Check.That(PacketCodec.TryWriteHeader(packet, protocol, to, out int length, out _));
        int bytes = PacketCodec.BytesOf(packet);
        WritePayload(packet, to[length..bytes]);
        return bytes;
    }

    private static void DrawTargets(Prng dice, Packet packet)
    {
        packet.Way = null;
        packet.WayIndex = 0;
        packet.Targets = 1ul << (int)dice.NextBelow(64);
        packet.Destination = Node(dice);
        if (dice.NextBelow(4) == 0)
        {
            packet.Targets |= dice.NextBits();
            packet.Destination = packet.IsForSeveral ? NodeId.None : packet.Destination;
        }
        else if (dice.NextBelow(2) == 0)
        {
            List<NodeId> way = [];
            for (long left = dice.NextBetween(0, 20); left > 0; left--)
            {
                way.Add(dice.NextBelow(8) == 0 ? new NodeId(0) : Node(dice));
            }
            way.Add(packet.Destination);
            packet.Way = way;
            packet.WayIndex = (byte)dice.NextBelow(way.Count);
        }
    }

    private static Receipt DrawReceipt(Prng dice)
    {
        var items = new ReceiptItem[dice.NextBetween(1, Receipt.ItemsMax)];
        for (int i = 0; i < items.Length; i++)
        {
            items[i] = new ReceiptItem(
                (int)dice.NextBelow(ContractOption.NumberMax), (uint)dice.NextBits());
        }
        return new Receipt(Node(dice), items);
    }

    private static NodeId Node(Prng dice) => new((int)dice.NextBelow(MeshAddress.NodesMax));
}
