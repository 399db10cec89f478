using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using Orbweaver.Reports;
using Orbweaver.Scenarios;
using Orbweaver.Up;

namespace Orbweaver.Lab;

/// <summary>How a lab is broken.</summary>
internal enum LabBreak
{
    /// <summary>The process of a host is killed.</summary>
    Process,

    /// <summary>All links of a host's nodes lose their light, at both ends.</summary>
    Light,
}

/// <summary>What a test of a lab does.</summary>
/// <param name="Port">The UDP port of the flow, by which a contract is found.</param>
/// <param name="Break">How it is broken.</param>
/// <param name="Victim">The host that is broken; null for the one that carries most.</param>
/// <param name="Runs">How often.</param>
internal sealed record LabTestPlan(int Port, LabBreak Break, string? Victim, int Runs);

/// <summary>
/// Tries a lab: pings from edge to edge, then a flow of 1,000 packets a second during which a host in use is
/// broken, then heals it and pings again.
/// </summary>
internal sealed class LabTest(
    LabNetwork lab, LabTestPlan plan, TextWriter output, CancellationToken interrupt)
{
    private const int FlowSeconds = 8;
    private const int BreakAtMs = 2_000;
    private const int LookMs = 700;
    private static readonly TimeSpan UnderWay = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan HealPatience = TimeSpan.FromSeconds(60);

    private readonly LabHost[] _ends = [.. lab.Settings.Edges];
    private readonly List<string> _wrong = [];

    /// <summary>What did not hold; nothing if all did.</summary>
    public IReadOnlyList<string> Wrong => _wrong;

    /// <summary>Does all of it.</summary>
    public void Run()
    {
        LabHost from = _ends[0];
        LabHost to = _ends[^1];
        WaitForWay(from, to);
        TextTable table = new(
            [
                new Column("run", true), new Column("broken", false), new Column("sent", true),
                new Column("lost", true), new Column("doubled", true), new Column("longest gap", true),
                new Column("delay", true), new Column("healed after", true),
            ]);
        for (int run = 1; run <= plan.Runs; run++)
        {
            Ping(from, to, "before");
            (string broken, FlowResult flow, double healed) = RunOnce(from, to);
            table.Add(
                null, run.ToString(CultureInfo.InvariantCulture), broken, Number(flow.Sent),
                Number(flow.Lost),
                Number(flow.Doubled), Ms(flow.GapNs), Ms(flow.DelayNs),
                string.Create(CultureInfo.InvariantCulture, $"{healed:0.0} s"));
            if (!flow.IsWholeAtEnd)
            {
                _wrong.Add($"run {run}: the flow was not whole again in its last second");
            }
            Ping(from, to, "after");
        }
        table.Write(output);
        output.Flush();
    }

    private (string Broken, FlowResult Flow, double HealedS) RunOnce(LabHost from, LabHost to)
    {
        IPEndPoint address = new(IPAddress.Parse(lab.Settings.AddressOf(to)), plan.Port);
        using LabFlow flow = new(
            lab.Settings.Folder.NamespaceOf(from), lab.Settings.Folder.NamespaceOf(to), address,
            FlowSeconds * 1_000);
        interrupt.WaitHandle.WaitOne(BreakAtMs - LookMs);
        LabHost victim = Victim();
        long life = lab.CountersOf(victim)?["incarnation"] ?? 0;
        IReadOnlyList<(LabHost Host, int Fault)> faults = [];
        if (plan.Break == LabBreak.Process)
        {
            lab.Kill(victim);
        }
        else
        {
            faults = Darken(victim);
        }
        FlowResult result = flow.Finish(UnderWay);
        interrupt.ThrowIfCancellationRequested();
        long begun = Environment.TickCount64;
        Heal(victim, life, faults);
        return (victim.Name, result, (Environment.TickCount64 - begun) / 1e3);
    }

    private void Heal(LabHost victim, long life, IReadOnlyList<(LabHost Host, int Fault)> faults)
    {
        foreach ((LabHost host, int fault) in faults)
        {
            lab.Ask(host, new ControlRequest("fault-end", Number: fault));
        }
        if (plan.Break == LabBreak.Light)
        {
            return;
        }
        lab.Restart(victim);
        lab.WaitUntilConnected();
        long now = lab.CountersOf(victim)?["incarnation"] ?? 0;
        if (now != life + 1)
        {
            _wrong.Add($"{victim.Name} came back as its life {now}, after {life}");
        }
    }

    // Who carries most packets now, and has no edge.
    private LabHost Victim()
    {
        if (plan.Victim is { } named)
        {
            interrupt.WaitHandle.WaitOne(LookMs);
            return lab.Settings.Hosts.FirstOrDefault(
                h => string.Equals(h.Name, named, StringComparison.Ordinal))
                ?? throw BadInputException.Of(
                    "--victim", $"there is no host '{named}'",
                    DidYouMean.Advice(named, [.. lab.Settings.Hosts.Select(h => h.Name)]));
        }
        LabHost[] candidates = [.. lab.Settings.Hosts.Where(h => h.Edge is null)];
        long[] before = [.. candidates.Select(PacketsOut)];
        interrupt.WaitHandle.WaitOne(LookMs);
        long[] after = [.. candidates.Select(PacketsOut)];
        return candidates.Index().MaxBy(c => after[c.Index] - before[c.Index]).Item;
    }

    private long PacketsOut(LabHost host) => lab.CountersOf(host)?["packets_out"] ?? 0;

    // At all hosts at once, as light that fails is gone at both ends.
    private (LabHost Host, int Fault)[] Darken(LabHost victim)
    {
        string nodes = string.Join(", ", victim.Nodes);
        LabHost[] hosts = [.. lab.Settings.Hosts];
        int[] faults = new int[hosts.Length];
        Parallel.For(0, hosts.Length, new ParallelOptions { MaxDegreeOfParallelism = hosts.Length }, i =>
        {
            IReadOnlyList<string> lines =
                lab.Ask(hosts[i], new ControlRequest("fault-add", $"kind: node, node: [{nodes}]"))!;
            faults[i] = int.Parse(
                lines[0].Trim().Split(' ')[0], CultureInfo.InvariantCulture);
        });
        return [.. hosts.Zip(faults)];
    }

    private void Ping(LabHost from, LabHost to, string when)
    {
        (int code, string text) = LabTools.Run(
            "ip", "netns", "exec", lab.Settings.Folder.NamespaceOf(from), "ping", "-c", "10", "-i", "0.2",
            "-W",
            "2", "-q", lab.Settings.AddressOf(to));
        string[] lines = text.Split('\n');
        string sums = string.Join("; ", lines.Where(
            l => l.Contains("packet loss", StringComparison.Ordinal)
                || l.StartsWith("rtt", StringComparison.Ordinal)));
        output.WriteLine($"{when}: {from.Edge} -> {to.Edge}: {(sums.Length > 0 ? sums : text)}");
        if (code != 0)
        {
            _wrong.Add($"{when}: no ping from {from.Edge} to {to.Edge} came back");
        }
    }

    // Hosts have keys before their nodes have found the links of the plan.
    private void WaitForWay(LabHost from, LabHost to)
    {
        long until = Environment.TickCount64 + (long)HealPatience.TotalMilliseconds;
        while (Environment.TickCount64 < until)
        {
            interrupt.ThrowIfCancellationRequested();
            (int code, _) = LabTools.Run(
                "ip", "netns", "exec", lab.Settings.Folder.NamespaceOf(from), "ping", "-c", "3", "-i", "0.2",
                "-W", "1", "-q", lab.Settings.AddressOf(to));
            if (code == 0)
            {
                return;
            }
        }
        throw BadInputException.Of(
            "lab", $"no ping from {from.Edge} to {to.Edge} comes back",
            "See the logs of the hosts with 'orbweaver lab up', and 'orbweaver explain' for the way there");
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Ms(long ns)
        => string.Create(CultureInfo.InvariantCulture, $"{ns / 1e6:0.0} ms");
}
