using System;
using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Node;

/// <summary>All contracts as nodes use them. Immutable and shared by all nodes of a host.</summary>
public sealed class ContractTable
{
    private readonly Contract[] _contracts;
    private readonly bool[] _admitted;
    private readonly int[] _tenantOf;
    private readonly SortedDictionary<int, Contract[]> _byPublisher = [];

    /// <summary>Builds the table; contracts and their admission by index.</summary>
    public ContractTable(IReadOnlyList<Contract> contracts, IReadOnlyList<bool> admitted)
    {
        Check.That(contracts.Count == admitted.Count);
        _contracts = [.. contracts];
        _admitted = [.. admitted];
        _tenantOf = new int[contracts.Count];
        SortedDictionary<string, int> tenants = new(StringComparer.Ordinal);
        SortedDictionary<int, List<Contract>> byPublisher = [];
        for (int i = 0; i < _contracts.Length; i++)
        {
            Contract contract = _contracts[i];
            Check.That(contract.Index == i);
            if (!tenants.TryGetValue(contract.Tenant, out int tenant))
            {
                tenant = tenants.Count;
                tenants.Add(contract.Tenant, tenant);
            }
            _tenantOf[i] = tenant;
            if (!byPublisher.TryGetValue(contract.Publisher.Value, out List<Contract>? own))
            {
                own = [];
                byPublisher.Add(contract.Publisher.Value, own);
            }
            own.Add(contract);
        }
        foreach ((int publisher, List<Contract> own) in byPublisher)
        {
            // An edge's default contract is what is left when no rule fits, wherever it stands in the file.
            own.Sort(static (a, b) => a.Match.IsDefault != b.Match.IsDefault
                ? a.Match.IsDefault.CompareTo(b.Match.IsDefault)
                : a.Index.CompareTo(b.Index));
            _byPublisher.Add(publisher, [.. own]);
        }
    }

    /// <summary>How many there are.</summary>
    public int Count => _contracts.Length;

    /// <summary>A contract by its index.</summary>
    public Contract this[int index] => _contracts[index];

    /// <summary>Whether admission let it in.</summary>
    public bool IsAdmitted(int index) => _admitted[index];

    /// <summary>Its tenant's number, dense from zero.</summary>
    public int TenantOf(int index) => _tenantOf[index];

    /// <summary>The contracts of one edge in the order in which their rules are tried.</summary>
    public ReadOnlySpan<Contract> OfPublisher(NodeId node)
        => _byPublisher.TryGetValue(node.Value, out Contract[]? own) ? own : [];
}
