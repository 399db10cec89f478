using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using Orbweaver.Monitor;
using Orbweaver.Reports;
using Orbweaver.Up;
using Xunit;

namespace Orbweaver.Tests.Program;

/// <summary>Frames of <c>orbweaver top</c>: what is in them, and that they fit.</summary>
public sealed class TopFrameTests
{
    private static readonly TopAnswer Answer = new()
    {
        Network = "test",
        Overview = new Overview
        {
            AsOf = "2026-08-11T00:00:05.000Z",
            Kpi = new KpiAnswer
            {
                SatellitesUp = 65,
                SatellitesAll = 66,
                LinksUp = 120,
                LinksAll = 132,
                StreamsKept = 3,
                StreamsAll = 4,
                OnTimeShare = 0.99999999,
                Late = 12_345,
                PlanLeftS = 1_800,
                LagMs = 0.25,
            },
            Incidents = new IncidentCounts(1, 1, 0, 0, 0, 1),
            Sparklines = new Dictionary<string, IReadOnlyList<double?>>(),
        },
        Contracts =
        [
            .. Enumerable.Range(0, 40).Select(i => new ContractRow
            {
                Id = i, Contract = i, Name = $"stream-{i}-with-a-long-name-that-does-not-fit-anywhere-at-all",
                From = 1, To = 2, FromName = "a", ToName = "b", Status = i == 0 ? "broken" : "ok",
                OnTimeShare = i == 0 ? 0.5 : 1, P50Ms = 10, P99Ms = 20, Late = 1_234_567,
            }),
        ],
        Incidents =
        [
            new Incident
            {
                Id = "INC-1", Version = 1, Severity = "critical", State = "open",
                Title = "P00-S01 is \e[2Jlost",
                At = "2026-08-11T00:00:03.000Z", Cause = new IncidentCause("node", "P00-S01", [1]),
                Alarms = new IncidentAlarms(0, []), Hit = new IncidentHit(0, 0, []),
            },
        ],
        Faults = ["   0  node         P00-S01  (until ended)"],
        Ports = [],
    };

    [Theory]
    [InlineData(80, 24)]
    [InlineData(120, 50)]
    [InlineData(40, 12)]
    [InlineData(20, 4)]
    public void It_fits(int columns, int rows)
    {
        foreach (TopPage page in Enum.GetValues<TopPage>())
        {
            IReadOnlyList<string> lines =
                new TopFrame(Answer, new TopRoom(columns, rows, IsColoured: false) { Page = page }).Lines();

            Assert.InRange(lines.Count, 1, rows);
            Assert.All(lines, l => Assert.InRange(l.Length, 0, columns));
            Assert.All(lines, l => Assert.DoesNotContain('\e', l));
        }
    }

    [Fact]
    public void It_says_what_is_wrong_first()
    {
        IReadOnlyList<string> lines = new TopFrame(Answer, new TopRoom(100, 24, IsColoured: false)).Lines();

        Assert.StartsWith("test  2026-08-11", lines[0], StringComparison.Ordinal);
        Assert.Contains(lines, l => l.StartsWith("satellites 65/66", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith("on time 99.999%", StringComparison.Ordinal));
        Assert.Contains(
            lines, l => l.StartsWith("INC-1   critical 00:00:03 open", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.Contains("P00-S01  (until ended)", StringComparison.Ordinal));
        int head = lines.Index().First(l => l.Item.StartsWith("STREAMS", StringComparison.Ordinal)).Index;
        Assert.Contains("broken", lines[head + 1], StringComparison.Ordinal);
        Assert.Equal(24, lines.Count);
    }

    [Fact]
    public void Figures_are_there_whole_or_not_at_all()
    {
        TopAnswer answer = Answer with
        {
            Contracts = [.. Answer.Contracts.Select(c => c with { Name = $"{(char)('a' + (c.Id % 26))}-b" })],
            Ports = ["  london udp 5001: in 1,234,567, out 89,012; dropped: TooLarge 3,456"],
        };
        HashSet<string> whole = [.. Figures(answer, 400)];
        for (int columns = 20; columns <= 130; columns++)
        {
            Assert.All(Figures(answer, columns), figure => Assert.Contains(figure, whole));
        }
    }

    private static IEnumerable<string> Figures(TopAnswer answer, int columns)
        => new TopFrame(answer, new TopRoom(columns, 100, IsColoured: false)).Lines()
            // The day of a moment goes before its time.
            .Skip(1)
            .SelectMany(l => Regex.Matches(
                l, @"[0-9][0-9.,/:%]*", RegexOptions.None, TimeSpan.FromSeconds(5)).Select(m
                    => m.Value.TrimEnd(',', ':')));

    [Fact]
    public void Names_keep_what_tells_them_apart()
    {
        TopAnswer answer = Answer with
        {
            Contracts =
            [
                .. ((string[])["brussels", "santiago", "nairobi"]).Select(to => Answer.Contracts[1] with
                {
                    Name = $"r2-tracks/antananarivo/5-subscribers > {to}",
                }),
            ],
        };

        string[] lines =
            [.. new TopFrame(answer, new TopRoom(60, 30, IsColoured: false)).Lines().TakeLast(3)];

        Assert.StartsWith("r2-tracks/an… > brussels ", lines[0], StringComparison.Ordinal);
        Assert.Equal(3, lines.Select(l => l[..24]).Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [InlineData(100, "state on time p50 ms p99 ms best late lost")]
    [InlineData(68, "state on time p50 ms p99 ms late lost")]
    [InlineData(60, "state on time p99 ms late lost")]
    [InlineData(46, "state on time p99 ms")]
    [InlineData(30, "state")]
    public void Columns_go_by_what_they_tell(int columns, string expected)
    {
        string head = new TopFrame(Answer, new TopRoom(columns, 30, IsColoured: false)).Lines()
            .First(l => l.StartsWith("STREAMS", StringComparison.Ordinal));

        Assert.Equal(
            expected, string.Join(' ', head[head.IndexOf("state", StringComparison.Ordinal)..]
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)));
    }

    [Fact]
    public void A_table_scrolls()
    {
        IReadOnlyList<string> lines = new TopFrame(
            Answer, new TopRoom(100, 24, IsColoured: false) { Page = TopPage.Streams, Skipped = 30 }).Lines();

        Assert.Contains(lines, l => l.StartsWith("stream-30", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, l => l.StartsWith("stream-29", StringComparison.Ordinal));
    }

    [Fact]
    public void Colours_only_repeat_what_words_say()
    {
        TopRoom room = new(100, 24, IsColoured: true);
        IReadOnlyList<string> plain = new TopFrame(Answer, room with { IsColoured = false }).Lines();

        string[] bare =
        [
            .. new TopFrame(Answer, room).Lines().Select(l => l
                .Replace(Colours.Bad, "", StringComparison.Ordinal)
                .Replace(Colours.Good, "", StringComparison.Ordinal)
                .Replace(Colours.Warning, "", StringComparison.Ordinal)
                .Replace(Colours.Off, "", StringComparison.Ordinal)),
        ];

        Assert.Equal(plain, bare);
        Assert.Contains(new TopFrame(Answer, room).Lines(), l => l.Contains('\e', StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_asked_for_as_JSON_is_what_is_shown()
    {
        string json = JsonSerializer.Serialize(Answer, WhatIfControl.Json);

        TopAnswer? read = JsonSerializer.Deserialize<TopAnswer>(json, WhatIfControl.Json);

        Assert.Equal(
            new TopFrame(Answer, new TopRoom(90, 30, false)).Lines(),
            new TopFrame(read!, new TopRoom(90, 30, false)).Lines());
        Assert.Equal(
            66, JsonDocument.Parse(json).RootElement.GetProperty("overview").GetProperty("kpi")
                .GetProperty("satellitesAll").GetInt32());
    }
}
