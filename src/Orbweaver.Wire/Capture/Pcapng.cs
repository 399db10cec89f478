using System;
using System.Text.Unicode;
using Orbweaver.Model;

namespace Orbweaver.Wire;

/// <summary>
/// Capture files in the pcapng format (draft-ietf-opsawg-pcapng), in network byte order: one section with one
/// interface, whose packets are IPv6 and whose times are nanoseconds since 1970 in UTC. Only bytes: whoever
/// has a file writes them there.
/// </summary>
public static class Pcapng
{
    /// <summary>Where in its block a packet begins.</summary>
    public const int PacketOffset = 28;

    /// <summary>The longest name that a file's header takes, in bytes of UTF-8; more is cut off.</summary>
    public const int NameBytesMax = 255;

    /// <summary>The longest header that <see cref="WriteHeader"/> writes.</summary>
    public const int HeaderBytesMax = 128 + NameBytesMax;

    /// <summary>Bytes of the block of sums.</summary>
    public const int SumsBytes = 20 + (2 * 12) + OptionHeadBytes + 4;

    private const uint SectionBlock = 0x0a0d_0d0a;
    private const uint InterfaceBlock = 1;
    private const uint SumsBlock = 5;
    private const uint PacketBlock = 6;
    private const uint ByteOrderMagic = 0x1a2b_3c4d;
    private const int LinkTypeIpv6 = 229;
    private const int NanosecondDigits = 9;
    private const int OptionHeadBytes = 4;
    private const int FlagsOption = 2;
    private const int TailBytes = (2 * OptionHeadBytes) + 4 + 4;

    /// <summary>Writes what a file begins with; gives the number of bytes.</summary>
    public static int WriteHeader(string node, Span<byte> to)
    {
        const int Application = 4;
        const int Name = 2;
        const int Resolution = 9;
        Span<byte> name = stackalloc byte[NameBytesMax];
        Utf8.FromUtf16(node, name, out _, out int nameBytes);
        ReadOnlySpan<byte> application = "orbweaver"u8;
        int section = 24 + OptionBytes(application.Length) + OptionHeadBytes + 4;
        ByteWriter writer = new(to);
        writer.U32(SectionBlock);
        writer.U32((uint)section);
        writer.U32(ByteOrderMagic);
        writer.U16(1);
        writer.U16(0);
        // Of unknown length: it ends with the file.
        writer.U64(ulong.MaxValue);
        Option(ref writer, Application, application);
        writer.U32(0);
        writer.U32((uint)section);
        int length = 16 + OptionBytes(nameBytes) + OptionBytes(1) + OptionHeadBytes + 4;
        writer.U32(InterfaceBlock);
        writer.U32((uint)length);
        writer.U16(LinkTypeIpv6);
        writer.U16(0);
        writer.U32(PacketCodec.BytesMax);
        Option(ref writer, Name, name[..nameBytes]);
        Option(ref writer, Resolution, [NanosecondDigits]);
        writer.U32(0);
        writer.U32((uint)length);
        return section + length;
    }

    /// <summary>Bytes of the block of a packet.</summary>
    public static int PacketBlockBytes(int packetBytes) => PacketOffset + Padded(packetBytes) + TailBytes;

    /// <summary>
    /// Writes the block around a packet that stands at <see cref="PacketOffset"/> already; gives the number
    /// of bytes.
    /// </summary>
    public static int WriteAround(int packetBytes, Instant at, CaptureDirection direction, Span<byte> block)
    {
        int length = PacketBlockBytes(packetBytes);
        ByteWriter writer = new(block);
        writer.U32(PacketBlock);
        writer.U32((uint)length);
        writer.U32(0);
        writer.U64((ulong)Utc.ToUnixNs(at));
        writer.U32((uint)packetBytes);
        writer.U32((uint)packetBytes);
        writer.Take(packetBytes);
        writer.Take(Padded(packetBytes) - packetBytes).Clear();
        writer.U16(FlagsOption);
        writer.U16(4);
        writer.U32((uint)direction);
        writer.U32(0);
        writer.U32((uint)length);
        return length;
    }

    /// <summary>Writes what a file ends with: how many packets there were, how many are missing.</summary>
    public static int WriteSums(Instant at, long packets, long missing, Span<byte> to)
    {
        const int Packets = 4;
        const int Missing = 5;
        ByteWriter writer = new(to);
        writer.U32(SumsBlock);
        writer.U32(SumsBytes);
        writer.U32(0);
        writer.U64((ulong)Utc.ToUnixNs(at));
        writer.U16(Packets);
        writer.U16(8);
        writer.U64((ulong)packets);
        writer.U16(Missing);
        writer.U16(8);
        writer.U64((ulong)missing);
        writer.U32(0);
        writer.U32(SumsBytes);
        return SumsBytes;
    }

    private static void Option(ref ByteWriter writer, int code, scoped ReadOnlySpan<byte> value)
    {
        writer.U16(code);
        writer.U16(value.Length);
        value.CopyTo(writer.Take(value.Length));
        writer.Take(Padded(value.Length) - value.Length).Clear();
    }

    private static int OptionBytes(int value) => OptionHeadBytes + Padded(value);

    private static int Padded(int bytes) => (bytes + 3) & ~3;
}
