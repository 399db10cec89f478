using System;
using System.Collections.Concurrent;
using System.Threading;
using Orbweaver.Model;

namespace Orbweaver.Live;

/// <summary>
/// The live host of one process: the world, told the wall clock. One thread does everything, in turns: the
/// world does what is due, commands are carried out, what waits at the ports goes in, and the thread waits
/// for whatever comes next. A machine that is too slow falls behind, and it says so; the world's time is
/// never bent to hide it.
/// </summary>
public sealed class UpLoop
{
    /// <summary>
    /// How much of the world's time is done in one go at most, so that ports and commands wait no longer.
    /// </summary>
    public static readonly Duration Slice = Duration.FromMilliseconds(5);

    /// <summary>
    /// A world that is farther behind than this gives up what it has lost: its time goes on from where it is,
    /// which is counted and told. Light still takes its time; only the date is late.
    /// </summary>
    public static readonly Duration SlipAbove = Duration.FromSeconds(1);

    /// <summary>A turn that ends farther behind than this is counted, and told.</summary>
    public static readonly Duration LagWarned = Duration.FromMilliseconds(50);

    /// <summary>How often at most.</summary>
    public static readonly Duration LagToldEvery = Duration.FromSeconds(5);

    /// <summary>Messages that one port hands in before others have their turn.</summary>
    public const int BatchMax = 64;

    // Turns closer together than this cost more than they bring: what is due within is done at its end. With
    // messages from outside under way it is what they may be late by design, else nobody looks.
    private const long TurnMaxNs = 2_000_000;
    private const long TurnBusyNs = 100_000;
    private const long TurnIdleNs = 1_000_000;

    private readonly LiveWorld _world;
    private readonly PortTable _ports;
    private readonly IHostClock _clock;
    private readonly IWaiter _waiter;
    private readonly PlanRoller? _roller;
    private readonly ConcurrentQueue<Action<LiveWorld>> _commands = new();
    private readonly Action<Duration> _tellLag;
    private Pace _pace;
    private long _toldLagNs = long.MinValue;
    private long _lookedAtPlanNs = long.MinValue;
    private Instant _stopAt = Instant.Max;
    private CancellationTokenSource? _stop;

    /// <summary>A loop that begins now, at the world's present time.</summary>
    /// <param name="world">The world; its deliveries go to <paramref name="ports"/>.</param>
    /// <param name="ports">The ports.</param>
    /// <param name="clock">The machine's clock.</param>
    /// <param name="waiter">How the thread waits.</param>
    /// <param name="speedPermille">World time per host time.</param>
    /// <param name="roller">Who continues the plan; null where it is long enough.</param>
    /// <param name="tellLag">Is told now and then by how much the world is behind.</param>
    public UpLoop(
        LiveWorld world, PortTable ports, IHostClock clock, IWaiter waiter, int speedPermille,
        PlanRoller? roller, Action<Duration> tellLag)
    {
        _world = world;
        _ports = ports;
        _clock = clock;
        _waiter = waiter;
        _roller = roller;
        _tellLag = tellLag;
        _pace = new Pace(world.Now, clock.MonotonicNs, speedPermille);
        _ports.Pace = _pace;
    }

    /// <summary>Looks at the world in every turn; it must not take long.</summary>
    public Action<LiveWorld>? Look { get; init; }

    /// <summary>
    /// Has the thread of the loop do something between two steps of the world; for any thread.
    /// </summary>
    public void Post(Action<LiveWorld> command)
    {
        _commands.Enqueue(command);
        _waiter.Wake();
    }

    /// <summary>Cancels something once the world's time has come so far.</summary>
    public void StopAt(Instant world, CancellationTokenSource stop)
    {
        _stopAt = world;
        _stop = stop;
    }

    /// <summary>
    /// Turns until it is to stop. Then ports take in nothing more, and what is under way has so long to come
    /// out.
    /// </summary>
    public void Run(Duration drain, CancellationToken stop)
    {
        // What went before, such as telling that it is up, took time that is not the world's.
        _pace = new Pace(_world.Now, _clock.MonotonicNs, _pace.SpeedPermille);
        _ports.Pace = _pace;
        using (stop.UnsafeRegister(static waiter => ((IWaiter)waiter!).Wake(), _waiter))
        {
            while (!stop.IsCancellationRequested)
            {
                Turn();
            }
        }
        _ports.Pause();
        Instant last = _world.Now + drain;
        while (_world.MessagesUnderWay > 0 && _world.Now < last)
        {
            Turn();
        }
    }

    /// <summary>One turn. Public, so that tests turn it by a clock of their own.</summary>
    public void Turn()
    {
        bool isBehind = !TryCatchUp();
        while (_commands.TryDequeue(out Action<LiveWorld>? command))
        {
            command(_world);
        }
        LookAtPlan();
        Look?.Invoke(_world);
        if (_world.Now >= _stopAt)
        {
            _stop!.Cancel();
        }
        // What came in enters when it came: a world that is behind would take it in before that.
        bool isMore = !isBehind && _ports.Receive(_world, BatchMax);
        long now = _clock.MonotonicNs;
        NoteLag(now);
        _waiter.Wait(isBehind || isMore ? now : NextTurnNs(now));
    }

    // False when the time of a turn was not enough.
    private bool TryCatchUp()
    {
        long begun = _clock.MonotonicNs;
        Instant due = _pace.At(begun);
        while (_world.Now < due)
        {
            Instant limit = _world.Now + Slice;
            _world.AdvanceTo(due < limit ? due : limit);
            if (_clock.MonotonicNs - begun > TurnMaxNs)
            {
                break;
            }
        }
        Duration behind = due - _world.Now;
        if (behind > SlipAbove)
        {
            _ports.Figures.Slipped += behind;
            _pace = new Pace(_world.Now, begun, _pace.SpeedPermille);
            _ports.Pace = _pace;
            return true;
        }
        return behind <= Duration.Zero;
    }

    private long NextTurnNs(long now)
    {
        long soonest = now + (_world.MessagesUnderWay > 0 ? TurnBusyNs : TurnIdleNs);
        long next = _world.World.NextDue is Instant due ? _pace.HostNsAt(due) : long.MaxValue;
        return Math.Max(soonest, next);
    }

    private void LookAtPlan()
    {
        // Once a second of the host is often enough for what takes minutes.
        long now = _clock.MonotonicNs;
        if (_roller is null || now < _lookedAtPlanNs)
        {
            return;
        }
        _lookedAtPlanNs = now + 1_000_000_000;
        if (_roller.TryTake(_world.Now, out NodeId controller, out PlanDocument? document))
        {
            _world.Issue(controller, document);
        }
    }

    private void NoteLag(long now)
    {
        LoopFigures figures = _ports.Figures;
        figures.Turns++;
        figures.Lag = new Duration(Math.Max(0, now - _pace.HostNsAt(_world.Now)));
        figures.LagMax = figures.Lag > figures.LagMax ? figures.Lag : figures.LagMax;
        if (figures.Lag <= LagWarned)
        {
            return;
        }
        figures.TurnsBehind++;
        if (now >= _toldLagNs)
        {
            _toldLagNs = now + LagToldEvery.Nanoseconds;
            _tellLag(figures.Lag);
        }
    }
}
