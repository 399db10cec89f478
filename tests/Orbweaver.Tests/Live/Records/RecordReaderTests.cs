using System;
using Orbweaver.Live.Links;
using Orbweaver.Live.Records;
using Orbweaver.Model;
using Xunit;

namespace Orbweaver.Tests;

public sealed class RecordReaderTests
{
    [Fact]
    public void A_header_is_laid_out_as_documented_and_read_back()
    {
        byte[] record = new byte[RecordHeader.OverheadBytes + 3];
        RecordHeader header = new()
        {
            Type = RecordType.Data,
            Phase = 2,
            Class = 5,
            Length = record.Length,
            Receiver = 0x0102_0304,
            Counter = 0x1112_1314_1516_1718,
        };
        header.Write(record);

        Assert.Equal("03a80023010203041112131415161718", Convert.ToHexStringLower(record[..16]));
        Assert.True(RecordHeader.TryRead(record, out RecordHeader read, out _));
        Assert.Equal(header, read);
    }

    [Theory]
    [InlineData("03a80023", 35, RecordRefusal.None)]
    [InlineData("03a80024", 35, RecordRefusal.Length)]
    [InlineData("03a8001f", 31, RecordRefusal.Length)]
    [InlineData("03a80000", 0, RecordRefusal.Length)]
    [InlineData("03a84001", 16_385, RecordRefusal.Length)]
    [InlineData("00a80023", 35, RecordRefusal.Type)]
    [InlineData("05a80023", 35, RecordRefusal.Type)]
    [InlineData("03a90023", 35, RecordRefusal.Type)]
    public void What_is_no_record_is_refused(string start, int bytes, RecordRefusal expected)
    {
        byte[] record = new byte[Math.Max(4, bytes)];
        Convert.FromHexString(start).CopyTo(record, 0);

        Assert.Equal(
            expected == RecordRefusal.None,
            RecordHeader.TryRead(record.AsSpan(0, bytes), out _, out RecordRefusal why));
        Assert.Equal(expected, why);
    }

    [Fact]
    public void Readers_take_whatever_comes_without_throwing()
        => Seeds.Hold(
            dice =>
            {
                byte[] bytes = new byte[dice.Below(4) == 0 ? HandshakeMessage.Bytes : dice.Below(200)];
                for (int i = 0; i < bytes.Length; i++)
                {
                    bytes[i] = dice.Below(2) == 0 ? (byte)0 : (byte)dice.NextBits();
                }
                if (bytes.Length >= RecordHeader.Bytes)
                {
                    // Past the first checks, so that the later ones are met.
                    bytes[0] = (byte)dice.Between(0, 5);
                    bytes[1] &= 0xf8;
                    bytes[2] = 0;
                    bytes[3] = (byte)bytes.Length;
                }
                Prng copy = new(dice.NextBits());
                RecordHeader.TryRead(bytes, out _, out RecordRefusal why);
                Assert.True(Enum.IsDefined(why));
                HandshakeMessage.TryRead(bytes, out _);
                ControlMessage.TryRead(bytes, out _);
                using AssociationTable table = Table(copy);
                int place = table.Find(bytes);
                Assert.InRange(place, -1, 0);
                RecordArrival arrival = table.All[0].Arrive(0, bytes, new RecordOutbox());
                Assert.NotEqual(RecordRefusal.None, arrival.Refusal);
            },
            runs: 2_000);

    [Fact]
    public void A_padded_profile_makes_all_records_equal_with_zeros_behind()
    {
        LinkProfile padded = LinkProfile.Unknown with { IsPadded = true };
        byte[] buffer = new byte[padded.RecordBytes];
        Array.Fill(buffer, (byte)9);

        Span<byte> record = padded.Fit(buffer, frameBytes: 100);
        Assert.Equal(1_400, record.Length);
        Assert.False(record[116..(1_400 - 16)].ContainsAnyExcept((byte)0));
        Assert.Equal(9, record[115]);
        Assert.Equal(132, LinkProfile.Unknown.Fit(buffer, frameBytes: 100).Length);
    }

    private static AssociationTable Table(Prng dice)
    {
        PeerName self = new("net", "alpha");
        PeerName peer = new("net", "beta");
        AssociationTable table = new();
        table.Add(
            new AssociationSetup
            {
                Self = self,
                Peer = peer,
                Secret = PairSecret.FromNetworkKey(new NetworkKey(new byte[32]), self, peer),
                Aeads = BaseAead.Provider,
                Entropy = new RecordLink.Dice(dice),
            },
            nowNs: 0);
        return table;
    }
}
