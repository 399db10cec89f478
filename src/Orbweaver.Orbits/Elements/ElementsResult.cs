using System.Collections.Generic;
using System.Globalization;

namespace Orbweaver.Orbits;

/// <summary>One object that could not be read, and why. <paramref name="Line"/> counts from 1.</summary>
public sealed record ElementProblem(string File, int Line, string ObjectName, string Reason)
{
    /// <summary>For people: <c>active.tle:12: STARLINK-1008: checksum is 3, computed 4</c>.</summary>
    public override string ToString() => ObjectName.Length == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}: {Reason}")
        : string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}: {ObjectName}: {Reason}");
}

/// <summary>
/// What a file of elements held. When reading failed there are no sets, only problems; nothing is left out
/// without a problem that says so.
/// </summary>
public sealed record ElementsResult(IReadOnlyList<ElementSet> Sets, IReadOnlyList<ElementProblem> Problems)
{
    /// <summary>
    /// How many problems are listed when one problem fails the file; the rest is only counted.
    /// </summary>
    public const int ProblemsListedMax = 20;

    /// <summary>Whether <see cref="Sets"/> may be used.</summary>
    public required bool Succeeded { get; init; }

    /// <summary>How many problems there were, listed or not.</summary>
    public required int ProblemCount { get; init; }

    /// <summary>
    /// One line a problem, <see cref="ProblemsListedMax"/> at most, then how many more there are.
    /// </summary>
    public IEnumerable<string> Report()
    {
        int listed = 0;
        foreach (ElementProblem problem in Problems)
        {
            if (listed == ProblemsListedMax)
            {
                break;
            }
            listed++;
            yield return problem.ToString();
        }
        if (ProblemCount > listed)
        {
            int more = ProblemCount - listed;
            yield return string.Create(CultureInfo.InvariantCulture, $"and {more} more problems");
        }
    }
}
