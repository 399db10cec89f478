using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using Orbweaver.Live;
using Xunit;

namespace Orbweaver.SystemTests;

public sealed class WaiterTests : IDisposable
{
    private readonly HostClock _clock = new();
    private readonly Waiter _waiter = new(new HostClock());
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

    public WaiterTests() => _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));

    private int Descriptor => (int)_socket.SafeHandle.DangerousGetHandle();

    public void Dispose()
    {
        _socket.Dispose();
        _waiter.Dispose();
    }

    [Fact]
    public void A_wait_ends_at_its_deadline_and_not_before()
    {
        long deadline = _clock.MonotonicNs + 2_000_000;
        _waiter.Wait(deadline);
        // A signal may end it early.
        while (_clock.MonotonicNs < deadline)
        {
            _waiter.Wait(deadline);
        }

        Assert.True(_clock.MonotonicNs >= deadline);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(long.MinValue)]
    public void A_deadline_that_has_passed_only_looks(long deadline)
    {
        Notes notes = new();
        _waiter.Watch(Descriptor, WaitEvents.Readable, notes);
        Send();

        _waiter.Wait(deadline);
        Assert.Equal([(Descriptor, WaitEvents.Readable)], notes.Came);
    }

    [Fact]
    public void Another_thread_ends_a_wait_that_would_not_end()
    {
        Notes notes = new();
        _waiter.Watch(Descriptor, WaitEvents.Readable, notes);
        Thread thread = new(_waiter.Wake);
        thread.Start();

        // Without the wake this would last for an hour.
        _waiter.Wait(long.MaxValue);
        thread.Join();
        Assert.Empty(notes.Came);
    }

    [Fact]
    public void A_wake_before_the_wait_is_not_lost_and_counts_once()
    {
        _waiter.Wake();
        _waiter.Wake();
        _waiter.Wait(long.MaxValue);

        // A wake that was left over would end each of these at once.
        long start = _clock.MonotonicNs;
        int waits = 0;
        while (_clock.MonotonicNs < start + 2_000_000)
        {
            _waiter.Wait(start + 2_000_000);
            waits++;
        }
        Assert.InRange(waits, 1, 100);
    }

    [Fact]
    public void Only_what_is_asked_for_is_told()
    {
        Notes notes = new();
        Send();
        _waiter.Watch(Descriptor, WaitEvents.None, notes);
        _waiter.Wait(0);
        Assert.Empty(notes.Came);

        _waiter.Watch(Descriptor, WaitEvents.Readable | WaitEvents.Writable, notes);
        _waiter.Wait(0);
        Assert.Equal([(Descriptor, WaitEvents.Readable | WaitEvents.Writable)], notes.Came);

        _waiter.Unwatch(Descriptor);
        _waiter.Unwatch(Descriptor);
        _waiter.Wait(0);
        Assert.Single(notes.Came);
        Assert.Equal(0, _waiter.Count);
    }

    [Fact]
    public void Descriptors_come_and_go_up_to_the_limit()
    {
        Notes notes = new();
        // These numbers are nobody's: they are watched for nothing, so poll passes over them.
        for (int i = 0; i < Waiter.DescriptorsMax - 1; i++)
        {
            Assert.True(_waiter.Watch(1_000_000 + i, WaitEvents.None, notes));
        }
        Assert.True(_waiter.Watch(Descriptor, WaitEvents.Readable, notes));
        Assert.False(_waiter.Watch(2_000_000, WaitEvents.None, notes));
        for (int i = 0; i < Waiter.DescriptorsMax - 1; i += 2)
        {
            _waiter.Unwatch(1_000_000 + i);
        }
        Send();

        _waiter.Wait(0);
        Assert.Equal([(Descriptor, WaitEvents.Readable)], notes.Came);
    }

    [Fact]
    public void Waiting_allocates_nothing()
    {
        Notes notes = new();
        _waiter.Watch(Descriptor, WaitEvents.Writable, notes);
        notes.Came.Capacity = 5000;
        _waiter.Wait(0);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            _waiter.Wake();
            _waiter.Wait(long.MaxValue);
        }
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private void Send() => _socket.SendTo([1], _socket.LocalEndPoint!);

    private sealed class Notes : IWaitTarget
    {
        public List<(int, WaitEvents)> Came { get; } = [];

        public void OnReady(int descriptor, WaitEvents events) => Came.Add((descriptor, events));
    }
}
