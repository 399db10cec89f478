using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using Orbweaver.Live.Links;
using Orbweaver.Live.Records;
using Xunit;

namespace Orbweaver.SystemTests;

/// <summary>On loopback, where a datagram that was sent is there when the call returns.</summary>
public sealed class UdpLinkSocketTests
{
    public static TheoryData<bool, bool, bool> Ways
    {
        get
        {
            TheoryData<bool, bool, bool> ways = [];
            foreach (bool isV6 in (bool[])[false, true])
            {
                ways.Add(isV6, false, false);
                ways.Add(isV6, false, true);
                ways.Add(isV6, true, false);
                ways.Add(isV6, true, true);
            }
            return ways;
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Batches_arrive_as_they_were_sent(bool isV6, bool isPortableFrom, bool isPortableTo)
    {
        using UdpLinkSocket from = Open(isV6, isPortableFrom);
        using UdpLinkSocket to = Open(isV6, isPortableTo);
        int peer = from.AddPeer(to.Local);
        int back = to.AddPeer(from.Local);
        (int, int, int)[] batches =
        [
            (1_400, 40, 1_400), (1_400, 3, 17), (64, 64, 64),
            (16_000, 4, 16_000), (16_000, 1, 16_000), (9, 1, 9),
        ];
        foreach ((int segment, int count, int last) in batches)
        {
            byte[] sent = new byte[((count - 1) * segment) + last];
            new Random(segment).NextBytes(sent);
            Assert.Equal(UdpSendResult.Sent, from.Send(peer, sent, segment));

            List<byte[]> received = Receive(to, back);
            Assert.Equal(count, received.Count);
            for (int i = 0; i < count; i++)
            {
                int bytes = i == count - 1 ? last : segment;
                Assert.Equal(sent[(i * segment)..((i * segment) + bytes)], received[i]);
            }
        }
    }

    [Fact]
    public void The_kernel_cuts_and_joins_here_and_it_is_said()
    {
        using UdpLinkSocket fast = Open(isV6: true, isPortable: false);
        Assert.SkipUnless(fast.IsSegmenting, fast.Offload);
        Assert.Contains("GSO", fast.Offload);
        using UdpLinkSocket slow = Open(isV6: true, isPortable: true);
        Assert.EndsWith("one by one: as asked for", slow.Offload);

        int peer = fast.AddPeer(fast.Local);
        fast.Send(peer, new byte[14_000], 1_400);
        UdpReceipt receipt = fast.Receive(new byte[UdpLinkSocket.BatchBytesMax]);
        Assert.Equal((14_000, 1_400, peer), (receipt.Bytes, receipt.SegmentBytes, receipt.Peer));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Nothing_there_is_nothing_and_strangers_and_empty_datagrams_do_no_harm(bool isPortable)
    {
        using UdpLinkSocket socket = Open(isV6: false, isPortable);
        using Socket stranger = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        byte[] buffer = new byte[UdpLinkSocket.BatchBytesMax];
        Assert.Equal(0, socket.Receive(buffer).Bytes);

        stranger.SendTo([], socket.Local);
        stranger.SendTo([1, 2, 3], socket.Local);
        UdpReceipt receipt = socket.Receive(buffer);
        Assert.Equal((3, -1), (receipt.Bytes, receipt.Peer));
        Assert.Equal(((IPEndPoint)stranger.LocalEndPoint!).Port, receipt.From.ToEndPoint().Port);
        Assert.Equal(0, socket.Receive(buffer).Bytes);
    }

    [Fact]
    public void What_does_not_fit_is_counted_and_skipped()
    {
        using UdpLinkSocket socket = Open(isV6: true, isPortable: false);
        Assert.SkipUnless(socket.IsSegmenting, socket.Offload);
        int peer = socket.AddPeer(socket.Local);
        socket.Send(peer, new byte[1_000], 1_000);
        socket.Send(peer, new byte[100], 100);

        Assert.Equal(100, socket.Receive(new byte[500]).Bytes);
        Assert.Equal(1, socket.CutCount);
    }

    [Fact]
    public void Sending_and_receiving_allocate_nothing()
    {
        using UdpLinkSocket socket = Open(isV6: true, isPortable: false);
        Assert.SkipUnless(socket.IsSegmenting, socket.Offload);
        int peer = socket.AddPeer(socket.Local);
        byte[] buffer = new byte[UdpLinkSocket.BatchBytesMax];
        long before = 0;
        for (int i = 0; i < 100; i++)
        {
            if (i == 10)
            {
                before = GC.GetAllocatedBytesForCurrentThread();
            }
            socket.Send(peer, buffer.AsSpan(0, 14_000), 1_400);
            socket.Receive(buffer);
            socket.Receive(buffer);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Two_hosts_shake_hands_and_talk_over_it()
    {
        using Host one = new("one", "two");
        using Host two = new("two", "one");
        one.Meet(two);
        two.Meet(one);
        long nowNs = 0;
        for (int i = 0; i < 1_000 && !(one.IsReady(nowNs) && two.IsReady(nowNs)); i++)
        {
            nowNs += 10_000_000;
            one.Turn(nowNs);
            two.Turn(nowNs);
        }
        Assert.True(one.IsReady(nowNs) && two.IsReady(nowNs));

        one.Say(nowNs, 40);
        two.Turn(nowNs);
        Assert.Equal(40, two.Frames);
    }

    private static UdpLinkSocket Open(bool isV6, bool isPortable)
    {
        Assert.SkipWhen(isV6 && !Socket.OSSupportsIPv6, "there is no IPv6 here");
        return UdpLinkSocket.Open(
            new IPEndPoint(isV6 ? IPAddress.IPv6Loopback : IPAddress.Loopback, 0), isPortable);
    }

    private static List<byte[]> Receive(UdpLinkSocket socket, int peer)
    {
        List<byte[]> received = [];
        byte[] buffer = new byte[UdpLinkSocket.BatchBytesMax];
        for (UdpReceipt r = socket.Receive(buffer); r.Bytes > 0; r = socket.Receive(buffer))
        {
            Assert.Equal(peer, r.Peer);
            for (int at = 0; at < r.Bytes; at += r.SegmentBytes)
            {
                received.Add(buffer[at..Math.Min(at + r.SegmentBytes, r.Bytes)]);
            }
        }
        return received;
    }

    /// <summary>A socket with one association: what a live host does, without its node.</summary>
    private sealed class Host : IDisposable
    {
        private readonly UdpLinkSocket _socket = Open(isV6: false, isPortable: false);
        private readonly AssociationTable _table = new();
        private readonly RecordOutbox _outbox = new();
        private readonly Association _association;
        private int _peer;

        public Host(string name, string peer)
        {
            PeerName self = new("lab", name);
            PeerName other = new("lab", peer);
            NetworkKey key = new("a key of some lab, 32 bytes long"u8);
            AssociationSetup setup = new()
            {
                Self = self,
                Peer = other,
                Secret = PairSecret.FromNetworkKey(key, self, other),
                Aeads = AeadChoice.Make().Provider,
                Entropy = new HostEntropy(),
            };
            _association = _table.Add(setup, nowNs: 0);
        }

        public int Frames { get; private set; }

        public bool IsReady(long nowNs) => _association.IsReady(nowNs);

        public void Meet(Host other) => _peer = _socket.AddPeer(other._socket.Local);

        public void Turn(long nowNs)
        {
            byte[] buffer = new byte[UdpLinkSocket.BatchBytesMax];
            for (UdpReceipt r = _socket.Receive(buffer); r.Bytes > 0; r = _socket.Receive(buffer))
            {
                for (int at = 0; at < r.Bytes; at += r.SegmentBytes)
                {
                    Span<byte> datagram = buffer.AsSpan(at, Math.Min(r.SegmentBytes, r.Bytes - at));
                    if (_table.Find(datagram) is var place && place >= 0)
                    {
                        int plain = _table.All[place].Arrive(nowNs, datagram, _outbox).PlainBytes;
                        Frames += plain > 0 ? 1 : 0;
                    }
                    Flush();
                }
            }
            _association.Step(nowNs, _outbox);
            Flush();
        }

        public void Say(long nowNs, int count)
        {
            int bytes = LinkProfile.Unknown.RecordBytes;
            byte[] batch = new byte[count * bytes];
            for (int i = 0; i < count; i++)
            {
                Span<byte> record = LinkProfile.Unknown.Fit(
                    batch.AsSpan(i * bytes, bytes), LinkProfile.Unknown.PlainBytes);
                Assert.True(_association.TrySeal(nowNs, of: 2, record));
            }
            Assert.Equal(UdpSendResult.Sent, _socket.Send(_peer, batch, bytes));
        }

        public void Dispose()
        {
            _table.Dispose();
            _socket.Dispose();
        }

        private void Flush()
        {
            for (int i = 0; i < _outbox.Count; i++)
            {
                _socket.Send(_peer, _outbox[i], _outbox[i].Length);
            }
            _outbox.Clear();
        }
    }
}
