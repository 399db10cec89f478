// tidy: waits because a network that is up, its devices and applications live in real time.
using System;
using System.IO;
using System.Linq;
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
        // Nothing is written into anybody's home, and no usual port is taken.
        string[] http = options.Contains("--http") ? [] : ["--http", "off"];
        string[] history = options.Contains("--history") ? [] : ["--history", "off"];
        string scenario = options.FirstOrDefault(o
            => o.EndsWith(".yaml", StringComparison.Ordinal)) ?? "small";
        string[] rest = [.. options.Where(o => o != scenario)];
        string[] args = ["up", scenario, "--control", Control, .. http, .. history, .. rest];
        _run = Task.Factory.StartNew(
            () => Program.Run(args, HostOf(_out, _err, _stop.Token)), CancellationToken.None,
            TaskCreationOptions.LongRunning, TaskScheduler.Default);
        DateTime until = DateTime.UtcNow + Patience;
        while (!File.Exists(Control) && !_run.IsCompleted && DateTime.UtcNow < until)
        {
            // tidy: waits because the network comes up in real time.
            Thread.Sleep(10);
        }
        Assert.True(File.Exists(Control), $"not up: {_out}{_err}");
    }

    /// <summary>Its socket for commands.</summary>
    public string Control => Path.Combine(_folder, "up.sock");

    /// <summary>A folder that goes with it.</summary>
    public string Folder => _folder;

    /// <summary>What it said so far.</summary>
    public string Out
    {
        get
        {
            lock (_out)
            {
                return _out.ToString();
            }
        }
    }

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
