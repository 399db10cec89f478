using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Orbweaver.Hosting;

/// <summary>
/// Where benchmarks find their peers, the data and their history, and what machine this is.
/// </summary>
internal sealed class BenchHome
{
    private const string CpuFile = "/proc/cpuinfo";
    private const string DataVariable = "ORBWEAVER_DATA";

    private readonly string? _root;
    private readonly ProgramHost _host;

    /// <summary>
    /// Looks for <c>bench/peers</c> beside the program or above it, as scenarios are looked for.
    /// </summary>
    public BenchHome(ProgramHost host)
    {
        _host = host;
        for (DirectoryInfo? folder = new(host.ProgramFolder); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, "bench", "peers")))
            {
                _root = folder.FullName;
                break;
            }
        }
    }

    /// <summary>Scripts of peers; null outside a clone.</summary>
    public string? PeersFolder => _root is null ? null : Path.Combine(_root, "bench", "peers");

    /// <summary>Where results are appended; null outside a clone.</summary>
    public string? HistoryFile => _root is null ? null : Path.Combine(_root, "bench", "history.jsonl");

    /// <summary>The public data; null where there is none.</summary>
    public string? DataFolder
    {
        get
        {
            string? folder = _host.Variable(DataVariable) is { Length: > 0 } named ? named
                : _root is null ? null
                : Path.GetFullPath(Path.Combine(_root, "..", "shared", "data"));
            return Directory.Exists(folder) ? folder : null;
        }
    }

    /// <summary>The machine in one line: processor, cores, widest vectors, runtime.</summary>
    public static string Machine()
    {
        string? model = File.Exists(CpuFile)
            ? File.ReadLines(CpuFile)
                .FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))
            : null;
        string name = model?[(model.IndexOf(':') + 1)..].Trim()
            ?? RuntimeInformation.ProcessArchitecture.ToString();
        int bits = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;
        string runtime = RuntimeInformation.FrameworkDescription;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{name}, {Environment.ProcessorCount} cores, {bits}-bit vectors, {runtime}");
    }
}
