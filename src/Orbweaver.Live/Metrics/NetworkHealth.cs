using System.Collections.Generic;
using System.Globalization;
using Orbweaver.Model;

namespace Orbweaver.Live;

/// <summary>Whether a network that is up does what it is there for.</summary>
public static class NetworkHealth
{
    /// <summary>Farther behind the clock it is of no use to real applications.</summary>
    public static readonly Duration LagMax = Duration.FromSeconds(1);

    /// <summary>What is wrong, a line each; nothing when all is well.</summary>
    public static IReadOnlyList<string> Problems(NetworkFigures figures)
    {
        List<string> problems = [];
        if (figures.Lag > LagMax)
        {
            problems.Add($"the world is {Seconds(figures.Lag)} s behind the clock");
        }
        if (figures.PlanLeft <= Duration.Zero)
        {
            problems.Add($"the plan ended {Seconds(Duration.Zero - figures.PlanLeft)} s ago");
        }
        foreach (NetworkFigures.PortFigures port in figures.Ports)
        {
            if (port.Failure is { } failure)
            {
                problems.Add($"out of use: {failure}");
            }
        }
        return problems;
    }

    private static string Seconds(Duration d)
        => (d.Nanoseconds / 1e9).ToString("0.0", CultureInfo.InvariantCulture);
}
