using System;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Threading;
using Orbweaver.Hosting;
using Xunit;

namespace Orbweaver.SystemTests;

/// <summary>
/// The whole of 'orbweaver up' in this process, on a thread of its own, with a small network and a folder
/// that goes with it.
/// </summary>
internal sealed class RunningNetwork : IDisposable
{
    private const string Scenario = """
        name: watched
        start: 2026-08-11T00:00:00Z
        duration: 60s
        constellations:
          leo:
            design: S:780:86.4:66/6/1
            minimum_elevation: 5deg
        sites:
          svalbard: 78.23N 15.41E
        edges:
          nuuk: 64.18N 51.72W
          tromso: 69.65N 18.96E
          london: 51.51N 0.13W
        contracts:
          spread:
            from: nuuk
            to: [svalbard, tromso, london]
            qos: 5-i-c
            traffic: {law: periodic, rate: 20/s, size: 200B}
          kept:
            from: nuuk
            to: tromso
            qos: 6-f-g
            traffic: {law: periodic, rate: 20/s, size: 4000B}
          twice:
            from: tromso
            to: london
            qos: 8-i-d
            protection: replicate
            traffic: {law: periodic, rate: 20/s, size: 300B}
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly CancellationTokenSource _stop = new();
    private readonly Lines _out = new("commands at ");
    private readonly Lines _err = new("\0");
    private readonly Thread _thread;
    private int _code = -1;

    public RunningNetwork(params string[] args)
    {
        Folder = Directory.CreateTempSubdirectory("ow").FullName;
        File.WriteAllText(Path.Combine(Folder, "watched.yaml"), Scenario);
        ProgramHost host = new()
        {
            Out = _out,
            Err = _err,
            CurrentFolder = Folder,
            Interrupt = _stop.Token,
        };
        string[] http = args.Contains("--http") ? [] : ["--http", "off"];
        string[] all =
        [
            "up", "watched.yaml", "--control", Path.Combine(Folder, "up.sock"), "--history", "off", .. http,
            .. args,
        ];
        _thread = new Thread(() =>
        {
            _code = Orbweaver.Program.Run(all, host);
            _out.Found.Set();
        })
        {
            Name = "network under test",
        };
        _thread.Start();
        Assert.True(_out.Found.Wait(Patience), "the network did not come up");
    }

    public string Folder { get; }

    public string Out => _out.ToString();

    public string Err => _err.ToString();

    /// <summary>The address of a line such as "metrics at http://127.0.0.1:9464/metrics".</summary>
    public Uri MetricsAt => new(Out.Split('\n')
        .Single(l => l.StartsWith("metrics at ", StringComparison.Ordinal))["metrics at ".Length..]);

    public HttpClient Client { get; } = new() { Timeout = Patience };

    /// <summary>Waits until it stops by itself.</summary>
    public int WaitForEnd()
    {
        Assert.True(_thread.Join(Patience), "the network did not stop");
        return _code;
    }

    /// <summary>Stops it as a signal would.</summary>
    public int Stop()
    {
        _stop.Cancel();
        return WaitForEnd();
    }

    public void Dispose()
    {
        Stop();
        Client.Dispose();
        _stop.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    // Keeps what is written by any thread, and sees when a line begins as asked.
    private sealed class Lines(string beginning) : TextWriter
    {
        private readonly StringBuilder _text = new();
        private readonly Lock _gate = new();

        public ManualResetEventSlim Found { get; } = new();

        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => Write([value]);

        public override void Write(char[] buffer, int index, int count)
        {
            lock (_gate)
            {
                _text.Append(buffer, index, count);
                if (_text.ToString().Split('\n')[..^1]
                    .Any(l => l.StartsWith(beginning, StringComparison.Ordinal)))
                {
                    Found.Set();
                }
            }
        }

        public override string ToString()
        {
            lock (_gate)
            {
                return _text.ToString();
            }
        }
    }
}
