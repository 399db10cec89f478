using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;

namespace Orbweaver.Lab;

/// <summary>A process, told from a later one with the same number by when it started.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Started">Clock ticks from the start of the machine to its own.</param>
internal readonly record struct LabProcess(int Id, long Started)
{
    /// <summary>Whether it still runs.</summary>
    public bool IsAlive => LabProcesses.StartOf(Id) == Started;
}

/// <summary>
/// The processes of a lab's hosts. They are found by the configuration on their command line, which no other
/// process has; so none is lost whatever became of the one that started it.
/// </summary>
internal static class LabProcesses
{
    private static readonly TimeSpan TermPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan KillPatience = TimeSpan.FromSeconds(5);

    /// <summary>Starts the process of a host in its namespace; it lives on when this one ends.</summary>
    public static void Start(LabFolder folder, LabHost host)
    {
        // Through a shell for the log, and in a session of its own so that Ctrl-C here does not reach it.
        string[] program = [.. SelfCommand(), "node", "--config", folder.ConfigOf(host),
            "--control", folder.ControlOf(host), "--workers", "1"];
        ProcessStartInfo start = new("/bin/sh")
        {
            UseShellExecute = false,
            WorkingDirectory = folder.Path,
        };
        foreach (string argument in (string[])[
            "-c", "log=$1; shift; exec setsid ip netns exec \"$@\" >>\"$log\" 2>&1 </dev/null", "sh",
            folder.LogOf(host), folder.NamespaceOf(host), .. program])
        {
            start.ArgumentList.Add(argument);
        }
        // Many small processes on few cores: collectors of their own threads would only be in the way.
        start.Environment["DOTNET_gcConcurrent"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        Process.Start(start)!.Dispose();
    }

    /// <summary>All processes of a lab, or of one of its hosts.</summary>
    public static IReadOnlyList<LabProcess> Of(LabFolder folder, LabHost? host = null)
    {
        string wanted = host is null ? folder.Path + "/" : folder.ConfigOf(host);
        List<LabProcess> found = [];
        foreach (string entry in Directory.GetDirectories("/proc"))
        {
            if (int.TryParse(
                    Path.GetFileName(entry), NumberStyles.None, CultureInfo.InvariantCulture, out int id)
                && id != Environment.ProcessId && StartOf(id) is long started
                && IsOf(id, wanted, host is null))
            {
                found.Add(new LabProcess(id, started));
            }
        }
        return found;
    }

    /// <summary>Ends processes at once, as a crash does.</summary>
    public static void Kill(IReadOnlyList<LabProcess> processes)
    {
        Signal(processes, isKill: true);
        Wait(processes, KillPatience);
    }

    /// <summary>Ends processes in order, and those that do not listen at once.</summary>
    public static void Stop(IReadOnlyList<LabProcess> processes)
    {
        Signal(processes, isKill: false);
        if (!Wait(processes, TermPatience))
        {
            Kill(processes);
        }
    }

    /// <summary>When a process started; null when there is none.</summary>
    public static long? StartOf(int id)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/{id}/stat");
            // The name, in brackets, may hold anything; the rest are numbers: state, then from the 4th on.
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : long.Parse(fields[19], CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool IsOf(int id, string wanted, bool isPrefix)
    {
        try
        {
            string[] words = Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{id}/cmdline")).Split('\0');
            int at = Array.IndexOf(words, "--config");
            return at > 0 && at + 1 < words.Length && (isPrefix
                ? words[at + 1].StartsWith(wanted, StringComparison.Ordinal)
                : string.Equals(words[at + 1], wanted, StringComparison.Ordinal));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // By the shell, as .NET ends processes one way only.
    private static void Signal(IReadOnlyList<LabProcess> processes, bool isKill)
    {
        string[] alive = [.. processes.Where(p => p.IsAlive).Select(
            p => p.Id.ToString(CultureInfo.InvariantCulture))];
        if (alive.Length > 0)
        {
            LabTools.Run("/bin/sh", ["-c", "kill \"$@\"", "sh", isKill ? "-KILL" : "-TERM", .. alive]);
        }
    }

    private static bool Wait(IReadOnlyList<LabProcess> processes, TimeSpan patience)
    {
        long until = Environment.TickCount64 + (long)patience.TotalMilliseconds;
        while (processes.Any(p => p.IsAlive))
        {
            if (Environment.TickCount64 > until)
            {
                return false;
            }
            Thread.Sleep(10);
        }
        return true;
    }

    // This program, however it was started.
    private static string[] SelfCommand()
    {
        string self = Environment.ProcessPath!;
        return Path.GetFileNameWithoutExtension(self) switch
        {
            "orbweaver" => [self],
            "dotnet" => [self, typeof(LabProcesses).Assembly.Location],
            _ => ["dotnet", typeof(LabProcesses).Assembly.Location],
        };
    }
}
