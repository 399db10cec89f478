using System;
using System.Globalization;
using System.IO;

namespace Orbweaver.Hosting;

/// <summary>What is said when the program itself is wrong: one line, and what a report of it needs.</summary>
internal static class Defects
{
    /// <summary>Prints the defect; the stack only if ORBWEAVER_DEBUG=1 asks for it.</summary>
    public static int Print(ProgramHost host, Exception defect)
    {
        TextWriter err = host.Err;
        err.WriteLine(
            $"orbweaver: internal error: {defect.GetType().Name}: {defect.Message.ReplaceLineEndings(" ")}");
        string what = host.Running.Scenario is { } scenario
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
