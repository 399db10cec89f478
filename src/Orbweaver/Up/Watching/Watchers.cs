using System;
using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Orbweaver.Hosting;
using Orbweaver.Live;
using Orbweaver.Model;
using Orbweaver.Scenarios;

namespace Orbweaver.Up;

/// <summary>
/// All that watches a network that is up: captures, metrics that are scraped, metrics that are pushed. What
/// is not asked for is not there, and its libraries are not loaded.
/// </summary>
internal sealed class Watchers : IDisposable
{
    private readonly WatchSettings _settings;
    private readonly Action<string> _warn;
    private readonly Stack<IDisposable> _exports = new();
    private FiguresSource? _source;

    private Watchers(WatchSettings settings, Action<string> warn)
    {
        _settings = settings;
        _warn = warn;
    }

    /// <summary>What captures packets; null where nothing does.</summary>
    public PacketCapture? Capture { get; private set; }

    /// <summary>Opens captures; what cannot be written stops the program before anything runs.</summary>
    public static Watchers Open(
        WatchSettings settings, Plan plan, IReadOnlyList<PortBinding> ports, Action<string> warn)
    {
        Watchers watchers = new(settings, warn);
        if (settings.CaptureFolder is { } folder)
        {
            List<PlanNode> nodes = NodesOf(settings.CaptureNodes, plan, ports);
            OutputFolder.Open(folder);
            try
            {
                watchers.Capture = new PacketCapture(folder, nodes, warn);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new OutputException($"cannot capture to {folder}: {FileTrouble.WordsOf(e)}");
            }
        }
        return watchers;
    }

    /// <summary>The pages of metrics, for the server; none where there is none.</summary>
    public IReadOnlyDictionary<string, Func<HttpResponse, Task>> Pages { get; private set; }
        = new Dictionary<string, Func<HttpResponse, Task>>(StringComparer.Ordinal);

    /// <summary>Begins to offer and to push metrics, where that is asked for.</summary>
    public void Begin(Network network, UpLoop loop, PortTable ports, LiveWorld world)
    {
        if (_settings.Http.At is null && _settings.Collector is null)
        {
            return;
        }
        int contracts = world.World.ContractTotalsCount;
        _source = new FiguresSource(
            loop.Post, () => new NetworkFigures(contracts, ports, Capture), new HostClock());
        NetworkMetrics metrics = new(
            network.Request.Contracts, world.World.WholePlan.Nodes, ports.Bindings, Capture is not null);
        Pages = new MetricsPages(_source, metrics).All;
        if (_settings.Collector is { } collector)
        {
            Push(collector, _source, metrics, network.Scenario.Name);
        }
    }

    /// <summary>What is to be said of them when the network is up.</summary>
    public IEnumerable<string> Lines()
    {
        if (_settings.CaptureFolder is { } folder)
        {
            yield return $"captures in {folder}";
        }
        if (_settings.Collector is { } collector)
        {
            yield return $"metrics go to {collector} every {_settings.CollectorEvery.TotalSeconds:0.#} s";
        }
    }

    /// <summary>The loop has ended: figures are the last ones, and captures are written out.</summary>
    public void End(LiveWorld world) => _source?.End(world);

    /// <inheritdoc/>
    public void Dispose()
    {
        while (_exports.TryPop(out IDisposable? export))
        {
            export.Dispose();
        }
        _source?.Dispose();
        Capture?.Dispose();
    }

    // A method of its own: the libraries are loaded when it is compiled.
    private void Push(Uri collector, FiguresSource source, NetworkMetrics metrics, string network)
        => _exports.Push(new CollectorExport(
            (collector, _settings.CollectorEvery), source, metrics, network, _warn));

    private static List<PlanNode> NodesOf(
        IReadOnlyList<string> names, Plan plan, IReadOnlyList<PortBinding> ports)
    {
        SortedSet<int> chosen = [];
        foreach (string name in names)
        {
            if (!plan.TryFindNode(name, out NodeId node))
            {
                throw BadInputException.Of(
                    "--pcap-node", $"there is no node '{name}'", "Name a satellite, a site or an edge");
            }
            chosen.Add(node.Value);
        }
        for (int i = 0; i < ports.Count && names.Count == 0; i++)
        {
            chosen.Add(ports[i].Edge.Value);
        }
        if (chosen.Count is 0 or > PacketCapture.NodesMax)
        {
            throw BadInputException.Of(
                "--pcap", chosen.Count == 0
                    ? "there is no port whose edge could be captured"
                    : $"{chosen.Count} nodes are more than the {PacketCapture.NodesMax} that can be captured",
                "Name nodes with --pcap-node NAME");
        }
        List<PlanNode> nodes = [];
        foreach (int node in chosen)
        {
            nodes.Add(plan.Nodes[node]);
        }
        return nodes;
    }
}
