using System;
using System.Collections.Generic;
using Orbweaver.Live;
using Orbweaver.Model;
using Xunit;

namespace Orbweaver.Tests.Live;

/// <summary>The ring between the world and the writer of captures, both sides by dice.</summary>
public sealed class CaptureRingTests
{
    [Theory]
    [InlineData(1UL, 64)]
    [InlineData(2UL, 128)]
    [InlineData(3UL, 1_024)]
    public void What_goes_in_comes_out_in_order_and_the_rest_is_refused(ulong seed, int bytes)
    {
        Prng dice = new(seed);
        CaptureRing ring = new(bytes);
        Queue<(int File, byte[] Block)> inside = new();
        int refused = 0;
        int passed = 0;
        for (int step = 0; step < 20_000; step++)
        {
            int most = (int)dice.NextBetween(1, bytes / 2);
            Span<byte> room = dice.NextBelow(2) == 0 ? ring.Reserve(most) : default;
            if (!room.IsEmpty && dice.NextBelow(8) > 0)
            {
                // What is reserved need not all be used, nor be used at all.
                byte[] block = new byte[dice.NextBetween(1, most)];
                Array.Fill(block, (byte)step);
                block.CopyTo(room);
                ring.Commit(step, block.Length);
                inside.Enqueue((step, block));
            }
            refused += room.IsEmpty ? 1 : 0;
            if (dice.NextBelow(3) == 0 && inside.TryDequeue(out (int File, byte[] Block) expected))
            {
                Assert.True(ring.TryPeek(out int file, out ReadOnlySpan<byte> got));
                Assert.Equal(expected.File, file);
                Assert.Equal(expected.Block, got.ToArray());
                ring.Release();
                passed++;
            }
            Assert.Equal(inside.Count > 0, ring.TryPeek(out _, out _));
        }
        Assert.True(refused > 100 && passed > 1_000);
    }

    [Fact]
    public void A_block_that_is_larger_than_the_ring_finds_no_room()
        => Assert.True(new CaptureRing(64).Reserve(65).IsEmpty);
}
