using Orbweaver.Model;

namespace Orbweaver.Orbits;

/// <summary>
/// A span of time, as long as can be, in which a site sees a satellite at the least elevation or higher.
/// Where the span that was searched cuts it, it begins or ends with that span.
/// </summary>
/// <param name="Site">Which site: its index in the list that was searched.</param>
/// <param name="Rise">The first moment, to the nanosecond.</param>
/// <param name="Set">The last moment, to the nanosecond.</param>
public readonly record struct AccessWindow(int Site, Instant Rise, Instant Set);

/// <summary>
/// Where a satellite's states ended within the span that was searched: the last moment that has one, to a
/// millisecond. What comes after it was not searched, even if states should come back.
/// </summary>
/// <param name="At">The last moment with a state; the start of the span when it has none at all.</param>
/// <param name="Error">Why there is none after it.</param>
public readonly record struct AccessEnd(Instant At, PropagationError Error);
