// tidy: waits because processes and their sockets live in real time.
using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Orbweaver.Hosting;
using Xunit;

namespace Orbweaver.SystemTests.LiveNodes;

/// <summary>
/// <c>orbweaver node</c> on a thread of this process, with everything real but the console; stopped as by a
/// signal.
/// </summary>
internal sealed class HostProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly CancellationTokenSource _stop = new();
    private readonly StringWriter _out = new();
    private readonly StringWriter _err = new();
    private readonly Task<int> _run;

    public HostProcess(string config)
    {
        Control = config + ".sock";
        _run = Task.Factory.StartNew(
            () => Program.Run(
                ["node", "--config", config, "--control", Control], HostOf(_out, _err, _stop.Token)),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Its socket for commands.</summary>
    public string Control { get; }

    /// <summary>What it has said so far.</summary>
    public string Said
    {
        get
        {
            lock (_out)
            {
                return _out.ToString() + _err;
            }
        }
    }

    /// <summary>Runs another command of the program.</summary>
    public static (int Code, string Text) Run(params string[] args)
    {
        using StringWriter output = new();
        int code = Program.Run(args, HostOf(output, output, CancellationToken.None));
        return (code, output.ToString());
    }

    /// <summary>Asks the host; the command must succeed.</summary>
    public string Ask(params string[] args)
    {
        (int code, string text) = Run([.. args, "--control", Control]);
        Assert.True(code == ExitCodes.Kept, text);
        return text;
    }

    /// <summary>
    /// Waits until something holds, which takes a sound machine much less than it is given.
    /// </summary>
    public static void Until(Func<bool> holds, Func<string> what)
    {
        DateTime until = DateTime.UtcNow + Patience;
        while (!holds())
        {
            if (DateTime.UtcNow > until)
            {
                Assert.Fail(what());
            }
            Thread.Sleep(20);
        }
    }

    /// <summary>Waits for its end; gives its exit code.</summary>
    public int End()
    {
        Assert.True(_run.Wait(Patience), "it does not end");
        return _run.Result;
    }

    public void Dispose()
    {
        _stop.Cancel();
        End();
        _stop.Dispose();
    }

    private static ProgramHost HostOf(TextWriter output, TextWriter error, CancellationToken stop) => new()
    {
        Out = TextWriter.Synchronized(output),
        Err = TextWriter.Synchronized(error),
        CurrentFolder = Directory.GetCurrentDirectory(),
        Interrupt = stop,
    };
}
