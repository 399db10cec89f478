using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Wire;
using Xunit;

namespace Orbweaver.SystemTests;

/// <summary>Somebody else's dissectors read our packets.</summary>
public sealed class PacketDissectionTests
{
    private const int RawIpLinkType = 101;
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
        string file = Path.Combine(Path.GetTempPath(), $"ow{Environment.ProcessId}-dissection.pcap");
        try
        {
            File.WriteAllBytes(file, Capture(packets));
            string[] lines = Dissect(file);
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
        finally
        {
            File.Delete(file);
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

    private static string[] Dissect(string file)
    {
        ProcessStartInfo start = new("tshark")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] arguments =
        [
            "-r", file, "-T", "fields", "-E", "separator=|", "-e", "frame.protocols", "-e", "_ws.malformed",
            "-e", "ipv6.opt.type", "-e", "ipv6.src", "-e", "udp.dstport",
        ];
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        try
        {
            using Process tshark = Process.Start(start)!;
            tshark.ErrorDataReceived += static (_, _) => { };
            tshark.BeginErrorReadLine();
            string output = tshark.StandardOutput.ReadToEnd();
            tshark.WaitForExit();
            Assert.Equal(0, tshark.ExitCode);
            return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (Win32Exception)
        {
            Assert.Skip("tshark is not installed.");
            return [];
        }
    }

    private static byte[] Encode(
        int number, PayloadProtocol protocol, int wayNodes, bool isForSeveral = false)
    {
        byte[] payload = protocol switch
        {
            PayloadProtocol.Ipv4 => UserIpv4(),
            PayloadProtocol.Ipv6 => UserIpv6(),
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

    // 28 bytes of headers around four of data; a UDP checksum of zero is none, in IPv6 it is computed.
    private static byte[] UserIpv4()
    {
        byte[] bytes = Convert.FromHexString(
            "4500002000000000401100000a0000010a000002" + "10000fa0000c0000" + "01020304");
        uint sum = 0;
        for (int i = 0; i < 20; i += 2)
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(i));
        }
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(10), (ushort)~((sum & 0xffff) + (sum >> 16)));
        return bytes;
    }

    private static byte[] UserIpv6()
    {
        const string Header = "60000000000c1140";
        const string Addresses = "fd000000000000000000000000000001fd000000000000000000000000000002";
        byte[] bytes = Convert.FromHexString(Header + Addresses + "10000fa0000c0000" + "01020304");
        // The pseudo header has the length and the protocol once more.
        uint sum = 12 + 17;
        for (int i = 8; i < bytes.Length; i += 2)
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(i));
        }
        sum = (sum & 0xffff) + (sum >> 16);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(46), (ushort)~((sum & 0xffff) + (sum >> 16)));
        return bytes;
    }

    private static byte[] Capture(List<byte[]> packets)
    {
        using MemoryStream file = new();
        using BinaryWriter to = new(file);
        to.Write(0xa1b2_c3d4);
        to.Write((ushort)2);
        to.Write((ushort)4);
        to.Write(0L);
        to.Write(65_535);
        to.Write(RawIpLinkType);
        foreach (byte[] packet in packets)
        {
            to.Write(0L);
            to.Write(packet.Length);
            to.Write(packet.Length);
            to.Write(packet);
        }
        return file.ToArray();
    }
}
