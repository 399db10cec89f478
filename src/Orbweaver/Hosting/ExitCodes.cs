using Orbweaver.Sim;

namespace Orbweaver.Hosting;

/// <summary>
/// How the program ends. The numbers are documented in docs/program.md and never change their meaning.
/// </summary>
internal static class ExitCodes
{
    /// <summary>Done; every promise that was given was kept.</summary>
    public const int Kept = 0;

    /// <summary>Done; at least one promise was broken.</summary>
    public const int Broken = 1;

    /// <summary>The arguments, the scenario or a file it names cannot be worked with.</summary>
    public const int BadInput = 2;

    /// <summary>sim: a seed broke off.</summary>
    public const int SeedCrashed = 3;

    /// <summary>sim: an invariant was broken.</summary>
    public const int InvariantBroken = 4;

    /// <summary>sim: something that should have happened did not, or too little was on time.</summary>
    public const int NotLive = 5;

    /// <summary>A defect of the program (sysexits: EX_SOFTWARE).</summary>
    public const int Defect = 70;

    /// <summary>Output cannot be written (sysexits: EX_IOERR).</summary>
    public const int CannotWrite = 74;

    /// <summary>Interrupted by Ctrl-C (128 + SIGINT).</summary>
    public const int Interrupted = 130;

    /// <summary>The code of the gravest failure of a lane.</summary>
    public static int Of(FailureKind? worst) => worst switch
    {
        null => Kept,
        FailureKind.Crash => SeedCrashed,
        FailureKind.Invariant => InvariantBroken,
        _ => NotLive,
    };
}
