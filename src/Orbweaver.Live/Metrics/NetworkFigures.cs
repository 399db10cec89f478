using System;
using Orbweaver.Model;
using Orbweaver.Twin;

namespace Orbweaver.Live;

/// <summary>
/// What a network that is up says of itself at one moment. The thread of the world fills it in, in well under
/// a millisecond and without taking memory; then it belongs to whoever asked.
/// </summary>
public sealed class NetworkFigures
{
    /// <summary>
    /// Contracts and subscribers of which there are figures: each is seven series. More are left out, and
    /// counted.
    /// </summary>
    public const int ContractsMax = 2_000;

    private static readonly int Drops = Enum.GetValues<PortDrop>().Length;

    private readonly PortTable _ports;
    private readonly PacketCapture? _capture;
    private readonly ContractTotals[] _contracts;
    private readonly long[] _endedBy = new long[Enum.GetValues<DropReason>().Length];
    private readonly PortFigures[] _ofPorts;

    /// <summary>Room for the figures of a network.</summary>
    public NetworkFigures(int contracts, PortTable ports, PacketCapture? capture)
    {
        _ports = ports;
        _capture = capture;
        _contracts = new ContractTotals[Math.Min(contracts, ContractsMax)];
        ContractsLeftOut = contracts - _contracts.Length;
        _ofPorts = new PortFigures[ports.Bindings.Count];
        for (int i = 0; i < _ofPorts.Length; i++)
        {
            _ofPorts[i].Dropped = new long[Drops];
        }
    }

    /// <summary>The figures of one port.</summary>
    public struct PortFigures
    {
        /// <summary>Messages handed to the network.</summary>
        public long MessagesIn;

        /// <summary>Their bytes.</summary>
        public long BytesIn;

        /// <summary>Messages handed out.</summary>
        public long MessagesOut;

        /// <summary>Their bytes.</summary>
        public long BytesOut;

        /// <summary>What was dropped, by reason.</summary>
        public long[] Dropped;

        /// <summary>Why it is out of use; null while it is in use.</summary>
        public string? Failure;
    }

    /// <summary>The world's time.</summary>
    public Instant Now { get; private set; }

    /// <summary>How much of the plan is left; negative behind its end.</summary>
    public Duration PlanLeft { get; private set; }

    /// <summary>Nodes of the plan.</summary>
    public int Nodes { get; private set; }

    /// <summary>How far the world is behind the clock.</summary>
    public Duration Lag { get; private set; }

    /// <summary>The most it has been.</summary>
    public Duration LagMax { get; private set; }

    /// <summary>Turns of the loop.</summary>
    public long Turns { get; private set; }

    /// <summary>Turns that ended too far behind.</summary>
    public long TurnsBehind { get; private set; }

    /// <summary>How much later than modelled messages came out.</summary>
    public SecondsHistogram Lateness { get; } = new();

    /// <summary>Messages from outside that the network dropped or refused.</summary>
    public long OutsideLost { get; private set; }

    /// <summary>Messages from outside for which there was no contract or no room.</summary>
    public long OutsideRefused { get; private set; }

    /// <summary>Messages from outside that are under way.</summary>
    public int OutsideUnderWay { get; private set; }

    /// <summary>Sums of the world.</summary>
    public TwinTotals Totals { get; private set; }

    /// <summary>Of all traffic, by reason: messages that were not delivered.</summary>
    public ReadOnlySpan<long> EndedByReason => _endedBy;

    /// <summary>By contract and subscriber, in the order of the ledgers.</summary>
    public ReadOnlySpan<ContractTotals> Contracts => _contracts;

    /// <summary>Contracts and subscribers for which there was no room.</summary>
    public int ContractsLeftOut { get; }

    /// <summary>By port, in the order of the table.</summary>
    public ReadOnlySpan<PortFigures> Ports => _ofPorts;

    /// <summary>Packets captured.</summary>
    public long Captured { get; private set; }

    /// <summary>Packets that captures miss.</summary>
    public long CaptureMissing { get; private set; }

    /// <summary>Takes the figures of now; only on the thread of the world.</summary>
    public void Take(LiveWorld world)
    {
        TwinWorld twin = world.World;
        LoopFigures loop = _ports.Figures;
        Now = world.Now;
        PlanLeft = twin.WholePlan.End - world.Now;
        Nodes = twin.WholePlan.Nodes.Count;
        Lag = loop.Lag;
        LagMax = loop.LagMax;
        Turns = loop.Turns;
        TurnsBehind = loop.TurnsBehind;
        Lateness.CopyFrom(loop.Lateness);
        OutsideLost = loop.MessagesLost;
        OutsideRefused = loop.MessagesRefused;
        OutsideUnderWay = world.MessagesUnderWay;
        Totals = twin.Totals();
        twin.EndedByReason.CopyTo(_endedBy);
        twin.CopyTotals(_contracts);
        TakePorts();
        Captured = _capture?.Packets ?? 0;
        CaptureMissing = _capture?.PacketsMissing ?? 0;
    }

    private void TakePorts()
    {
        for (int i = 0; i < _ofPorts.Length; i++)
        {
            IEdgePort port = _ports.Bindings[i].Port;
            ref PortFigures to = ref _ofPorts[i];
            to.MessagesIn = port.Counters.MessagesIn;
            to.BytesIn = port.Counters.BytesIn;
            to.MessagesOut = port.Counters.MessagesOut;
            to.BytesOut = port.Counters.BytesOut;
            to.Failure = port.Failure;
            for (int reason = 0; reason < Drops; reason++)
            {
                to.Dropped[reason] = port.Counters[(PortDrop)reason];
            }
        }
    }
}
