using Orbweaver.Model;

namespace Orbweaver.Wire;

/// <summary>What a plan on the wire may have at most; a document beyond it is not read.</summary>
public static class PlanLimits
{
    /// <summary>Bytes of a document: a month of a large fleet.</summary>
    public const int DocumentBytesMax = 1 << 28;

    /// <summary>Bytes of a name, as UTF-8.</summary>
    public const int NameBytesMax = 128;

    /// <summary>Constellations and vendors together.</summary>
    public const int NamesMax = 4_096;

    /// <summary>Nodes: as many as have an address.</summary>
    public const int NodesMax = MeshAddress.NodesMax;

    /// <summary>Contacts.</summary>
    public const int ContactsMax = 1 << 24;

    /// <summary>Epochs: 31 days of 2.5 s.</summary>
    public const int EpochsMax = 1 << 20;

    /// <summary>Terminals of a node, planes, and slots of a plane.</summary>
    public const int PlacesMax = 65_535;

    /// <summary>The longest epoch: so far delays are exact, and no time of an epoch overflows.</summary>
    public static readonly Duration EpochLengthMax = Duration.FromMinutes(120);

    /// <summary>The longest plan, and how far from the epoch of time one may lie: a century.</summary>
    public static readonly Duration LengthMax = Duration.FromMinutes(100L * 365 * 24 * 60);

    /// <summary>The longest time that a node may take to pass a packet on.</summary>
    public static readonly Duration HopDelayMax = Duration.FromSeconds(1);

    /// <summary>The highest rate of a link, in bits per second.</summary>
    public const long RateMax = 1L << 50;
}
