using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Node;
using Xunit;

namespace Orbweaver.Tests;

public sealed class CustodyProperties
{
    // Frames and answers are lost, doubled and overtaken; the sender gives some up. Whatever it does not give
    // up is taken exactly once, and in the end nothing is kept.
    [Fact]
    public void What_is_kept_is_taken_once_or_given_up()
        => Seeds.Hold(dice =>
        {
            PacketPool pool = new();
            KeptPackets kept = new();
            TakenPackets taken = new();
            SortedSet<uint> open = [];
            HashSet<uint> accepted = [];
            List<(uint Sequence, uint Base)> flying = [];
            List<Packet> settled = [];
            for (int i = 0; i < 2_000 || open.Count > 0; i++)
            {
                if (i < 2_000 && kept.HasRoom && dice.Below(2) == 0)
                {
                    Packet packet = pool.Rent();
                    packet.SizeBytes = 100;
                    uint number = kept.Add(packet, null!, Instant.Max);
                    packet.Sequence = number;
                    Assert.True(open.Add(number));
                    flying.Add((number, kept.Base));
                }
                else if (open.Count > 0 && dice.Below(3) == 0)
                {
                    uint again = open.Min;
                    flying.Add((again, kept.Base));
                }
                else if (i < 2_000 && open.Count > 0 && dice.Below(20) == 0)
                {
                    pool.Return(kept.Take(open.Max));
                    open.Remove(open.Max);
                }
                if (flying.Count > 0 && dice.Below(2) == 0)
                {
                    int at = dice.Below(int.Min(flying.Count, 5));
                    (uint sequence, uint settledBelow) = flying[at];
                    flying.RemoveAt(at);
                    if (dice.Below(4) > 0 && taken.TryTake(sequence, settledBelow))
                    {
                        Assert.True(accepted.Add(sequence));
                    }
                }
                if (dice.Below(3) == 0)
                {
                    kept.Settle(taken.Through, taken.Bits, settled);
                    foreach (Packet packet in settled)
                    {
                        Assert.Contains(packet.Sequence, accepted);
                        Assert.True(open.Remove(packet.Sequence));
                        pool.Return(packet);
                    }
                    settled.Clear();
                }
                Assert.Equal(open.Count, kept.Count);
                Assert.Equal(open.Count * 100, kept.Bytes);
                Assert.True(open.Count == 0 || kept.Base == open.Min);
            }
            Assert.Equal(0, pool.InUse);
        });
}
