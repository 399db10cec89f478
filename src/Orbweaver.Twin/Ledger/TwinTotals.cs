namespace Orbweaver.Twin;

/// <summary>Sums over a world so far, cheap enough to be looked at every second while it runs.</summary>
/// <param name="Events">Events done.</param>
/// <param name="PacketHops">Packets that crossed a link, each link counted.</param>
/// <param name="PacketsUnderWay">Packets in nodes and on links now.</param>
/// <param name="ControlFrames">Control frames sent.</param>
/// <param name="ControlBytes">Their bytes.</param>
/// <param name="FaultsActive">Faults that have begun and not ended.</param>
/// <param name="NodesOut">Nodes that are lost or hang.</param>
public readonly record struct TwinTotals(
    long Events, long PacketHops, long PacketsUnderWay, long ControlFrames, long ControlBytes,
    int FaultsActive, int NodesOut);

/// <summary>
/// What became of the messages of one contract and subscriber so far; the rest of those offered is under way.
/// </summary>
public readonly record struct ContractTotals(
    long Offered, long OnTime, long Late, long Expired, long Superseded, long Lost)
{
    /// <summary>Messages under way.</summary>
    public long InFlight => Offered - OnTime - Late - Expired - Superseded - Lost;
}
