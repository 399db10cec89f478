using System;
using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Sim;
using Orbweaver.Twin;
using Orbweaver.Wire;
using Xunit;

namespace Orbweaver.Tests;

/// <summary>Who is shown packets sees all of them, and changes nothing.</summary>
public sealed class PacketTapTests
{
    [Theory]
    [InlineData(3UL)]
    [InlineData(20UL)]
    public void A_run_is_the_same_and_every_hop_is_shown_as_a_whole_packet(ulong seed)
    {
        SimWorld world = SmallWorld.Of(seed);
        TwinConfig config = world.Config(seed, FaultSwarm.Draw(seed, world).Plan, new RunRecord());
        Tap tap = new();

        RunResult plain = Run(config with { Witness = null });
        RunResult tapped = Run(config with { Witness = null, Tap = tap });

        Assert.Equal(plain.TraceHash, tapped.TraceHash);
        Assert.Equal(plain.PacketHops, tap.SentCount);
        Assert.InRange(tap.ReceivedCount, tap.SentCount / 2, tap.SentCount * 2);
        Assert.True(tap.Receipts > 0 && tap.OnWays > 0 && tap.ForSeveral > 0);
    }

    [Fact]
    public void Totals_are_those_of_the_closed_books()
    {
        const ulong Seed = 3;
        SimWorld world = SmallWorld.Of(Seed);
        TwinWorld twin = new(world.Config(Seed, FaultSwarm.Draw(Seed, world).Plan, new RunRecord()));
        int active = 0;
        for (int step = 1; step <= 100; step++)
        {
            twin.AdvanceTo(twin.Now + Duration.FromMilliseconds(500));
            active = Math.Max(active, twin.Totals().FaultsActive);
        }
        twin.AdvanceTo(twin.End);

        RunResult result = twin.Result();
        TwinTotals totals = twin.Totals();
        Assert.Equal(
            (result.Events, result.PacketHops, result.Control.Frames, result.Control.Bytes),
            (totals.Events, totals.PacketHops, totals.ControlFrames, totals.ControlBytes));
        Assert.True(active > 0);
        ContractTotals[] contracts = new ContractTotals[twin.ContractTotalsCount];
        twin.CopyTotals(contracts);
        long ended = 0;
        for (int i = 0; i < contracts.Length; i++)
        {
            ContractResult c = result.Contracts[i];
            long lost = 0;
            foreach (LostCount count in c.Lost)
            {
                lost += count.Messages;
            }
            Assert.Equal(
                new ContractTotals(c.Offered, c.OnTime, c.Late, c.Expired, c.Superseded, lost), contracts[i]);
            Assert.Equal(c.InFlight, contracts[i].InFlight);
            ended += c.Expired + c.Superseded + lost;
        }
        long byReason = 0;
        foreach (long count in twin.EndedByReason)
        {
            byReason += count;
        }
        Assert.True(ended > 0);
        Assert.Equal(ended, byReason);
    }

    private static RunResult Run(TwinConfig config)
    {
        TwinWorld twin = new(config);
        twin.AdvanceTo(twin.End);
        return twin.Result();
    }

    // Writes each packet, reads it back, and holds it against the packet.
    private sealed class Tap : IPacketTap
    {
        private readonly byte[] _bytes = new byte[PacketCodec.BytesMax];
        private readonly Packet _read = new PacketPool().Rent();
        private readonly Dictionary<int, Instant> _last = [];

        public long SentCount { get; private set; }

        public long ReceivedCount { get; private set; }

        public long Receipts { get; private set; }

        public long OnWays { get; private set; }

        public long ForSeveral { get; private set; }

        public void Sent(NodeId node, Packet packet, uint number, Instant at)
        {
            SentCount++;
            Receipts += packet.Receipt is null ? 0 : 1;
            OnWays += packet.Way is null ? 0 : 1;
            ForSeveral += packet.IsForSeveral ? 1 : 0;
            Look(node, packet, at);
        }

        public void Received(NodeId node, Packet packet, uint number, Instant at)
        {
            ReceivedCount++;
            Look(node, packet, at);
        }

        private void Look(NodeId node, Packet packet, Instant at)
        {
            // Time does not go back in a file.
            Assert.True(at >= _last.GetValueOrDefault(node.Value, at));
            _last[node.Value] = at;
            Assert.True(PacketImage.TryWrite(packet, [], isIpPacket: false, _bytes, out int length));
            Assert.Equal(PacketCodec.BytesOf(packet), length);
            Assert.True(PacketCodec.TryRead(_bytes.AsSpan(0, length), _read, out _, out WireError error));
            Assert.Equal(WireError.None, error);
            Assert.Equal(
                (packet.ContractIndex, packet.Sequence, packet.Targets, packet.HopLimit, packet.SizeBytes),
                (_read.ContractIndex, _read.Sequence, _read.Targets, _read.HopLimit, _read.SizeBytes));
            Assert.Equal(packet.Receipt is null, _read.Receipt is null);
        }
    }
}
