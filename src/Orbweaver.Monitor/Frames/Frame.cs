using System;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Orbweaver.Monitor;

/// <summary>
/// A frame as bytes that have been looked at: its version is known, and its length is what its count says. So
/// whoever reads its entries finds them. The bytes are never changed.
/// </summary>
public sealed class Frame
{
    /// <summary>
    /// The longest frame: all links of the largest network, and room. What is longer is no frame.
    /// </summary>
    public const int BytesMax = 16 << 20;

    private Frame(ReadOnlyMemory<byte> bytes)
    {
        Bytes = bytes;
        Header = FrameHeader.Read(bytes.Span);
    }

    /// <summary>Header and payload.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The header.</summary>
    public FrameHeader Header { get; }

    /// <summary>What it says.</summary>
    public FrameType Type => Header.Type;

    /// <summary>Its entries.</summary>
    public ReadOnlySpan<byte> Payload => Bytes.Span[FrameHeader.Size..];

    /// <summary>A frame that this program has just written.</summary>
    internal static Frame Own(byte[] bytes) => new(bytes);

    /// <summary>Looks at bytes from anywhere; keeps them, and copies nothing.</summary>
    public static bool TryParse(
        ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out Frame? frame, out string error)
    {
        frame = null;
        error = Fault(bytes.Span);
        if (error.Length == 0)
        {
            frame = new Frame(bytes);
        }
        return frame is not null;
    }

    private static string Fault(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length is < FrameHeader.Size or > BytesMax)
        {
            return "its length is none of a frame";
        }
        if (bytes[1] != FrameHeader.Version)
        {
            return "it is of another version";
        }
        FrameHeader header = FrameHeader.Read(bytes);
        if ((header.Marks & ~FrameMarks.Snapshot) != FrameMarks.None)
        {
            return "it has flags that this version does not know";
        }
        ReadOnlySpan<byte> payload = bytes[FrameHeader.Size..];
        bool isWhole = header.Type switch
        {
            FrameType.Clock => header.Count == 1 && payload.Length == FrameSizes.Clock,
            FrameType.Kpi => header.Count == 1 && payload.Length == FrameSizes.Kpi,
            FrameType.Resync => header.Count == 1 && payload.Length == FrameSizes.Resync,
            FrameType.Ephemeris => payload.Length
                == FrameSizes.EphemerisHead + ((long)header.Count * FrameSizes.Orbit),
            FrameType.Routes => AreRoutesWhole(payload, header.Count),
            _ => FrameSizes.Of(header.Type) is > 0 and int size
                && payload.Length == (long)header.Count * size,
        };
        return isWhole ? "" : "its type is not known, or its length is not what its count says";
    }

    private static bool AreRoutesWhole(ReadOnlySpan<byte> payload, uint count)
    {
        for (; count > 0; count--)
        {
            if (payload.Length < FrameSizes.RouteHead)
            {
                return false;
            }
            int size = FrameSizes.RouteHead + (2 * payload[5]);
            if (payload.Length < size)
            {
                return false;
            }
            payload = payload[size..];
        }
        return payload.IsEmpty;
    }

    /// <summary>
    /// Takes the first frame off concatenated ones, each behind its length; false at the end and where they
    /// are none.
    /// </summary>
    public static bool TryTake(
        ref ReadOnlyMemory<byte> from, [NotNullWhen(true)] out Frame? frame, out string error)
    {
        frame = null;
        error = "";
        if (from.IsEmpty)
        {
            return false;
        }
        if (from.Length < sizeof(uint)
            || BinaryPrimitives.ReadUInt32LittleEndian(from.Span) is var length
                && length > (uint)(from.Length - sizeof(uint)))
        {
            error = "it is shorter than it says";
            return false;
        }
        ReadOnlyMemory<byte> bytes = from.Slice(sizeof(uint), (int)length);
        from = from[(sizeof(uint) + (int)length)..];
        return TryParse(bytes, out frame, out error);
    }
}

/// <summary>Bytes of what frames hold.</summary>
internal static class FrameSizes
{
    internal const int Clock = 40;
    internal const int EphemerisHead = 16;
    internal const int Orbit = 24;
    internal const int Seat = 8;
    internal const int LinkChange = 4;
    internal const int NodeChange = 4;
    internal const int RouteHead = 6;
    internal const int Kpi = 96;
    internal const int Stream = 128;
    internal const int Resync = 4;
    internal const int Patch = 12;
    internal const int Parts = 52;

    /// <summary>Bytes of an entry, where all are alike and there may be any number; else 0.</summary>
    internal static int Of(FrameType type) => type switch
    {
        FrameType.LinkSet => Seat,
        FrameType.LinkDelta => LinkChange,
        FrameType.LinkLoad or FrameType.Event => 1,
        FrameType.NodeDelta => NodeChange,
        FrameType.StreamStat => Stream,
        FrameType.LinkPatch => Patch,
        FrameType.TimeParts => Parts,
        _ => 0,
    };
}
