using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Orbweaver.Hosting;
using Xunit;

namespace Orbweaver.SystemTests;

/// <summary>
/// <c>orbweaver up</c> in this process, with everything real but the console; stopped as by a signal.
/// </summary>
internal sealed class UpNetwork : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly string _folder = Directory.CreateTempSubdirectory("owup").FullName;
    private readonly CancellationTokenSource _stop = new();
    private readonly StringWriter _out = new();
    private readonly StringWriter _err = new();
    private readonly Task<int> _run;

    /// <summary>Brings the small scenario up and waits until it is.</summary>
    public UpNetwork(params string[] options)
    {
        string[] args = ["up", "small", "--control", Control, .. options];
        _run = Task.Factory.StartNew(
            () => Program.Run(args, HostOf(_out, _err, _stop.Token)), CancellationToken.None,
            TaskCreationOptions.LongRunning, TaskScheduler.Default);
        DateTime until = DateTime.UtcNow + Patience;
        while (!File.Exists(Control) && !_run.IsCompleted && DateTime.UtcNow < until)
        {
            Thread.Sleep(10);
        }
        Assert.True(File.Exists(Control), $"not up: {_out}{_err}");
    }

    /// <summary>Its socket for commands.</summary>
    public string Control => Path.Combine(_folder, "up.sock");

    /// <summary>Runs another command of the program; gives its exit code and what it printed.</summary>
    public static (int Code, string Text) Run(params string[] args)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        int code = Program.Run(args, HostOf(output, error, CancellationToken.None));
        return (code, output.ToString() + error);
    }

    /// <summary>Asks the network; the command must succeed.</summary>
    public string Ask(params string[] args)
    {
        (int code, string text) = Run([.. args, "--control", Control]);
        Assert.True(code == ExitCodes.Kept, text);
        return text;
    }

    /// <summary>Stops it as SIGTERM does; gives its exit code and its last words.</summary>
    public (int Code, string Text) Stop()
    {
        _stop.Cancel();
        Assert.True(_run.Wait(Patience), "it does not stop");
        return (_run.Result, _out.ToString() + _err);
    }

    public void Dispose()
    {
        Stop();
        _stop.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static ProgramHost HostOf(TextWriter output, TextWriter error, CancellationToken stop) => new()
    {
        Out = TextWriter.Synchronized(output),
        Err = TextWriter.Synchronized(error),
        CurrentFolder = Directory.GetCurrentDirectory(),
        Interrupt = stop,
    };
}
