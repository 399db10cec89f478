using System;
using Orbweaver.Model;

namespace Orbweaver.Wire;

/// <summary>
/// The contract option's data: all of a packet's header that IPv6 has no field for, in exactly
/// <see cref="Bytes"/>, so that the overhead of a packet is what planning and the twin charge.
/// </summary>
internal static class ContractOption
{
    /// <summary>Bytes of the data.</summary>
    public const int Bytes = 36;

    /// <summary>Option type: for experiments, skipped by who does not know it, changes en route.</summary>
    public const byte Type = 0x3e;

    /// <summary>Contracts and epochs have 24 bits; the last number of contracts means none.</summary>
    public const int NumberMax = 0xff_ffff;

    private const int Version = 1;
    private const int VersionShift = 4;
    private const int HasBase = 1;

    /// <summary>Whether everything fits; the error says what does not.</summary>
    public static WireError Fits(Packet packet)
    {
        bool fits = packet.ContractIndex is >= -1 and < NumberMax
            && packet.Epoch is >= 0 and <= NumberMax
            && packet.PlanVersion >= 0
            && packet.PlanController.Value is >= 0 and < MeshAddress.NodesMax
            && (packet.Base == 0 || BaseDistance(packet) <= ushort.MaxValue);
        return !fits ? WireError.Range
            : packet.FragmentIndex >= packet.FragmentCount ? WireError.Fragment
            : IsQos(packet.Priority, (int)packet.Overtaking, (int)packet.Assurance) ? WireError.None
            : WireError.Qos;
    }

    /// <summary>Writes a packet that fits.</summary>
    public static void Write(Packet packet, Span<byte> data)
    {
        ByteWriter to = new(data[..Bytes]);
        to.U8((Version << VersionShift) | (packet.Base == 0 ? 0 : HasBase));
        to.U8((packet.Priority << 4) | ((int)packet.Overtaking << 2) | (int)packet.Assurance);
        to.U24(packet.ContractIndex < 0 ? NumberMax : packet.ContractIndex);
        to.U32(packet.Sequence);
        to.U32(packet.Key);
        to.Plan(new PlanId(packet.PlanVersion, packet.PlanController));
        to.U24(packet.Epoch);
        to.U32(packet.AgeUs);
        to.U32(packet.BudgetUs);
        to.U16(packet.FragmentIndex);
        to.U16(packet.FragmentCount);
        to.U16(packet.Base == 0 ? 0 : (int)BaseDistance(packet));
    }

    /// <summary>Reads it into a packet.</summary>
    public static WireError Read(ReadOnlySpan<byte> data, Packet into)
    {
        ByteReader from = new(data[..Bytes]);
        int head = from.U8();
        int qos = from.U8();
        int contract = from.U24();
        into.ContractIndex = contract == NumberMax ? -1 : contract;
        into.Sequence = from.U32();
        into.Key = from.U32();
        uint version = from.U32();
        into.PlanVersion = (int)version;
        into.PlanController = new NodeId(from.U16());
        into.Epoch = from.U24();
        into.AgeUs = from.U32();
        into.BudgetUs = from.U32();
        into.FragmentIndex = from.U16();
        into.FragmentCount = from.U16();
        uint distance = from.U16();
        bool hasBase = (head & HasBase) != 0;
        into.Base = hasBase ? into.Sequence - distance : 0;
        into.Priority = (byte)(qos >> 4);
        into.Overtaking = (Overtaking)((qos >> 2) & 3);
        into.Assurance = (Assurance)(qos & 3);
        if (head >> VersionShift != Version)
        {
            return WireError.Version;
        }
        if ((head & 0xf & ~HasBase) != 0 || (!hasBase && distance != 0))
        {
            return WireError.Flags;
        }
        // A base of zero, or beyond the message itself, is written without one.
        bool isBaseRight = !hasBase || distance < into.Sequence;
        return !isBaseRight || version > int.MaxValue ? WireError.Range : Fits(into);
    }

    private static uint BaseDistance(Packet packet)
        => packet.Base <= packet.Sequence ? packet.Sequence - packet.Base : uint.MaxValue;

    private static bool IsQos(int priority, int overtaking, int assurance)
        => priority <= Qos.PriorityMax && overtaking <= (int)Overtaking.Independent
            && assurance <= (int)Assurance.Congestion;
}
