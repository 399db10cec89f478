namespace Orbweaver.Scenarios;

/// <summary>
/// How large a scenario may be. Each limit is far above what this version carries well; none is silent.
/// </summary>
internal static class Limits
{
    /// <summary>Constellations of a scenario.</summary>
    public const int ConstellationsMax = 16;

    /// <summary>Satellites, sites and edges together: node numbers stay below 16 bits.</summary>
    public const int NodesMax = 30_000;

    /// <summary>Sites and edges together.</summary>
    public const int GroundsMax = 5_000;

    /// <summary>Contracts; the preset numbers their ports from 20,000.</summary>
    public const int ContractsMax = 40_000;

    /// <summary>Entries of <c>faults:</c>.</summary>
    public const int FaultsMax = 1_000;

    /// <summary>Like sources of one traffic entry.</summary>
    public const int SourcesMax = 1_000_000;

    /// <summary>Messages a second of one traffic entry: above it a run would not end in a lifetime.</summary>
    public const long MessagesPerSecondMax = 10_000_000;

    /// <summary>Largest file of elements or of cities.</summary>
    public const long FileBytesMax = 200_000_000;

    /// <summary>Files of a folder of ephemerides.</summary>
    public const int EphemerisFilesMax = 30_000;

    /// <summary>Epochs of a plan.</summary>
    public const int EpochsMax = 100_000;
}
