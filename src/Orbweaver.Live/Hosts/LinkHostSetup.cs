using System.Collections.Generic;
using System.Net;
using Orbweaver.Live.Links;
using Orbweaver.Live.Nodes;
using Orbweaver.Live.Records;

namespace Orbweaver.Live.Hosts;

/// <summary>Who the hosts of a network are, and how they seal what they say.</summary>
public sealed record LinkHostSetup
{
    /// <summary>
    /// What all hosts must hold alike, as a name: it is bound into every key, so hosts with different plans
    /// or contracts do not come to one.
    /// </summary>
    public required string Network { get; init; }

    /// <summary>The name of this host.</summary>
    public required string Self { get; init; }

    /// <summary>Which node lives where; hosts are numbered from 1 in the order of the peers.</summary>
    public required HostMap Hosts { get; init; }

    /// <summary>The other hosts.</summary>
    public required IReadOnlyList<LinkPeerSetup> Peers { get; init; }

    /// <summary>The key of the network.</summary>
    public required NetworkKey Key { get; init; }

    /// <summary>How records are sealed.</summary>
    public required IAeadProvider Aeads { get; init; }

    /// <summary>Where nonces come from.</summary>
    public required IEntropy Entropy { get; init; }

    /// <summary>How large records are.</summary>
    public LinkProfile Profile { get; init; } = LinkProfile.Unknown;
}

/// <summary>Another host.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shown">Where it listens, as configured.</param>
/// <param name="Address">The same, found.</param>
public sealed record LinkPeerSetup(string Name, string Shown, IPEndPoint Address);
