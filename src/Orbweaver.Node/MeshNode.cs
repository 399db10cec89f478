using System;
using System.Collections.Generic;
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
    private Plan _plan;
    private readonly ContractTable _contracts;
    private readonly NodeKnowledge _knowledge;
    private readonly LinkExceptions _exceptions;

    private Instant _now = new(long.MinValue);
    private long _queueOrder;
    private int _packetsHeld;

    /// <summary>A node that has seen nothing yet.</summary>
    public MeshNode(NodeConfig config, NodeServices services)
    {
        _config = config;
        _services = services;
        _contracts = config.Contracts;
        PlanDocument first = PlanDocument.First(config.Plan);
        _firstPlan = first.Id;
        _document = config.Document ?? first;
        _tellsPlans = _document.Id != _firstPlan;
        // With any of these there is always something to say: no switch is slept through.
        _hasNews = _tellsPlans || config.ExchangesTime || config.Liveness is not null;
        _planInForce = _document.IdAt(0);
        _plan = _document.Plan;
        _routes = services.RoutesOf(_plan);
        _knowledge = new NodeKnowledge(_plan, services.Standby, config.NewsKeptMax);
        _exceptions = _knowledge.Exceptions;
    }

    /// <summary>Which node of the plan this is.</summary>
    public NodeId Id => _config.Id;

    /// <summary>Which life of the node this is.</summary>
    public uint Incarnation => _config.Incarnation;

    /// <summary>When the node next wants to be stepped; null when only an input can move it.</summary>
    public Instant? NextDeadline { get; private set; }

    /// <summary>The epoch of its view.</summary>
    public int Epoch => _epoch;

    /// <summary>
    /// All it came to know in this life, in order: what it may be held to (invariant K). Of more than <see
    /// cref="NodeConfig.NewsKeptMax"/> the first are gone, and only counted.
    /// </summary>
    public IReadOnlyList<Announcement> Learned => _knowledge.Log;

    /// <summary>What differs from the plan in its view.</summary>
    public LinkExceptions Exceptions => _exceptions;

    /// <summary>Packets in its queues, waiting, held, kept or stored: for checks of conservation.</summary>
    public int PacketsHeld => _packetsHeld + _packetsKept + PacketsStored;

    /// <summary>Bytes in the fullest of its port queues: for checks of bounds.</summary>
    public DataSize QueueBytesMax
    {
        get
        {
            long most = 0;
            foreach (Port port in _ports)
            {
                most = Math.Max(most, port.QueuedBytes);
            }
            return new DataSize(most);
        }
    }

    /// <summary>The newest sequence this node knows of an end of a link; 0 when it knows nothing.</summary>
    public uint KnownSequence(int link, bool isFromA) => _knowledge.SequenceOf(link, isFromA);

    /// <summary>
    /// Takes one input, or does what has come due, and appends what the host must do to <paramref
    /// name="effects"/>.
    /// </summary>
    public void Step(Instant now, in NodeInput input, EffectList effects)
    {
        Check.That(now >= _now);
        _now = now;
        if (_epoch >= 0 || input.Kind != NodeInputKind.ClockReads)
        {
            EnterEpochs(effects);
        }
        CompareAll();
        Take(input, effects);
        if (_config.Liveness is not null)
        {
            RunLiveness(effects);
        }
        if (_hasNews)
        {
            RunNeighbours(effects);
        }
        if (_receiptsDue <= _now)
        {
            SendReceipts(effects);
        }
        if (_guaranteeDue <= _now || (PacketsStored > 0 && _guaranteeView != View))
        {
            RunGuarantee(effects);
        }
        if (_custodyDue <= _now)
        {
            RunCustody(effects);
        }
        if (_packetsHeld > 0 || _hasNews)
        {
            ServePlans(effects);
            ServePorts(effects);
            ExpireWaiting(effects);
            ReleaseHolds(effects);
        }
        Instant due = _packetsHeld > 0 || _hasNews ? FindDeadline() : Instant.Max;
        due = Earlier(Earlier(due, _custodyDue), Earlier(_receiptsDue, _guaranteeDue));
        // Its view changes with the epoch.
        due = PacketsStored > 0 ? Earlier(due, Due(_epochEnd)) : due;
        // What was queued again on a port that had its turn is due at once.
        NextDeadline = due == Instant.Max ? null : due > _now ? due : _now;
    }

    private void Take(in NodeInput input, EffectList effects)
    {
        switch (input.Kind)
        {
            case NodeInputKind.Submit:
                Ingest(input.Submission, effects);
                break;
            case NodeInputKind.Arrive:
                Arrive(input.Packet!, input.Link, effects);
                break;
            case NodeInputKind.Control:
                Hear(input.Control!, input.Link, input.Late, effects);
                break;
            case NodeInputKind.LinkLost:
                NoteLight(input.Link, hasLight: false, effects);
                break;
            case NodeInputKind.LinkBack:
                NoteLight(input.Link, hasLight: true, effects);
                break;
            case NodeInputKind.Behind:
                _behind = input.BehindBy;
                break;
            case NodeInputKind.Acquired:
                OpenStandby(input.Link, effects);
                break;
            case NodeInputKind.PlanMade:
                TakePlan(input.Document!, effects);
                break;
            case NodeInputKind.ClockReads:
                ReadClock(input.Clock, effects);
                break;
            default:
                Check.That(input.Kind == NodeInputKind.Timer);
                break;
        }
    }

    private Instant FindDeadline()
    {
        Instant next = Due(_epochEnd);
        foreach (Port port in _ports)
        {
            if (!IsInForce(port))
            {
                continue;
            }
            next = Earlier(next, LivenessDue(port));
            if (port.HasWork)
            {
                next = Earlier(next, port.ReadyAt);
            }
            if (port.IsLit)
            {
                next = Earlier(Earlier(next, port.Neighbour.ResendAt), port.Neighbour.AskAgainAt);
                next = Earlier(next, port.AnnounceUpAt);
                next = Earlier(next, PlansDeadline(port));
                next = Earlier(next, port.IsControlDue ? Instant.Max : TellTimeAt(port));
                // An answer that is due and waits for the port is no deadline any more: the port's is.
                next = Earlier(next, port.IsControlDue ? Instant.Max : port.Neighbour.AnswerAt);
            }
        }
        foreach (Packet packet in _waiting)
        {
            next = Earlier(next, packet.DepartBy);
        }
        if (_holds.TryPeek(out _, out Instant hold))
        {
            next = Earlier(next, hold);
        }
        next = Earlier(next, _fetch?.GiveUpAt ?? Instant.Max);
        next = Earlier(next, _doubtUntil);
        return Earlier(next, _raisingUntil);
    }

    private static Instant Earlier(Instant a, Instant b) => a < b ? a : b;
}
