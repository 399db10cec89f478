using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Orbweaver.Commands;
using Orbweaver.Hosting;
using Orbweaver.Live;
using Orbweaver.Model;
using Orbweaver.Planning;
using Orbweaver.Scenarios;
using Orbweaver.Twin;

namespace Orbweaver.Up;

/// <summary>
/// <c>orbweaver up</c>, from the plan to the last word: opens what must be open, lets the loop turn until it
/// is told to stop, and closes everything.
/// </summary>
internal sealed class UpRun(UpSettings settings, IWorkers workers, ProgramHost host, bool isQuiet)
{
    // How far the first plan reaches: long enough that the next is made without haste.
    private static readonly Duration FirstHorizon = PlanRoller.LeftMin + PlanRoller.Piece;

    // A hundred years: whoever is up so long has restarted.
    private static readonly Duration Endless = Duration.FromMinutes(100L * 365 * 24 * 60);

    // Contacts of all plans of one life: two weeks of five hundred satellites, at 16 bytes each.
    private const int ContactsMax = 500_000;

    // A node that has missed more of its neighbour's news than this gets a snapshot: 64 kB a node.
    private const int NewsKeptMax = 4_096;

    // What is under way when it stops has so long to come out.
    private static readonly Duration DrainMax = Duration.FromSeconds(2);

    private readonly long _started = new HostClock().MonotonicNs;

    /// <summary>Runs; returns how the program ends.</summary>
    public int Run()
    {
        Scenario scenario = settings.Scenario with
        {
            Length = FirstHorizon,
            Controllers = null,
            Contracts = settings.HasTraffic
                ? settings.Scenario.Contracts
                : [.. settings.Scenario.Contracts.Select(c => c with { Traffic = [] })],
        };
        Network network = PlanStep.Prepare(scenario);
        foreach (string note in isQuiet ? [] : network.Notes)
        {
            host.Err.WriteLine(Findings.Printable(note));
        }
        host.Running.Scenario = scenario;
        TellPlanning(network);
        (PlannedNetwork planned, RollingPlan rolling) = new Progress(host, isQuiet).Of(
            p => Planner.Begin(network.Request, workers, p));
        Plan plan = planned.Plan;
        HostClock clock = new();
        using Waiter waiter = new(clock);
        using OpenPorts open = OpenPorts.Open(settings.Ports, network, plan, waiter);
        PortTable ports = new(open.Bindings, network.Request.Contracts, clock);
        using Watchers watchers = Watchers.Open(settings.Watch, plan, open.Bindings, Warn);
        using UpConsole console = new(
            network, planned,
            (UpConsole.FactsOf(network, settings.SpeedPermille / 1e3), settings.History.Open(Warn)), ports);
        LiveWorld world = new(
            Config(network, planned) with { Witness = console.Probe }, ports, capture: watchers.Capture);
        using PlanRoller roller = new(
            PlanDocument.First(plan), ControllerOf(plan), ContactsMax,
            epochs => rolling.PlanUntil(epochs).Plan, Warn);
        // What planning left behind goes now, and not in the middle of a second.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        UpLoop loop = new(
            world, ports, clock, waiter, settings.SpeedPermille, roller, lag => TellLag(lag, ports.Figures))
        {
            Look = console.Look,
        };
        using WhatIfDesk whatIfs = new(network, loop.Post);
        FaultDesk faults = new(network, loop.Post);
        watchers.Begin(network, loop, ports, world);
        console.Serve(
            settings.Watch.Http, new UpOperations(network, planned, faults, whatIfs, console),
            settings.DrillsNeedTwo, watchers.Pages, Warn);
        using ControlServer control = ControlServer.Start(
            settings.ControlPath, new UpControl(network, faults, ports, whatIfs, console).Answer);
        string[] history = console.Network.HistoryFolder is { } folder ? [settings.History.Line(folder)] : [];
        TellReady(scenario, planned, ports, [.. console.Lines(), .. history, .. watchers.Lines()]);
        StopAt(loop, world);
        // Without the right to it the machine's other work shows in how late things are, which is measured.
        LoopThread.TryGoFirst();
        loop.Run(DrainMax, _stop.Token);
        LoopThread.GoAsOthers();
        watchers.End(world);
        TellEnd(world, ports, watchers.Capture);
        return ExitCodes.Kept;
    }

    private readonly System.Threading.CancellationTokenSource _stop
        = System.Threading.CancellationTokenSource.CreateLinkedTokenSource(host.Interrupt);

    private static TwinConfig Config(Network network, PlannedNetwork planned) => new()
    {
        Plan = planned.Plan,
        Contracts = network.Request.Contracts,
        Admitted = [.. planned.Admission.Contracts.Select(a => a.Verdict != AdmissionVerdict.Impossible)],
        Traffic = network.Traffic,
        Length = Endless,
        Seed = network.Scenario.Seed,
        Faults = FaultResolver.Resolve(network, planned.Plan),
        Acquisitions = ScenarioWorld.AcquisitionsOf(network),
        ContactsMax = ContactsMax,
        // A checker that remembers every epoch is for runs that end.
        IsKnowledgeChecked = false,
        NewsKeptMax = NewsKeptMax,
    };

    // Where plans are handed out: the first site, else the first node there is.
    private static NodeId ControllerOf(Plan plan)
        => plan.Nodes.FirstOrDefault(n => n.Kind == NodeKind.Site)?.Id ?? plan.Nodes[^1].Id;

    // A bar says it to whoever watches; others would wait in silence, and a large network takes minutes.
    private void TellPlanning(Network network)
    {
        if (!isQuiet && !host.IsProgressWanted)
        {
            host.Err.WriteLine(Findings.Printable(string.Create(
                CultureInfo.InvariantCulture,
                $"orbweaver: planning {network.Scenario.Name}, {network.Request.Satellites.Count:N0}"
                    + $" satellites")));
        }
    }

    private void StopAt(UpLoop loop, LiveWorld world)
    {
        if (settings.Length is { } length)
        {
            loop.StopAt(world.Now + length, _stop);
        }
    }

    private void TellReady(
        Scenario scenario, PlannedNetwork planned, PortTable ports, IReadOnlyList<string> lines)
    {
        (Plan plan, AdmissionReport admission) = (planned.Plan, planned.Admission);
        double seconds = (new HostClock().MonotonicNs - _started) / 1e9;
        int satellites = plan.Nodes.Count(n => n.Kind == NodeKind.Satellite);
        int refused = admission.Contracts.Count(c => c.Verdict == AdmissionVerdict.Impossible);
        Say(string.Create(
            CultureInfo.InvariantCulture,
            $"{scenario.Name} is up after {seconds:0.0} s: {satellites} satellites,"
                + $" {plan.Nodes.Count - satellites} sites and edges, {StreamsOf(scenario)}"
                + $"{(refused > 0 ? $", {refused} contracts refused" : "")}; world time {plan.Start}"));
        foreach (PortBinding binding in ports.Bindings)
        {
            Say($"  {binding.Port.Edge}: {binding.Port.Name}");
        }
        WarnOfRefused(scenario, admission);
        foreach (string line in lines)
        {
            Say(line);
        }
        Say($"commands at {settings.ControlPath}; Ctrl-C or SIGTERM stops");
        host.Out.Flush();
    }

    // Contracts are what scenarios count, streams what the console shows: one a subscriber.
    private static string StreamsOf(Scenario scenario)
    {
        int contracts = scenario.Contracts.Count;
        int streams = scenario.Contracts.Sum(c => c.To.Count);
        return contracts == streams
            ? $"{contracts} contracts" : $"{contracts} contracts ({streams} streams, one a subscriber)";
    }

    // Whoever asked for a port should not have to guess why nothing comes out.
    private void WarnOfRefused(Scenario scenario, AdmissionReport admission)
    {
        foreach (ContractAdmission contract in admission.Contracts)
        {
            if (contract.Verdict == AdmissionVerdict.Impossible)
            {
                Contract terms = scenario.Contracts[contract.ContractIndex].Terms;
                Warn($"contract {terms.Name} is refused: {contract.Reason.TrimEnd('.')}");
            }
        }
    }

    private void TellEnd(LiveWorld world, PortTable ports, PacketCapture? capture)
    {
        Say("stopped:");
        foreach (string line in UpText.Status(world, ports, settings.Scenario.Name))
        {
            Say(line);
        }
        if (capture is not null)
        {
            Say(string.Create(
                CultureInfo.InvariantCulture,
                $"captured {capture.Packets:N0} packets, {capture.PacketsMissing:N0} of them missing"));
        }
        host.Out.Flush();
    }

    private void TellLag(Duration lag, LoopFigures figures)
    {
        Warn(string.Create(
            CultureInfo.InvariantCulture,
            $"this machine is too slow: the world is {lag.Nanoseconds / 1e6:0} ms behind the clock"));
        // Going first has not been enough.
        if (figures.Slipped > Duration.Zero)
        {
            LoopThread.GoAsOthers();
        }
    }

    private void Say(string line)
    {
        if (!isQuiet)
        {
            host.Out.WriteLine(line);
        }
    }

    private void Warn(string line) => host.Err.WriteLine($"orbweaver: {line}.");
}
