using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Orbweaver.Live;
using Orbweaver.Model;
using Orbweaver.Scenarios;

namespace Orbweaver.Up;

/// <summary>
/// The ports that the operator asked for, checked against a scenario, and the contracts that they need. A
/// contract of the scenario between the two edges is used where one fits; else one is added, so that what
/// comes in by a port is planned for, policed and reported like everything else.
/// </summary>
internal sealed class PortPlan
{
    /// <summary>TUN devices of one network: each pair of them has a contract each way.</summary>
    public const int TunsMax = 32;

    /// <summary>UDP and TCP ports of one network.</summary>
    public const int SocketsMax = 256;

    /// <summary>The tenant of contracts that are added for ports.</summary>
    public const string Tenant = "ports";

    private static readonly DataRate TunRate = new(100_000_000);
    private static readonly DataRate SocketRate = new(20_000_000);
    private static readonly DataSize BurstUsual = new(1_000_000);

    private readonly Scenario _scenario;
    private readonly List<TunPortOptions> _tuns = [];
    private readonly List<SocketPortOptions> _udp = [];
    private readonly List<SocketPortOptions> _tcp = [];
    private readonly List<ScenarioContract> _added = [];
    private readonly SortedSet<string> _edges;
    private readonly Findings _findings = new();

    private PortPlan(Scenario scenario)
    {
        _scenario = scenario;
        _edges = new SortedSet<string>(scenario.Grounds.Select(g => g.Name), StringComparer.Ordinal);
    }

    /// <summary>TUN devices, in the order of the command line.</summary>
    public IReadOnlyList<TunPortOptions> Tuns => _tuns;

    /// <summary>UDP ports.</summary>
    public IReadOnlyList<SocketPortOptions> Udp => _udp;

    /// <summary>TCP ports.</summary>
    public IReadOnlyList<SocketPortOptions> Tcp => _tcp;

    /// <summary>Where IP packets go.</summary>
    public TunRoutes Routes { get; } = new();

    /// <summary>The scenario with the contracts that were added.</summary>
    public Scenario Scenario => _scenario with { Contracts = [.. _scenario.Contracts, .. _added] };

    /// <summary>Reads what the command line says; all that is wrong with it at once.</summary>
    public static PortPlan Of(
        Scenario scenario, IReadOnlyList<string> tuns, IReadOnlyList<string> udp, IReadOnlyList<string> tcp)
    {
        PortPlan plan = new(scenario);
        plan.ReadTuns(tuns);
        plan.ReadSockets("--udp", udp, plan._udp);
        plan.ReadSockets("--tcp", tcp, plan._tcp);
        if (!plan._findings.IsEmpty)
        {
            throw new BadInputException(plan._findings);
        }
        plan.AddContracts();
        return plan;
    }

    /// <summary>
    /// The contracts that IP packets of an edge to another may have, in order; the last takes all.
    /// </summary>
    public IReadOnlyList<PortRule> TunRules(string from, string to, IReadOnlyList<Contract> numbered)
        =>
        [
            .. Written(from, to).Select(i => new PortRule(numbered[i].Match, i)),
            new PortRule(Everything, IndexOf(TunName(from, to), numbered)),
        ];

    /// <summary>The contract of what comes in at a UDP or TCP port.</summary>
    public PortRule SocketRule(SocketPortOptions port, bool isTcp, IReadOnlyList<Contract> numbered)
        => new(Everything, IndexOf(port.Contract ?? WrittenName(port) ?? SocketName(port, isTcp), numbered));

    private static FlowMatch Everything { get; } = new() { IsDefault = true };

    private void ReadTuns(IReadOnlyList<string> texts)
    {
        HashSet<(string?, string)> devices = [];
        foreach (string text in texts)
        {
            if (_tuns.Count == TunsMax)
            {
                Bad("--tun", $"'{text}' is one device too many: the limit is {TunsMax}");
                return;
            }
            string number = (_tuns.Count + 1).ToString(CultureInfo.InvariantCulture);
            bool isGood = TunPortOptions.TryParse(text, out TunPortOptions tun, out string error);
            if (isGood && tun.Addresses.Count + tun.Routes.Count == 0)
            {
                string addressed = tun.MtuBytes < TunPortOptions.MtuBytesMinIpv6
                    ? $"{text},addr=10.77.0.{number}/24"
                    : $"{text},addr=10.77.0.{number}/24,addr=fd77::{number}/64";
                isGood = TunPortOptions.TryParse(addressed, out tun, out error);
            }
            isGood = isGood && Routes.TryAdd(tun, out error);
            if (!isGood)
            {
                Bad("--tun", error);
                continue;
            }
            if (!devices.Add((tun.Namespace, tun.Interface)))
            {
                Bad("--tun", $"'{text}': the device {tun.Interface} is named twice");
            }
            else if (_tuns.Exists(t => string.Equals(t.Edge, tun.Edge, StringComparison.Ordinal)))
            {
                Bad("--tun", $"'{text}': {tun.Edge} has a device already: give it more routes instead");
            }
            CheckEdge("--tun", tun.Edge);
            _tuns.Add(tun);
        }
    }

    private void ReadSockets(string option, IReadOnlyList<string> texts, List<SocketPortOptions> ports)
    {
        bool isTcp = ports == _tcp;
        foreach (string text in texts)
        {
            if (_udp.Count + _tcp.Count == SocketsMax)
            {
                Bad(option, $"'{text}' is one port too many: the limit is {SocketsMax}");
                return;
            }
            bool isGood = isTcp
                ? SocketPortOptions.TryParseTcp(text, out SocketPortOptions port, out string error)
                : SocketPortOptions.TryParseUdp(text, out port, out error);
            if (!isGood)
            {
                Bad(option, error);
                continue;
            }
            CheckEdge(option, port.Edge);
            CheckEdge(option, port.Peer);
            CheckContract(option, port);
            ports.Add(port);
        }
    }

    private void CheckContract(string option, SocketPortOptions port)
    {
        if (port.Contract is not { } name)
        {
            return;
        }
        ScenarioContract? contract = _scenario.Contracts.FirstOrDefault(
            c => string.Equals(c.Terms.Name, name, StringComparison.Ordinal));
        if (contract is null)
        {
            Bad(option, $"there is no contract '{name}' in {_scenario.File}", DidYouMean.Advice(
                name, [.. _scenario.Contracts.Where(c => c.Row.Length == 0).Select(c => c.Terms.Name)]));
        }
        else if (!string.Equals(contract.From, port.Edge, StringComparison.Ordinal)
            || !contract.To.Contains(port.Peer, StringComparer.Ordinal))
        {
            Bad(option, $"contract '{name}' goes from {contract.From} to {string.Join(", ", contract.To)},"
                + $" not from {port.Edge} to {port.Peer}");
        }
    }

    private void CheckEdge(string option, string name)
    {
        if (!_edges.Contains(name))
        {
            Bad(option, $"'{name}' is no site or edge of {_scenario.File}",
                DidYouMean.Advice(name, [.. _edges]));
        }
    }

    private void Bad(string option, string what, string advice = "")
        => _findings.Add(new Place(option, 0, 0), "", what, advice);

    private void AddContracts()
    {
        foreach (TunPortOptions from in _tuns)
        {
            foreach (TunPortOptions to in _tuns.Where(t => t != from))
            {
                // In order: what exceeds the rate goes as what may be dropped first and would be overtaken,
                // which TCP takes for loss.
                Add(TunName(from.Edge, to.Edge), from.Edge, to.Edge, "3-f-c", TunRate);
            }
        }
        AddContracts(_udp, "4-i-c");
        AddContracts(_tcp, "3-f-g");
    }

    private void AddContracts(List<SocketPortOptions> ports, string qos)
    {
        foreach (SocketPortOptions port in ports.Where(p => p.Direction == PortDirection.ToSubscriber))
        {
            string name = SocketName(port, ports == _tcp);
            bool isNew = !_added.Exists(c => string.Equals(c.Terms.Name, name, StringComparison.Ordinal));
            if (port.Contract is null && WrittenName(port) is null && isNew)
            {
                Add(name, port.Edge, port.Peer, qos, SocketRate);
            }
        }
    }

    private void Add(string name, string from, string to, string qosText, DataRate rate)
    {
        Check.That(Qos.TryParse(qosText, out Qos qos));
        _added.Add(new ScenarioContract
        {
            Row = "",
            From = from,
            To = [to],
            Traffic = [],
            Terms = new Contract
            {
                Index = 0,
                Name = name,
                Tenant = Tenant,
                Publisher = default,
                Subscribers = [],
                Qos = qos,
                Rate = rate,
                Burst = BurstUsual,
                MessageSizeMax = new DataSize(IEdgePort.MessageBytesMax),
                // No flow of a source has this protocol (reserved by IANA): only ports name the contract.
                Match = new FlowMatch { Protocol = 255 },
            },
        });
    }

    // Contracts written by hand for this pair alone; those of presets belong to their generators.
    private IEnumerable<int> Written(string from, string to)
        => _scenario.Contracts.Index()
            .Where(c => c.Item.Row.Length == 0 && c.Item.To.Count == 1
                && string.Equals(c.Item.From, from, StringComparison.Ordinal)
                && string.Equals(c.Item.To[0], to, StringComparison.Ordinal))
            .Select(c => c.Index);

    private string? WrittenName(SocketPortOptions port)
        => Written(port.Edge, port.Peer).Select(i => _scenario.Contracts[i].Terms.Name).FirstOrDefault();

    private static string TunName(string from, string to) => $"tun/{from}/{to}";

    private static string SocketName(SocketPortOptions port, bool isTcp)
        => $"{(isTcp ? "tcp" : "udp")}/{port.Edge}/{port.Peer}";

    private static int IndexOf(string name, IReadOnlyList<Contract> numbered)
        => numbered.First(c => string.Equals(c.Name, name, StringComparison.Ordinal)).Index;
}
