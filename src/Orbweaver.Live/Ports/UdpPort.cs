using System;
using Orbweaver.Live.Interop;
using Orbweaver.Model;

namespace Orbweaver.Live;

/// <summary>
/// A UDP port: each datagram that comes is a message, or each delivery is sent to one address.
/// </summary>
public sealed class UdpPort : EdgePort
{
    private readonly PortDirection _direction;
    private readonly string _peer;
    private readonly UInt128 _localAddress;
    private readonly ushort _localPort;

    private UdpPort(int descriptor, SocketPortOptions options, IWaiter waiter)
        : base(descriptor, options.Edge, SocketPorts.Name("udp", descriptor, options), waiter)
    {
        _direction = options.Direction;
        _peer = options.Peer;
        Contract = options.Contract;
        (_localAddress, _localPort) = SocketNative.LocalAddress(descriptor);
    }

    /// <summary>The local port: which one the kernel chose.</summary>
    public int LocalPort => _localPort;

    /// <summary>Opens the port; the error says what to do.</summary>
    public static bool TryOpen(
        SocketPortOptions options, IWaiter waiter, out UdpPort? port, out string error)
    {
        port = null;
        int descriptor = options.Direction == PortDirection.ToSubscriber
            ? SocketNative.OpenReceiver(options.EndPoint) : SocketNative.OpenSender(options.EndPoint);
        int why = Errno.Last;
        if (descriptor < 0)
        {
            error = SocketPorts.OnOpen($"udp {options.EndPoint}", why);
            return false;
        }
        port = new UdpPort(descriptor, options, waiter);
        if (port.Start())
        {
            error = "";
            return true;
        }
        port.Dispose();
        port = null;
        error = SocketPorts.TooManyWatched($"udp {options.EndPoint}");
        return false;
    }

    /// <inheritdoc/>
    public override bool TryReceive(Span<byte> buffer, out InboundMessage message)
    {
        message = default;
        for (int i = 0; i < ReadsPerCallMax && IsReady && !IsPaused; i++)
        {
            int length = SocketNative.Receive(Descriptor, buffer, out DatagramFacts facts);
            if (length < 0)
            {
                int error = Errno.Last;
                if (IsOnlyEmpty(error))
                {
                    return false;
                }
                // What ICMP said of an earlier datagram; reading it has cleared it.
                Counters.Count(error == Errno.ConnectionRefused ? PortDrop.Refused : PortDrop.Failed);
                return false;
            }
            if (Judge(length, facts) is { } reason)
            {
                Counters.Count(reason);
                continue;
            }
            FlowKey flow = new(
                facts.Source, _localAddress, IpProtocol.Udp, facts.SourcePort, _localPort, facts.Dscp);
            message = new InboundMessage(length, flow, _peer);
            Counters.CountIn(length);
            return true;
        }
        return false;
    }

    /// <inheritdoc/>
    public override void Deliver(ReadOnlySpan<byte> message)
    {
        if (_direction == PortDirection.ToSubscriber || Descriptor < 0)
        {
            Counters.Count(Descriptor < 0 ? PortDrop.Failed : PortDrop.WrongWay);
            return;
        }
        if (SocketNative.Send(Descriptor, message) == message.Length)
        {
            Counters.CountOut(message.Length);
            return;
        }
        Counters.Count(Errno.Last switch
        {
            Errno.TryAgain or Errno.NoBuffers or Errno.Interrupted => PortDrop.NoRoom,
            Errno.MessageTooLong => PortDrop.TooLarge,
            Errno.ConnectionRefused => PortDrop.Refused,
            _ => PortDrop.Failed,
        });
    }

    private PortDrop? Judge(int length, in DatagramFacts facts)
        => _direction == PortDirection.FromPublisher ? PortDrop.UnexpectedInput
            : facts.IsCut ? PortDrop.TooLarge
            : length == 0 ? PortDrop.EmptyMessage
            : null;
}
