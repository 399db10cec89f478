using System;
using System.Threading;
using Orbweaver.Console.Operations;
using Orbweaver.Monitor;
using Orbweaver.Twin;

namespace Orbweaver.Up;

/// <summary>
/// Follows single messages of a network that is up; one at a time, as each is a tap on all links.
/// </summary>
internal sealed class TraceDesk(FaultDesk faults, Probe probe)
{
    /// <summary>How long one is waited for, until it is handed in and then until it has ended.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(25);

    private readonly Lock _one = new();

    /// <summary>Follows the next message of a stream.</summary>
    public TraceAnswer Follow(int stream)
    {
        if (!_one.TryEnter(Longest))
        {
            throw new RequestProblem(429, "Another message is being followed.") { RetryAfterSeconds = 5 };
        }
        try
        {
            return Watch(probe.NewTrace(stream));
        }
        finally
        {
            _one.Exit();
        }
    }

    private TraceAnswer Watch(MessageTrace trace)
    {
        IPacketTap? before = faults.OnLoop(world =>
        {
            IPacketTap? other = world.World.Tap;
            world.World.Tap = other is null ? trace : new TapPair(other, trace);
            probe.Trace = trace;
            return other;
        });
        try
        {
            WaitFor(trace);
        }
        finally
        {
            faults.OnLoop(world =>
            {
                world.World.Tap = before;
                return probe.Trace = null;
            });
        }
        return trace.Answer();
    }

    private void WaitFor(MessageTrace trace)
    {
        long begun = Environment.TickCount64;
        bool isDone = false;
        while (!isDone && Environment.TickCount64 - begun < Longest.TotalMilliseconds)
        {
            Thread.Sleep(LookEvery);
            isDone = faults.OnLoop(_ => trace.IsDone);
        }
    }
}
