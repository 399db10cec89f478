using System;
using System.Diagnostics;
using System.IO;
using Xunit;

namespace Orbweaver.SystemTests;

/// <summary>What the program says to a terminal, seen by script(1).</summary>
public sealed class TerminalTests
{
    [Theory]
    [InlineData("scenarios", "backbone ")]
    [InlineData("status --control /nobody.sock", "no network is up")]
    public void Without_colours_a_terminal_gets_text_alone(string command, string expected)
    {
        string said = InTerminal(command, columns: 100);

        Assert.Contains(expected, said, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', said);
    }

    [Fact]
    public void Tables_fit_the_terminal()
    {
        using UpNetwork up = new();

        string[] lines = InTerminal($"top --once --control {up.Control}", columns: 60).Split("\r\n");

        Assert.True(lines.Length > 10, string.Join('\n', lines));
        Assert.All(lines, l => Assert.InRange(l.Length, 0, 60));
        Assert.Contains(lines, l => l.Length > 40);
        Assert.All(lines, l => Assert.DoesNotContain('\e', l));
    }

    private static string InTerminal(string command, int columns)
    {
        NetNamespace.NeedsTool("script");
        string program = Path.Combine(AppContext.BaseDirectory, "orbweaver.dll");
        ProcessStartInfo how = new("script")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        foreach (string word in (string[])
            ["-qec", $"stty cols {columns} rows 30; exec dotnet {program} {command}", "/dev/null"])
        {
            how.ArgumentList.Add(word);
        }
        how.Environment["NO_COLOR"] = "1";
        how.Environment["TERM"] = "xterm-256color";
        using Process process = Process.Start(how)!;
        process.StandardInput.Close();
        string said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return said;
    }
}
