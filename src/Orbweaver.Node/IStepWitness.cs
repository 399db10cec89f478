using System;
using Orbweaver.Model;

namespace Orbweaver.Node;

/// <summary>
/// Is told every step of every node of a host, and changes nothing: what a node does follows from these
/// alone, so whoever writes them down can have the same done again. Packets and frames are told as they are
/// at that moment, and are used again afterwards.
/// </summary>
public interface IStepWitness
{
    /// <summary>A life of a node begins.</summary>
    void Begins(Instant now, NodeConfig config);

    /// <summary>A node is about to take an input.</summary>
    void Steps(Instant now, NodeId node, in NodeInput input);

    /// <summary>What its host has to do now; nothing of it is done yet.</summary>
    void Stepped(NodeId node, ReadOnlySpan<NodeEffect> effects);
}
