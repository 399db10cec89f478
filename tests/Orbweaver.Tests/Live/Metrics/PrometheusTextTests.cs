using System;
using System.Collections.Generic;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Orbweaver.Live;
using Orbweaver.Model;
using Orbweaver.Sim;
using Orbweaver.Twin;
using Xunit;

namespace Orbweaver.Tests.Live;

/// <summary>The text that is scraped, and the figures in it.</summary>
public sealed partial class PrometheusTextTests
{
    private readonly SimWorld _small = SmallWorld.Of(3);
    private readonly HostileClock _clock = new(1);
    private readonly PortTable _ports;
    private readonly LiveWorld _world;

    public PrometheusTextTests()
    {
        PortBinding[] ports =
        [
            new(new ScriptedPort("a", "b", 1), _small.Contracts[0].Publisher, PayloadKind.Opaque),
        ];
        _ports = new PortTable(ports, _small.Contracts, _clock);
        TwinConfig config = _small.Config(3, FaultPlan.None, new RunRecord());
        _world = new LiveWorld(config, _ports);
        _world.AdvanceTo(_world.Now + Duration.FromSeconds(20));
        _ports.Figures.Lateness.Add(100_000);
        _ports.Figures.Lateness.Add(100_001);
        _ports.Figures.Lateness.Add(60_000_000_000);
    }

    private NetworkFigures Room() => new(_world.World.ContractTotalsCount, _ports, capture: null);

    private string Text()
    {
        NetworkFigures figures = Room();
        figures.Take(_world);
        NetworkMetrics metrics = new(
            _small.Contracts, _world.World.WholePlan.Nodes, _ports.Bindings, hasCapture: true);
        return Encoding.UTF8.GetString(new PrometheusText().Write(metrics.All, figures));
    }

    [Fact]
    public void Every_line_is_a_comment_or_a_sample_of_the_metric_before_it()
    {
        HashSet<string> series = [];
        HashSet<string> names = [];
        string metric = "";
        string[] lines = Text().Split('\n');
        Assert.Equal("", lines[^1]);
        foreach (string line in lines[..^1])
        {
            if (line.StartsWith("# HELP ", StringComparison.Ordinal))
            {
                metric = line.Split(' ')[2];
                Assert.True(names.Add(metric), line);
                Assert.EndsWith(".", line, StringComparison.Ordinal);
            }
            else if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                Assert.Matches($"^# TYPE {metric} (counter|gauge|histogram)$", line);
                Assert.Equal(
                    metric.EndsWith("_total", StringComparison.Ordinal),
                    line.EndsWith("counter", StringComparison.Ordinal));
            }
            else
            {
                Match sample = Sample().Match(line);
                Assert.True(sample.Success, line);
                Assert.Matches($"^{metric}(_bucket|_sum|_count)?$", sample.Groups["name"].Value);
                Assert.True(series.Add(sample.Groups["series"].Value), line);
            }
        }
        Assert.True(names.Count > 30 && series.Count > 100);
    }

    [Fact]
    public void Figures_are_those_of_the_world()
    {
        string text = Text();
        Contract contract = _small.Contracts[0];
        ContractTotals[] totals = new ContractTotals[1];
        _world.World.CopyTotals(totals);
        string publisher = _world.World.WholePlan.Nodes[contract.Publisher.Value].Name;
        string subscriber = _world.World.WholePlan.Nodes[contract.Subscribers[0].Value].Name;
        string labels = $"contract=\"{contract.Name}\",publisher=\"{publisher}\",subscriber=\"{subscriber}\"";

        Assert.True(totals[0].Offered > 0);
        Assert.Contains(
            $"\norbweaver_contract_offered_total{{{labels}}} {totals[0].Offered}\n", text,
            StringComparison.Ordinal);
        Assert.Contains(
            $"\norbweaver_contract_messages_total{{{labels},outcome=\"on_time\"}} {totals[0].OnTime}\n", text,
            StringComparison.Ordinal);
        Assert.Contains(
            $"\norbweaver_packet_hops_total {_world.World.PacketHops}\n", text, StringComparison.Ordinal);
        Assert.Contains("\norbweaver_contracts_left_out 0\n", text, StringComparison.Ordinal);
        Assert.Contains(
            "\norbweaver_port_dropped_total{edge=\"a\",port=\"scripted\",reason=\"no_route\"} 0\n", text,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_histogram_counts_up_to_each_bound_and_ends_with_all()
    {
        string text = Text();
        string[] expected =
        [
            "_bucket{le=\"0.00005\"} 0", "_bucket{le=\"0.0001\"} 1", "_bucket{le=\"0.0002\"} 2",
            "_bucket{le=\"10\"} 2", "_bucket{le=\"+Inf\"} 3", "_sum 60.000200001", "_count 3",
        ];
        Assert.All(expected, e => Assert.Contains(
            $"\norbweaver_lateness_seconds{e}\n", text, StringComparison.Ordinal));
    }

    [Fact]
    public void Quotes_backslashes_and_line_feeds_are_escaped()
    {
        MetricLabel[] labels = [new("a", "x\"y\\z\nä")];
        NetworkMetric metric = new(
            "m", MetricKind.Gauge, "One \"two\" \\ three\nfour.",
            (_, to) => to.Add("", double.NegativeInfinity, labels));

        string text = Encoding.UTF8.GetString(new PrometheusText().Write([metric], Room()));

        Assert.Equal(
            "# HELP m One \"two\" \\\\ three\\nfour.\n# TYPE m gauge\n"
            + "m{a=\"x\\\"y\\\\z\\nä\"} -Inf\n",
            text);
    }

    [Fact]
    public void Health_names_what_is_wrong()
    {
        NetworkFigures figures = Room();
        figures.Take(_world);
        Assert.Empty(NetworkHealth.Problems(figures));

        _ports.Figures.Lag = Duration.FromMilliseconds(1_500);
        _world.AdvanceTo(_world.World.WholePlan.End);
        figures.Take(_world);

        Assert.Equal(
            ["the world is 1.5 s behind the clock", "the plan ended 0.0 s ago"],
            NetworkHealth.Problems(figures));
    }

    [Fact]
    public async Task Figures_are_taken_once_however_many_ask_and_the_last_ones_stay()
    {
        int posted = 0;
        HostileClock still = new(2);
        using FiguresSource source = new(
            command =>
            {
                posted++;
                command(_world);
            },
            Room, still);
        long hops = -1;
        for (int i = 0; i < 50; i++)
        {
            Assert.True(await source.ReadAsync(f => hops = f.Totals.PacketHops));
        }
        Assert.Equal(1, posted);
        Assert.Equal(_world.World.PacketHops, hops);

        _world.AdvanceTo(_world.Now + Duration.FromSeconds(5));
        source.End(_world);
        Assert.True(await source.ReadAsync(f => hops = f.Totals.PacketHops));
        Assert.Equal(_world.World.PacketHops, hops);
        Assert.Equal(1, posted);
    }

    [Fact]
    public async Task Who_waits_for_a_world_that_ends_gets_its_last_figures()
    {
        using FiguresSource source = new(static _ => { }, Room, _clock);
        Task<bool> read = source.ReadAsync(f => Assert.Equal(_world.Now, f.Now));
        source.End(_world);
        Assert.True(await read);
    }

    [Fact]
    public void Contracts_beyond_the_limit_are_left_out_and_counted()
    {
        NetworkFigures figures = new(NetworkFigures.ContractsMax + 5, _ports, capture: null);
        Assert.Equal(NetworkFigures.ContractsMax, figures.Contracts.Length);
        Assert.Equal(5, figures.ContractsLeftOut);
    }

    [GeneratedRegex(
        """^(?<series>(?<name>[a-z_]+)(\{([a-z]+="([^"\\]|\\.)*",?)+\})?) """
        + """(\+Inf|-?\d+(\.\d+)?(E[+-]\d+)?)$""",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Sample();
}
