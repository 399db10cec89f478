using System;
using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Orbits;
using Orbweaver.Planning;
using Orbweaver.Scenarios;
using Orbweaver.Twin;
using Xunit;

namespace Orbweaver.Tests.Program;

/// <summary>The preset's figures against its published table, at scale 0.1.</summary>
public sealed class OpenBackboneTests
{
    private static readonly string[] Places = ["a", "b", "c", "d", "e", "f", "g"];

    // Rows as published, their rates multiplied out: sources x messages a second of one source, x 0.1.
    [Theory]
    [InlineData("r1-alerts", 1, 0.01)]
    [InlineData("r2-tracks", 50, 50)]
    [InlineData("r3-plots", 8, 128)]
    [InlineData("r4-tactical", 20, 6)]
    [InlineData("r5-voice", 10, 500)]
    [InlineData("r6-telemetry", 20, 2300)]
    [InlineData("r7-video", 2, 759.88)]
    [InlineData("r7k-metadata", 2, 20)]
    [InlineData("r8-positions", 500, 50)]
    [InlineData("r9-adsb", 400, 800)]
    [InlineData("r10-ais", 2000, 200)]
    [InlineData("r11-orders", 2, 0.16667)]
    [InlineData("r11-chat", 2, 0.16667)]
    [InlineData("r11-files", 2, 0.16667)]
    [InlineData("r13-things", 1000, 16.667)]
    public void Sources_and_rates_are_those_of_the_table(string row, int sources, double perSecond)
    {
        TrafficSource[] traffic = [.. Expand().Where(c => c.Row == row).SelectMany(c => c.Traffic)];
        Assert.Equal(sources, traffic.Sum(t => t.Sources));
        Assert.Equal(perSecond, traffic.Sum(t => t.Sources / t.Interval.TotalSeconds), perSecond * 1e-4);
    }

    [Theory]
    [InlineData("r1-alerts", "9-i-g", 250, 500, 48, 1_000_000)]
    [InlineData("r2-tracks", "7-r-d", 1000, 1000, 32, 999_000)]
    [InlineData("r3-plots", "5-i-d", 2200, 2200, 34, 999_000)]
    [InlineData("r4-tactical", "7-f-d", 1000, 1000, 32, 999_000)]
    [InlineData("r5-voice", "6-f-c", 150, 300, 44, 990_000)]
    [InlineData("r6-telemetry", "5-r-d", 250, 400, 18, 990_000)]
    [InlineData("r7-video", "4-f-c", 400, 400, 26, 990_000)]
    [InlineData("r7k-metadata", "6-r-d", 1000, 1000, 34, 999_000)]
    [InlineData("r8-positions", "1-r-c", 5000, 5000, 20, 950_000)]
    [InlineData("r9-adsb", "2-r-c", 3000, 3000, 22, 950_000)]
    [InlineData("r10-ais", "1-r-c", 60_000, 60_000, 10, 950_000)]
    [InlineData("r11-orders", "8-f-g", 3_000, 3_000, 18, 999_000)]
    [InlineData("r11-chat", "5-f-g", 30_000, 30_000, 18, 999_000)]
    [InlineData("r11-files", "3-f-g", 300_000, 300_000, 18, 999_000)]
    [InlineData("r13-things", "1-r-c", 60_000, 60_000, 12, 950_000)]
    public void Terms_are_those_of_the_table(
        string row, string qos, int nearMs, int farMs, byte dscp, int promisePpm)
    {
        foreach (ScenarioContract contract in Expand().Where(c => c.Row == row))
        {
            Assert.Equal(qos, contract.Terms.Qos.ToString());
            Assert.Equal(dscp, contract.Terms.Match.Dscp);
            Assert.Equal(promisePpm, contract.Terms.PromisePpm);
            Protection protection = row == "r1-alerts" ? Protection.Replicate : Protection.Repair;
            Assert.Equal(protection, contract.Terms.Protection);
            // x lies at 0 E, y at 90 E: 10,000 km apart. Publishers lie around 0 E.
            int expectedMs = contract.To.All(t => t == "x") ? nearMs : farMs;
            Assert.Equal(Duration.FromMilliseconds(expectedMs), contract.Terms.Budget);
        }
    }

    [Theory]
    [InlineData("r14-broadband", "0-i-c", null)]
    [InlineData("r15-archive", "0-i-g", 24 * 60)]
    public void Elastic_rows_have_one_contract_a_publisher_with_a_probe_a_second(
        string row, string qos, int? budgetMinutes)
    {
        ScenarioContract[] elastic = [.. Expand().Where(c => c.Row == row)];
        Assert.Equal(Places.Length, elastic.Length);
        Assert.All(elastic, c =>
        {
            Assert.True(c.Terms.IsElastic);
            Assert.Equal(budgetMinutes is { } m ? Duration.FromMinutes(m) : null, c.Terms.Budget);
            Assert.Null(c.Terms.PromisePpm);
            Assert.Equal(Protection.None, c.Terms.Protection);
            Assert.Equal(qos, c.Terms.Qos.ToString());
            TrafficSource probe = Assert.Single(c.Traffic);
            Assert.Equal(
                (1, Duration.FromSeconds(1), 1200), (probe.Sources, probe.Interval, probe.Size.Mean.Bytes));
        });
    }

    [Fact]
    public void Orders_chat_and_files_fit_their_contracts()
    {
        ScenarioContract[] row = [.. Expand(scale: 1m).Where(c => c.Row.StartsWith(
            "r11-", StringComparison.Ordinal))];
        // 0.25 messages a second of 20 sources, over all three.
        Assert.Equal(
            5.0, row.SelectMany(c => c.Traffic).Sum(t => t.Sources / t.Interval.TotalSeconds), 1e-6);
        Assert.All(row, c =>
        {
            Assert.Equal(100_000, c.Terms.MessageSizeMax.Bytes);
            // A guaranteed message above the burst would be refused.
            Assert.True(c.Terms.Burst.Bytes >= 64 * 100_000);
            Assert.Equal(
                (1_000, 10_000, 100_000),
                (c.Traffic[0].Size.Least.Bytes, c.Traffic[0].Size.Mean.Bytes,
                    c.Traffic[0].Size.Greatest.Bytes));
        });
    }

    [Fact]
    public void Only_tracks_have_several_subscribers()
    {
        // Two subscribers are all there are.
        Assert.All(Expand(), c => Assert.Equal(c.Row == "r2-tracks" ? 2 : 1, c.To.Count));
        PresetRow tracks = Assert.Single(OpenBackbone.Rows, r => r.SubscribersMost > 1);
        Assert.Equal(("2", 3, 20), (tracks.Id, tracks.SubscribersLeast, tracks.SubscribersMost));
    }

    [Fact]
    public void Every_row_keeps_at_least_one_source_and_every_subscriber_gets_some()
    {
        List<ScenarioContract> contracts = Expand(scale: 0.0001m);
        Assert.All(
            OpenBackbone.Rows,
            row => Assert.NotEmpty(contracts.Where(c => c.Row == row.Name).SelectMany(c => c.Traffic)));
        Assert.Equal(["x", "y"], Expand().SelectMany(c => c.To).Distinct().Order());
    }

    [Fact]
    public void Ports_are_distinct_and_lead_to_their_own_contract()
    {
        List<ScenarioContract> contracts = Expand(scale: 1m);
        Assert.All(contracts, c => Assert.Same(
            c, contracts.First(o => o.From == c.From && o.Terms.Match.Fits(c.Terms.Match.Example()))));
    }

    [Fact]
    public void The_committed_rate_holds_all_sources_at_once_and_the_surge()
    {
        foreach (ScenarioContract contract in Expand(isSurge: true))
        {
            TrafficSource source = Assert.Single(contract.Traffic);
            int factor = source.Surges.Count > 0 ? source.Surges[0].Factor : 1;
            double bits =
                source.Sources * source.Size.Mean.Bytes * 8.0 / source.Interval.TotalSeconds * factor;
            Assert.InRange(
                contract.Terms.Rate.BitsPerSecond, bits * 1.19, Math.Max(1_000, (bits * 1.21) + 1_000));
            Assert.True(contract.Terms.Burst.Bytes >= source.Sources * source.Size.Greatest.Bytes);
        }
        Assert.Equal(
            ["r1-alerts:20", "r2-tracks:20", "r3-plots:20", "r7-video:3"],
            Expand(isSurge: true).Where(c => c.Traffic[0].Surges.Count > 0)
                .Select(c => $"{c.Row}:{c.Traffic[0].Surges[0].Factor}").Distinct());
    }

    [Fact]
    public void Theatres_repeat_the_mix_under_other_names()
    {
        Theatre theatre = new(Places, ["x", "y"]);
        List<ScenarioContract> two = new PresetExpansion(Grounds()).Expand(
            new PresetRequest(0.1m, OpenBackbone.Rows, IsSurge: false, [theatre, theatre]));
        Assert.Equal(2 * Expand().Count, two.Count);
        Assert.Equal(two.Count, two.Select(c => c.Terms.Name).Distinct().Count());
    }

    [Theory]
    [InlineData(2, 2, 2)]
    [InlineData(3, 3, 3)]
    [InlineData(4, 3, 4)]
    [InlineData(40, 3, 20)]
    public void A_row_may_have_several_subscribers_a_contract(int available, int least, int greatest)
    {
        string[] subscribers = [.. Enumerable.Range(0, available).Select(i => $"s{i}")];
        PresetRow row = OpenBackbone.Rows.Single(r => r.Id == "2");
        List<GroundSpec> grounds =
            [.. Grounds(), .. subscribers.Select((s, i) => Ground(s, NodeKind.Site, At(i, 170)))];
        // A publisher that subscribes as well never gets its own; names given twice count once.
        Theatre theatre = new(Places, [.. subscribers, Places[0], .. subscribers]);
        PresetRequest request = new(1m, [row], IsSurge: false, [theatre]);
        List<ScenarioContract> contracts = new PresetExpansion(grounds).Expand(request);
        Assert.Equal(Places.Length, contracts.Count);
        Assert.All(contracts, c =>
        {
            Assert.Equal(c.To.Distinct(), c.To);
            Assert.DoesNotContain(c.From, c.To);
            Assert.InRange(c.To.Count, least, Math.Min(20, greatest + 1));
            Assert.Equal($"r2-tracks/{c.From}/{c.To.Count}-subscribers", c.Terms.Name);
        });
        Assert.Equal(
            contracts.Select(c => string.Join(' ', c.To)),
            new PresetExpansion(grounds).Expand(request).Select(c => string.Join(' ', c.To)));
        // Drawn, not always the same number, where there is a choice: they are one more.
        Assert.Equal(available > 2, contracts.Where(c => c.From != Places[0]).Select(
            c => c.To.Count).Distinct().Count() > 1);
    }

    [Theory]
    [InlineData(51.5, -0.13, 35.69, 139.69, 9_560)]
    [InlineData(34.05, -118.24, -33.87, 151.21, 12_060)]
    public void Great_circles_are_long_enough(double latA, double lonA, double latB, double lonB, double km)
        => Assert.Equal(km, PresetExpansion.GreatCircle(At(latA, lonA), At(latB, lonB)).Kilometres, 60.0);

    private static List<ScenarioContract> Expand(decimal scale = 0.1m, bool isSurge = false)
        => new PresetExpansion(Grounds()).Expand(
            new PresetRequest(scale, OpenBackbone.Rows, isSurge, [new Theatre(Places, ["x", "y"])]));

    private static List<GroundSpec> Grounds() =>
    [
        .. Places.Select((name, i) => Ground(name, NodeKind.Edge, At(10 + i, i))),
        Ground("x", NodeKind.Site, At(0, 0)),
        Ground("y", NodeKind.Site, At(0, 90)),
    ];

    private static GeodeticPosition At(double latitude, double longitude)
        => new(Angle.FromDegrees(latitude), Angle.FromDegrees(longitude), default);

    private static GroundSpec Ground(string name, NodeKind kind, GeodeticPosition position) => new()
    {
        Name = name,
        Kind = kind,
        Position = position,
        Terminals = 2,
        RateUp = DataRate.FromMegabits(200),
        RateDown = DataRate.FromMegabits(500),
        Acquisition = Duration.FromSeconds(2),
        HandoverGap = Duration.FromMilliseconds(100),
    };
}
