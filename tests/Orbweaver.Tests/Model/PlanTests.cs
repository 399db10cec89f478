using System.Numerics;
using Orbweaver.Model;
using Xunit;

namespace Orbweaver.Tests;

public sealed class PlanTests
{
    private static readonly Duration Nanosecond = new(1);

    [Fact]
    public void An_epoch_begins_exactly_at_its_start()
    {
        Plan plan = TwoNodes(Duration.FromSeconds(15), epochs: 3, default);

        Assert.Equal(0, plan.EpochAt(plan.Start));
        Assert.Equal(0, plan.EpochAt(plan.EpochStart(1) - Nanosecond));
        Assert.Equal(1, plan.EpochAt(plan.EpochStart(1)));
        Assert.Equal(2, plan.EpochAt(plan.EpochStart(2)));
        Assert.Equal(2, plan.EpochAt(plan.End - Nanosecond));
        Assert.Equal(plan.EpochStart(3), plan.End);
    }

    [Fact]
    public void Before_the_plan_the_first_epoch_is_in_force_and_past_it_the_last()
    {
        Plan plan = TwoNodes(Duration.FromSeconds(15), epochs: 3, default);

        Assert.Equal(0, plan.EpochAt(plan.Start - Nanosecond));
        Assert.Equal(0, plan.EpochAt(default));
        Assert.Equal(2, plan.EpochAt(plan.End));
        Assert.Equal(2, plan.EpochAt(Instant.Max));
    }

    [Fact]
    public void Delays_agree_with_exact_arithmetic_to_a_nanosecond()
        => Seeds.Hold(dice =>
        {
            // Any epoch of a second to half an hour, and links that move at up to 1 ms of light an epoch.
            Duration length = new(dice.NextBetween(1_000_000_000, 1L << dice.Between(31, 41)));
            long middle = dice.NextBetween(2_000_000, 150_000_000);
            EpochLink link = new(
                0, new NodeId(0), new NodeId(1),
                (int)(middle + dice.NextBetween(-1_000_000, 1_000_000)),
                (int)middle,
                (int)(middle + dice.NextBetween(-1_000_000, 1_000_000)));
            Plan plan = TwoNodes(length, epochs: 2, default);
            long within = dice.NextBetween(0, (length + plan.Drain).Nanoseconds);
            Instant t = plan.EpochStart(1) + new Duration(within);

            AssertExact(plan, link, t, within);
            AssertExact(plan, link, plan.EpochStart(1), 0);
            AssertExact(plan, link, plan.EpochStart(2), length.Nanoseconds);
        }, runs: 500);

    [Fact]
    public void Delays_hit_the_three_planned_ones()
    {
        Plan plan = TwoNodes(Duration.FromSeconds(15), epochs: 1, default);
        EpochLink link = new(0, new NodeId(0), new NodeId(1), 5_000_000, 5_100_001, 5_300_007);

        Assert.Equal(new Duration(5_000_000), plan.DelayAt(link, 0, plan.Start));
        Instant middle = plan.Start + Duration.FromMilliseconds(7_500);
        Assert.Equal(new Duration(5_100_001), plan.DelayAt(link, 0, middle));
        Assert.Equal(new Duration(5_300_007), plan.DelayAt(link, 0, plan.End));
    }

    [Fact]
    public void Past_the_drain_a_delay_does_not_run_away()
    {
        // The last epoch's links go on past the horizon, but no parabola goes on for a day.
        Plan plan = TwoNodes(Duration.FromSeconds(15), epochs: 1, default);
        EpochLink link = new(0, new NodeId(0), new NodeId(1), 5_000_000, 5_100_000, 5_000_000);
        Duration atDrain = plan.DelayAt(link, 0, plan.End + plan.Drain);

        Assert.Equal(atDrain, plan.DelayAt(link, 0, plan.End + plan.Drain + Nanosecond));
        Assert.Equal(atDrain, plan.DelayAt(link, 0, plan.End + Duration.FromSeconds(86_400)));
    }

    [Fact]
    public void Rows_ascend_by_neighbour_then_by_contact()
    {
        PlanBuilder builder = new();
        NodeId a = builder.Satellite();
        NodeId b = builder.Satellite();
        NodeId c = builder.Satellite();
        builder.Link(c, a);
        builder.Link(b, a);
        builder.Link(a, c);
        Plan plan = builder.Build();

        Adjacent[] row = plan.Epochs[0].Neighbours(a).ToArray();

        Assert.Equal([1, 2, 2], System.Array.ConvertAll(row, r => r.Neighbour));
        Assert.Equal([1, 0, 2], System.Array.ConvertAll(row, r => r.LinkIndex));
        Assert.All(row, r => Assert.Equal(5_010_000, r.MetricNs));
    }

    [Fact]
    public void A_plan_finds_nodes_by_name_and_contacts_know_their_ends()
    {
        PlanBuilder builder = new();
        NodeId edge = builder.Edge();
        NodeId satellite = builder.Satellite();
        int link = builder.Link(satellite, edge, new() { RateBack = DataRate.FromMegabits(7) });
        Plan plan = builder.Build();

        Assert.True(plan.TryFindNode("Satellite 1", out NodeId found));
        Assert.Equal(satellite, found);
        Assert.False(plan.TryFindNode("satellite 1", out _));
        Contact contact = plan.Contacts[link];
        Assert.Equal(edge, contact.PeerOf(satellite));
        Assert.Equal(satellite, contact.PeerOf(edge));
        Assert.Equal(DataRate.FromMegabits(7), contact.RateFrom(satellite));
        Assert.Equal(DataRate.FromGigabits(1), contact.RateFrom(edge));
    }

    private static Plan TwoNodes(Duration epochLength, int epochs, Duration drain)
    {
        PlanBuilder builder = new()
        {
            EpochLength = epochLength,
            Epochs = epochs,
            Drain = drain == Duration.Zero ? Duration.FromMilliseconds(100) : drain,
        };
        builder.Link(builder.Satellite(), builder.Satellite());
        return builder.Build();
    }

    // s + (4m - 3s - e) u + (2s - 4m + 2e) u^2 with u = within / length, over the common denominator
    // length^2.
    private static void AssertExact(Plan plan, in EpochLink link, Instant t, long within)
    {
        BigInteger length = plan.EpochLength.Nanoseconds;
        BigInteger s = link.DelayStartNs;
        BigInteger m = link.DelayMiddleNs;
        BigInteger e = link.DelayEndNs;
        BigInteger exact = (s * length * length)
            + (((4 * m) - (3 * s) - e) * within * length)
            + (((2 * s) - (4 * m) + (2 * e)) * within * within);
        BigInteger error = (plan.DelayAt(link, 1, t).Nanoseconds * length * length) - exact;

        // Two roundings of half a nanosecond, and 2^-30 of the change in an epoch.
        Assert.True(
            BigInteger.Abs(error) * 100 <= length * length * 101,
            $"{(double)error / (double)(length * length)} ns");
    }
}
