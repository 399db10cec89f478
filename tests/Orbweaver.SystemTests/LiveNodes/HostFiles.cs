using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using Orbweaver.Hosting;
using Orbweaver.Live.Hosts;
using Orbweaver.Model;
using Xunit;

namespace Orbweaver.SystemTests.LiveNodes;

/// <summary>
/// Three hosts of the lab's network on loopback: two planes each at "left" and "right", and the edges.
/// </summary>
internal sealed class HostFiles : IDisposable
{
    private static readonly (string Name, string Nodes)[] Hosts =
        [("left", "P00-*, P01-*"), ("right", "P02-*, P03-*"), ("edges", "oslo, nairobi, sydney")];

    private readonly string _folder = Directory.CreateTempSubdirectory("ownode").FullName;
    private readonly Dictionary<string, int> _ports = Hosts.ToDictionary(h => h.Name, _ => FreePort());
    private readonly Instant _start = new(HostTime.Tai().Nanoseconds / 1_000_000_000 * 1_000_000_000);
    private readonly int _out;

    /// <summary>Files for hosts whose deliveries at Sydney go to a port of this machine.</summary>
    public HostFiles(int deliveriesTo)
    {
        _out = deliveriesTo;
        Assert.Equal(ExitCodes.Kept, HostProcess.Run("keys", "network", "--out", KeyFile).Code);
    }

    /// <summary>The key of the network.</summary>
    public string KeyFile => Path.Combine(_folder, "network.key");

    /// <summary>Where datagrams go in at Oslo.</summary>
    public int In { get; } = FreePort();

    /// <summary>Where a host keeps what survives it.</summary>
    public string StateOf(string host) => Path.Combine(_folder, host);

    /// <summary>Writes the configuration of a host, with something replaced.</summary>
    public string Write(string host, string from = "", string to = "")
    {
        string peers = string.Join("\n", Hosts.Where(h => h.Name != host).Select(
            h => $"  {h.Name}: {{address: 127.0.0.1:{_ports[h.Name]}, nodes: [{h.Nodes}]}}"));
        string text = $"""
            host: {host}
            listen: 127.0.0.1:{_ports[host]}
            key: {KeyFile}
            scenario: lab
            start: {_start}
            horizon: 30min
            state: {StateOf(host)}
            nodes: [{Hosts.Single(h => h.Name == host).Nodes}]
            liveness: {"{lasers: 300ms, radio: 300ms}"}
            model_delay: no
            peers:
            {peers}
            ports: ["udp oslo={In},to=sydney,contract=guaranteed", "udp sydney=127.0.0.1:{_out},from=oslo"]

            """;
        string path = Path.Combine(_folder, $"{host}.yaml");
        File.WriteAllText(path, from.Length == 0 ? text : text.Replace(from, to, StringComparison.Ordinal));
        return path;
    }

    /// <summary>A UDP port that nobody has now.</summary>
    public static int FreePort()
    {
        using UdpClient probe = new(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.Client.LocalEndPoint!).Port;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
