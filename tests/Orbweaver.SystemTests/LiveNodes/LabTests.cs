using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Orbweaver.Hosting;
using Xunit;

namespace Orbweaver.SystemTests.LiveNodes;

/// <summary>Real hosts in namespaces of this machine: processes, devices, a bridge.</summary>
public sealed class LabTests
{
    private readonly string _name = $"{Environment.ProcessId}lab{Guid.NewGuid().ToString("n")[..4]}";

    public LabTests()
    {
        // Skips where namespaces cannot be made, with the reason.
        NetNamespace.NeedsTun();
        NetNamespace.NeedsTool("ping");
        NetNamespace.NeedsTool("setsid");
        NetNamespace.Create().Dispose();
    }

    private string Folder => Path.Combine("/tmp", $"orbweaver-lab-{Environment.UserName}", _name);

    [Fact]
    public void A_lab_goes_on_when_a_host_in_use_is_killed_and_leaves_nothing_behind()
    {
        (int code, string text) = HostProcess.Run(
            "lab", "test", "--name", _name, "--liveness", "50ms", "--no-delay");

        Assert.True(code == ExitCodes.Kept, text);
        Assert.Contains("all held; nothing is left behind", text, StringComparison.Ordinal);
        AssertNothingLeft();
    }

    [Fact]
    public void What_is_up_is_found_by_its_name_and_removed_again_and_again()
    {
        (int code, string text) = HostProcess.Run("lab", "up", "--name", _name, "--hosts", "2");
        try
        {
            Assert.True(code == ExitCodes.Kept, text);
            Assert.Contains($"ow{_name}.oslo", text, StringComparison.Ordinal);
            UnixFileMode mode = OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(Folder);
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, mode);

            (int again, string said) = HostProcess.Run("lab", "up", "--name", _name, "--hosts", "2");
            Assert.Equal(ExitCodes.BadInput, again);
            Assert.Contains("there is a lab", said, StringComparison.Ordinal);
        }
        finally
        {
            for (int i = 0; i < 2; i++)
            {
                Assert.Equal(ExitCodes.Kept, HostProcess.Run("lab", "down", "--name", _name).Code);
            }
        }
        AssertNothingLeft();
    }

    [Fact]
    public async Task An_interrupted_lab_leaves_nothing_behind()
    {
        using CancellationTokenSource stop = new();
        using StringWriter output = new();
        ProgramHost host = new()
        {
            Out = TextWriter.Synchronized(output),
            Err = TextWriter.Synchronized(output),
            CurrentFolder = Directory.GetCurrentDirectory(),
            Interrupt = stop.Token,
        };
        Task<int> run = Task.Run(
            () => Program.Run(["lab", "up", "--name", _name, "--hosts", "2"], host), CancellationToken.None);
        HostProcess.Until(
            () => Directory.Exists("/run/netns")
                && Directory.GetFiles("/run/netns", $"ow{_name}.*").Length > 2,
            () => $"no namespaces: {output}");
        await stop.CancelAsync();

        Assert.Equal(ExitCodes.Interrupted, await run);
        AssertNothingLeft();
    }

    private void AssertNothingLeft()
    {
        Assert.False(Directory.Exists(Folder));
        Assert.Empty(Directory.GetFiles("/run/netns", $"ow{_name}.*"));
        Assert.DoesNotContain(
            Directory.GetDirectories("/proc").Where(d => char.IsAsciiDigit(Path.GetFileName(d)[0])),
            d => CommandLineOf(d).Contains(Folder, StringComparison.Ordinal));
    }

    private static string CommandLineOf(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline"));
        }
        catch (IOException)
        {
            return "";
        }
    }
}
