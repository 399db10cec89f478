using System;
using Orbweaver.Live.Interop;

namespace Orbweaver.Live;

/// <summary>
/// What ports have in common: one descriptor that is watched, readiness that is noted when it comes and
/// forgotten when a read finds nothing, and an end.
/// </summary>
public abstract class EdgePort : IEdgePort, IWaitTarget
{
    /// <summary>
    /// What one call reads or accepts at most without finding a message: a flood of what is of no use must
    /// not keep the loop from its other work.
    /// </summary>
    private protected const int ReadsPerCallMax = 64;

    private readonly IWaiter _waiter;
    private bool _isReady;
    private bool _isPaused;

    private protected EdgePort(int descriptor, string edge, string name, IWaiter waiter)
    {
        Descriptor = descriptor;
        Edge = edge;
        Name = name;
        _waiter = waiter;
    }

    /// <inheritdoc/>
    public string Edge { get; }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string? Contract { get; private protected init; }

    /// <inheritdoc/>
    public PortCounters Counters { get; } = new();

    /// <inheritdoc/>
    public string? Failure { get; private set; }

    /// <inheritdoc/>
    public bool IsPaused
    {
        get => _isPaused;
        set
        {
            if (_isPaused != value && Descriptor >= 0)
            {
                _isPaused = value;
                OnPaused();
            }
        }
    }

    /// <summary>The device or socket; negative once it is closed.</summary>
    internal int Descriptor { get; private set; }

    /// <summary>Who watches.</summary>
    private protected IWaiter Waiter => _waiter;

    /// <summary>Whether a read may find something.</summary>
    private protected bool IsReady => _isReady && Descriptor >= 0;

    /// <inheritdoc/>
    public abstract bool TryReceive(Span<byte> buffer, out InboundMessage message);

    /// <inheritdoc/>
    public abstract void Deliver(ReadOnlySpan<byte> message);

    /// <inheritdoc/>
    public void OnReady(int descriptor, WaitEvents events) => _isReady = true;

    /// <inheritdoc/>
    public void Dispose()
    {
        Close();
        GC.SuppressFinalize(this);
    }

    /// <summary>Begins to watch; false when the waiter has no place left.</summary>
    private protected bool Start() => Waiter.Watch(Descriptor, WaitEvents.Readable, this);

    /// <summary>Applies a change of <see cref="IsPaused"/>.</summary>
    private protected virtual void OnPaused()
        => Waiter.Watch(Descriptor, IsPaused ? WaitEvents.None : WaitEvents.Readable, this);

    /// <summary>Closes what the port has open; more than once does no harm.</summary>
    private protected virtual void Close()
    {
        if (Descriptor >= 0)
        {
            Waiter.Unwatch(Descriptor);
            _ = PollNative.Close(Descriptor);
            Descriptor = -1;
        }
    }

    /// <summary>Judges a read that found nothing; false when it failed and was not just early.</summary>
    private protected bool IsOnlyEmpty(int error)
    {
        _isReady = error == Errno.Interrupted;
        return error is Errno.TryAgain or Errno.Interrupted;
    }

    /// <summary>Gives the port up for a reason that the operator is told.</summary>
    private protected void Fail(string why)
    {
        Failure ??= $"{Name} of {Edge}: {why}";
        Counters.Count(PortDrop.Failed);
        Close();
    }
}
