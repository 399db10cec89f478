using System;
using System.Collections.Generic;
using System.Linq;
using Orbweaver.Live.Nodes;
using Orbweaver.Model;
using Orbweaver.Node;
using Orbweaver.Scenarios;
using Orbweaver.Up;

namespace Orbweaver.LiveNodes;

/// <summary>
/// The scenario of a host's configuration, with contracts for the ports of the whole network.
/// </summary>
internal static class NodeSettings
{
    private static readonly string[] Kinds = ["tun", "udp", "tcp"];

    /// <summary>The ports that a configuration lists; all that is wrong with them at once.</summary>
    public static PortPlan PortsOf(NodeHostConfig config, Scenario scenario, string shown)
    {
        Findings findings = new();
        foreach (string port in config.Ports.Where(p => !Kinds.Contains(KindOf(p), StringComparer.Ordinal)))
        {
            Bad(
                findings, shown, $"'{port}' is no port",
                "Write tun, udp or tcp, and behind it what 'orbweaver up' takes after --tun, --udp or --tcp");
        }
        try
        {
            PortPlan plan = PortPlan.Of(
                scenario, Of(config, "tun"), Of(config, "udp"), Of(config, "tcp"));
            foreach (string tun in plan.Tuns.Where(t => t.MtuBytes > Packet.PayloadBytesMax)
                .Select(t => t.Interface))
            {
                Bad(
                    findings, shown, $"the MTU of {tun} is more than a packet between hosts holds",
                    $"Write mtu={Packet.PayloadBytesMax} or less");
            }
            return findings.IsEmpty ? plan : throw new BadInputException(findings);
        }
        catch (BadInputException e) when (!ReferenceEquals(e.Findings, findings))
        {
            foreach (Finding finding in e.Findings.InOrder())
            {
                Bad(findings, shown, finding.What, finding.Advice);
            }
            throw new BadInputException(findings);
        }
    }

    /// <summary>
    /// The scenario as hosts plan it: from their common start as far as their horizon, without what only the
    /// twin does.
    /// </summary>
    public static Scenario ScenarioOf(NodeHostConfig config, Scenario scenario) => scenario with
    {
        Start = config.Start,
        Length = config.Horizon,
        Controllers = null,
        Faults = [],
        Contracts = [.. scenario.Contracts.Select(c => c with { Traffic = [] })],
    };

    /// <summary>
    /// The name that hosts bind into their keys: all of a plan, its contracts and what else must be alike.
    /// </summary>
    public static string NetworkOf(NodeHostConfig config, Plan plan, ContractTable contracts)
    {
        ulong hash = NetworkDigest.Of(plan, contracts);
        hash = StableHash.Mix(hash, config.ModelsDelay ? 1u : 0u);
        hash = StableHash.Mix(hash, (ulong)config.Liveness.LaserInterval.Nanoseconds);
        hash = StableHash.Mix(hash, (ulong)config.Liveness.RadioInterval.Nanoseconds);
        foreach (string port in config.Ports)
        {
            hash = StableHash.Mix(hash, StableHash.Of(port));
        }
        return $"network-{StableHash.Finish(hash):x16}";
    }

    private static IReadOnlyList<string> Of(NodeHostConfig config, string kind)
        => [.. config.Ports.Where(p => string.Equals(KindOf(p), kind, StringComparison.Ordinal))
            .Select(p => p[kind.Length..].Trim())];

    private static string KindOf(string port)
        => port.IndexOf(' ', StringComparison.Ordinal) is > 0 and var at ? port[..at] : port;

    private static void Bad(Findings findings, string shown, string what, string advice)
        => findings.Add(new Place(shown, 0, 0), "ports", what, advice);
}
