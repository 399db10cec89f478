using System.Collections.Generic;
using Orbweaver.Live.Records;
using Orbweaver.Model;
using Xunit;

namespace Orbweaver.Tests;

public sealed class RekeyProperties
{
    // 2 x 60,000 records, some 160 rekeys: 10 % are lost, 5 % doubled, all overtake each other.
    [Fact]
    public void Rekeying_under_loss_and_reordering_loses_nothing_and_takes_nothing_twice()
    {
        using RecordLink link = new(new Prng(7)) { Limits = AssociationTests.Quick };
        link.Start(0);
        link.Ends[1].Start(isCaller: false);
        link.Run(5 * RecordLink.Second);
        link.LossPercent = 10;
        link.DoublePercent = 5;
        link.DelayMostNs = 300 * RecordLink.Ms;
        List<(int To, byte[] Datagram)> sent = link.Recorded = [];
        Prng dice = new(8);
        for (int i = 0; i < 60_000; i++)
        {
            foreach (RecordLink.End end in link.Ends)
            {
                Assert.True(end.Say(dice.Below(RecordHeader.Classes)));
            }
            link.Run(16 * RecordLink.Ms);
        }
        link.Run(RecordLink.Second);

        foreach (RecordLink.End end in link.Ends)
        {
            RefusalCounts refusals = end.Association!.Refusals;
            // Doubled ones are refused as such; whatever else arrived was opened.
            Assert.Equal(refusals.Total, refusals[RecordRefusal.Replayed]);
            Assert.True(refusals[RecordRefusal.Replayed] > 1_000);
            Assert.Equal(end.Received.Count, new HashSet<(int, long)>(end.Received).Count);
            Assert.InRange(end.Received.Count, 53_000, 55_000);
            Assert.True(end.Association.Phase > 100);
            Assert.Equal(1, end.Association.Handshakes);
        }

        // All of it once more: what comes in now was lost the first time, so nothing comes in twice.
        link.Recorded = null;
        foreach ((int to, byte[] datagram) in sent)
        {
            link.Hand(to, datagram);
        }
        foreach (RecordLink.End end in link.Ends)
        {
            Assert.Equal(end.Received.Count, new HashSet<(int, long)>(end.Received).Count);
        }
    }

    [Fact]
    public void Either_direction_alone_wears_a_key_out_and_renews_it()
        => Seeds.Hold(
            dice =>
            {
                using RecordLink link = new(dice)
                {
                    Limits = new KeyLimits(Records: 1_000, Bytes: 1L << 40, AgeNs: 600 * RecordLink.Second),
                };
                link.Start(0);
                link.Ends[1].Start(isCaller: false);
                link.Run(5 * RecordLink.Second);
                link.LossPercent = 3;
                int speaker = dice.Below(2);
                for (int i = 0; i < 6_000; i++)
                {
                    Assert.True(link.Ends[speaker].Say());
                    link.Run(15 * RecordLink.Ms);
                }

                Assert.True(link.Ends[0].Association!.Phase > 3);
                Assert.Equal(1, link.Ends[0].Association!.Handshakes);
                Assert.Equal(0, link.Ends[1 - speaker].Association!.Refusals.Total);
            },
            runs: 10);

    [Fact]
    public void A_replay_window_agrees_with_a_set()
        => Seeds.Hold(dice =>
        {
            ReplayWindows windows = new();
            HashSet<(int, ulong)> seen = [];
            ulong[] newest = new ulong[RecordHeader.Classes];
            ulong at = 1;
            for (int i = 0; i < 2_000; i++)
            {
                at += (ulong)(dice.Below(50) == 0
                    ? dice.Between(ReplayWindows.Size - 70, 3 * ReplayWindows.Size) : dice.Below(4));
                ulong back = (ulong)(dice.Below(10) == 0
                    ? ReplayWindows.Size + dice.Between(-2, 2) : dice.Below(200));
                ulong counter = at > back ? at - back : 1;
                int of = dice.Below(2) * 7;
                RecordRefusal expected = counter <= newest[of] && newest[of] - counter >= ReplayWindows.Size
                    ? RecordRefusal.TooOld
                    : seen.Contains((of, counter)) ? RecordRefusal.Replayed : RecordRefusal.None;

                Assert.Equal(expected, windows.Judge(of, counter));
                if (expected == RecordRefusal.None)
                {
                    windows.Mark(of, counter);
                    seen.Add((of, counter));
                    newest[of] = ulong.Max(newest[of], counter);
                }
            }
        });
}
