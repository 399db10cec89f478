using System;
using Orbweaver.Live.Records;

namespace Orbweaver.Live.Hosts;

/// <summary>
/// Another host, as the thread of the loop sees it: its association, and the record being filled.
/// </summary>
public sealed class LinkPeer
{
    internal LinkPeer(string name, string address, Association association, int socketPeer)
    {
        Name = name;
        Address = address;
        Association = association;
        SocketPeer = socketPeer;
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Where it listens, as configured.</summary>
    public string Address { get; }

    /// <summary>When something of it was last opened, on the monotonic clock; null if never.</summary>
    public long? HeardNs { get; internal set; }

    /// <summary>Handshakes that have led to traffic.</summary>
    public int Handshakes => Association.Handshakes;

    /// <summary>What was refused of what came for this association, by reason.</summary>
    public RefusalCounts Refusals => Association.Refusals;

    /// <summary>The sealed side.</summary>
    internal Association Association { get; }

    /// <summary>Its number at the socket.</summary>
    internal int SocketPeer { get; }

    /// <summary>The record being filled, behind room for its header.</summary>
    internal byte[] Record { get; } = new byte[RecordHeader.RecordBytesMax];

    /// <summary>Bytes of frames in it.</summary>
    internal int Filled { get; set; }

    /// <summary>Handshakes of which the operator has been told.</summary>
    internal int HandshakesTold { get; set; }

    /// <summary>What the operator was last told is wrong with it; empty once it is right.</summary>
    internal string Complaint { get; set; } = "";

    /// <summary>Room for frames.</summary>
    internal Span<byte> Room => Record.AsSpan(RecordHeader.Bytes + Filled);
}
