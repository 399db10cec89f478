using System;
using System.Collections.Concurrent;
using System.Threading;
using Orbweaver.Live.Nodes;
using Orbweaver.Model;

namespace Orbweaver.Live.Hosts;

/// <summary>
/// The host of some nodes in one thread, in turns: nodes do what is due, commands are carried out, what came
/// from other hosts and from ports goes in, what there is to say is sent, and the thread waits for whatever
/// comes next.
/// </summary>
public sealed class NodeLoop
{
    /// <summary>Messages that one port hands in before others have their turn.</summary>
    public const int BatchMax = 64;

    // What is due sooner than this is done together: nodes do not mind what is less than a millisecond late.
    private const long TurnBusyNs = 100_000;
    private const long TurnIdleNs = 500_000;

    private readonly LinkHost _links;
    private readonly IHostClock _clock;
    private readonly IWaiter _waiter;
    private readonly Pace _pace;
    private readonly ConcurrentQueue<Action<NodeLoop>> _commands = new();

    /// <summary>A loop over a partition, its links and its ports, by the pace of the host.</summary>
    public NodeLoop(NodeLoopParts parts, IHostClock clock, IWaiter waiter, Pace pace)
    {
        ArgumentNullException.ThrowIfNull(parts);
        Partition = parts.Partition;
        _links = parts.Links;
        Ports = parts.Ports;
        Faults = new NodeFaults(Partition);
        _clock = clock;
        _waiter = waiter;
        _pace = pace;
    }

    /// <summary>The nodes.</summary>
    public Partition Partition { get; }

    /// <summary>The links to other hosts.</summary>
    public LinkHost Links => _links;

    /// <summary>The ports.</summary>
    public NodePorts Ports { get; }

    /// <summary>Links without light.</summary>
    public NodeFaults Faults { get; }

    /// <summary>The host's monotonic clock.</summary>
    public long NowNs => _clock.MonotonicNs;

    /// <summary>Turns so far.</summary>
    public long Turns { get; private set; }

    /// <summary>Has the thread of the loop do something between two steps; for any thread.</summary>
    public void Post(Action<NodeLoop> command)
    {
        _commands.Enqueue(command);
        _waiter.Wake();
    }

    /// <summary>
    /// Turns until it is to stop. Then ports take in nothing more, and what is here has so long to leave.
    /// </summary>
    public void Run(Duration drain, CancellationToken stop)
    {
        using (stop.UnsafeRegister(static waiter => ((IWaiter)waiter!).Wake(), _waiter))
        {
            while (!stop.IsCancellationRequested)
            {
                Turn();
            }
        }
        Ports.Pause();
        long last = _clock.MonotonicNs + drain.Nanoseconds;
        while (Partition.Bodies.InUse > 0 && _clock.MonotonicNs < last)
        {
            Turn();
        }
    }

    /// <summary>One turn. Public, so that tests turn it by a clock of their own.</summary>
    public void Turn()
    {
        Turns++;
        long nowNs = _clock.MonotonicNs;
        Instant now = _pace.At(nowNs);
        _links.Begin(nowNs);
        Partition.Advance(now);
        while (_commands.TryDequeue(out Action<NodeLoop>? command))
        {
            command(this);
        }
        Faults.EndOver(now);
        bool isMore = _links.Receive(nowNs, now);
        isMore |= Ports.Receive(Partition, now, BatchMax);
        _links.Finish(nowNs);
        _waiter.Wait(isMore ? nowNs : NextTurnNs(nowNs));
    }

    private long NextTurnNs(long nowNs)
    {
        long next = Partition.NextDue is Instant due ? _pace.HostNsAt(due) : long.MaxValue;
        next = long.Max(next, nowNs + (Partition.Bodies.InUse > 0 ? TurnBusyNs : TurnIdleNs));
        return long.Min(next, _links.NextDeadlineNs);
    }
}

/// <summary>What a loop turns.</summary>
/// <param name="Partition">The nodes.</param>
/// <param name="Links">Their links to other hosts.</param>
/// <param name="Ports">The ports of edges among them.</param>
public sealed record NodeLoopParts(Partition Partition, LinkHost Links, NodePorts Ports);
