using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Planning;
using Orbweaver.Scenarios;

namespace Orbweaver.Lab;

/// <summary>One host of a lab.</summary>
/// <param name="Name">Its name, which is part of its namespace's and files' names.</param>
/// <param name="Number">Its place, from 1: the end of its address.</param>
/// <param name="Nodes">The names of the nodes that live there.</param>
/// <param name="Edge">The edge with a device, where it has one.</param>
internal sealed record LabHost(string Name, int Number, IReadOnlyList<string> Nodes, string? Edge)
{
    /// <summary>Where it listens to other hosts.</summary>
    public string Address => string.Create(
        CultureInfo.InvariantCulture, $"10.199.{Number / 250}.{(Number % 250) + 1}");
}

/// <summary>Which hosts a lab has, and which nodes live where.</summary>
internal static class LabSpec
{
    /// <summary>Hosts of one lab: each is a process and a namespace.</summary>
    public const int HostsMax = 100;

    /// <summary>Hosts for satellites where nothing is said.</summary>
    public const int HostsUsual = 4;

    // Sites and edges beyond these live together.
    private const int GroundHostsMax = 8;
    private const int NameCharsMax = 20;

    /// <summary>
    /// The hosts of a network: satellites in equal parts in the order of their numbers, each edge and site at
    /// a host of its own, so that what kills a satellite kills no edge.
    /// </summary>
    public static IReadOnlyList<LabHost> HostsOf(Network network, int satelliteHosts)
    {
        string[] satellites = [.. network.Request.Satellites.Select(s => s.Name)];
        GroundSpec[] grounds = [.. network.Request.Grounds];
        int parts = Math.Min(satelliteHosts, satellites.Length);
        List<LabHost> hosts = [];
        for (int i = 0; i < parts; i++)
        {
            int first = (int)((long)satellites.Length * i / parts);
            int last = (int)((long)satellites.Length * (i + 1) / parts);
            Add(hosts, string.Create(CultureInfo.InvariantCulture, $"sat-{i + 1}"), satellites[first..last]);
        }
        // Edges first: they are what a lab is looked at from.
        GroundSpec[] ordered = [.. grounds.OrderBy(g => g.Kind == NodeKind.Edge ? 0 : 1)];
        for (int i = 0; i < ordered.Length && i < GroundHostsMax; i++)
        {
            string name = IsName(ordered[i].Name)
                && !ordered[i].Name.StartsWith("sat-", StringComparison.Ordinal)
                ? ordered[i].Name : string.Create(CultureInfo.InvariantCulture, $"edge-{i + 1}");
            Add(
                hosts, name, [ordered[i].Name],
                ordered[i].Kind == NodeKind.Edge ? ordered[i].Name : null);
        }
        if (ordered.Length > GroundHostsMax)
        {
            Add(hosts, "rest", [.. ordered[GroundHostsMax..].Select(g => g.Name)]);
        }
        return hosts.Count <= HostsMax
            ? hosts
            : throw BadInputException.Of(
                "--hosts", $"makes {hosts.Count} hosts; the limit is {HostsMax}", "Write a smaller number");
    }

    /// <summary>The number of hosts for satellites, from the command line.</summary>
    public static int SatelliteHostsOf(string text)
        => string.Equals(text, "per-node", StringComparison.Ordinal) ? int.MaxValue
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count > 0
                ? count
                : throw BadInputException.Of(
                    "--hosts", $"'{text}' is no number of hosts", "Write a number from 1, or per-node");

    /// <summary>Whether a text can be part of the names of namespaces and files.</summary>
    public static bool IsName(string text)
        => text.Length is > 0 and <= NameCharsMax
            && text.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-') && text[0] != '-';

    private static void Add(List<LabHost> hosts, string name, string[] nodes, string? edge = null)
        => hosts.Add(new LabHost(name, hosts.Count + 1, nodes, edge));
}
