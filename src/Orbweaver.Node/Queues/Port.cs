using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Node;

/// <summary>
/// One end of a link at a node: whether it has light, when it may send, and what waits for it.
/// </summary>
internal sealed class Port(int link, Neighbour neighbour, DataRate rate, Instant opens)
{
    /// <summary>The shortest hold-down: how long a returned link must stay before it is announced.</summary>
    public static readonly Duration HoldDownMin = Duration.FromSeconds(1);

    /// <summary>The longest hold-down of a link that flaps.</summary>
    public static readonly Duration HoldDownMax = Duration.FromSeconds(60);

    // Most ports never have one: what finds its link free leaves at once.
    private PortQueue? _queue;
    private Duration _holdDown = HoldDownMin;
    private Instant _upSince = opens;
    private Instant _opens = opens;

    /// <summary>The link: a contact, or below zero a standby pair.</summary>
    public int Link { get; } = link;

    /// <summary>Who is at the other end.</summary>
    public Neighbour Neighbour { get; } = neighbour;

    /// <summary>Capacity away from this node.</summary>
    public DataRate Rate { get; } = rate;

    /// <summary>All contracts.</summary>
    public required ContractTable Contracts { get; init; }

    /// <summary>Byte limit of the queue.</summary>
    public required DataSize QueueMax { get; init; }

    /// <summary>Data that waits.</summary>
    public PortQueue Queue => _queue ??= new PortQueue(Contracts, QueueMax);

    /// <summary>Packets that wait.</summary>
    public int Queued => _queue?.Count ?? 0;

    /// <summary>Bytes that wait.</summary>
    public long QueuedBytes => _queue?.Bytes ?? 0;

    /// <summary>Delays as planned for <see cref="Epoch"/>.</summary>
    public EpochLink Delays { get; set; }

    /// <summary>The last epoch in which the link was in force, so far as the node has come.</summary>
    public int Epoch { get; set; }

    /// <summary>
    /// When the next frame may start: not before the contact opens, nor during another frame.
    /// </summary>
    public Instant ReadyAt { get; set; } = opens;

    /// <summary>Whether the ends hear each other; null where the host says that.</summary>
    public Liveness? Liveness { get; set; }

    /// <summary>Whether the terminal has light, or the peer is heard.</summary>
    public bool IsLit { get; private set; } = true;

    /// <summary>Whether something must be said to the neighbour before any data.</summary>
    public bool IsControlDue { get; set; }

    /// <summary>Whether the next control frame asks for what is missing.</summary>
    public bool IsGapRequestDue { get; set; }

    /// <summary>
    /// Whether data may not pass although the link is lit: the neighbour is on another plan.
    /// </summary>
    public bool IsApart { get; set; }

    /// <summary>Capacity towards this node.</summary>
    public required DataRate RateBack { get; init; }

    /// <summary>When the neighbour is told the time again.</summary>
    public Instant TellTimeAt { get; set; } = opens;

    /// <summary>What of a plan is being sent over it.</summary>
    public PlanServing? Serving { get; set; }

    /// <summary>When a returned link is announced; never while it is lost or up.</summary>
    public Instant AnnounceUpAt { get; private set; } = Instant.Max;

    /// <summary>Whether anything waits to leave.</summary>
    public bool HasWork => Queued > 0 || (IsControlDue && IsLit);

    /// <summary>Takes all that waits out, in the order of serving.</summary>
    public void TakeQueued(List<Packet> into) => _queue?.TakeAll(into);

    /// <summary>
    /// It opens at another moment than was thought by a clock that was wrong. What it has sent it has sent.
    /// </summary>
    public void OpenAt(Instant opens, Instant now)
    {
        if (_opens > now || opens > now)
        {
            bool hasSent = ReadyAt != _opens;
            ReadyAt = hasSent && ReadyAt > opens ? ReadyAt : opens;
            _upSince = _upSince == _opens ? opens : _upSince;
            TellTimeAt = opens > now ? opens : now;
            _opens = opens;
        }
    }

    /// <summary>
    /// The link is lost. A link that was up for long starts with the shortest hold-down again.
    /// </summary>
    public void Lose(Instant now)
    {
        if (now - _upSince >= HoldDownMax && AnnounceUpAt == Instant.Max)
        {
            _holdDown = HoldDownMin;
        }
        IsLit = false;
        AnnounceUpAt = Instant.Max;
    }

    /// <summary>The link is back; it counts from the end of its hold-down on.</summary>
    public void Return(Instant now)
    {
        IsLit = true;
        AnnounceUpAt = now + _holdDown;
    }

    /// <summary>The hold-down has ended: the next one is twice as long, if it comes soon.</summary>
    public void BeUp(Instant now)
    {
        AnnounceUpAt = Instant.Max;
        _upSince = now;
        _holdDown = _holdDown * 2 < HoldDownMax ? _holdDown * 2 : HoldDownMax;
    }
}
