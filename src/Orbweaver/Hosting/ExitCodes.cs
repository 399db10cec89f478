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

    /// <summary>A defect of the program (sysexits: EX_SOFTWARE).</summary>
    public const int Defect = 70;

    /// <summary>Output cannot be written (sysexits: EX_IOERR).</summary>
    public const int CannotWrite = 74;

    /// <summary>Interrupted by Ctrl-C (128 + SIGINT).</summary>
    public const int Interrupted = 130;
}
