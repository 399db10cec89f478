using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Threading;
using Orbweaver.Live.Interop;
using Xunit;

namespace Orbweaver.SystemTests;

/// <summary>
/// A named network namespace that lives as long as a test. Names begin with "ow" and the number of the
/// process, so that what a killed run left behind is found and removed by the next.
/// </summary>
internal sealed class NetNamespace : IDisposable
{
    private const string Folder = "/run/netns";

    private static int s_last;

    private NetNamespace(string name) => Name = name;

    /// <summary>Its name, as 'ip netns' knows it.</summary>
    public string Name { get; }

    /// <summary>Makes one with its loopback device up, or skips the test with the reason.</summary>
    public static NetNamespace Create()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "network namespaces are Linux's");
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "making a network namespace needs root");
        Assert.SkipUnless(HasTool("ip"), "the tool 'ip' (iproute2) is not installed");
        RemoveLeftovers();
        string name = $"ow{Environment.ProcessId}n{Interlocked.Increment(ref s_last)}";
        (int code, string output) = Run("ip", "netns", "add", name);
        Assert.SkipUnless(code == 0, $"a network namespace cannot be made here: {output}");
        NetNamespace space = new(name);
        space.Ip("link", "set", "lo", "up");
        return space;
    }

    /// <summary>Skips the test where there are no TUN devices.</summary>
    public static void NeedsTun()
        => Assert.SkipUnless(File.Exists("/dev/net/tun"), "this machine has no /dev/net/tun");

    /// <summary>Skips the test where a tool is missing.</summary>
    public static void NeedsTool(string tool)
        => Assert.SkipUnless(HasTool(tool), $"the tool '{tool}' is not installed");

    /// <summary>Configures the namespace; a failure is the test's.</summary>
    public string Ip(params string[] arguments)
    {
        (int code, string output) = TryIp(arguments);
        Assert.True(code == 0, $"ip -n {Name} {string.Join(' ', arguments)}: {output}");
        return output;
    }

    /// <summary>Configures the namespace as far as the kernel and the tool know how.</summary>
    public (int Code, string Output) TryIp(params string[] arguments)
        => Run("ip", ["-n", Name, .. arguments]);

    /// <summary>
    /// Does something on a thread that stands in the namespace; sockets made there stay there.
    /// </summary>
    public T Inside<T>(Func<T> work)
    {
        T result = default!;
        Exception? failure = null;
        Thread thread = new(() =>
        {
            try
            {
                int space = PollNative.OpenToRead(Path.Combine(Folder, Name));
                Assert.True(TunNative.EnterNamespace(space), $"the namespace {Name} cannot be entered");
                _ = PollNative.Close(space);
                result = work();
            }
            catch (Exception e)
            {
                failure = e;
            }
        });
        thread.Start();
        thread.Join();
        return failure is null ? result : throw new InvalidOperationException("not done inside", failure);
    }

    /// <summary>Starts a program in the namespace; the caller waits for its end.</summary>
    public Process Start(params string[] command) => StartProcess("ip", ["netns", "exec", Name, .. command]);

    /// <summary>Removes the namespace, and with it all its devices.</summary>
    public void Dispose() => Run("ip", "netns", "del", Name);

    private static bool HasTool(string tool)
    {
        foreach (string folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'))
        {
            if (File.Exists(Path.Combine(folder, tool)))
            {
                return true;
            }
        }
        return false;
    }

    private static void RemoveLeftovers()
    {
        if (!Directory.Exists(Folder))
        {
            return;
        }
        foreach (string path in Directory.GetFiles(Folder, "ow*"))
        {
            string name = Path.GetFileName(path);
            int end = 2;
            while (end < name.Length && char.IsAsciiDigit(name[end]))
            {
                end++;
            }
            if (int.TryParse(name.AsSpan(2, end - 2), CultureInfo.InvariantCulture, out int process)
                && !Directory.Exists($"/proc/{process}"))
            {
                Run("ip", "netns", "del", name);
            }
        }
    }

    private static (int Code, string Output) Run(string program, params string[] arguments)
    {
        using Process process = StartProcess(program, arguments);
        string output = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output.Trim());
    }

    private static Process StartProcess(string program, string[] arguments)
        => Process.Start(new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
}
