using System;
using Orbweaver.Model;

namespace Orbweaver.Node;

/// <summary>
/// One network node as a state machine. It owns no clock, socket, file, thread or die: its host tells it the
/// time and what happened, and performs the effects. Rules for hosts: <c>now</c> never goes backwards;
/// effects are performed in order; <see cref="NextDeadline"/> is read again after every step. Equal
/// configuration and inputs give equal effects.
/// </summary>
public sealed partial class MeshNode
{
    private readonly NodeConfig _config;
    private readonly NodeServices _services;
    private readonly Plan _plan;
    private readonly ContractTable _contracts;

    private Instant _now = new(long.MinValue);
    private long _queueOrder;
    private int _packetsHeld;

    /// <summary>A node that has seen nothing yet.</summary>
    public MeshNode(NodeConfig config, NodeServices services)
    {
        _config = config;
        _services = services;
        _plan = config.Plan;
        _contracts = config.Contracts;
    }

    /// <summary>Which node of the plan this is.</summary>
    public NodeId Id => _config.Id;

    /// <summary>When the node next wants to be stepped; null when only an input can move it.</summary>
    public Instant? NextDeadline { get; private set; }

    /// <summary>The epoch of its view.</summary>
    public int Epoch => _epoch;

    /// <summary>Packets in its queues, waiting or held at its egress: for checks of conservation.</summary>
    public int PacketsHeld => _packetsHeld;

    /// <summary>Bytes in the fullest of its port queues: for checks of bounds.</summary>
    public DataSize QueueBytesMax
    {
        get
        {
            long most = 0;
            foreach (Port port in _ports)
            {
                most = Math.Max(most, port.Queue.Bytes);
            }
            return new DataSize(most);
        }
    }

    /// <summary>
    /// Takes one input, or does what has come due, and appends what the host must do to <paramref
    /// name="effects"/>.
    /// </summary>
    public void Step(Instant now, in NodeInput input, EffectList effects)
    {
        Check.That(now >= _now);
        _now = now;
        EnterEpochs(effects);
        switch (input.Kind)
        {
            case NodeInputKind.Submit:
                Ingest(input.Submission, effects);
                break;
            case NodeInputKind.Arrive:
                Arrive(input.Packet!, input.Link, effects);
                break;
            case NodeInputKind.Timer:
                break;
            default:
                Check.That(input.Kind <= NodeInputKind.Arrive);
                break;
        }
        if (_packetsHeld > 0)
        {
            ServePorts(effects);
            ExpireWaiting(effects);
            ReleaseHolds(effects);
        }
        NextDeadline = _packetsHeld > 0 ? FindDeadline() : null;
    }

    private Instant FindDeadline()
    {
        Instant next = Instant.Max;
        foreach (Port port in _ports)
        {
            if (port.Queue.Count > 0 && port.ReadyAt < next)
            {
                next = port.ReadyAt;
            }
        }
        foreach (Packet packet in _waiting)
        {
            if (packet.DepartBy < next)
            {
                next = packet.DepartBy;
            }
        }
        if (_holds.TryPeek(out _, out Instant hold) && hold < next)
        {
            next = hold;
        }
        // A packet that waits for a way, or in a queue that the switch may change, must see the switch.
        return _epochEnd < next ? _epochEnd : next;
    }
}
