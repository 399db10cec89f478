using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Orbweaver.SystemTests;

/// <summary>
/// Runs the page's own tests, which are TypeScript, and reads what they say. Each failure becomes the text of
/// a failure here; what a machine lacks for them is a reason to skip.
/// </summary>
internal static class Vitest
{
    // Says by its exit code whether this Node is too old.
    private const string IsOld = "process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly Lazy<string> Root = new(FindRoot);

    /// <summary>The folder of the page's sources.</summary>
    public static string Sources => Path.Combine(Root.Value, "console");

    /// <summary>Files below a folder of the sources, as paths from there on.</summary>
    public static IEnumerable<string> Files(string folder, string ending)
        => Directory.EnumerateFiles(Path.Combine(Sources, folder), "*" + ending, SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Sources, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    /// <summary>
    /// Runs these files; gives what failed by file, one text a failure. Skips the test without Node or
    /// packages.
    /// </summary>
    public static Dictionary<string, List<string>> Run(params IReadOnlyList<string> files)
    {
        string program = Path.Combine(Sources, "node_modules", "vitest", "vitest.mjs");
        Assert.SkipUnless(HasNode(), "Node 20 is not on the PATH (Debian: apt install nodejs npm).");
        Assert.SkipUnless(File.Exists(program), "npm could not fetch the packages of the page.");
        string own = $"ow{Environment.ProcessId}-{Guid.NewGuid():N}.json";
        string report = Path.Combine(Path.GetTempPath(), own);
        try
        {
            string said = RunNode([program, "run", "--reporter=json", $"--outputFile={report}", .. files]);
            Assert.True(File.Exists(report), $"vitest made no report:\n{said}");
            return Read(report, files);
        }
        finally
        {
            File.Delete(report);
        }
    }

    private static Dictionary<string, List<string>> Read(string report, IReadOnlyList<string> files)
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(report));
        Dictionary<string, List<string>> failures = [];
        foreach (JsonElement file in json.RootElement.GetProperty("testResults").EnumerateArray())
        {
            string path = file.GetProperty("name").GetString()!;
            string name = Path.GetRelativePath(Sources, path).Replace('\\', '/');
            failures[name] = [.. FailuresOf(file)];
        }
        foreach (string missing in files.Except(failures.Keys))
        {
            failures[missing] = ["vitest did not run this file."];
        }
        return failures;
    }

    private static IEnumerable<string> FailuresOf(JsonElement file)
    {
        int tests = 0;
        foreach (JsonElement test in file.GetProperty("assertionResults").EnumerateArray())
        {
            tests++;
            if (test.GetProperty("status").GetString() == "failed")
            {
                IEnumerable<string?> messages = test.GetProperty("failureMessages").EnumerateArray()
                    .Select(m => m.GetString());
                yield return $"{test.GetProperty("fullName").GetString()}\n{string.Join('\n', messages)}";
            }
        }
        string? message = file.TryGetProperty("message", out JsonElement text) ? text.GetString() : null;
        if (!string.IsNullOrEmpty(message) || tests == 0)
        {
            yield return tests == 0 ? $"no test ran: {message}" : message!;
        }
    }

    private static bool HasNode()
    {
        try
        {
            using Process node = Process.Start(Start(["-e", IsOld]))!;
            node.WaitForExit();
            return node.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private static string RunNode(IReadOnlyList<string> arguments)
    {
        StringBuilder said = new();
        void Keep(object sender, DataReceivedEventArgs line)
        {
            lock (said)
            {
                said.AppendLine(line.Data);
            }
        }
        using Process node = Process.Start(Start(arguments))!;
        node.OutputDataReceived += Keep;
        node.ErrorDataReceived += Keep;
        node.BeginOutputReadLine();
        node.BeginErrorReadLine();
        if (!node.WaitForExit(Patience))
        {
            node.Kill(entireProcessTree: true);
            said.AppendLine("It did not end in time.");
        }
        node.WaitForExit();
        lock (said)
        {
            return said.ToString();
        }
    }

    private static ProcessStartInfo Start(IReadOnlyList<string> arguments) => new("node", arguments)
    {
        WorkingDirectory = Sources,
        UseShellExecute = false,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        Environment =
        {
            // The program that was built with these tests, and the .NET that runs them.
            ["ORBWEAVER_PROGRAM"] = Path.Combine(AppContext.BaseDirectory, "orbweaver.dll"),
            ["ORBWEAVER_DOTNET"] = Environment.ProcessPath is { } host
                && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet",
            ["NO_COLOR"] = "1",
        },
    };

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Orbweaver.slnx")))
        {
            folder = folder.Parent;
        }
        return folder?.FullName
            ?? throw new InvalidOperationException($"no Orbweaver.slnx above {AppContext.BaseDirectory}");
    }
}
