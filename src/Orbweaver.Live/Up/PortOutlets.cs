using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;

namespace Orbweaver.Live;

/// <summary>
/// At which ports a delivered message comes out: packets at the device of the edge, bytes at whoever listens
/// to their publisher. Looked up once for each contract and edge.
/// </summary>
/// <param name="bindings">The ports.</param>
/// <param name="contracts">All contracts, by index.</param>
internal sealed class PortOutlets(IReadOnlyList<PortBinding> bindings, IReadOnlyList<Contract> contracts)
{
    private static readonly IEdgePort[] Nobody = [];

    private readonly Dictionary<(int Contract, int Node, PayloadKind Kind), IEdgePort[]> _known = [];

    /// <summary>The ports of a message of this kind.</summary>
    public IEdgePort[] Of(int contract, NodeId subscriber, PayloadKind kind)
    {
        if (_known.TryGetValue((contract, subscriber.Value, kind), out IEdgePort[]? known))
        {
            return known;
        }
        NodeId publisher = contracts[contract].Publisher;
        List<IEdgePort> outlets = [];
        foreach (PortBinding binding in bindings)
        {
            bool isFor = binding.Edge == subscriber && binding.Kind == kind
                && (kind == PayloadKind.IpPacket || binding.Publisher == publisher)
                && (binding.Takes is null || binding.Takes.Contains(contract));
            if (isFor)
            {
                outlets.Add(binding.Port);
            }
        }
        return _known[(contract, subscriber.Value, kind)] = outlets.Count == 0 ? Nobody : [.. outlets];
    }
}
