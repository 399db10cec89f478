using System.Collections.Generic;
using System.Globalization;

namespace Orbweaver.Orbits;

/// <summary>An ephemeris and whose it is.</summary>
/// <param name="Name">As the file calls the object.</param>
/// <param name="ObjectId">International designator such as <c>1998-067A</c>; <c>UNKNOWN</c> where the file
/// says so.</param>
/// <param name="Ephemeris">Where it is.</param>
public sealed record ObjectEphemeris(string Name, string ObjectId, SampledEphemeris Ephemeris);

/// <summary>
/// What a file of ephemerides held. One problem fails the file: half an ephemeris is worse than none.
/// </summary>
public sealed record EphemeridesResult(
    IReadOnlyList<ObjectEphemeris> Objects, IReadOnlyList<ElementProblem> Problems)
{
    /// <summary>Whether <see cref="Objects"/> may be used.</summary>
    public bool Succeeded => ProblemCount == 0;

    /// <summary>
    /// How many problems there were; at most <see cref="ElementsResult.ProblemsListedMax"/> are listed.
    /// </summary>
    public required int ProblemCount { get; init; }

    /// <summary>One line a problem, then how many more there are.</summary>
    public IEnumerable<string> Report()
    {
        foreach (ElementProblem problem in Problems)
        {
            yield return problem.ToString();
        }
        if (ProblemCount > Problems.Count)
        {
            int more = ProblemCount - Problems.Count;
            yield return string.Create(CultureInfo.InvariantCulture, $"and {more} more problems");
        }
    }
}
