using Orbweaver.Model;

namespace Orbweaver.Twin;

/// <summary>
/// Is shown every packet as it is on a link, at both of its ends, and changes nothing. A packet is only valid
/// during the call. A run without a tap pays one comparison a packet and end.
/// </summary>
public interface IPacketTap
{
    /// <summary>A node began to send a packet.</summary>
    /// <param name="node">The node.</param>
    /// <param name="packet">The packet.</param>
    /// <param name="number">
    /// The number of its message among those offered to its contract (<see cref="MessageRef.Number"/>); of no
    /// meaning for receipts.
    /// </param>
    /// <param name="at">When.</param>
    void Sent(NodeId node, Packet packet, uint number, Instant at);

    /// <summary>A packet has come to a node, which has not looked at it yet.</summary>
    void Received(NodeId node, Packet packet, uint number, Instant at);
}
