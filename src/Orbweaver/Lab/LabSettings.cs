using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using Orbweaver.Model;

namespace Orbweaver.Lab;

/// <summary>What a lab is asked for, checked.</summary>
internal sealed record LabSettings
{
    /// <summary>UDP port of every host, for the others.</summary>
    public const int Port = 7400;

    /// <summary>The file of the scenario.</summary>
    public required string ScenarioPath { get; init; }

    /// <summary>Where its files are.</summary>
    public required LabFolder Folder { get; init; }

    /// <summary>The hosts.</summary>
    public required IReadOnlyList<LabHost> Hosts { get; init; }

    /// <summary>How often neighbours say that they are there.</summary>
    public required Duration Liveness { get; init; }

    /// <summary>Whether the light time of links is added.</summary>
    public required bool ModelsDelay { get; init; }

    /// <summary>When the plan starts.</summary>
    public required Instant Start { get; init; }

    /// <summary>Hosts whose edge has a device.</summary>
    public IEnumerable<LabHost> Edges => Hosts.Where(h => h.Edge is not null);

    /// <summary>The address of an edge's device: the ports of all hosts give them in their order.</summary>
    public string AddressOf(LabHost host)
        => string.Create(CultureInfo.InvariantCulture, $"10.77.0.{PlaceOf(host)}");

    private int PlaceOf(LabHost host) => Edges.TakeWhile(e => e != host).Count() + 1;

    /// <summary>The configuration of a host.</summary>
    public string ConfigOf(LabHost host)
    {
        StringBuilder text = new();
        string ms = string.Create(
            CultureInfo.InvariantCulture, $"{Liveness.Nanoseconds / 1_000_000}ms");
        text.AppendLine("# Made by orbweaver lab.");
        text.AppendLine($"host: {host.Name}");
        text.AppendLine($"listen: {host.Address}:{Port}");
        text.AppendLine($"key: {Quoted(Folder.KeyFile)}");
        text.AppendLine($"scenario: {Quoted(ScenarioPath)}");
        text.AppendLine($"start: {Start}");
        text.AppendLine($"state: {Quoted(Folder.StateOf(host))}");
        text.AppendLine("records: large");
        text.AppendLine("realtime: yes");
        text.AppendLine($"liveness: {{lasers: {ms}, radio: {ms}}}");
        text.AppendLine($"model_delay: {(ModelsDelay ? "yes" : "no")}");
        text.AppendLine($"nodes: [{string.Join(", ", host.Nodes.Select(Quoted))}]");
        text.AppendLine("peers:");
        foreach (LabHost peer in Hosts.Where(h => h != host))
        {
            text.AppendLine(
                $"  {peer.Name}: {{address: {peer.Address}:{Port},"
                + $" nodes: [{string.Join(", ", peer.Nodes.Select(Quoted))}]}}");
        }
        string ports = string.Join(", ", Edges.Select(
            e => Quoted($"tun {e.Edge}=tun{PlaceOf(e)},addr={AddressOf(e)}/24,addr=fd77::{PlaceOf(e)}/64")));
        text.AppendLine($"ports: [{ports}]");
        return text.ToString();
    }

    private static string Quoted(string text)
        => "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
}
