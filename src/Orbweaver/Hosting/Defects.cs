using System;
using System.Globalization;
using System.IO;
using Orbweaver.Scenarios;

namespace Orbweaver.Hosting;

/// <summary>What is said when the program itself is wrong: one line, and what a report of it needs.</summary>
internal static class Defects
{
    // The one thing that the top of the program cannot know by itself: what was running. Per thread, as tests run
    // several programs at once.
    [ThreadStatic]
    private static Scenario? _running;

    /// <summary>Notes what is about to run.</summary>
    public static void Remember(Scenario? scenario) => _running = scenario;

    /// <summary>Prints the defect; the stack only if ORBWEAVER_DEBUG=1 asks for it.</summary>
    public static int Print(ProgramHost host, Exception defect)
    {
        TextWriter err = host.Err;
        err.WriteLine($"orbweaver: internal error: {defect.GetType().Name}: {defect.Message.ReplaceLineEndings(" ")}");
        string what = _running is { } scenario
            ? string.Create(CultureInfo.InvariantCulture, $"scenario {scenario.File}, seed {scenario.Seed}, ")
            : "";
        err.WriteLine(
            $"    This is a defect of the program. Please report it with: {what}version {BuildInfo.Version},"
            + $" commit {BuildInfo.Commit ?? "unknown"}.");
        if (string.Equals(host.Variable("ORBWEAVER_DEBUG"), "1", StringComparison.Ordinal))
        {
            err.WriteLine(defect);
        }
        else
        {
            err.WriteLine("    ORBWEAVER_DEBUG=1 shows where it happened.");
        }
        return ExitCodes.Defect;
    }
}
