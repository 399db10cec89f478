using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Text.Json;
using System.Threading;

namespace Orbweaver.Bench;

/// <summary>What a peer printed: one JSON object.</summary>
internal sealed record PeerResult(JsonElement Json)
{
    /// <summary>A number that it measured.</summary>
    public double Number(string name) => Json.GetProperty(name).GetDouble();
}

/// <summary>
/// Programs of others, measured beside ours: a Python script, or a C++ source that is compiled first. A peer
/// times its own work (a median of repeats), and prints one JSON object on one line; when something that it
/// needs is missing it ends with exit code 77 and one line that says what.
/// </summary>
internal static class Peers
{
    private const string Python = "/usr/bin/python3";
    private const string Compiler = "g++";
    private const int ExitMissing = 77;

    /// <summary>Runs a peer; null with the reason where that cannot be.</summary>
    public static PeerResult? Run(
        string? folder,
        string script,
        IReadOnlyList<string> arguments,
        CancellationToken interrupt,
        out string? why)
    {
        string? source = folder is null ? null : Path.Combine(folder, script);
        if (!File.Exists(source))
        {
            why = "there is no such file in bench/peers";
            return null;
        }
        if (Path.GetExtension(script) is not ".cpp")
        {
            return Start(Python, [source, .. arguments], interrupt, out why);
        }
        string binary = Path.Combine(Path.GetTempPath(), $"orbweaver-peer-{Guid.NewGuid():N}");
        try
        {
            string[] compile = ["-O3", "-march=native", "-std=c++20", "-o", binary, source];
            return TryRun(Compiler, compile, interrupt, out _, out why)
                ? Start(binary, arguments, interrupt, out why)
                : null;
        }
        finally
        {
            File.Delete(binary);
        }
    }

    private static PeerResult? Start(
        string program, IReadOnlyList<string> arguments, CancellationToken interrupt, out string? why)
    {
        if (!TryRun(program, arguments, interrupt, out string output, out why))
        {
            return null;
        }
        try
        {
            using JsonDocument document = JsonDocument.Parse(output);
            return new PeerResult(document.RootElement.Clone());
        }
        catch (JsonException)
        {
            why = $"it printed no JSON: {FirstLine(output)}";
            return null;
        }
    }

    private static bool TryRun(
        string program,
        IReadOnlyList<string> arguments,
        CancellationToken interrupt,
        out string output,
        out string? why)
    {
        output = "";
        Process started;
        try
        {
            started = Process.Start(new ProcessStartInfo(program, arguments)
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        }
        catch (Win32Exception)
        {
            why = $"there is no {program}";
            return false;
        }
        using Process process = started;
        using CancellationTokenRegistration stop = interrupt.Register(() => process.Kill(true));
        System.Threading.Tasks.Task<string> errors = process.StandardError.ReadToEndAsync(interrupt);
        output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        interrupt.ThrowIfCancellationRequested();
        string said = FirstLine(errors.GetAwaiter().GetResult());
        why = process.ExitCode switch
        {
            0 => null,
            ExitMissing => said,
            int code => $"it ended with exit code {code}: {said}",
        };
        return why is null;
    }

    private static string FirstLine(string text)
        => text.Trim().Split('\n') is [.., { Length: > 0 } last] ? last : "it said nothing";
}
