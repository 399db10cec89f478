using System;
using System.Numerics;
using Orbweaver.Model;
using Orbweaver.Node;
using Xunit;

namespace Orbweaver.Tests;

public sealed class TokenBucketProperties
{
    [Fact]
    public void The_bucket_agrees_with_counting_tokens_slowly()
        => Seeds.Hold(dice =>
        {
            // Rates that divide 8e9, so that neither way of counting has to round.
            long rateBps = (long)Math.Pow(10, dice.Between(3, 9)) * (dice.Below(2) + 1);
            long burst = dice.Between(1, 20_000);
            TokenBucket bucket = new(new DataRate(rateBps), new DataSize(burst));
            // Tokens in bit-nanoseconds per second: exact.
            BigInteger full = (BigInteger)burst * 8_000_000_000;
            BigInteger tokens = full;
            Instant now = PlanBuilder.Start;
            for (int i = 0; i < 300; i++)
            {
                long gap = dice.NextBelow((8_000_000_000 * 4_000 / rateBps) + 2) * dice.Below(2);
                now += new Duration(gap);
                tokens = BigInteger.Min(full, tokens + ((BigInteger)gap * rateBps));
                long size = dice.Between(1, 5_000);
                bool expected = tokens >= (BigInteger)size * 8_000_000_000;

                Assert.Equal(expected, bucket.TryTake(now, new DataSize(size)));
                tokens -= expected ? (BigInteger)size * 8_000_000_000 : 0;
            }
        });

    [Fact]
    public void A_message_larger_than_the_burst_is_never_committed()
    {
        TokenBucket bucket = new(DataRate.FromMegabits(1), new DataSize(1_000));

        Assert.False(bucket.TryTake(PlanBuilder.Start, new DataSize(1_001)));
        Assert.True(bucket.TryTake(PlanBuilder.Start, new DataSize(1_000)));
        Assert.False(bucket.TryTake(PlanBuilder.Start, new DataSize(1)));
        // 8 us for a byte.
        Assert.True(bucket.TryTake(PlanBuilder.Start + Duration.FromMicroseconds(8), new DataSize(1)));
    }
}
