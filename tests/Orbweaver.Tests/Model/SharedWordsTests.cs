using System;
using Orbweaver.Model;
using Xunit;

namespace Orbweaver.Tests;

/// <summary>Claims that the decision records rest on, and the least that a shared word must do.</summary>
public sealed class SharedWordsTests
{
    [Fact]
    public void A_moment_after_a_leap_second_is_two_seconds_after_the_one_before_it()
    {
        Instant before = Utc.FromCalendar(2016, 12, 31, 23, 59, 59);
        Instant after = Utc.FromCalendar(2017, 1, 1);

        Assert.Equal(Duration.FromSeconds(2), after - before);
        Assert.Equal("2016-12-31T23:59:60Z", (before + Duration.FromSeconds(1)).ToString());
    }

    [Fact]
    public void The_range_of_moments_reaches_from_1708_to_2291()
    {
        Assert.StartsWith("2292-04", Instant.Max.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("1707-09", new Instant(long.MinValue).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Units_are_converted_at_the_border()
    {
        Assert.Equal(Math.PI, Angle.FromDegrees(180).Radians);
        Assert.Equal(Duration.FromSeconds(1), new Distance(Distance.SpeedOfLightMPerS).LightTime);
        Assert.Equal("550 km", Distance.FromKilometres(550).ToString());
    }

    [Fact]
    public void A_fork_depends_on_its_name_and_not_on_what_was_drawn()
    {
        Prng fresh = new(42);
        Prng used = new(42);
        used.NextBits();

        Assert.Equal(fresh.Fork("links").NextBits(), used.Fork("links").NextBits());
        Assert.NotEqual(fresh.Fork("links").NextBits(), fresh.Fork("faults").NextBits());
    }

    [Fact]
    public void The_sequential_worker_covers_a_range_once()
    {
        int[] visits = new int[7];
        SequentialWorkers.Instance.For(visits.Length, (first, end) =>
        {
            for (int i = first; i < end; i++)
            {
                visits[i]++;
            }
        });

        Assert.All(visits, v => Assert.Equal(1, v));
    }

    [Fact]
    public void A_contract_is_repaired_and_promises_nothing_unless_it_says_so()
    {
        Contract contract = new()
        {
            Index = 0,
            Name = "tracks",
            Tenant = "north",
            Publisher = new NodeId(1),
            Subscribers = [new NodeId(2)],
            Qos = new Qos(7, Overtaking.Replace, Assurance.Deadline),
            Rate = DataRate.FromMegabits(1),
            Burst = new DataSize(1500),
            MessageSizeMax = new DataSize(1500),
            Match = new FlowMatch(),
        };

        Assert.Equal(Protection.Repair, contract.Protection);
        Assert.Null(contract.PromisePpm);
        Assert.Null(contract.Budget);
    }
}
