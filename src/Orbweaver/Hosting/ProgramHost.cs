using System;
using System.IO;
using System.Threading;
using Microsoft.Win32.SafeHandles;
using Orbweaver.Live.Interop;
using Orbweaver.Model;
using Orbweaver.Scenarios;

namespace Orbweaver.Hosting;

/// <summary>The one thing that the top of the program cannot know by itself: what was about to run.</summary>
internal sealed class Running
{
    /// <summary>The scenario, once it is read.</summary>
    public Scenario? Scenario { get; set; }
}

/// <summary>
/// What surrounds the program: streams, terminal, variables, folder, interrupts. Tests bring their own.
/// </summary>
internal sealed record ProgramHost
{
    /// <summary>Where results go.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Where progress, notes and findings go.</summary>
    public required TextWriter Err { get; init; }

    /// <summary>Whether a person reads <see cref="Out"/> on a terminal.</summary>
    public bool IsOutTerminal { get; init; }

    /// <summary>Whether a person reads <see cref="Err"/> on a terminal.</summary>
    public bool IsErrTerminal { get; init; }

    /// <summary>Columns of the terminal.</summary>
    public int Columns { get; init; } = ColumnsPiped;

    /// <summary>Columns and rows of the terminal now: people change them.</summary>
    public Func<(int Columns, int Rows)> ScreenSize { get; init; } = static () => (ColumnsPiped, RowsUsual);

    /// <summary>A key that was pressed; null where none was, or nobody is there to press one.</summary>
    public Func<ConsoleKey?> ReadKey { get; init; } = static () => null;

    /// <summary>Environment variables.</summary>
    public Func<string, string?> Variable { get; init; } = static _ => null;

    /// <summary>Where relative paths of the command line begin.</summary>
    public required string CurrentFolder { get; init; }

    /// <summary>Where the program lies; shipped scenarios are looked for from here upwards.</summary>
    public string ProgramFolder { get; init; } = AppContext.BaseDirectory;

    /// <summary>Cancelled by Ctrl-C.</summary>
    public CancellationToken Interrupt { get; init; }

    /// <summary>The time of day, for the date that files carry; results never depend on it.</summary>
    public Func<Instant> Clock { get; init; } = static () =>
    {
        DateTime now = DateTime.UtcNow;
        return Utc.FromCalendar(now.Year, now.Month, now.Day, now.Hour, now.Minute, now.Second);
    };

    /// <summary>What is running, for the report of a defect.</summary>
    public Running Running { get; } = new();

    /// <summary>
    /// The width of tables that nobody looks at directly: they must not depend on who started the program.
    /// </summary>
    public const int ColumnsPiped = 80;

    private const int StandardOutput = 1;
    private const int StandardError = 2;

    // Terminals that say nothing of their size say 0.
    private const int ColumnsLeast = 20;
    private const int RowsLeast = 5;

    /// <summary>Rows of a terminal of which nothing is known.</summary>
    public const int RowsUsual = 24;

    /// <summary>
    /// Whether results may be coloured: on a terminal, unless NO_COLOR or a dumb terminal says no.
    /// </summary>
    public bool IsOutColoured => IsOutTerminal && IsColourWanted;

    /// <summary>Whether a moving progress bar may be drawn.</summary>
    public bool IsProgressWanted => IsErrTerminal && IsColourWanted;

    private bool IsColourWanted
        => string.IsNullOrEmpty(Variable("NO_COLOR"))
            && !string.Equals(Variable("TERM"), "dumb", StringComparison.Ordinal);

    /// <summary>
    /// The standard output. What the runtime opens would first turn a terminal's keypad to another mode, by
    /// codes that have no place in the output of a command; a terminal is as well written as a file.
    /// </summary>
    public static Stream OpenOutput()
        => System.Console.IsOutputRedirected ? System.Console.OpenStandardOutput() : Terminal(StandardOutput);

    private static Stream OpenError()
        => System.Console.IsErrorRedirected ? System.Console.OpenStandardError() : Terminal(StandardError);

    private static FileStream Terminal(int descriptor)
        => new(new SafeFileHandle(descriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);

    private static (int Columns, int Rows) TerminalSize()
    {
        (int columns, int rows) = TerminalNative.SizeOf(StandardOutput) ?? (ColumnsPiped, RowsUsual);
        return (Math.Max(ColumnsLeast, columns), Math.Max(RowsLeast, rows));
    }

    /// <summary>The real thing; results go through <paramref name="output"/>.</summary>
    public static ProgramHost OfConsole(TextWriter output, CancellationToken interrupt) => new()
    {
        Out = output,
        Err = TextWriter.Synchronized(new StreamWriter(OpenError()) { AutoFlush = true }),
        IsOutTerminal = !System.Console.IsOutputRedirected,
        IsErrTerminal = !System.Console.IsErrorRedirected,
        Columns = System.Console.IsOutputRedirected
            ? ColumnsPiped : Math.Max(ColumnsPiped, TerminalSize().Columns),
        ScreenSize = TerminalSize,
        ReadKey = static () => !System.Console.IsInputRedirected && System.Console.KeyAvailable
            ? System.Console.ReadKey(intercept: true).Key : null,
        Variable = Environment.GetEnvironmentVariable,
        CurrentFolder = Directory.GetCurrentDirectory(),
        Interrupt = interrupt,
    };
}
