using System;
using System.Collections.Generic;
using System.Threading;
using Orbweaver.Live.Interop;
using Orbweaver.Model;

namespace Orbweaver.Live;

/// <summary>
/// Waits by ppoll on the machine's monotonic clock. Its timeout is as exact as a timer descriptor once the
/// thread's timer slack is 1 ns, and saves a system call a wait (docs/lab/waiting.md). Nothing is allocated
/// while waiting. Made and used by one thread, except for <see cref="Wake"/>.
/// </summary>
public sealed class Waiter : IWaiter, IDisposable
{
    /// <summary>Descriptors watched at a time.</summary>
    public const int DescriptorsMax = 1024;

    // A deadline that never comes. Longer waits are cut, which the contract allows.
    private const long TimeoutNsMax = 3_600_000_000_000;

    // Entry 0 is the event of Wake. Grown by doubling, so a wait looks at what is used only.
    private PollEntry[] _entries = new PollEntry[8];
    private IWaitTarget?[] _targets = new IWaitTarget?[8];
    private readonly Dictionary<int, int> _indices = [];
    private readonly IHostClock _clock;
    private readonly Lock _waking = new();
    private readonly int _wake;
    private int _count = 1;
    private Thread? _thread;
    private bool _isClosed;

    /// <summary>A waiter by the clock of the loop, which has to be the machine's.</summary>
    public Waiter(IHostClock clock)
    {
        _clock = clock;
        _wake = PollNative.CreateEvent();
        Check.That(_wake >= 0, "a descriptor to wake the loop");
        _entries[0] = new PollEntry { Descriptor = _wake, Asked = PollNative.In };
    }

    /// <summary>How many descriptors are watched.</summary>
    public int Count => _count - 1;

    /// <inheritdoc/>
    public bool Watch(int descriptor, WaitEvents events, IWaitTarget target)
    {
        if (!_indices.TryGetValue(descriptor, out int index))
        {
            if (_count > DescriptorsMax)
            {
                return false;
            }
            if (_count == _entries.Length)
            {
                Array.Resize(ref _entries, _count * 2);
                Array.Resize(ref _targets, _count * 2);
            }
            index = _count++;
            _indices.Add(descriptor, index);
        }
        // One without interest is passed over: poll would report its end again and again.
        _entries[index] = new PollEntry
        {
            Descriptor = events == WaitEvents.None ? ~descriptor : descriptor,
            Asked = (short)(((events & WaitEvents.Readable) != WaitEvents.None ? PollNative.In : 0)
                | ((events & WaitEvents.Writable) != WaitEvents.None ? PollNative.Out : 0)),
        };
        _targets[index] = target;
        return true;
    }

    /// <inheritdoc/>
    public void Unwatch(int descriptor)
    {
        if (!_indices.Remove(descriptor, out int index))
        {
            return;
        }
        _count--;
        if (index != _count)
        {
            _entries[index] = _entries[_count];
            _targets[index] = _targets[_count];
            int moved = _entries[index].Descriptor;
            _indices[moved < 0 ? ~moved : moved] = index;
        }
        _targets[_count] = null;
    }

    /// <inheritdoc/>
    public void Wait(long deadlineNs)
    {
        if (_thread != Thread.CurrentThread)
        {
            PollNative.MakeTimersExact();
            _thread = Thread.CurrentThread;
        }
        long now = _clock.MonotonicNs;
        // A difference would overflow for a deadline that never comes.
        long timeoutNs = deadlineNs <= now ? 0 : deadlineNs >= now + TimeoutNsMax ? TimeoutNsMax
            : deadlineNs - now;
        int ready = PollNative.Wait(_entries.AsSpan(0, _count), timeoutNs);
        Check.That(ready >= 0 || Errno.Last == Errno.Interrupted, "poll waits");
        Span<byte> counter = stackalloc byte[8];
        for (int i = 0; i < _count && ready > 0; i++)
        {
            short came = _entries[i].Came;
            if (came == 0)
            {
                continue;
            }
            ready--;
            if (i == 0)
            {
                _ = PollNative.Read(_wake, counter);
                continue;
            }
            // An end or an error (POLLHUP, POLLERR) is read like anything else.
            WaitEvents events = ((came & ~PollNative.Out) != 0 ? WaitEvents.Readable : WaitEvents.None)
                | ((came & PollNative.Out) != 0 ? WaitEvents.Writable : WaitEvents.None);
            _targets[i]!.OnReady(_entries[i].Descriptor, events);
        }
    }

    /// <inheritdoc/>
    public void Wake()
    {
        // A signal handler may wake while the loop ends, and the number of a closed descriptor is soon
        // another file's.
        lock (_waking)
        {
            if (!_isClosed)
            {
                ReadOnlySpan<byte> one = [1, 0, 0, 0, 0, 0, 0, 0];
                _ = PollNative.Write(_wake, one);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_waking)
        {
            if (!_isClosed)
            {
                _isClosed = true;
                _ = PollNative.Close(_wake);
            }
        }
    }
}
