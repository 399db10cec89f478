using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Orbweaver.Live;
using Orbweaver.Model;
using Xunit;

namespace Orbweaver.SystemTests;

public sealed class SocketPortTests
{
    private readonly List<string> _came = [];

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    public void Datagrams_are_messages_with_their_sender(string host)
    {
        IPAddress address = IPAddress.Parse(host.Trim('[', ']'));
        SkipWithout(address);
        using PortLoop loop = new();
        UdpPort port = Udp(loop, $"a={host}:0,to=b,contract=c");
        using Socket socket = new(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(address, 0));
        bool isIpv6 = address.AddressFamily == AddressFamily.InterNetworkV6;
        // Expedited forwarding, code point 46: IPV6_TCLASS or IP_TOS.
        socket.SetRawSocketOption(isIpv6 ? 41 : 0, isIpv6 ? 67 : 1, BitConverter.GetBytes(46 << 2));
        IPEndPoint there = new(address, port.LocalPort);
        List<InboundMessage> messages = [];

        socket.SendTo("one"u8, there);
        socket.SendTo([], there);
        socket.SendTo(new byte[60_000], there);
        loop.Run(() => messages.Count == 2, (_, message, _) => messages.Add(message));

        Assert.Equal([3, 60_000], messages.ConvertAll(m => m.LengthBytes));
        Assert.Equal("b", messages[0].Subscriber);
        FlowKey flow = messages[0].Flow;
        Assert.Equal(
            (IpAddresses.From(address), IpAddresses.From(address), 17, 46),
            (flow.Source, flow.Destination, flow.Protocol, flow.Dscp));
        Assert.Equal(
            (((IPEndPoint)socket.LocalEndPoint!).Port, port.LocalPort),
            (flow.SourcePort, flow.DestinationPort));
        Assert.Equal(1, port.Counters[PortDrop.EmptyMessage]);
        Assert.Equal("c", port.Contract);
        Assert.Equal(new IPEndPoint(address, port.LocalPort).ToString(), port.Name["udp ".Length..]);
    }

    [Fact]
    public void Deliveries_are_sent_as_datagrams()
    {
        using PortLoop loop = new();
        UdpPort receiver = Udp(loop, "b=0,to=a");
        UdpPort sender = Udp(loop, $"a={receiver.LocalPort},from=b");

        sender.Deliver("hello"u8);
        loop.Run(() => _came.Count == 1, Note);
        sender.Deliver(new byte[65_535]);
        receiver.Deliver("no"u8);

        Assert.Equal(["hello"], _came);
        Assert.Equal((1, 5), (sender.Counters.MessagesOut, sender.Counters.BytesOut));
        Assert.Equal(1, sender.Counters[PortDrop.TooLarge]);
        Assert.Equal(1, receiver.Counters[PortDrop.WrongWay]);
    }

    [Fact]
    public void Deliveries_to_nobody_are_counted()
    {
        using PortLoop loop = new();
        int port;
        using (Socket held = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp))
        {
            held.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            port = ((IPEndPoint)held.LocalEndPoint!).Port;
        }
        UdpPort sender = Udp(loop, $"a={port},from=b");

        sender.Deliver("hello"u8);
        loop.Run(() => sender.Counters[PortDrop.Refused] == 1, Note);
        Assert.Null(sender.Failure);
    }

    [Fact]
    public void A_paused_port_does_not_read()
    {
        using PortLoop loop = new();
        UdpPort receiver = Udp(loop, "b=0,to=a");
        UdpPort sender = Udp(loop, $"a={receiver.LocalPort},from=b");
        receiver.IsPaused = true;
        sender.Deliver("hello"u8);
        loop.Run(() => true, Note);
        Assert.Empty(_came);

        receiver.IsPaused = false;
        loop.Run(() => _came.Count == 1, Note);
    }

    [Fact]
    public void Pieces_of_a_stream_are_messages()
    {
        using PortLoop loop = new();
        TcpPort port = Tcp(loop, "a=0,to=b");
        using Socket client = Connect(port);
        byte[] sent = new byte[100_000];
        Random.Shared.NextBytes(sent);
        List<byte> came = [];
        int largest = 0;
        int written = 0;
        client.Blocking = false;

        loop.Run(
            () =>
            {
                written += written == sent.Length ? 0 : Math.Max(0, Send(client, sent.AsSpan(written)));
                return came.Count == sent.Length;
            },
            (_, message, bytes) =>
            {
                Assert.Equal((6, "b"), (message.Flow.Protocol, message.Subscriber));
                largest = Math.Max(largest, bytes.Length);
                came.AddRange(bytes);
            });

        Assert.Equal(sent, came);
        Assert.InRange(largest, 1, TcpPort.PieceBytesMax);
        client.Close();
        loop.Run(() => port.ClientCount == 0, Note);
    }

    [Fact]
    public void Lines_of_several_clients_do_not_mix()
    {
        using PortLoop loop = new();
        TcpPort port = Tcp(loop, "a=0,to=b,lines");
        using Socket one = Connect(port);
        using Socket two = Connect(port);
        one.Send("on"u8);
        two.Send("two\r\n\nla"u8);
        loop.Run(() => _came.Count == 1, Note);
        one.Send("e\n"u8);
        two.Send("st"u8);
        two.Shutdown(SocketShutdown.Send);
        loop.Run(() => _came.Count == 3, Note);

        _came.Sort(StringComparer.Ordinal);
        Assert.Equal(["last", "one", "two"], _came);
        Assert.Equal(1, port.Counters[PortDrop.EmptyMessage]);
        Assert.Equal(1, port.ClientCount);
    }

    [Fact]
    public void A_sender_waits_while_its_port_is_paused()
    {
        using PortLoop loop = new();
        TcpPort port = Tcp(loop, "a=0,to=b");
        using Socket client = Connect(port);
        client.Blocking = false;
        loop.Run(() => port.ClientCount == 1, Note);
        port.IsPaused = true;
        byte[] block = new byte[65_536];
        long sent = 0;
        int refusals = 0;
        loop.Run(
            () =>
            {
                int count = Send(client, block);
                sent += Math.Max(0, count);
                refusals = count < 0 ? refusals + 1 : 0;
                return refusals == 10;
            },
            (_, _, _) => Assert.Fail("a paused port has read"));
        Assert.Equal(0, port.Counters.BytesIn);

        port.IsPaused = false;
        loop.Run(() => port.Counters.BytesIn == sent, (_, _, _) => { });
    }

    [Theory]
    [InlineData("a=0,from=b", "onetwo")]
    [InlineData("a=0,from=b,lines", "one\ntwo\n")]
    public void Deliveries_are_written_to_every_client(string text, string expected)
    {
        using PortLoop loop = new();
        TcpPort port = Tcp(loop, text);
        port.Deliver("early"u8);
        Assert.Equal(1, port.Counters[PortDrop.NoClient]);
        using Socket one = Connect(port);
        using Socket two = Connect(port);
        loop.Run(() => port.ClientCount == 2, Note);

        one.Send("what"u8);
        loop.Run(() => port.Counters[PortDrop.UnexpectedInput] == 1, Note);
        port.Deliver("one"u8);
        port.Deliver("two"u8);

        Assert.Equal(expected, ReadText(one, expected.Length));
        Assert.Equal(expected, ReadText(two, expected.Length));
        Assert.Equal((4, 12), (port.Counters.MessagesOut, port.Counters.BytesOut));
        Assert.Empty(_came);
    }

    [Fact]
    public void A_client_that_does_not_read_is_let_go_and_the_others_stay()
    {
        using PortLoop loop = new();
        TcpPort port = Tcp(loop, "a=0,from=b");
        using Socket slow = Connect(port);
        using Socket quick = Connect(port);
        quick.Blocking = false;
        loop.Run(() => port.ClientCount == 2, Note);
        byte[] block = new byte[60_000];
        byte[] room = new byte[1_000_000];
        long read = 0;
        long delivered = 0;

        loop.Run(
            () =>
            {
                read += Math.Max(0, quick.Receive(room, SocketFlags.None, out _));
                if (port.ClientCount == 2)
                {
                    port.Deliver(block);
                    delivered += block.Length;
                }
                return port.ClientCount == 1 && read == delivered;
            },
            Note);

        Assert.Equal(1, port.Counters[PortDrop.SlowClient]);
    }

    [Fact]
    public void Clients_above_the_limit_are_turned_away()
    {
        using PortLoop loop = new();
        TcpPort port = Tcp(loop, "a=0,to=b");
        List<Socket> clients = [];
        for (int i = 0; i <= TcpPort.ClientsMax; i++)
        {
            clients.Add(Connect(port));
            loop.Run(() => port.ClientCount + port.Counters[PortDrop.TooManyClients] == i + 1, Note);
        }

        Assert.Equal(TcpPort.ClientsMax, port.ClientCount);
        Assert.Equal(1, port.Counters[PortDrop.TooManyClients]);
        clients.ForEach(c => c.Close());
        loop.Run(() => port.ClientCount == 0, Note);
    }

    [Fact]
    public void What_the_operator_has_to_do_is_said()
    {
        using PortLoop loop = new();
        TcpPort tcp = Tcp(loop, "a=0,to=b");
        UdpPort udp = Udp(loop, "a=0,to=b");

        Assert.False(TcpPort.TryOpen(
            Options($"c={tcp.LocalPort},from=b", isTcp: true), loop.Waiter, out _, out string error));
        Assert.Equal(
            $"tcp 127.0.0.1:{tcp.LocalPort}: another program has this port: end it, or name another port",
            error);
        Assert.False(UdpPort.TryOpen(
            Options($"c={udp.LocalPort},to=b", isTcp: false), loop.Waiter, out _, out error));
        Assert.Equal(
            $"udp 127.0.0.1:{udp.LocalPort}: another program has this port: end it, or name another port",
            error);
        Assert.False(UdpPort.TryOpen(
            Options("c=192.0.2.1:5000,to=b", isTcp: false), loop.Waiter, out _, out error));
        Assert.Equal("udp 192.0.2.1:5000: this machine has no such address: see 'ip address'", error);
    }

    [Fact]
    public void Receiving_and_delivering_allocate_nothing()
    {
        using PortLoop loop = new();
        UdpPort receiver = Udp(loop, "b=0,to=a");
        UdpPort sender = Udp(loop, $"a={receiver.LocalPort},from=b");
        byte[] buffer = new byte[IEdgePort.MessageBytesMax];
        long allocated = 0;
        for (int round = 0; round < 2; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 1000; i++)
            {
                sender.Deliver(buffer.AsSpan(0, 100));
                loop.Waiter.Wait(long.MaxValue);
                while (receiver.TryReceive(buffer, out _))
                {
                }
            }
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(2000, receiver.Counters.MessagesIn);
        Assert.Equal(0, allocated);
    }

    private void Note(IEdgePort port, InboundMessage message, byte[] bytes)
        => _came.Add(Encoding.ASCII.GetString(bytes));

    private static int Send(Socket socket, ReadOnlySpan<byte> bytes)
    {
        int count = socket.Send(bytes, SocketFlags.None, out SocketError error);
        return error == SocketError.Success ? count : -1;
    }

    private static string ReadText(Socket socket, int length)
    {
        byte[] bytes = new byte[length];
        int count = 0;
        while (count < length)
        {
            int more = socket.Receive(bytes.AsSpan(count));
            Assert.NotEqual(0, more);
            count += more;
        }
        return Encoding.ASCII.GetString(bytes);
    }

    private static Socket Connect(TcpPort port)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(IPAddress.Loopback, port.LocalPort);
        return socket;
    }

    private static UdpPort Udp(PortLoop loop, string text)
    {
        UdpPort.TryOpen(Options(text, isTcp: false), loop.Waiter, out UdpPort? port, out string error);
        return loop.Add(port, error);
    }

    private static TcpPort Tcp(PortLoop loop, string text)
    {
        TcpPort.TryOpen(Options(text, isTcp: true), loop.Waiter, out TcpPort? port, out string error);
        return loop.Add(port, error);
    }

    private static SocketPortOptions Options(string text, bool isTcp)
    {
        bool isRead = isTcp
            ? SocketPortOptions.TryParseTcp(text, out SocketPortOptions options, out string error)
            : SocketPortOptions.TryParseUdp(text, out options, out error);
        Assert.True(isRead, error);
        return options;
    }

    private static void SkipWithout(IPAddress address)
        => Assert.SkipUnless(
            address.AddressFamily == AddressFamily.InterNetwork || Socket.OSSupportsIPv6, "no IPv6 here");
}
