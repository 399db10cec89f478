using System;

namespace Orbweaver.Live.Records;

/// <summary>Random bytes, handed in by the host: the machine's, or in tests those of a seed.</summary>
public interface IEntropy
{
    /// <summary>Fills a span with bytes that nobody can guess.</summary>
    void Fill(Span<byte> bytes);
}

/// <summary>What an association is made of.</summary>
public sealed record AssociationSetup
{
    /// <summary>This end.</summary>
    public required PeerName Self { get; init; }

    /// <summary>The other end.</summary>
    public required PeerName Peer { get; init; }

    /// <summary>What both know already.</summary>
    public required PairSecret Secret { get; init; }

    /// <summary>How records are sealed.</summary>
    public required IAeadProvider Aeads { get; init; }

    /// <summary>Where nonces come from.</summary>
    public required IEntropy Entropy { get; init; }

    /// <summary>When keys are renewed.</summary>
    public KeyLimits Limits { get; init; } = KeyLimits.Rekey;

    /// <summary>Whether this end says hello; one that does not only answers.</summary>
    public bool IsCaller { get; init; } = true;
}

/// <summary>Times of associations. All are on the host's monotonic clock.</summary>
internal static class AssociationTimes
{
    /// <summary>The first repeat of what is not answered; then twice as long each time.</summary>
    public const long RetryFirstNs = 250_000_000;

    /// <summary>The longest wait between repeats.</summary>
    public const long RetryMaxNs = 2_000_000_000;

    /// <summary>
    /// How old a key is at least before the next is asked for: longer than any record is under way, so
    /// nothing arrives under a key that has been replaced twice.
    /// </summary>
    public const long PhaseMinNs = 5_000_000_000;

    /// <summary>How long the key before the present one is kept for records still under way.</summary>
    public const long PreviousKeptNs = 60_000_000_000;

    /// <summary>After this long without a word after ours the peer is asked for a sign of life.</summary>
    public const long SilenceAskedNs = 5_000_000_000;

    /// <summary>
    /// After this long without a word after ours a new handshake begins beside the old
    /// keys.
    /// </summary>
    public const long SilenceMaxNs = 10_000_000_000;

    /// <summary>How long a handshake that nobody finishes is kept by who answered it.</summary>
    public const long PendingKeptNs = 15_000_000_000;
}

/// <summary>A message that is repeated until it is answered, less and less often.</summary>
internal struct Retry
{
    private long _waitNs;

    /// <summary>When it is due; <see cref="long.MaxValue"/> while it rests.</summary>
    public long DueNs { get; private set; }

    /// <summary>One that rests.</summary>
    public static Retry Resting => new() { DueNs = long.MaxValue };

    /// <summary>Begins anew, due at once.</summary>
    public void Start(long nowNs)
    {
        _waitNs = AssociationTimes.RetryFirstNs;
        DueNs = nowNs;
    }

    /// <summary>It has been sent.</summary>
    public void Sent(long nowNs)
    {
        DueNs = nowNs + _waitNs;
        _waitNs = long.Min(2 * _waitNs, AssociationTimes.RetryMaxNs);
    }

    /// <summary>It has been answered.</summary>
    public void Stop() => DueNs = long.MaxValue;
}
