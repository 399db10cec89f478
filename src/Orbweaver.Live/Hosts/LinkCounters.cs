namespace Orbweaver.Live.Hosts;

/// <summary>Why a frame or record between hosts came to nothing.</summary>
public enum LinkDrop : byte
{
    /// <summary>Its node lives at no host: it is lost, as far as anybody can tell.</summary>
    NoHost,

    /// <summary>There is no key yet with the host it is for.</summary>
    NoKey,

    /// <summary>It is larger than any record.</summary>
    TooLarge,

    /// <summary>The layout cannot hold it.</summary>
    Unwritable,

    /// <summary>The kernel had no room.</summary>
    SocketFull,

    /// <summary>The kernel had no way to the host, or the path takes no datagram of that size.</summary>
    NoWay,

    /// <summary>What came in a record is no frame.</summary>
    Unreadable,

    /// <summary>What came is of a link that has no end at its sender's host, or none here.</summary>
    Stranger,

    /// <summary>A datagram of nobody's.</summary>
    Unknown,
}

/// <summary>What has gone between this host and others so far.</summary>
public sealed class LinkCounters
{
    private readonly long[] _drops = new long[(int)LinkDrop.Unknown + 1];

    /// <summary>Records sent.</summary>
    public long RecordsOut { get; internal set; }

    /// <summary>Bytes of them.</summary>
    public long BytesOut { get; internal set; }

    /// <summary>Calls it took to send them.</summary>
    public long Sends { get; internal set; }

    /// <summary>Records that came and could be opened.</summary>
    public long RecordsIn { get; internal set; }

    /// <summary>Bytes of them.</summary>
    public long BytesIn { get; internal set; }

    /// <summary>Packets sent.</summary>
    public long PacketsOut { get; internal set; }

    /// <summary>Packets that came.</summary>
    public long PacketsIn { get; internal set; }

    /// <summary>Control frames sent.</summary>
    public long ControlOut { get; internal set; }

    /// <summary>Control frames that came.</summary>
    public long ControlIn { get; internal set; }

    /// <summary>What came to nothing, by reason.</summary>
    public long this[LinkDrop reason] => _drops[(int)reason];

    internal void Note(LinkDrop reason, long count = 1) => _drops[(int)reason] += count;
}
