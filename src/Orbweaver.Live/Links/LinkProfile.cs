using System;
using Orbweaver.Live.Records;
using Orbweaver.Model;

namespace Orbweaver.Live.Links;

/// <summary>How large the records of a link are, and whether all are equally large.</summary>
/// <param name="Name">What it is called in configurations and reports.</param>
/// <param name="RecordBytes">Bytes of a full record, header and tag included.</param>
public sealed record LinkProfile(string Name, int RecordBytes)
{
    /// <summary>
    /// For paths that nobody knows: with UDP and IPv6 in front a record is a packet of 1,448 bytes, which
    /// passes PPPoE and the usual tunnels uncut.
    /// </summary>
    public static readonly LinkProfile Unknown = new("unknown", 1_400);

    /// <summary>
    /// For paths that take nearly 16 KiB whole, as lasers and loopback do. Not all of it: four of these go
    /// into one call, which takes 65,507 bytes.
    /// </summary>
    public static readonly LinkProfile Large = new("large", 16_000);

    /// <summary>Bytes of frames in a full record.</summary>
    public int PlainBytes => RecordBytes - RecordHeader.OverheadBytes;

    /// <summary>
    /// Whether every record is full, with zeros behind its frames: where traffic analysis matters.
    /// </summary>
    public bool IsPadded { get; init; }

    /// <summary>
    /// The record to seal for so many bytes of frames: a piece of the buffer, padded with zeros if the
    /// profile says so. Readers of frames take a zero where a frame would begin for the end.
    /// </summary>
    public Span<byte> Fit(Span<byte> buffer, int frameBytes)
    {
        Check.That(frameBytes >= 0 && frameBytes <= PlainBytes);
        int end = RecordHeader.Bytes + frameBytes;
        if (!IsPadded)
        {
            return buffer[..(end + AeadSizes.TagBytes)];
        }
        buffer[end..(RecordBytes - AeadSizes.TagBytes)].Clear();
        return buffer[..RecordBytes];
    }
}
