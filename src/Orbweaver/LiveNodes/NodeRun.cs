using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Orbweaver.Commands;
using Orbweaver.Hosting;
using Orbweaver.Live;
using Orbweaver.Live.Hosts;
using Orbweaver.Live.Links;
using Orbweaver.Live.Nodes;
using Orbweaver.Live.Records;
using Orbweaver.Model;
using Orbweaver.Node;
using Orbweaver.Planning;
using Orbweaver.Scenarios;
using Orbweaver.Up;

namespace Orbweaver.LiveNodes;

/// <summary>
/// <c>orbweaver node</c>, from its configuration to the last word: plans as all hosts do, opens what must be
/// open, lets the loop turn until it is told to stop, and closes everything.
/// </summary>
internal sealed class NodeRun(string configPath, string shown, ProgramHost host, NodeRunOptions options)
{
    // What is under way when it stops has so long to leave.
    private static readonly Duration DrainMax = Duration.FromSeconds(2);

    private readonly long _started = new HostClock().MonotonicNs;

    /// <summary>Runs; returns how the program ends.</summary>
    public int Run()
    {
        NodeHostConfig config = NodeHostReader.Read(configPath, shown);
        NetworkKey key = KeyFiles.ReadNetworkKey($"{shown}: key", config.KeyFile);
        AeadChoice aead = AeadChoice.Make();
        if (aead.Warning.Length > 0)
        {
            Warn(aead.Warning);
        }
        using UdpLinkSocket socket = HostSockets.Open(config, shown);
        IReadOnlyList<LinkPeerSetup> peers = HostSockets.PeersOf(config, socket, shown);
        (PortPlan ports, Network network) = Prepare(config);
        PlannedNetwork planned = new Progress(host, options.IsQuiet).Of(
            p => Planner.Plan(network.Request, options.Workers, p));
        HostMap map = NodeHostReader.MapOf(config, planned.Plan, shown);
        bool[] admitted =
            [.. planned.Admission.Contracts.Select(a => a.Verdict != AdmissionVerdict.Impossible)];
        ContractTable contracts = new(network.Request.Contracts, admitted);
        WaitForStart(config.Start);

        HostClock clock = new();
        using Waiter waiter = new(clock);
        using OpenPorts open = OpenPorts.Open(ports, network, planned.Plan, waiter, map.Own.Contains);
        using StateFolder state = OpenState(config);
        using LinkHost links = new(
            new LinkHostSetup
            {
                Network = NodeSettings.NetworkOf(config, planned.Plan, contracts),
                Self = config.Host,
                Hosts = map,
                Peers = peers,
                Key = key,
                Aeads = aead.Provider,
                Entropy = new HostEntropy(),
                Profile = config.Profile,
            },
            socket, waiter, clock.MonotonicNs, Tell);
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        NodePorts nodePorts = new(open.Bindings, network.Request.Contracts);
        Pace pace = HostTime.Begin(clock);
        Partition partition = new(
            pace.At(clock.MonotonicNs),
            new PartitionConfig
            {
                Plan = planned.Plan,
                Contracts = contracts,
                Nodes = map.Own,
                Incarnation = state.Incarnation,
                Liveness = config.Liveness,
                ModelsDelay = config.ModelsDelay,
                Acquisitions = ScenarioWorld.AcquisitionsOf(network),
            },
            links, nodePorts);
        links.Serve(partition);
        NodeLoop loop = new(new NodeLoopParts(partition, links, nodePorts), clock, waiter, pace);
        NodeText text = new(config, planned.Plan, state.Incarnation);
        NodeControl control = new(network, planned.Plan, loop, text);
        using ControlServer server = ControlServer.Start(
            options.ControlPath ?? ControlPathOf(config), control.Answer);
        TellReady(config, planned, loop, state.Incarnation);
        if (config.IsRealTime && !LoopThread.TryGoFirst())
        {
            Warn("this host may be late: going before other threads takes the capability CAP_SYS_NICE");
        }
        loop.Run(DrainMax, host.Interrupt);
        TellEnd(loop, text);
        return ExitCodes.Kept;
    }

    /// <summary>Where a host takes commands if nobody says another place.</summary>
    public static string ControlPathOf(NodeHostConfig config)
        => Path.Combine(config.StateFolder, "node.sock");

    private (PortPlan Ports, Network Network) Prepare(NodeHostConfig config)
    {
        (string path, string shownScenario) = ScenarioLocator.Find(config.Scenario, host);
        (Scenario scenario, IReadOnlyList<string> notes) = ScenarioReader.Read(
            path, shownScenario, new ReadOptions([], false, host.CurrentFolder));
        PortPlan ports = NodeSettings.PortsOf(config, scenario, shown);
        Network network = PlanStep.Prepare(NodeSettings.ScenarioOf(config, ports.Scenario));
        foreach (string note in options.IsQuiet ? [] : notes.Concat(network.Notes))
        {
            host.Err.WriteLine(Findings.Printable(note));
        }
        if (scenario.Faults.Count > 0 && !options.IsQuiet)
        {
            host.Err.WriteLine($"{shownScenario}: its faults are for 'orbweaver run'; none happens here.");
        }
        host.Running.Scenario = network.Scenario;
        return (ports, network);
    }

    private StateFolder OpenState(NodeHostConfig config)
        => StateFolder.TryOpen(config.StateFolder, out StateFolder? state, out string error)
            ? state! : throw BadInputException.Of($"{shown}: state", error);

    private void WaitForStart(Instant start)
    {
        Duration left = start - HostTime.Tai();
        if (left > Duration.Zero)
        {
            Say($"waiting for {start}, when the plan starts");
            host.Out.Flush();
        }
        while (left > Duration.Zero)
        {
            long ms = Math.Min((left.Nanoseconds / 1_000_000) + 1, 60_000);
            host.Interrupt.WaitHandle.WaitOne((int)ms);
            host.Interrupt.ThrowIfCancellationRequested();
            left = start - HostTime.Tai();
        }
    }

    private void TellReady(NodeHostConfig config, PlannedNetwork planned, NodeLoop loop, uint incarnation)
    {
        int refused = planned.Admission.Contracts.Count(c => c.Verdict == AdmissionVerdict.Impossible);
        double seconds = (new HostClock().MonotonicNs - _started) / 1e9;
        Say(string.Create(
            CultureInfo.InvariantCulture,
            $"{config.Host} is ready after {seconds:0.0} s: life {incarnation},"
                + $" {loop.Links.Peers.Count} other"
                + $" hosts, listens at {config.Listen}; {planned.Admission.Contracts.Count} contracts"
                + $"{(refused > 0 ? $", {refused} of them refused" : "")}"));
        foreach (PortBinding binding in loop.Ports.Bindings)
        {
            Say($"  {binding.Port.Edge}: {binding.Port.Name}");
        }
        Say($"the plan reaches to {planned.Plan.End}; after it the last links go on");
        Say($"commands at {options.ControlPath ?? ControlPathOf(config)}; Ctrl-C or SIGTERM stops");
        host.Out.Flush();
    }

    private void TellEnd(NodeLoop loop, NodeText text)
    {
        Say("stopped:");
        foreach (string line in text.Status(loop))
        {
            Say(line);
        }
        host.Out.Flush();
    }

    // From the thread of the loop, seldom: who comes, and what is wrong with whom.
    private void Tell(string line)
    {
        host.Err.WriteLine(line);
        host.Err.Flush();
    }

    private void Say(string line)
    {
        if (!options.IsQuiet)
        {
            host.Out.WriteLine(line);
        }
    }

    private void Warn(string line) => host.Err.WriteLine($"orbweaver: {line}.");
}

/// <summary>What the command line says about a host beside its configuration.</summary>
/// <param name="ControlPath">Where it takes commands; null for its state folder.</param>
/// <param name="Workers">Who plans.</param>
/// <param name="IsQuiet">Whether it says nothing but what is wrong.</param>
internal sealed record NodeRunOptions(string? ControlPath, IWorkers Workers, bool IsQuiet);
