using System.Collections.Generic;
using Orbweaver.Node;
using Xunit;

namespace Orbweaver.Tests;

public sealed class SequenceWindowProperties
{
    [Fact]
    public void The_window_agrees_with_a_set_and_takes_what_is_too_old_as_seen()
        => Seeds.Hold(dice =>
        {
            SequenceWindow window = new();
            HashSet<uint> seen = [];
            long newest = -1;
            // Starting near the end of the range as well, and with jumps around the size of the window.
            long at = dice.Below(2) == 0 ? 0 : uint.MaxValue - 60_000L;
            for (int i = 0; i < 1_000; i++)
            {
                at += dice.Below(50) == 0
                    ? dice.Between(SequenceWindow.Size - 2, SequenceWindow.Size + 2) : dice.Below(4);
                long back = dice.Below(20) == 0 ? SequenceWindow.Size + dice.Between(-2, 2) : dice.Below(200);
                if (at - back is not (>= 0 and <= uint.MaxValue))
                {
                    continue;
                }
                uint sequence = (uint)(at - back);
                bool isSeen = seen.Contains(sequence) || sequence <= newest - SequenceWindow.Size;

                Assert.Equal(isSeen, window.IsSeen(sequence));
                if (!isSeen)
                {
                    window.Mark(sequence);
                    seen.Add(sequence);
                    newest = long.Max(newest, sequence);
                    Assert.True(window.IsSeen(sequence));
                }
            }
        });
}
