namespace Orbweaver.Live.Records;

/// <summary>
/// How many records may fail to open: a flood of forged ones costs a bounded share of a core. When half of it
/// is spent only counters near the newest are tried, which who does not see the link has to guess; so our
/// peer's records pass where a blind flood does not. The default value is empty: use <see cref="Full"/>.
/// </summary>
internal struct OpenBudget
{
    /// <summary>
    /// Failed opens a second and at once: 0.4 us each on the reference machine, so 8 % of a core.
    /// </summary>
    public const int PerSecond = 200_000;

    /// <summary>How far ahead of the newest a counter is near.</summary>
    public const ulong NearMax = 65_536;

    private const long NsEach = 1_000_000_000 / PerSecond;
    private const long LevelMaxNs = 1_000_000_000;

    private long _levelNs;
    private long _asOfNs;

    /// <summary>A budget of which nothing is spent.</summary>
    public static OpenBudget Full(long nowNs) => new() { _levelNs = LevelMaxNs, _asOfNs = nowNs };

    /// <summary>Whether a record with a counter so far ahead may be tried.</summary>
    public readonly bool Allows(long nowNs, ulong ahead)
        => Level(nowNs) is var level && (level >= LevelMaxNs / 2 || (ahead <= NearMax && level >= NsEach));

    /// <summary>One has failed.</summary>
    public void Spend(long nowNs)
    {
        _levelNs = long.Max(Level(nowNs) - NsEach, 0);
        _asOfNs = nowNs;
    }

    private readonly long Level(long nowNs) => long.Min(LevelMaxNs, _levelNs + (nowNs - _asOfNs));
}
