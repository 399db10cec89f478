using System;

namespace Orbweaver.Live;

/// <summary>Why a port let something go.</summary>
public enum PortDrop
{
    /// <summary>Came in and is no whole IP packet.</summary>
    Malformed,

    /// <summary>Came in and is its link's own business, as multicast and router solicitations.</summary>
    LinkNoise,

    /// <summary>Came in for an address that no other edge has.</summary>
    NoRoute,

    /// <summary>Was longer than a message or a datagram can be.</summary>
    TooLarge,

    /// <summary>A line was longer than a message can be; all of it is gone.</summary>
    LineTooLong,

    /// <summary>A line without anything in it.</summary>
    EmptyMessage,

    /// <summary>Came in where only deliveries go out.</summary>
    UnexpectedInput,

    /// <summary>A delivery to a port that only takes in.</summary>
    WrongWay,

    /// <summary>A delivery to a device that is no whole IP packet.</summary>
    NotAPacket,

    /// <summary>The kernel had no room for a delivery.</summary>
    NoRoom,

    /// <summary>Nobody listens where deliveries go to.</summary>
    Refused,

    /// <summary>A delivery while no client was connected.</summary>
    NoClient,

    /// <summary>A client that reads too slowly lost its connection, and what waited for it.</summary>
    SlowClient,

    /// <summary>A client above the limit was turned away.</summary>
    TooManyClients,

    /// <summary>A connection broke off.</summary>
    Broken,

    /// <summary>The device or socket failed in another way.</summary>
    Failed,
}

/// <summary>What came in, went out and was dropped at a port.</summary>
public sealed class PortCounters
{
    private readonly long[] _drops = new long[Enum.GetValues<PortDrop>().Length];

    /// <summary>Messages handed to the network.</summary>
    public long MessagesIn { get; private set; }

    /// <summary>Octets handed to the network.</summary>
    public long BytesIn { get; private set; }

    /// <summary>Deliveries handed out; one that goes to several clients counts once for each.</summary>
    public long MessagesOut { get; private set; }

    /// <summary>Octets of deliveries.</summary>
    public long BytesOut { get; private set; }

    /// <summary>ICMP errors sent back.</summary>
    public long Errors { get; private set; }

    /// <summary>How often there was a reason to let something go.</summary>
    public long this[PortDrop reason] => _drops[(int)reason];

    internal void CountIn(int bytes)
    {
        MessagesIn++;
        BytesIn += bytes;
    }

    internal void CountOut(int bytes)
    {
        MessagesOut++;
        BytesOut += bytes;
    }

    internal void CountError() => Errors++;

    internal void Count(PortDrop reason) => _drops[(int)reason]++;
}
