using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Orbweaver.Commands;
using Orbweaver.Model;
using Orbweaver.Monitor;
using Orbweaver.Orbits;
using Orbweaver.Planning;
using Orbweaver.Scenarios;
using Orbweaver.Sim;
using Orbweaver.Twin;
using Orbweaver.Up;
using Xunit;

namespace Orbweaver.Tests.Monitor;

/// <summary>A shipped scenario that is run with a probe and a desk, and broken on command.</summary>
internal sealed class WatchedWorld
{
    private readonly Observation[] _observations = [new(), new()];
    private readonly Probe _probe;
    private int _looks;

    private WatchedWorld(Loaded loaded, Duration? length)
    {
        Plan = loaded.Sim.Plan;
        Satellites = loaded.Satellites;
        _probe = new Probe(Plan.Nodes.Count, loaded.Sim.Contracts);
        World = new TwinWorld(Config(loaded, length ?? loaded.Sim.Length, _probe));
        Catalogue = loaded.Catalogue;
        Desk = new NetworkDesk(Catalogue, Satellites);
    }

    internal sealed record Loaded(
        SimWorld Sim, ulong Seed, IReadOnlyList<IEphemeris> Satellites, Catalogue Catalogue);

    public TwinWorld World { get; }

    public Plan Plan { get; }

    public IReadOnlyList<IEphemeris> Satellites { get; }

    public Catalogue Catalogue { get; }

    public NetworkDesk Desk { get; }

    public List<Frame> Frames { get; } = [];

    public NetworkView View => Desk.View;

    /// <summary>Planned once: plans are never changed.</summary>
    private static readonly Lazy<Loaded> SmallOnce = new(() => Load("small"));

    public static Loaded SmallLoaded => SmallOnce.Value;

    public static WatchedWorld Small(Duration? length = null) => new(SmallOnce.Value, length);

    public static Loaded Load(string name)
    {
        string path = Path.Combine(Repo.Root, "scenarios", name + ".yaml");
        (Scenario scenario, _) = ScenarioReader.Read(
            path, name, new ReadOptions([], SkipBad: false, Path.GetDirectoryName(path)!));
        Network network = PlanStep.Prepare(scenario);
        PlannedNetwork planned = Planner.Plan(network.Request, SequentialWorkers.Instance, null);
        return new Loaded(
            ScenarioWorld.Of(new PlannedScenario(network, planned, 0)),
            scenario.Seed,
            [.. network.Request.Satellites.Select(s => s.Ephemeris)],
            CatalogueMaker.Of(network, planned));
    }

    public static TwinConfig Config(Loaded loaded, Duration length, IRunWitness? witness) => new()
    {
        Plan = loaded.Sim.Plan,
        Contracts = loaded.Sim.Contracts,
        Admitted = loaded.Sim.Admitted,
        Traffic = loaded.Sim.Traffic,
        Length = length,
        Seed = loaded.Seed,
        Acquisitions = loaded.Sim.Acquisitions,
        Witness = witness,
    };

    /// <summary>Runs until an offset, and looks every 200 ms.</summary>
    public void RunTo(Duration until)
    {
        while (World.Now < Plan.Start + until)
        {
            Step();
        }
    }

    public void Step()
    {
        World.AdvanceTo(World.Now + Probe.Interval);
        Observation observation = Look();
        Desk.Take(observation);
        Frames.AddRange(Desk.TakeFrames());
    }

    public Observation Look()
    {
        Observation observation = _observations[_looks++ % 2];
        _probe.Look(World, observation);
        return observation;
    }

    /// <summary>Follows the next message of a stream from now on.</summary>
    public MessageTrace BeginTrace(int stream)
    {
        MessageTrace trace = _probe.NewTrace(stream);
        (_probe.Trace, World.Tap) = (trace, trace);
        return trace;
    }

    /// <summary>Nodes are lost from now on for a while.</summary>
    public int Lose(Duration time, params IEnumerable<int> nodes) => Inject(time, f => f with
    {
        Nodes = [.. nodes.Select(n => new NodeHit(new NodeId(n), NodeHitKind.Lost, f.From, f.Until))],
    });

    /// <summary>Links go dark from now on for a while.</summary>
    public int Cut(Duration time, params IEnumerable<int> links) => Inject(time, f => f with
    {
        Links =
        [
            .. links.Select(l => new LinkHit(
                l, LinkHitKind.Dark, LinkDirections.Both, f.From, f.Until)),
        ],
    });

    /// <summary>A fault that has just begun is a drill.</summary>
    public void BeginDrill(int fault, Duration time)
    {
        double now = UnixTime.Ms(World.Now);
        Desk.NoteDrill(new DrillNote(fault, "test", "something", "ana", now, now + time.TotalMilliseconds));
    }

    public int NodeOf(string name)
    {
        Assert.True(Plan.TryFindNode(name, out NodeId id));
        return id.Value;
    }

    public IReadOnlyList<Incident> Incidents()
        => View.Incidents(new TableQuery { Sort = "at" }).Items;

    private int Inject(Duration time, Func<Fault, Fault> fill)
    {
        Duration now = World.Now - Plan.Start;
        return World.Inject(fill(new Fault
        {
            Number = 0,
            Kind = "test",
            What = "something",
            From = now,
            Until = now + time,
        }));
    }
}
