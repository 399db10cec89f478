using System;
using Orbweaver.Model;
using Orbweaver.Node;

namespace Orbweaver.Live.Nodes;

/// <summary>
/// The nodes of a host, and the only place where they are stepped. It knows no time but what each step is
/// told, so a step that was written down can be done again on any machine at any time of day.
/// </summary>
/// <param name="nodes">How many nodes the plan has.</param>
/// <param name="services">What the nodes share.</param>
/// <param name="witness">Who is told of every step; null for nobody.</param>
public sealed class NodeSteps(int nodes, NodeServices services, IStepWitness? witness)
{
    private readonly MeshNode?[] _nodes = new MeshNode?[nodes];
    private readonly EffectList _effects = new();

    /// <summary>Begins a life of a node; an earlier life of it is over.</summary>
    public void Begin(Instant now, NodeConfig config)
    {
        witness?.Begins(now, config);
        _nodes[config.Id.Value] = new MeshNode(config, services);
    }

    /// <summary>Whether a node lives here.</summary>
    public bool Has(NodeId node) => (uint)node.Value < (uint)_nodes.Length && _nodes[node.Value] is not null;

    /// <summary>A node that lives here.</summary>
    public MeshNode this[NodeId node] => _nodes[node.Value]!;

    /// <summary>
    /// Steps a node. The effects are those of this step until the next one, and are performed in order.
    /// </summary>
    public ReadOnlySpan<NodeEffect> Step(Instant now, NodeId node, in NodeInput input)
    {
        _effects.Clear();
        witness?.Steps(now, node, input);
        _nodes[node.Value]!.Step(now, input, _effects);
        witness?.Stepped(node, _effects.All);
        return _effects.All;
    }
}
