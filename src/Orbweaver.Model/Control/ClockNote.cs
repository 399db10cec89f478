namespace Orbweaver.Model;

/// <summary>What a control frame says of time.</summary>
/// <param name="Wall">The sender's time of day when the frame began to leave.</param>
/// <param name="IsSure">Whether most of the clocks around the sender agree with its own.</param>
/// <param name="IsDoubtful">Whether it does not trust its own clock: then its word does not count.</param>
public sealed record ClockNote(Instant Wall, bool IsSure, bool IsDoubtful)
{
    /// <summary>Bytes on a link.</summary>
    public const int Bytes = 10;
}
