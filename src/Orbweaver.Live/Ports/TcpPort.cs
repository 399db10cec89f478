using System;
using System.Collections.Generic;
using Orbweaver.Live.Interop;
using Orbweaver.Model;

namespace Orbweaver.Live;

/// <summary>
/// A TCP port: what clients write are messages, in pieces or by line, or each delivery is written to every
/// client. A port that is paused does not read, so that senders wait; a client that does not read loses its
/// connection, so that others need not wait for it.
/// </summary>
public sealed class TcpPort : EdgePort
{
    /// <summary>Clients at a time.</summary>
    public const int ClientsMax = 64;

    /// <summary>The longest piece of a stream as one message: it fits one packet of the mesh.</summary>
    public const int PieceBytesMax = 1400;

    private readonly SocketPortOptions _options;
    private readonly List<TcpConnection> _clients = new(ClientsMax);
    private readonly UInt128 _localAddress;
    private readonly ushort _localPort;
    private int _next;

    // Held for the moment when the process has no descriptor left: with it a client can be turned away, who
    // would otherwise knock without an end.
    private int _spare = PollNative.CreateEvent();

    private TcpPort(int descriptor, SocketPortOptions options, IWaiter waiter)
        : base(descriptor, options.Edge, SocketPorts.Name("tcp", descriptor, options), waiter)
    {
        _options = options;
        Contract = options.Contract;
        (_localAddress, _localPort) = SocketNative.LocalAddress(descriptor);
    }

    /// <summary>The local port: which one the kernel chose.</summary>
    public int LocalPort => _localPort;

    /// <summary>How many clients are connected.</summary>
    public int ClientCount => _clients.Count;

    private bool IsRead => _options.Direction == PortDirection.ToSubscriber;

    /// <summary>Opens the port; the error says what to do.</summary>
    public static bool TryOpen(
        SocketPortOptions options, IWaiter waiter, out TcpPort? port, out string error)
    {
        port = null;
        int descriptor = SocketNative.OpenListener(options.EndPoint, ClientsMax);
        int why = Errno.Last;
        if (descriptor < 0)
        {
            error = SocketPorts.OnOpen($"tcp {options.EndPoint}", why);
            return false;
        }
        port = new TcpPort(descriptor, options, waiter);
        if (port.Start())
        {
            error = "";
            return true;
        }
        port.Dispose();
        port = null;
        error = SocketPorts.TooManyWatched($"tcp {options.EndPoint}");
        return false;
    }

    /// <inheritdoc/>
    public override bool TryReceive(Span<byte> buffer, out InboundMessage message)
    {
        message = default;
        AcceptAll();
        // Each client has its turn; one that has ended makes room, so the count is read anew.
        for (int tried = 0; tried < _clients.Count;)
        {
            _next = _next >= _clients.Count ? 0 : _next;
            TcpConnection client = _clients[_next];
            bool isGone = false;
            int length = IsRead
                ? IsPaused ? 0 : Read(client, buffer, out isGone) : Serve(client, buffer, out isGone);
            if (isGone)
            {
                Remove(client);
            }
            else
            {
                _next++;
                tried++;
            }
            if (length > 0)
            {
                message = new InboundMessage(length, client.Flow, _options.Peer);
                Counters.CountIn(length);
                return true;
            }
        }
        return false;
    }

    /// <inheritdoc/>
    public override void Deliver(ReadOnlySpan<byte> message)
    {
        if (IsRead || _clients.Count == 0)
        {
            Counters.Count(IsRead ? PortDrop.WrongWay : PortDrop.NoClient);
            return;
        }
        for (int i = _clients.Count - 1; i >= 0; i--)
        {
            TcpConnection client = _clients[i];
            bool isTaken = client.TryAppend(message, _options.IsByLine);
            if (!isTaken)
            {
                Counters.Count(PortDrop.SlowClient);
                Remove(client);
            }
            else if (Flush(client))
            {
                Counters.CountOut(message.Length);
            }
        }
    }

    /// <inheritdoc/>
    private protected override void OnPaused()
    {
        foreach (TcpConnection client in _clients)
        {
            Watch(client);
        }
    }

    /// <inheritdoc/>
    private protected override void Close()
    {
        for (int i = _clients.Count - 1; i >= 0; i--)
        {
            Remove(_clients[i]);
        }
        if (_spare >= 0)
        {
            _ = PollNative.Close(_spare);
            _spare = -1;
        }
        base.Close();
    }

    private void AcceptAll()
    {
        for (int i = 0; i < ReadsPerCallMax && IsReady; i++)
        {
            int socket = SocketNative.Accept(Descriptor, out UInt128 remote, out ushort port);
            if (socket >= 0)
            {
                Admit(socket, remote, port);
                continue;
            }
            int error = Errno.Last;
            if (error is Errno.TooManyFiles or Errno.TooManyFilesOfAll)
            {
                TurnAway();
            }
            else if (!IsOnlyEmpty(error))
            {
                // The connection broke off before it was accepted; the next one may be sound.
                Counters.Count(PortDrop.Broken);
            }
        }
    }

    private void Admit(int socket, UInt128 remote, ushort port)
    {
        FlowKey flow = new(remote, _localAddress, IpProtocol.Tcp, port, _localPort, Dscp: 0);
        LineSplitter? lines = IsRead && _options.IsByLine ? new LineSplitter(Counters) : null;
        TcpConnection client = new(socket, flow, lines, isWritten: !IsRead);
        if (_clients.Count == ClientsMax || !Watch(client))
        {
            Counters.Count(PortDrop.TooManyClients);
            _ = PollNative.Close(socket);
            return;
        }
        _clients.Add(client);
    }

    private void TurnAway()
    {
        Counters.Count(PortDrop.TooManyClients);
        _ = PollNative.Close(_spare);
        _ = PollNative.Close(SocketNative.Accept(Descriptor, out _, out _));
        _spare = PollNative.CreateEvent();
        IsOnlyEmpty(Errno.TryAgain);
    }

    // The next message of a client that writes.
    private int Read(TcpConnection client, Span<byte> buffer, out bool isGone)
    {
        isGone = false;
        if (client.Lines is not { } lines)
        {
            return client.IsReadable ? ReadInto(client, buffer[..PieceBytesMax], out isGone) : 0;
        }
        int length;
        while (!lines.TryTake(buffer, out length) && client.IsReadable)
        {
            int count = ReadInto(client, lines.Room, out isGone);
            lines.Fill(count);
            if (isGone)
            {
                lines.TryTakeRest(buffer, out length);
                return length;
            }
        }
        return length;
    }

    // A client that is written to: what waits goes out, and what it says is only listened to for its end.
    private int Serve(TcpConnection client, Span<byte> buffer, out bool isGone)
    {
        isGone = client.IsWritable && client.HasWaiting && !FlushOnly(client);
        if (!isGone && client.IsReadable && ReadInto(client, buffer, out isGone) > 0)
        {
            Counters.Count(PortDrop.UnexpectedInput);
        }
        return 0;
    }

    private int ReadInto(TcpConnection client, Span<byte> room, out bool isGone)
    {
        isGone = false;
        int count = SocketNative.Receive(client.Descriptor, room, out _);
        if (count > 0)
        {
            return count;
        }
        int error = count < 0 ? Errno.Last : 0;
        client.IsReadable = error == Errno.Interrupted;
        isGone = error is not (Errno.TryAgain or Errno.Interrupted);
        if (isGone && error != 0)
        {
            Counters.Count(PortDrop.Broken);
        }
        return 0;
    }

    private bool Flush(TcpConnection client)
    {
        bool isSound = FlushOnly(client);
        if (!isSound)
        {
            Remove(client);
        }
        return isSound;
    }

    // Asks for room only while something waits: a socket with room would wake the loop without an end.
    private bool FlushOnly(TcpConnection client)
    {
        if (!client.TryFlush())
        {
            Counters.Count(PortDrop.Broken);
            return false;
        }
        if (client.HasWaiting != client.IsAskedForRoom)
        {
            Watch(client);
        }
        return true;
    }

    private bool Watch(TcpConnection client)
    {
        client.IsAskedForRoom = client.HasWaiting;
        WaitEvents events = (IsRead && IsPaused ? WaitEvents.None : WaitEvents.Readable)
            | (client.HasWaiting ? WaitEvents.Writable : WaitEvents.None);
        return Waiter.Watch(client.Descriptor, events, client);
    }

    private void Remove(TcpConnection client)
    {
        _clients.Remove(client);
        Waiter.Unwatch(client.Descriptor);
        _ = PollNative.Close(client.Descriptor);
    }
}
