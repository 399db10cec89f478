using System;

namespace Orbweaver.Live;

/// <summary>What is waited for on a descriptor, and what came.</summary>
[Flags]
public enum WaitEvents
{
    /// <summary>Nothing: the descriptor is only held, and never reported.</summary>
    None = 0,

    /// <summary>There is something to read: bytes, a connection, an end or an error.</summary>
    Readable = 1,

    /// <summary>There is room to write.</summary>
    Writable = 2,
}

/// <summary>Who is told that a descriptor has something; it notes that and does the work later.</summary>
public interface IWaitTarget
{
    /// <summary>Called from <see cref="IWaiter.Wait"/>: neither waits nor changes what is watched.</summary>
    void OnReady(int descriptor, WaitEvents events);
}

/// <summary>
/// How a live loop waits. Two implementations: <see cref="Waiter"/>, and in tests one whose clock stands
/// still, jumps and pauses. All but <see cref="Wake"/> belongs to the thread of the loop.
/// </summary>
public interface IWaiter
{
    /// <summary>
    /// Watches a descriptor, or changes what is asked of it. False when there are too many: the caller closes
    /// it again.
    /// </summary>
    bool Watch(int descriptor, WaitEvents events, IWaitTarget target);

    /// <summary>Forgets a descriptor; called before it is closed.</summary>
    void Unwatch(int descriptor);

    /// <summary>
    /// Waits until the monotonic clock shows <paramref name="deadlineNs"/>, a descriptor has something or
    /// another thread wakes; a deadline that has passed only looks. Targets are told before it returns. It
    /// may return early without a reason, and late by what the machine takes.
    /// </summary>
    void Wait(long deadlineNs);

    /// <summary>Ends the wait of the loop, or its next one; for any thread.</summary>
    void Wake();
}
