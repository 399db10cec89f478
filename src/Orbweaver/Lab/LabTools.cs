using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using Orbweaver.Live;
using Orbweaver.Scenarios;

namespace Orbweaver.Lab;

/// <summary>The tools of the system that a lab is made with.</summary>
internal static class LabTools
{
    private const string NamespaceFolder = "/run/netns";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>What is missing is bad input: one line.</summary>
    public static void Check()
    {
        (bool IsThere, string What, string Advice) missing = new[]
        {
            (OperatingSystem.IsLinux(), "network namespaces are Linux's", "Use a Linux machine"),
            (Environment.IsPrivilegedProcess, "making network namespaces needs root", "Run it as root"),
            (HasTool("ip"), "the tool 'ip' is not installed", "Install iproute2"),
            (HasTool("setsid"), "the tool 'setsid' is not installed", "Install util-linux"),
            (File.Exists("/dev/net/tun"), "there is no /dev/net/tun",
                "modprobe tun, or give the container the device"),
        }.FirstOrDefault(t => !t.Item1, (true, "", ""));
        if (!missing.IsThere)
        {
            throw BadInputException.Of("lab", missing.What, missing.Advice);
        }
    }

    /// <summary>Whether a program can be started by its name.</summary>
    public static bool HasTool(string tool)
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
            .Any(f => f.Length > 0 && File.Exists(Path.Combine(f, tool)));

    /// <summary>Runs 'ip'; a failure ends the lab.</summary>
    public static void Ip(params string[] arguments)
    {
        (int code, string output) = Run("ip", arguments);
        if (code != 0)
        {
            throw BadInputException.Of(
                "lab", $"'ip {string.Join(' ', arguments)}' failed: {output.TrimEnd('.')}",
                "See whether this machine lets root make namespaces, veth devices and bridges");
        }
    }

    /// <summary>Namespaces whose names begin so.</summary>
    public static IReadOnlyList<string> Namespaces(string prefix)
        => Directory.Exists(NamespaceFolder)
            ? [.. Directory.GetFiles(NamespaceFolder, $"{prefix}*").Select(f => Path.GetFileName(f)!)
                .Order(StringComparer.Ordinal)]
            : [];

    /// <summary>Runs a program to its end.</summary>
    public static (int Code, string Output) Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        System.Threading.Tasks.Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
        }
        return (process.ExitCode, (output + errors.Result).Trim());
    }

    /// <summary>
    /// Does something on a thread that stands in a namespace; sockets made there stay there.
    /// </summary>
    public static T In<T>(string space, Func<T> work)
    {
        T? result = default;
        Exception? failure = null;
        Thread thread = new(() =>
        {
            try
            {
                if (!NetNamespaces.TryEnter(space, out string error))
                {
                    throw BadInputException.Of("lab", error);
                }
                result = work();
            }
            catch (Exception e)
            {
                failure = e;
            }
        });
        thread.Start();
        thread.Join();
        return failure is null ? result! : throw failure;
    }
}
