using System.Collections.Generic;
using System.Numerics;
using Orbweaver.Model;
using Orbweaver.Node;

namespace Orbweaver.Live.Nodes;

/// <summary>
/// Whether what a frame from another host says can be. Nodes take for granted what any node would have
/// written; a host of another version, plan or set of contracts might write something else, and must not
/// bring this one down.
/// </summary>
/// <param name="plan">The plan.</param>
/// <param name="contracts">All contracts.</param>
internal sealed class FrameChecks(Plan plan, ContractTable contracts)
{
    private const int PriorityMax = 9;

    /// <summary>Whether a node can take the packet, with so many bytes of payload.</summary>
    public bool IsSane(Packet packet, NodeId to, int payloadBytes)
        => packet.SizeBytes <= Packet.MeshMtuBytes && packet.Epoch >= 0 && packet.HopLimit > 0
            && packet.Incarnation > 0 && packet.Mark >= 0 && packet.Priority <= PriorityMax
            && packet.Assurance <= Assurance.Congestion && packet.Overtaking <= Overtaking.Independent
            && IsNode(packet.Source) && IsSaneWay(packet, to)
            && (packet.Receipt is Receipt receipt
                ? IsSaneReceipt(packet, receipt, payloadBytes)
                : IsSaneData(packet, payloadBytes));

    /// <summary>Whether a node can take the control frame.</summary>
    public static bool IsSane(ControlFrame frame, MeshNode node)
        => frame.Incarnation > 0 && frame.Position >= frame.Entries.Count && frame.PeerPosition >= 0
            && (frame.PeerIncarnation != node.Incarnation || frame.PeerPosition <= node.Learned.Count);

    private bool IsNode(NodeId id) => (uint)id.Value < (uint)plan.Nodes.Count;

    private bool IsSaneReceipt(Packet packet, Receipt receipt, int payloadBytes)
        => payloadBytes == 0 && packet.Targets == 1 && IsNode(packet.Destination) && IsNode(receipt.Egress)
            && packet is { FragmentIndex: 0, FragmentCount: 1 }
            && packet.SizeBytes == receipt.SizeBytes + Packet.OverheadBytes;

    private bool IsSaneData(Packet packet, int payloadBytes)
    {
        if ((uint)packet.ContractIndex >= (uint)contracts.Count)
        {
            return false;
        }
        Contract contract = contracts[packet.ContractIndex];
        IReadOnlyList<NodeId> subscribers = contract.Subscribers;
        ulong all = ulong.MaxValue >> (Contract.SubscribersMax - subscribers.Count);
        return packet.Source == contract.Publisher
            && packet.Targets != 0 && (packet.Targets & ~all) == 0
            && packet.Destination == (packet.IsForSeveral
                ? NodeId.None : subscribers[BitOperations.TrailingZeroCount(packet.Targets)])
            && packet.FragmentIndex < packet.FragmentCount
            && packet.FragmentCount <= Packet.PiecesOf(contract.MessageSizeMax)
            && payloadBytes > 0 && packet.SizeBytes == payloadBytes + Packet.OverheadBytes;
    }

    // A replica is where its way says it is, and its way ends where it is for.
    private static bool IsSaneWay(Packet packet, NodeId to)
        => packet.Way is not IReadOnlyList<NodeId> way
            || (packet.WayIndex < way.Count && way[packet.WayIndex] == to
                && way[^1] == packet.Destination);
}
