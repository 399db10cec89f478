using System;
using System.Collections.Generic;
using Orbweaver.Live;
using Xunit;

namespace Orbweaver.SystemTests;

/// <summary>
/// A live loop small enough for a test: waits, and hands over what came in, until a condition holds. It gives
/// up after a span that no sound machine needs, so that a defect is a failure and not a hang.
/// </summary>
internal sealed class PortLoop : IDisposable
{
    private const long PatienceNs = 60_000_000_000;
    private const long LookNs = 5_000_000;

    private readonly byte[] _buffer = new byte[IEdgePort.MessageBytesMax];
    private readonly List<IEdgePort> _ports = [];

    /// <summary>The clock of the loop.</summary>
    public HostClock Clock { get; } = new();

    /// <summary>The waiter that ports are opened with.</summary>
    public Waiter Waiter { get; } = new(new HostClock());

    /// <summary>Takes a port that was opened; it is closed with the loop.</summary>
    public T Add<T>(T? port, string error)
        where T : class, IEdgePort
    {
        Assert.True(port is not null, error);
        _ports.Add(port);
        return port;
    }

    /// <summary>Runs until <paramref name="isDone"/>.</summary>
    public void Run(Func<bool> isDone, Action<IEdgePort, InboundMessage, byte[]> onMessage)
    {
        long end = Clock.MonotonicNs + PatienceNs;
        while (!isDone())
        {
            Assert.True(Clock.MonotonicNs < end, "the loop waited for a minute in vain");
            Waiter.Wait(Clock.MonotonicNs + LookNs);
            foreach (IEdgePort port in _ports)
            {
                while (port.TryReceive(_buffer, out InboundMessage message))
                {
                    onMessage(port, message, _buffer[..message.LengthBytes]);
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IEdgePort port in _ports)
        {
            port.Dispose();
        }
        Assert.Equal(0, Waiter.Count);
        Waiter.Dispose();
    }
}
