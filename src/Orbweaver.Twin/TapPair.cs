using Orbweaver.Model;

namespace Orbweaver.Twin;

/// <summary>Two taps of one run; the first is shown first.</summary>
public sealed class TapPair(IPacketTap first, IPacketTap second) : IPacketTap
{
    /// <inheritdoc/>
    public void Sent(NodeId node, Packet packet, uint number, Instant at)
    {
        first.Sent(node, packet, number, at);
        second.Sent(node, packet, number, at);
    }

    /// <inheritdoc/>
    public void Received(NodeId node, Packet packet, uint number, Instant at)
    {
        first.Received(node, packet, number, at);
        second.Received(node, packet, number, at);
    }
}
