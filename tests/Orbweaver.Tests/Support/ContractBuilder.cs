using System;
using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Node;

namespace Orbweaver.Tests;

/// <summary>
/// Builds contracts by hand. Each matches a destination port of its own and is so generous that only a test
/// of policing meets its limits; budget 100 ms.
/// </summary>
internal sealed class ContractBuilder
{
    private readonly List<Contract> _all = [];

    public IReadOnlyList<Contract> All => _all;

    public Contract Add(NodeId from, NodeId to, string qos, Func<Contract, Contract>? change = null)
    {
        Check.That(Qos.TryParse(qos, out Qos parsed));
        ushort port = (ushort)(1000 + _all.Count);
        Contract contract = new()
        {
            Index = _all.Count,
            Name = $"contract {_all.Count}",
            Tenant = "north",
            Publisher = from,
            Subscribers = [to],
            Qos = parsed,
            Budget = Duration.FromMilliseconds(100),
            Rate = DataRate.FromGigabits(10),
            Burst = new DataSize(100_000_000),
            MessageSizeMax = new DataSize(1_000_000),
            PromisePpm = 990_000,
            Match = new FlowMatch { DestinationPorts = new PortRange(port, port) },
        };
        contract = change?.Invoke(contract) ?? contract;
        _all.Add(contract);
        return contract;
    }

    public ContractTable Table(params Contract[] refused)
        => new(_all, [.. _all.Select(c => !refused.Contains(c))]);
}
