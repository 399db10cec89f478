using System;
using System.Collections.Generic;
using System.Formats.Cbor;
using System.Runtime.InteropServices;
using Orbweaver.Model;

namespace Orbweaver.Wire;

/// <summary>
/// Plan documents as bytes: deterministic CBOR (RFC 8949 section 4.2.1) as the payload of a COSE_Sign1
/// structure (RFC 9052 section 4.2). Until plans are signed the protected header and the signature are
/// empty. Epochs travel packed as they are held (<see cref="PackedEpochs"/>).
/// </summary>
public static class PlanCodec
{
    /// <summary>The tag of a COSE_Sign1 structure.</summary>
    internal const int Sign1Tag = 18;

    /// <summary>The version of the payload.</summary>
    internal const int Version = 1;

    /// <summary>Fields of the payload, with keys from 1.</summary>
    internal const int FieldCount = 11;

    /// <summary>
    /// Writes a document; what it says of its own size is not part of it. Any plan of this program can be
    /// written; one beyond <see cref="PlanLimits"/> will not be read.
    /// </summary>
    public static byte[] Encode(PlanDocument document)
    {
        CborWriter to = new(CborConformanceMode.Canonical);
        to.WriteTag((CborTag)Sign1Tag);
        to.WriteStartArray(4);
        to.WriteByteString([]);
        to.WriteStartMap(0);
        to.WriteEndMap();
        to.WriteByteString(Payload(document));
        to.WriteByteString([.. document.Signature]);
        to.WriteEndArray();
        return to.Encode();
    }

    /// <summary>
    /// The document with the size that it has on a wire, where parts are counted in real bytes.
    /// </summary>
    public static PlanDocument WithSize(PlanDocument document, long sizeBytes) => new()
    {
        Plan = document.Plan,
        Turns = document.Turns,
        MadeAt = document.MadeAt,
        Signature = document.Signature,
        SizeBytes = sizeBytes,
    };

    /// <summary>
    /// Reads a document of exactly these bytes, which are its size. Never throws; whatever is read can be
    /// used without a further look.
    /// </summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, out PlanDocument? document, out WireError error)
    {
        document = null;
        if (bytes.Length > PlanLimits.DocumentBytesMax)
        {
            error = WireError.TooLong;
            return false;
        }
        CborBytes from = new(bytes);
        from.Tag(Sign1Tag);
        from.ListOfExactly(4);
        bool isBare = from.Bytes(0).IsEmpty;
        from.MapOfExactly(0);
        ReadOnlySpan<byte> payload = from.Bytes(PlanLimits.DocumentBytesMax);
        ReadOnlySpan<byte> signature = from.Bytes(PlanDocument.SignatureBytes);
        if (!isBare || !from.IsAtEnd)
        {
            error = WireError.Envelope;
            return false;
        }
        document = new PlanReading(payload).Read(signature, bytes.Length, out error);
        return error == WireError.None;
    }

    private static byte[] Payload(PlanDocument document)
    {
        Plan plan = document.Plan;
        CborWriter to = new(CborConformanceMode.Canonical);
        to.WriteStartMap(FieldCount);
        int key = 1;
        to.WriteInt32(key++);
        to.WriteInt32(Version);
        to.WriteInt32(key++);
        to.WriteInt64(document.MadeAt.Nanoseconds);
        to.WriteInt32(key++);
        to.WriteInt64(plan.Start.Nanoseconds);
        to.WriteInt32(key++);
        to.WriteInt64(plan.EpochLength.Nanoseconds);
        to.WriteInt32(key++);
        to.WriteInt64(plan.Drain.Nanoseconds);
        to.WriteInt32(key++);
        to.WriteInt64(plan.HopDelay.Nanoseconds);
        to.WriteInt32(key++);
        WriteTurns(document.Turns, to);
        to.WriteInt32(key++);
        List<string> names = NamesOf(plan.Nodes);
        to.WriteStartArray(names.Count);
        foreach (string name in names)
        {
            to.WriteTextString(name);
        }
        to.WriteEndArray();
        to.WriteInt32(key++);
        WriteNodes(plan.Nodes, names, to);
        to.WriteInt32(key++);
        WriteContacts(plan, to);
        to.WriteInt32(key);
        WriteEpochs(plan, to);
        to.WriteEndMap();
        return to.Encode();
    }

    // Groups and vendors are few and repeat.
    private static List<string> NamesOf(IReadOnlyList<PlanNode> nodes)
    {
        SortedSet<string> names = new(StringComparer.Ordinal);
        foreach (PlanNode node in nodes)
        {
            names.Add(node.Group);
            names.Add(node.Vendor);
        }
        return [.. names];
    }

    private static void WriteTurns(IReadOnlyList<PlanTurn> turns, CborWriter to)
    {
        to.WriteStartArray(turns.Count);
        foreach (PlanTurn turn in turns)
        {
            to.WriteStartArray(3);
            to.WriteInt32(turn.Id.Version);
            to.WriteInt32(turn.Id.Controller.Value);
            to.WriteInt32(turn.FromEpoch);
            to.WriteEndArray();
        }
        to.WriteEndArray();
    }

    private static void WriteNodes(IReadOnlyList<PlanNode> nodes, List<string> names, CborWriter to)
    {
        to.WriteStartArray(nodes.Count);
        foreach (PlanNode node in nodes)
        {
            to.WriteStartArray(6);
            to.WriteTextString(node.Name);
            to.WriteInt32((int)node.Kind);
            to.WriteInt32(names.BinarySearch(node.Group, StringComparer.Ordinal));
            to.WriteInt32(names.BinarySearch(node.Vendor, StringComparer.Ordinal));
            // Unknown is -1, and so 0 here.
            to.WriteInt32(node.Plane + 1);
            to.WriteInt32(node.Slot + 1);
            to.WriteEndArray();
        }
        to.WriteEndArray();
    }

    private static void WriteContacts(Plan plan, CborWriter to)
    {
        to.WriteStartArray(plan.Contacts.Count);
        foreach (Contact contact in plan.Contacts)
        {
            to.WriteStartArray(10);
            to.WriteInt32((int)contact.Kind);
            to.WriteInt32(contact.A.Node.Value);
            to.WriteInt32(contact.A.Terminal);
            to.WriteInt32(contact.B.Node.Value);
            to.WriteInt32(contact.B.Terminal);
            to.WriteInt32(contact.FirstEpoch);
            // A contact that will not come ends one epoch before it begins.
            to.WriteInt32(contact.LastEpoch + 1);
            to.WriteInt64((contact.Opens - plan.Start).Nanoseconds);
            to.WriteInt64(contact.RateAToB.BitsPerSecond);
            to.WriteInt64(contact.RateBToA.BitsPerSecond);
            to.WriteEndArray();
        }
        to.WriteEndArray();
    }

    private static void WriteEpochs(Plan plan, CborWriter to)
    {
        PackedEpochs epochs = plan.Epochs as PackedEpochs
            ?? PackedEpochs.Of(plan.Epochs, plan.Nodes.Count, plan.HopDelay);
        to.WriteStartArray(epochs.BlockCount + 1);
        to.WriteInt32(epochs.Count);
        for (int i = 0; i < epochs.BlockCount; i++)
        {
            ReadOnlySpan<ulong> words = epochs.BlockBits(i);
            if (BitConverter.IsLittleEndian)
            {
                to.WriteByteString(MemoryMarshal.AsBytes(words));
                continue;
            }
            var turned = new ulong[words.Length];
            System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(words, turned);
            to.WriteByteString(MemoryMarshal.AsBytes<ulong>(turned));
        }
        to.WriteEndArray();
    }
}
