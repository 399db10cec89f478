using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>
/// A link of one epoch before contacts have numbers. A is the end with the lower node number.
/// </summary>
/// <param name="Kind">What carries it.</param>
/// <param name="A">The end with the lower node number.</param>
/// <param name="B">The end with the higher node number.</param>
/// <param name="Delays">At the epoch's start, middle and end.</param>
/// <param name="RateAToB">Capacity from A to B.</param>
/// <param name="RateBToA">Capacity from B to A.</param>
/// <param name="Opens">When it would carry data if the contact began in this epoch.</param>
internal readonly record struct PlannedLink(
    ContactKind Kind,
    TerminalRef A,
    TerminalRef B,
    LinkDelays Delays,
    DataRate RateAToB,
    DataRate RateBToA,
    Instant Opens) : System.IComparable<PlannedLink>
{
    /// <summary>By the nodes of the ends, then by their terminals.</summary>
    public int CompareTo(PlannedLink other)
    {
        int order = A.Node.CompareTo(other.A.Node);
        order = order != 0 ? order : B.Node.CompareTo(other.B.Node);
        order = order != 0 ? order : A.Terminal.CompareTo(other.A.Terminal);
        return order != 0 ? order : B.Terminal.CompareTo(other.B.Terminal);
    }
}
