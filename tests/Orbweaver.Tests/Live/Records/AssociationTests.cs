using System;
using System.Collections.Generic;
using System.Linq;
using Orbweaver.Live.Records;
using Orbweaver.Model;
using Xunit;

namespace Orbweaver.Tests;

public sealed class AssociationTests
{
    private const long Second = RecordLink.Second;

    [Fact]
    public void Two_messages_make_a_key_and_the_third_confirms_it()
    {
        using RecordLink link = Link();
        link.Recorded = [];
        link.Ends[1].Start(isCaller: false);
        link.Ends[0].Start();
        Assert.False(link.Ends[0].Say());
        link.Run(Second);

        Assert.True(link.Ends[0].IsReady);
        Assert.True(link.Ends[1].IsReady);
        Assert.Equal(
            [RecordType.Hello, RecordType.Answer, RecordType.Control, RecordType.Control],
            link.Recorded.Select(r => (RecordType)r.Datagram[0]));
        // Nobody who only asks gets more than he sent.
        Assert.Equal(link.Recorded[0].Datagram.Length, link.Recorded[1].Datagram.Length);
        Assert.Equal(link.Recorded[2].Datagram.Length, link.Recorded[3].Datagram.Length);
        Talk(link);
    }

    [Fact]
    public void The_responder_does_not_send_before_the_key_is_confirmed()
    {
        using RecordLink link = Link();
        link.Recorded = [];
        link.Ends[1].Start(isCaller: false);
        link.Ends[0].Start();
        link.LossPercent = 100;
        link.Run(1);
        link.Hand(1, link.Recorded[0].Datagram);
        Assert.False(link.Ends[1].IsReady);

        link.Hand(0, link.Recorded[1].Datagram);
        Assert.True(link.Ends[0].IsReady);
        Assert.False(link.Ends[1].IsReady);

        link.Hand(1, link.Recorded[2].Datagram);
        Assert.True(link.Ends[1].IsReady);
    }

    [Fact]
    public void Both_may_begin_at_once_and_lose_half_of_what_they_say()
        => Seeds.Hold(dice =>
        {
            using RecordLink link = new(dice) { LossPercent = 50, DoublePercent = 10 };
            link.Start(0);
            link.Run(dice.NextBelow(RecordLink.Ms * 40));
            link.Start(1);
            link.Run(180 * Second);

            link.LossPercent = 0;
            Talk(link);
        });

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Either_end_may_start_again(int end)
    {
        using RecordLink link = Ready();
        link.Start(end);
        link.Run(5 * Second);

        Assert.Equal(2, link.Ends[1 - end].Association!.Handshakes);
        Talk(link);
    }

    [Fact]
    public void An_end_that_only_answers_may_start_again_too()
    {
        using RecordLink link = Link();
        link.Ends[1].Start(isCaller: false);
        link.Ends[0].Start();
        link.Run(Second);
        Talk(link);

        link.Ends[1].Start(isCaller: false);
        link.Ends[0].Say();
        link.Run(30 * Second);
        Talk(link);
    }

    [Fact]
    public void Recordings_of_every_life_kill_nothing_and_bring_nothing()
        => Seeds.Hold(
            dice =>
            {
                using RecordLink link = new(dice) { Recorded = [], Limits = Quick };
                for (int life = 0; life < 3; life++)
                {
                    link.Start(0);
                    link.Start(1);
                    link.Run(10 * Second);
                    Talk(link);
                    link.Run(20 * Second);
                }
                (int, int) handshakes = Handshakes(link);
                List<(int To, byte[] Datagram)> recordings = link.Recorded!;
                link.Recorded = null;
                int before = link.Ends[0].Received.Count + link.Ends[1].Received.Count;
                for (int i = 0; i < 500; i++)
                {
                    (int to, byte[] datagram) = recordings[dice.Below(recordings.Count)];
                    link.Hand(dice.Below(10) == 0 ? 1 - to : to, datagram);
                    link.Run(dice.NextBelow(40 * RecordLink.Ms));
                }

                Assert.Equal(before, link.Ends[0].Received.Count + link.Ends[1].Received.Count);
                Assert.Equal(handshakes, Handshakes(link));
                Talk(link);
            },
            runs: 20);

    [Fact]
    public void Another_key_or_network_is_refused()
    {
        using RecordLink other = Link();
        other.Ends[0].Start(key: new NetworkKey("some other network's key, 32 b.."u8));
        other.Ends[1].Start();
        other.Run(5 * Second);
        Assert.False(other.Ends[0].IsReady || other.Ends[1].IsReady);
        Assert.True(other.Ends[1].Association!.Refusals[RecordRefusal.Forged] > 0);

        using RecordLink elsewhere = Link();
        elsewhere.Ends[0].Start(network: "elsewhere");
        elsewhere.Ends[1].Start();
        elsewhere.Run(5 * Second);
        Assert.False(elsewhere.Ends[0].IsReady || elsewhere.Ends[1].IsReady);
        Assert.True(elsewhere.Ends[1].Association!.Refusals[RecordRefusal.Handshake] > 0);
    }

    [Fact]
    public void Any_changed_bit_is_refused()
        => Seeds.Hold(
            dice =>
            {
                using RecordLink link = new(dice) { Recorded = [], LossPercent = 100 };
                link.Start(0);
                link.Start(1);
                link.Run(1);
                byte[] changed = [.. link.Recorded![0].Datagram];
                changed[dice.Below(changed.Length)] ^= (byte)(1 << dice.Below(8));
                Assert.NotEqual(RecordRefusal.None, link.Hand(link.Recorded[0].To, changed).Refusal);

                link.LossPercent = 0;
                link.Run(5 * Second);
                link.LossPercent = 100;
                link.Ends[0].Say(of: 5);
                byte[] record = link.Recorded[^1].Datagram;
                changed = [.. record];
                changed[dice.Below(changed.Length)] ^= (byte)(1 << dice.Below(8));
                Assert.NotEqual(RecordRefusal.None, link.Hand(1, changed).Refusal);
                Assert.Equal(RecordRefusal.None, link.Hand(1, record).Refusal);
                Assert.Equal(RecordRefusal.Replayed, link.Hand(1, record).Refusal);
            },
            runs: 200);

    [Fact]
    public void Classes_overtake_each_other_within_their_own_windows()
    {
        using RecordLink link = Ready();
        link.Recorded = [];
        link.LossPercent = 100;
        link.Ends[0].Say(of: 2);
        for (int i = 0; i < ReplayWindows.Size + 10; i++)
        {
            link.Ends[0].Say(of: 7);
        }
        byte[] late = link.Recorded[0].Datagram;
        byte[] tooLate = link.Recorded[1].Datagram;

        Assert.Equal(RecordRefusal.None, link.Hand(1, link.Recorded[^1].Datagram).Refusal);
        Assert.Equal(RecordRefusal.None, link.Hand(1, late).Refusal);
        Assert.Equal(RecordRefusal.Replayed, link.Hand(1, late).Refusal);
        Assert.Equal(RecordRefusal.TooOld, link.Hand(1, tooLate).Refusal);
    }

    [Fact]
    public void A_flood_of_hellos_is_bounded_and_the_association_lives()
    {
        using RecordLink link = Ready();
        link.Recorded = [];
        link.LossPercent = 100;
        // Hellos of a peer that starts again and again: each is right.
        byte[][] hellos = [.. Enumerable.Range(0, 100).Select(_ =>
        {
            link.Ends[0].Start();
            link.Run(1);
            return link.Recorded[^1].Datagram;
        })];
        Association flooded = link.Ends[1].Association!;
        for (int i = 0; i < 20; i++)
        {
            foreach (byte[] hello in hellos)
            {
                link.Hand(1, hello);
            }
        }

        Assert.Equal(1_000, flooded.Refusals[RecordRefusal.HelloBudget]);
        Assert.Equal(1, flooded.Handshakes);
        Assert.True(link.Ends[1].IsReady);
    }

    [Fact]
    public void A_blind_flood_of_forged_records_spends_a_budget_and_the_peer_is_heard()
    {
        using RecordLink link = Ready();
        link.Recorded = [];
        link.LossPercent = 100;
        link.Ends[0].Say();
        byte[] forged = [.. link.Recorded[0].Datagram];
        for (int i = 0; i < OpenBudget.PerSecond; i++)
        {
            BitConverter.TryWriteBytes(forged.AsSpan(8), (1L << 32) | (uint)i);
            link.Hand(1, forged);
        }
        RefusalCounts refusals = link.Ends[1].Association!.Refusals;

        Assert.InRange(refusals[RecordRefusal.Forged], 1, (OpenBudget.PerSecond / 2) + 1);
        Assert.True(refusals[RecordRefusal.BudgetSpent] > 0);
        Assert.Equal(RecordRefusal.None, link.Hand(1, link.Recorded[0].Datagram).Refusal);
    }

    [Fact]
    public void A_key_that_cannot_be_renewed_stops_at_twice_its_limits()
    {
        using RecordLink link = Ready(Quick with { Records = 100 });
        link.LossPercent = 100;
        int said = 0;
        while (link.Ends[0].Say())
        {
            said++;
        }

        Assert.InRange(said, 190, 200);
        link.LossPercent = 0;
        link.Run(30 * Second);
        Talk(link);
    }

    [Fact]
    public void Sealing_and_opening_records_allocates_nothing()
    {
        using RecordLink link = Ready();
        byte[] record = new byte[1_400];
        RecordOutbox outbox = new();
        Association from = link.Ends[0].Association!;
        Association to = link.Ends[1].Association!;
        long before = 0;
        for (int i = 0; i < 1_000; i++)
        {
            if (i == 10)
            {
                before = GC.GetAllocatedBytesForCurrentThread();
            }
            from.TrySeal(link.NowNs, 3, record);
            to.Arrive(link.NowNs, record, outbox);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(0, to.Refusals.Total);
    }

    internal static readonly KeyLimits Quick = new(1L << 32, 256L << 30, 6 * Second);

    private static (int, int) Handshakes(RecordLink link)
        => (link.Ends[0].Association!.Handshakes, link.Ends[1].Association!.Handshakes);

    private static RecordLink Link() => new(new Prng(1));

    private static RecordLink Ready(KeyLimits? limits = null)
    {
        RecordLink link = new(new Prng(1)) { Limits = limits ?? KeyLimits.Rekey };
        link.Start(0);
        link.Start(1);
        link.Run(5 * Second);
        Talk(link);
        return link;
    }

    // Both ways, each message once.
    private static void Talk(RecordLink link)
    {
        foreach (RecordLink.End end in link.Ends)
        {
            int before = link.Ends[end == link.Ends[0] ? 1 : 0].Received.Count;
            Assert.True(end.Say());
            link.Run(Second);
            Assert.Equal(before + 1, link.Ends[end == link.Ends[0] ? 1 : 0].Received.Count);
        }
    }
}
