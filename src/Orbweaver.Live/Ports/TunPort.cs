using System;
using System.Collections.Generic;
using Orbweaver.Live.Interop;
using Orbweaver.Model;

namespace Orbweaver.Live;

/// <summary>
/// A TUN device as a port: each IP packet that the kernel sends to the device is a message for the edge that
/// has its destination. Packets for nobody come back as ICMP errors, at most a few a second.
/// </summary>
public sealed class TunPort : EdgePort
{
    /// <summary>ICMP errors a second, and at once.</summary>
    public const int ErrorsPerSecondMax = 10;

    private readonly TunRoutes _routes;
    private readonly IHostClock _clock;
    private readonly RateLimiter _errors = new(ErrorsPerSecondMax, ErrorsPerSecondMax);
    private readonly byte[] _error = new byte[IcmpError.BytesMax];

    private TunPort(int descriptor, TunPortOptions options, in TunPortServices services)
        : base(descriptor, options.Edge, options.Interface, services.Waiter)
    {
        _routes = services.Routes;
        _clock = services.Clock;
    }

    /// <summary>
    /// Makes the device, or takes one that was prepared, and sets it up; the error says what to do.
    /// </summary>
    public static bool TryOpen(
        TunPortOptions options, in TunPortServices services, out TunPort? port, out string error)
    {
        port = null;
        int descriptor = TunDevice.Open(options, services.Reach, out error);
        if (descriptor < 0)
        {
            return false;
        }
        port = new TunPort(descriptor, options, services);
        if (port.Start())
        {
            return true;
        }
        port.Dispose();
        port = null;
        error = SocketPorts.TooManyWatched(options.Interface);
        return false;
    }

    /// <inheritdoc/>
    public override bool TryReceive(Span<byte> buffer, out InboundMessage message)
    {
        message = default;
        for (int i = 0; i < ReadsPerCallMax && IsReady && !IsPaused; i++)
        {
            int length = PollNative.Read(Descriptor, buffer);
            if (length <= 0)
            {
                int error = length < 0 ? Errno.Last : Errno.NoDevice;
                if (!IsOnlyEmpty(error))
                {
                    Fail($"the device has gone ({Errno.Words(error)}); make it again and start anew");
                }
                return false;
            }
            if (TryAccept(buffer[..length], out message))
            {
                Counters.CountIn(message.LengthBytes);
                return true;
            }
        }
        return false;
    }

    /// <inheritdoc/>
    public override void Deliver(ReadOnlySpan<byte> message)
    {
        // The kernel would take anything that begins with a 4 or a 6.
        if (!IpFacts.TryRead(message, out IpFacts facts) || facts.TotalBytes != message.Length)
        {
            Counters.Count(PortDrop.NotAPacket);
            return;
        }
        if (TryWrite(message))
        {
            Counters.CountOut(message.Length);
        }
    }

    /// <summary>
    /// Tells the sender of a packet that the network does not take it, if the rate and the rules allow.
    /// </summary>
    /// <param name="packet">A packet that came in here.</param>
    /// <param name="reason">Why.</param>
    /// <param name="mtuBytes">For <see cref="IcmpReason.TooBig"/>: what passes.</param>
    public void Refuse(ReadOnlySpan<byte> packet, IcmpReason reason, int mtuBytes = 0)
    {
        if (IpFacts.TryRead(packet, out IpFacts facts))
        {
            Refuse(packet[..facts.TotalBytes], facts, reason, mtuBytes);
        }
    }

    private bool TryAccept(ReadOnlySpan<byte> packet, out InboundMessage message)
    {
        message = default;
        if (!IpFacts.TryRead(packet, out IpFacts facts))
        {
            Counters.Count(PortDrop.Malformed);
            return false;
        }
        if (facts.IsLinkNoise)
        {
            Counters.Count(PortDrop.LinkNoise);
            return false;
        }
        // A packet for this edge that comes out of its own device would go round for ever.
        if (!_routes.TryFind(facts.Flow.Destination, out string edge)
            || string.Equals(edge, Edge, StringComparison.Ordinal))
        {
            Counters.Count(PortDrop.NoRoute);
            Refuse(packet[..facts.TotalBytes], facts, IcmpReason.NoRoute, mtuBytes: 0);
            return false;
        }
        message = new InboundMessage(facts.TotalBytes, facts.Flow, edge);
        return true;
    }

    private void Refuse(ReadOnlySpan<byte> packet, in IpFacts facts, IcmpReason reason, int mtuBytes)
    {
        int length = IcmpError.Write(packet, facts, reason, mtuBytes, _error);
        if (length > 0 && _errors.TryTake(_clock.MonotonicNs) && TryWrite(_error.AsSpan(0, length)))
        {
            Counters.CountError();
        }
    }

    private bool TryWrite(ReadOnlySpan<byte> packet)
    {
        if (Descriptor < 0)
        {
            Counters.Count(PortDrop.Failed);
            return false;
        }
        if (PollNative.Write(Descriptor, packet) == packet.Length)
        {
            return true;
        }
        // A device that is down (EIO) may come up again, one that has gone is found by reading.
        Counters.Count(Errno.Last is Errno.TryAgain or Errno.Interrupted or Errno.NoBuffers
            ? PortDrop.NoRoom : PortDrop.Failed);
        return false;
    }
}

/// <summary>What a TUN port needs of its host.</summary>
/// <param name="Routes">Which edge an address belongs to; of all TUN ports.</param>
/// <param name="Reach">
/// Prefixes that the kernel shall send to the device: what lies behind the other edges. Routes that exist
/// already are the operator's own and stay.
/// </param>
/// <param name="Waiter">Who watches the device.</param>
/// <param name="Clock">By which errors are rationed.</param>
public readonly record struct TunPortServices(
    TunRoutes Routes, IReadOnlyList<AddressPrefix> Reach, IWaiter Waiter, IHostClock Clock);
