using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Orbweaver.Model;

namespace Orbweaver.Live.Nodes;

/// <summary>
/// Which node of a plan lives at which host, by the names and patterns of a configuration. A node that lives
/// nowhere is one that is lost: its neighbours find that out.
/// </summary>
public sealed class HostMap
{
    /// <summary>The host of nodes that live nowhere.</summary>
    public const int NoHost = -1;

    /// <summary>The host that the configuration is of; its peers follow, in their order.</summary>
    public const int Self = 0;

    /// <summary>The most peers of a host.</summary>
    public const int PeersMax = 1_000;

    private readonly int[] _hostOf;

    private HostMap(int[] hostOf)
    {
        _hostOf = hostOf;
        Own = [.. AllOf(Self)];
    }

    /// <summary>The nodes that live here.</summary>
    public IReadOnlyList<NodeId> Own { get; }

    /// <summary>Where a node lives.</summary>
    public int HostOf(NodeId node) => _hostOf[node.Value];

    /// <summary>All nodes of a host.</summary>
    public IEnumerable<NodeId> AllOf(int host)
        => _hostOf.Index().Where(h => h.Item == host).Select(h => new NodeId(h.Index));

    /// <summary>
    /// The map of a configuration over a plan. Null, with everything that is wrong, when there is none.
    /// </summary>
    public static HostMap? Of(NodeHostConfig config, Plan plan, ICollection<HostFinding> findings)
    {
        int before = findings.Count;
        CheckHosts(config, findings);
        int[] hostOf = new int[plan.Nodes.Count];
        Array.Fill(hostOf, NoHost);
        Place("nodes", config.Nodes, Self, config, plan, hostOf, findings);
        for (int i = 0; i < config.Peers.Count; i++)
        {
            PeerHost peer = config.Peers[i];
            Place($"peers.{peer.Name}.nodes", peer.Nodes, i + 1, config, plan, hostOf, findings);
        }
        return findings.Count == before ? new HostMap(hostOf) : null;
    }

    /// <summary>
    /// Whether a name fits a pattern: <c>*</c> stands for any letters or none, <c>?</c> for any one.
    /// </summary>
    public static bool Fits(ReadOnlySpan<char> name, ReadOnlySpan<char> pattern)
    {
        int star = -1;
        int resumeAt = 0;
        int at = 0;
        int p = 0;
        while (at < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                resumeAt = at;
            }
            else if (p < pattern.Length && (pattern[p] == '?' || pattern[p] == name[at]))
            {
                p++;
                at++;
            }
            else if (star >= 0)
            {
                // The last star takes one letter more.
                p = star + 1;
                at = ++resumeAt;
            }
            else
            {
                return false;
            }
        }
        return pattern[p..].TrimStart('*').IsEmpty;
    }

    private static void CheckHosts(NodeHostConfig config, ICollection<HostFinding> findings)
    {
        if (config.Peers.Count > PeersMax)
        {
            findings.Add(new HostFinding(
                "peers", string.Create(CultureInfo.InvariantCulture, $"has {config.Peers.Count} hosts"),
                string.Create(CultureInfo.InvariantCulture, $"Name at most {PeersMax}")));
        }
        Dictionary<string, string> names = new(StringComparer.Ordinal) { [config.Host] = "host" };
        Dictionary<HostAddress, string> addresses = new() { [config.Listen] = config.Host };
        foreach (PeerHost peer in config.Peers)
        {
            if (!names.TryAdd(peer.Name, $"peers.{peer.Name}"))
            {
                findings.Add(new HostFinding(
                    $"peers.{peer.Name}", "is the name of two hosts", "Give every host a name of its own"));
            }
            if (!addresses.TryAdd(peer.Address, peer.Name))
            {
                findings.Add(new HostFinding(
                    $"peers.{peer.Name}.address",
                    $"'{peer.Address}' is the address of '{addresses[peer.Address]}' as well",
                    "Give every host an address and port of its own"));
            }
        }
    }

    private static void Place(
        string path, IReadOnlyList<string> patterns, int host, NodeHostConfig config, Plan plan,
        int[] hostOf, ICollection<HostFinding> findings)
    {
        foreach (string pattern in patterns)
        {
            bool isAny = false;
            foreach (PlanNode node in plan.Nodes)
            {
                if (!Fits(node.Name, pattern))
                {
                    continue;
                }
                isAny = true;
                ref int present = ref hostOf[node.Id.Value];
                if (present != NoHost && present != host)
                {
                    string other = present == Self ? config.Host : config.Peers[present - 1].Name;
                    findings.Add(new HostFinding(
                        path, $"'{pattern}' names {node.Name}, which lives at '{other}'",
                        "Let every node live at one host"));
                    break;
                }
                present = host;
            }
            if (!isAny)
            {
                findings.Add(new HostFinding(
                    path, $"no node of the plan is called '{pattern}'",
                    $"Names are such as {plan.Nodes[0].Name} and {plan.Nodes[^1].Name}; * stands for any"));
            }
        }
        if (patterns.Count == 0)
        {
            findings.Add(new HostFinding(path, "names no node", "Name those that live there"));
        }
    }
}
