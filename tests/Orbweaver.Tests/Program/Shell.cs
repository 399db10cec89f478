using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using Orbweaver.Hosting;

namespace Orbweaver.Tests.Program;

/// <summary>Runs the program in this process, as a pipe would see it, in a folder of its own.</summary>
internal sealed class Shell : IDisposable
{
    /// <summary>A scenario that is right, for tests to break.</summary>
    public const string Good = """
        name: good
        start: 2026-08-11T00:00:00Z
        duration: 15s
        constellations:
          leo:
            design: S:780:86.4:66/6/1
            minimum_elevation: 5deg
        sites:
          svalbard: 78.23N 15.41E
        edges:
          nuuk: 64.18N 51.72W
          tromso: 69.65N 18.96E
        contracts:
          weather:
            from: nuuk
            to: svalbard
            qos: 5-r-d
            budget: 1s
            promise: 99.9%
            traffic: {law: periodic, rate: 2/s, sources: 5, size: 200B}
        """;

    /// <summary>Two satellites: the ISS and one that decays soon after its epoch.</summary>
    public const string Elements = """
        ISS (ZARYA)
        1 25544U 98067A   20194.88612269 -.00002218  00000-0 -31515-4 0  9992
        2 25544  51.6461 221.2784 0001413  89.1723 280.4612 15.49507896236008
        """;

    public Shell() => Folder = Directory.CreateTempSubdirectory("orbweaver-test-").FullName;

    public string Folder { get; }

    public Result Run(params string[] args) => Run(host => host, args);

    public Result Run(Func<ProgramHost, ProgramHost> change, params string[] args)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        ProgramHost host = change(new ProgramHost { Out = output, Err = error, CurrentFolder = Folder });
        int code = Orbweaver.Program.Run(args, host);
        return new Result(code, output.ToString(), error.ToString());
    }

    /// <summary>Runs with an interrupt that comes as soon as the header is printed.</summary>
    public Result RunInterrupted(params string[] args)
    {
        using CancellationTokenSource interrupt = new();
        using InterruptingWriter output = new(interrupt);
        using StringWriter error = new();
        int code = Orbweaver.Program.Run(
            args,
            new ProgramHost
            {
                Out = output,
                Err = error,
                CurrentFolder = Folder,
                Interrupt = interrupt.Token,
            });
        return new Result(code, output.ToString(), error.ToString());
    }

    public string Write(string name, string text)
    {
        string path = Path.Combine(Folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    public string Read(string name) => File.ReadAllText(Path.Combine(Folder, name));

    public IEnumerable<string> Files(string folder = "")
    {
        foreach (string path in Directory.GetFiles(Path.Combine(Folder, folder)))
        {
            yield return Path.GetFileName(path);
        }
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    public sealed record Result(int Code, string Out, string Err);

    private sealed class InterruptingWriter(CancellationTokenSource interrupt) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value?.StartsWith("contracts", StringComparison.Ordinal) == true)
            {
                interrupt.Cancel();
            }
        }
    }
}
