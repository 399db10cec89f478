using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Orbweaver.Console.Access;
using Orbweaver.Console.Http;
using Orbweaver.Console.Networks;
using Orbweaver.Console.Operations;
using Orbweaver.Hosting;
using Orbweaver.Live;
using Orbweaver.Live.History;
using Orbweaver.Model;
using Orbweaver.Monitor;
using Orbweaver.Orbits;
using Orbweaver.Planning;
using Orbweaver.Scenarios;

namespace Orbweaver.Up;

/// <summary>
/// What watches a network that is up for people: the desk, its recording, and the server of both. The thread
/// of the world looks five times a second, and hands over what it saw.
/// </summary>
internal sealed class UpConsole : IDisposable
{
    // However fast the world goes, nobody sees more than this.
    private const long LookLeastNs = 100_000_000;

    private readonly HostClock _clock;
    private readonly PortTable _ports;
    private ConsoleServer? _server;
    private long _lookedNs = -LookLeastNs;

    /// <summary>A console of a network; it is recorded where there is a history.</summary>
    public UpConsole(
        Network network, PlannedNetwork planned, (NetworkFacts Facts, HistoryWriter? History) record,
        PortTable ports)
    {
        Probe = new Probe(planned.Plan.Nodes.Count, network.Request.Contracts);
        _ports = ports;
        _clock = new HostClock();
        Network = new LiveNetwork(
            DeskOf(network, planned), OrbitsOf(network), record.Facts, record.History);
    }

    /// <summary>The witness that its world must have.</summary>
    public Probe Probe { get; }

    /// <summary>The network as it is shown.</summary>
    public LiveNetwork Network { get; }

    /// <summary>Where the server is; null where there is none.</summary>
    public string? Address => _server?.Address;

    /// <summary>
    /// Begins to serve. A place that was asked for must be had; without the usual one the network goes on.
    /// </summary>
    public void Serve(
        HttpChoice http, INetworkOperations operations, bool drillsNeedTwo,
        IReadOnlyDictionary<string, Func<HttpResponse, Task>> pages, Action<string> warn)
    {
        if (http.At is not { } at)
        {
            return;
        }
        ConsoleSettings settings = new()
        {
            At = at,
            Network = Network,
            Operations = operations,
            DrillsNeedTwo = drillsNeedTwo,
            PageFolder = PageFolder,
            AuditPath = Network.HistoryFolder is { } folder
                ? Path.Combine(folder, HistoryFolder.AuditName) : null,
            PlainPages = pages,
            Warn = warn,
        };
        try
        {
            _server = ConsoleServer.Start(settings);
            http.WarnIfOpen(warn);
        }
        catch (CannotListenException e) when (!http.IsGiven)
        {
            warn($"there is no console: {e.Message}. Choose another place with --http");
        }
        catch (CannotListenException e)
        {
            throw BadInputException.Of("--http", e.Message, "Name another, as in --http 8401");
        }
    }

    /// <summary>The page's files: beside the program.</summary>
    public static string PageFolder => Path.Combine(AppContext.BaseDirectory, "wwwroot");

    /// <summary>Looks at the world if it is time to; called by its thread, every turn.</summary>
    public void Look(LiveWorld world)
    {
        if (world.Now < Probe.NextDue)
        {
            return;
        }
        long now = _clock.MonotonicNs;
        if (now - _lookedNs < LookLeastNs || Network.TryRent() is not { } seen)
        {
            return;
        }
        _lookedNs = now;
        Probe.Look(world.World, seen);
        Plan plan = world.World.WholePlan;
        Network.Hand(seen, new WorldFacts(
            UnixTime.Ms(world.Now), plan, UnixTime.Ms(plan.End),
            _ports.Figures.Lag.TotalMilliseconds));
    }

    /// <summary>An address for somebody with a role, and a name where one is given; bad input where there is
    /// no server, no such role, or where a name would not be read as one.</summary>
    public string NewEntry(string role, string? name)
    {
        if (_server is null)
        {
            throw BadInputException.Of("token", "this network has no console", "Start it with --http PORT");
        }
        if (!Roles.TryParse(role, out Role its))
        {
            throw BadInputException.Of(
                "--role", $"'{role}' is no role", $"Write one of {string.Join(", ", Roles.All)}");
        }
        if (name is not null && !IsName(name))
        {
            throw BadInputException.Of(
                "--name", $"'{name}' is no name",
                $"Write 1 to {SessionBook.NameCharsMax} visible characters, as in --name ana");
        }
        return _server.NewEntry(name ?? (its == Role.Admin ? "local" : Roles.NameOf(its)), its);
    }

    // It stands in the audit log, where an empty or invisible one would be nobody's.
    private static bool IsName(string name)
        => name.Length <= SessionBook.NameCharsMax && name.Trim().Length == name.Length && name.Length > 0
            && !name.Any(char.IsControl);

    /// <summary>What is to be said of it when the network is up.</summary>
    public IEnumerable<string> Lines()
    {
        if (_server is null)
        {
            yield break;
        }
        yield return $"console at {NewEntry(Roles.NameOf(Role.Admin), name: null)}";
        yield return $"metrics at {_server.Address}/metrics";
        if (!_server.HasPage)
        {
            yield return "the page of the console was not built; its API is there";
        }
    }

    /// <summary>The desk of a network.</summary>
    public static NetworkDesk DeskOf(Network network, PlannedNetwork planned)
        => new(CatalogueMaker.Of(network, planned), OrbitsOf(network));

    private static IReadOnlyList<IEphemeris> OrbitsOf(Network network)
        => [.. network.Request.Satellites.Select(s => s.Ephemeris)];

    /// <summary>What the API says of a network.</summary>
    public static NetworkFacts FactsOf(Network network, double speed) => new()
    {
        Network = network.Scenario.Name,
        Version = BuildInfo.Version,
        Build = BuildNumber(),
        Start = CatalogueMaker.MomentOf(network.Request.Start),
        EpochMs = network.Request.EpochLength.TotalMilliseconds,
        Speed = speed,
        Begun = DateTime.UtcNow,
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        _server?.Dispose();
        Network.Dispose();
    }

    // Any number that another build does not have.
    private static uint BuildNumber()
        => (BuildInfo.Version + BuildInfo.Commit).Aggregate(
            2_166_136_261u, static (hash, c) => (hash ^ c) * 16_777_619u);
}
