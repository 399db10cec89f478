using System;
using System.IO;
using System.Linq;
using System.Threading;
using Orbweaver.Hosting;
using Orbweaver.Model;
using Xunit;

namespace Orbweaver.Tests.Program;

public sealed class HostingTests
{
    [Theory]
    [InlineData(0, 4)]
    [InlineData(1, 4)]
    [InlineData(7, 3)]
    [InlineData(1000, 2)]
    [InlineData(1001, 16)]
    public void Workers_cover_every_index_once(int count, int workers)
    {
        int[] visits = new int[count];
        ThreadWorkers.Of(workers).For(count, (first, end) =>
        {
            for (int i = first; i < end; i++)
            {
                Interlocked.Increment(ref visits[i]);
            }
        });
        Assert.All(visits, v => Assert.Equal(1, v));
    }

    [Fact]
    public void One_worker_is_sequential() => Assert.Same(SequentialWorkers.Instance, ThreadWorkers.Of(1));

    [Fact]
    public void Failures_of_workers_come_out_as_they_were_thrown()
    {
        InvariantException e = Assert.Throws<InvariantException>(
            () => new ThreadWorkers(4).For(100, (_, _) => throw new InvariantException("broken")));
        Assert.Equal("broken", e.Message);
    }

    [Fact]
    public void A_write_that_fails_leaves_the_old_file_and_nothing_else()
    {
        using Shell shell = new();
        OutputFolder folder = OutputFolder.Open(shell.Folder);
        folder.WriteText("a.txt", w => w.Write("old"));
        Assert.Throws<InvalidOperationException>(() => folder.WriteText("a.txt", w =>
        {
            w.Write("half");
            throw new InvalidOperationException();
        }));
        Assert.Equal("old", shell.Read("a.txt"));
        Assert.Equal(["a.txt"], shell.Files());
    }

    [Fact]
    public void A_defect_prints_one_line_what_to_report_and_no_stack()
    {
        using StringWriter err = new();
        ProgramHost host = new() { Out = TextWriter.Null, Err = err, CurrentFolder = "/" };
        Assert.Equal(70, Defects.Print(host, new InvariantException("A queue is below zero.")));
        string[] lines = err.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("orbweaver: internal error: InvariantException: A queue is below zero.", lines[0]);
        Assert.Contains("Please report it with: version", lines[1], StringComparison.Ordinal);
        Assert.Equal(3, lines.Length);
    }

    [Fact]
    public void A_bar_is_drawn_on_a_terminal_only_and_only_for_long_work()
    {
        using StringWriter err = new();
        ProgramHost host =
            new() { Out = TextWriter.Null, Err = err, CurrentFolder = "/", IsErrTerminal = true };
        Assert.Equal(3, new Progress(host, isQuiet: false).Of(p =>
        {
            p.Report("topology", 1, 2);
            return 3;
        }));
        Assert.Equal("", err.ToString());
        Assert.False((host with { Variable = static n => n == "TERM" ? "dumb" : null }).IsProgressWanted);
        Assert.False((host with { IsErrTerminal = false }).IsProgressWanted);
        Assert.True(host.IsProgressWanted);
    }

    [Fact]
    public void Names_are_made_fit()
        => Assert.Equal(
            ["STARLINK-1008", "ISS--ZARYA-", "unnamed"],
            new[] { "STARLINK-1008", "ISS (ZARYA)", " " }.Select(Orbweaver.Scenarios.Names.Fitting));
}
