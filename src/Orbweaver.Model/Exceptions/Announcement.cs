namespace Orbweaver.Model;

/// <summary>
/// News about a link from one of its two ends; nobody else speaks of it, and the newest of each end counts.
/// The default value is not an announcement.
/// </summary>
/// <param name="Link">
/// A planned contact by its index, or a standby pair by the complement of its index (see
/// <see cref="StandbyTable"/>).
/// </param>
/// <param name="IsFromA">Said by the end with the lower node number.</param>
/// <param name="Sequence">Grows with each announcement of that end about that link; from 1.</param>
/// <param name="IsDown">Down or lowered; otherwise back or raised.</param>
public readonly record struct Announcement(int Link, bool IsFromA, uint Sequence, bool IsDown)
{
    /// <summary>Bytes on a link, with room for the reference to an origin's signature.</summary>
    public const int Bytes = 16;
}
