using System;
using Orbweaver.Live;
using Orbweaver.Model;

namespace Orbweaver.Tests.Live;

/// <summary>
/// A clock that nobody would want: it ticks in odd steps, stands still, returns early from waits, oversleeps,
/// and now and then is gone for seconds.
/// </summary>
internal sealed class HostileClock(ulong seed) : IHostClock, IWaiter
{
    private Prng _dice = new(seed);
    private long _now = 4_611_686_018_427_387L;

    public long MonotonicNs
    {
        get
        {
            // Reading it takes time, or none at all.
            _now += _dice.NextBelow(3) == 0 ? 0 : _dice.NextBetween(0, 7_919);
            return _now;
        }
    }

    public bool Watch(int descriptor, WaitEvents events, IWaitTarget target) => true;

    public void Unwatch(int descriptor)
    {
        // Nothing is watched.
    }

    public void Wait(long deadlineNs)
    {
        long left = Math.Max(0, deadlineNs - _now);
        _now += _dice.NextBelow(100) switch
        {
            // A spurious return.
            < 20 => _dice.NextBetween(0, left),
            // The machine was asleep, or another virtual machine had its turn.
            99 => left + _dice.NextBetween(100_000_000, 3_000_000_000),
            _ => left + _dice.NextBetween(0, 400_000),
        };
    }

    public void Wake()
    {
        // Waits end by themselves.
    }
}
