using System;
using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Wire;
using Xunit;

namespace Orbweaver.SystemTests;

/// <summary>Somebody else's dissectors read our packets.</summary>
public sealed class PacketDissectionTests
{
    private const int PacketsPerKind = 10;

    [Fact]
    public void Tshark_reads_every_packet_without_complaint()
    {
        List<byte[]> packets = [];
        for (int i = 0; i < PacketsPerKind; i++)
        {
            packets.Add(Encode(i, PayloadProtocol.Ipv4, wayNodes: 0));
            packets.Add(Encode(i, PayloadProtocol.Ipv6, wayNodes: 0));
            packets.Add(Encode(i, PayloadProtocol.Ipv4, wayNodes: i + 1));
            packets.Add(Encode(i, PayloadProtocol.Ipv6, wayNodes: i + 9));
            packets.Add(Encode(i, PayloadProtocol.Opaque, wayNodes: 0, isForSeveral: true));
        }
        string[] lines = Tshark.Dissect(
            packets, "frame.protocols", "_ws.malformed", "ipv6.opt.type", "ipv6.src", "udp.dstport");
        Assert.Equal(packets.Count, lines.Length);
        for (int i = 0; i < lines.Length; i++)
        {
            string[] fields = lines[i].Split('|');
            Assert.Equal(Protocols(i), fields[0]);
            Assert.Equal("", fields[1]);
            Assert.Equal("0x3e", fields[2]);
            Assert.StartsWith("fcbb:bb00:7::", fields[3], StringComparison.Ordinal);
            // The innermost packet is the user's.
            Assert.EndsWith(i % 5 == 4 ? "" : "4000", fields[4], StringComparison.Ordinal);
        }
    }

    private static string Protocols(int place) => (place % 5) switch
    {
        0 => "raw:ipv6:ipv6.hopopts:ip:udp:data",
        1 => "raw:ipv6:ipv6.hopopts:ipv6:udp:data",
        2 => "raw:ipv6:ipv6.hopopts:ipv6.routing:ip:udp:data",
        3 => "raw:ipv6:ipv6.hopopts:ipv6.routing:ipv6:udp:data",
        _ => "raw:ipv6:ipv6.hopopts:data",
    };

    private static byte[] Encode(
        int number, PayloadProtocol protocol, int wayNodes, bool isForSeveral = false)
    {
        byte[] payload = protocol switch
        {
            PayloadProtocol.Ipv4 => UserPackets.Ipv4(),
            PayloadProtocol.Ipv6 => UserPackets.Ipv6(),
            _ => new byte[64],
        };
        Packet packet = new()
        {
            ContractIndex = number,
            Sequence = (uint)number,
            FragmentCount = 1,
            SizeBytes = Packet.OverheadBytes + payload.Length,
            Source = new NodeId(7),
            Targets = isForSeveral ? 0b1011ul : 1ul,
            Destination = isForSeveral ? NodeId.None : new NodeId(500),
            PlanVersion = 1,
            Priority = (byte)number,
            Overtaking = Overtaking.Independent,
            Assurance = Assurance.Deadline,
            HopLimit = 200,
            Way = wayNodes == 0
                ? null : [.. Enumerable.Range(0, wayNodes).Select(i => new NodeId(i * 3)), new NodeId(500)],
        };
        byte[] bytes = new byte[PacketCodec.BytesOf(packet)];
        Assert.True(PacketCodec.TryWriteHeader(packet, protocol, bytes, out int length, out _));
        payload.CopyTo(bytes.AsSpan(length));
        return bytes;
    }
}
