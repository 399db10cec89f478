using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Orbweaver.Commands;
using Orbweaver.Hosting;
using Orbweaver.Scenarios;

namespace Orbweaver;

/// <summary>
/// The program: gives the commands their surroundings and turns every ending into an exit code.
/// </summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        using CancellationTokenSource interrupt = new();
        void Stop(PosixSignalContext context)
        {
            // The first one ends the run in order; after that the system's own answer stands.
            context.Cancel = !interrupt.IsCancellationRequested;
            interrupt.Cancel();
        }
        using PosixSignalRegistration ctrlC = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using PosixSignalRegistration term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        // Buffered, unlike Console.Out: a CSV of positions is millions of short writes.
        using StreamWriter output = new(ProgramHost.OpenOutput(), bufferSize: 1 << 16);
        return Run(args, ProgramHost.OfConsole(output, interrupt.Token));
    }

    /// <summary>The whole program, for tests as for the console.</summary>
    public static int Run(IReadOnlyList<string> args, ProgramHost host)
    {
        try
        {
            int code = CommandLine.Run(args, host);
            host.Out.Flush();
            return code;
        }
        catch (BadInputException e)
        {
            e.Findings.Print(host.Err);
            return ExitCodes.BadInput;
        }
        catch (OutputException e)
        {
            host.Err.WriteLine($"orbweaver: {e.Message}.");
            return ExitCodes.CannotWrite;
        }
        catch (OperationCanceledException) when (host.Interrupt.IsCancellationRequested)
        {
            host.Err.WriteLine("orbweaver: interrupted before it was done.");
            return ExitCodes.Interrupted;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Reading is answered where it happens; what comes here is the standard output, full or closed.
            host.Err.WriteLine($"orbweaver: cannot write the output: {e.Message.TrimEnd('.')}.");
            return ExitCodes.CannotWrite;
        }
        catch (Exception e)
        {
            return Defects.Print(host, e);
        }
    }
}
