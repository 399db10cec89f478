using System;
using System.Collections.Generic;
using System.Globalization;
using Orbweaver.Live.Links;
using Orbweaver.Model;
using Orbweaver.Node;

namespace Orbweaver.Live.Nodes;

/// <summary>
/// What a process that hosts some nodes is told by its operator. All processes of a network name the same
/// scenario and start, plan it for themselves, and thereby hold the same plan and contracts; that they do is
/// checked by <see cref="NetworkDigest"/>.
/// </summary>
public sealed record NodeHostConfig
{
    /// <summary>How far the plan reaches where nothing is said.</summary>
    public static readonly Duration HorizonUsual = Duration.FromMinutes(120);

    /// <summary>The name of this host.</summary>
    public required string Host { get; init; }

    /// <summary>Where it listens to other hosts.</summary>
    public required HostAddress Listen { get; init; }

    /// <summary>The file with the network's key.</summary>
    public required string KeyFile { get; init; }

    /// <summary>The scenario: a file, or the name of one that ships.</summary>
    public required string Scenario { get; init; }

    /// <summary>When its plan starts, in place of what the scenario says.</summary>
    public required Instant Start { get; init; }

    /// <summary>Where the incarnation, and later what is guaranteed, survives a restart.</summary>
    public required string StateFolder { get; init; }

    /// <summary>The nodes that live here: names, in which <c>*</c> and <c>?</c> stand for others.</summary>
    public required IReadOnlyList<string> Nodes { get; init; }

    /// <summary>The other hosts.</summary>
    public IReadOnlyList<PeerHost> Peers { get; init; } = [];

    /// <summary>
    /// All ports of the network, as written, alike at all hosts: contracts for them are planned, and packets
    /// find the device they go to, wherever it is. A host opens those of edges that live there.
    /// </summary>
    public IReadOnlyList<string> Ports { get; init; } = [];

    /// <summary>How far the plan reaches; beyond it the last links go on.</summary>
    public Duration Horizon { get; init; } = HorizonUsual;

    /// <summary>How large records between hosts are.</summary>
    public LinkProfile Profile { get; init; } = LinkProfile.Unknown;

    /// <summary>Whether its thread runs before all others of the machine, so that it is never late.</summary>
    public bool IsRealTime { get; init; }

    /// <summary>How often neighbours say that they are there.</summary>
    public LivenessOptions Liveness { get; init; } = new();

    /// <summary>Whether the light time of links to other hosts is added; not where they are real.</summary>
    public bool ModelsDelay { get; init; } = true;
}

/// <summary>Another host of the network.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Address">Where it listens.</param>
/// <param name="Nodes">The nodes that live there, as in <see cref="NodeHostConfig.Nodes"/>.</param>
public sealed record PeerHost(string Name, HostAddress Address, IReadOnlyList<string> Nodes);

/// <summary>A host name or address, and a UDP port.</summary>
public readonly record struct HostAddress(string Host, int Port)
{
    private const int HostLengthMax = 253;

    /// <summary>
    /// Parses <c>10.0.0.2:7400</c>, <c>[2001:db8::2]:7400</c> or <c>alpha.example:7400</c>.
    /// </summary>
    public static bool TryParse(string text, out HostAddress address)
    {
        address = default;
        int colon = text.LastIndexOf(':');
        if (colon <= 0
            || !int.TryParse(
                text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int port)
            || port is 0 or > ushort.MaxValue)
        {
            return false;
        }
        string host = text[..colon];
        bool isBracketed = host.StartsWith('[') && host.EndsWith(']');
        host = isBracketed ? host[1..^1] : host;
        UriHostNameType kind = Uri.CheckHostName(host);
        bool isRight = isBracketed
            ? kind == UriHostNameType.IPv6
            : kind is UriHostNameType.IPv4 or UriHostNameType.Dns;
        if (!isRight || host.Length > HostLengthMax)
        {
            return false;
        }
        address = new HostAddress(host, port);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString()
        => string.Create(
            CultureInfo.InvariantCulture,
            $"{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}");
}

/// <summary>Something that is wrong with a host's configuration.</summary>
/// <param name="Path">The field, dotted.</param>
/// <param name="What">What is wrong, without its full stop.</param>
/// <param name="Advice">What to do.</param>
public readonly record struct HostFinding(string Path, string What, string Advice);
