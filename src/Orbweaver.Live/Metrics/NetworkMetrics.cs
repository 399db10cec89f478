using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using Orbweaver.Model;
using Orbweaver.Twin;

namespace Orbweaver.Live;

/// <summary>
/// All metrics of a network that is up. Names, help and labels stand here once, for the text that is scraped
/// and for what is pushed alike. Names are promises to dashboards: they stay.
/// </summary>
public sealed class NetworkMetrics
{
    private static readonly MetricLabel[][] ReasonLabels =
    [
        .. Enum.GetValues<DropReason>()
            .Select(r => new[] { new MetricLabel("reason", Snake(r.ToString())) }),
    ];

    private static readonly MetricLabel[][] BoundLabels = BoundLabelsOf();

    private static readonly (string Name, Func<ContractTotals, long> Of)[] Outcomes =
    [
        ("on_time", c => c.OnTime), ("late", c => c.Late), ("expired", c => c.Expired),
        ("superseded", c => c.Superseded), ("lost", c => c.Lost),
    ];

    private readonly List<NetworkMetric> _all = [];
    private readonly MetricLabel[][] _contracts;
    private readonly MetricLabel[][][] _outcomes;
    private readonly MetricLabel[][] _ports;
    private readonly MetricLabel[][] _portsIn;
    private readonly MetricLabel[][] _portsOut;
    private readonly MetricLabel[][][] _portDrops;

    /// <summary>The metrics of a network with these contracts, nodes and ports.</summary>
    /// <param name="contracts">The contracts, by index.</param>
    /// <param name="nodes">The nodes, by number.</param>
    /// <param name="ports">The ports.</param>
    /// <param name="hasCapture">Whether packets are captured.</param>
    public NetworkMetrics(
        IReadOnlyList<Contract> contracts, IReadOnlyList<PlanNode> nodes,
        IReadOnlyList<PortBinding> ports, bool hasCapture)
    {
        _contracts = [.. (
            from contract in contracts
            from subscriber in contract.Subscribers
            select new[]
            {
                new MetricLabel("contract", contract.Name),
                new MetricLabel("publisher", nodes[contract.Publisher.Value].Name),
                new MetricLabel("subscriber", nodes[subscriber.Value].Name),
            }).Take(NetworkFigures.ContractsMax)];
        _outcomes = [.. Outcomes.Select(o => With(_contracts, new MetricLabel("outcome", o.Name)))];
        _ports = [.. ports.Select(p => new[]
        {
            new MetricLabel("edge", p.Port.Edge), new MetricLabel("port", p.Port.Name),
        })];
        _portsIn = With(_ports, new MetricLabel("direction", "in"));
        _portsOut = With(_ports, new MetricLabel("direction", "out"));
        _portDrops = [.. Enum.GetValues<PortDrop>()
            .Select(d => With(_ports, new MetricLabel("reason", Snake(d.ToString()))))];
        AddLoop();
        AddPorts();
        AddWorld();
        AddContracts();
        if (hasCapture)
        {
            AddCapture();
        }
        _all.AddRange(ProcessMetrics.All);
    }

    /// <summary>The metrics, in a fixed order.</summary>
    public IReadOnlyList<NetworkMetric> All => _all;

    private void AddLoop()
    {
        Gauge("orbweaver_world_time_seconds", "The world's time, as seconds since 1970 in UTC.",
            f => Utc.ToUnixNs(f.Now) / 1e9);
        Gauge("orbweaver_lag_seconds", "How far the world is behind the machine's clock.",
            f => Seconds(f.Lag));
        Gauge("orbweaver_lag_max_seconds", "The most it has been behind.", f => Seconds(f.LagMax));
        Counter("orbweaver_turns_total", "Turns of the loop.", f => f.Turns);
        Counter("orbweaver_turns_behind_total", "Turns that ended more than 50 ms behind.",
            f => f.TurnsBehind);
        _all.Add(new NetworkMetric(
            "orbweaver_lateness_seconds", MetricKind.Histogram,
            "How much later than modelled messages came out at ports.", ReadLateness));
    }

    private static void ReadLateness(NetworkFigures figures, IMetricSink to)
    {
        ReadOnlySpan<long> counts = figures.Lateness.Counts;
        long sum = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            sum += counts[i];
            to.Add("_bucket", sum, BoundLabels[i]);
        }
        to.Add("_sum", figures.Lateness.SumNs / 1e9, []);
        to.Add("_count", sum, []);
    }

    private void AddPorts()
    {
        OfPorts("orbweaver_port_messages_total", MetricKind.Counter, "Messages through a port.",
            (f, port, to) =>
            {
                to.Add("", f.MessagesIn, _portsIn[port]);
                to.Add("", f.MessagesOut, _portsOut[port]);
            });
        OfPorts("orbweaver_port_bytes_total", MetricKind.Counter, "Bytes of messages through a port.",
            (f, port, to) =>
            {
                to.Add("", f.BytesIn, _portsIn[port]);
                to.Add("", f.BytesOut, _portsOut[port]);
            });
        OfPorts("orbweaver_port_dropped_total", MetricKind.Counter, "What a port let go, by reason.",
            (f, port, to) =>
            {
                for (int reason = 0; reason < _portDrops.Length; reason++)
                {
                    to.Add("", f.Dropped[reason], _portDrops[reason][port]);
                }
            });
        OfPorts("orbweaver_port_up", MetricKind.Gauge, "Whether a port is in use: 1, or 0 after it failed.",
            (f, port, to) => to.Add("", f.Failure is null ? 1 : 0, _ports[port]));
        Counter("orbweaver_outside_lost_total", "Messages from outside that the network dropped or refused.",
            f => f.OutsideLost);
        Counter("orbweaver_outside_refused_total",
            "Messages from outside for which there was no contract or no room.", f => f.OutsideRefused);
        Gauge("orbweaver_outside_under_way", "Messages from outside that are under way.",
            f => f.OutsideUnderWay);
    }

    private void AddWorld()
    {
        Counter("orbweaver_events_total", "Events of the world.", f => f.Totals.Events);
        Counter("orbweaver_packet_hops_total", "Packets that crossed a link, each link counted.",
            f => f.Totals.PacketHops);
        Gauge("orbweaver_packets_under_way", "Packets in nodes and on links.",
            f => f.Totals.PacketsUnderWay);
        Counter("orbweaver_control_frames_total", "Control frames sent over links.",
            f => f.Totals.ControlFrames);
        Counter("orbweaver_control_bytes_total", "Bytes of control frames.", f => f.Totals.ControlBytes);
        Gauge("orbweaver_plan_left_seconds", "How much of the plan is left.", f => Seconds(f.PlanLeft));
        Gauge("orbweaver_faults_active", "Faults that have begun and not ended.",
            f => f.Totals.FaultsActive);
        Gauge("orbweaver_nodes", "Nodes of the plan.", f => f.Nodes);
        Gauge("orbweaver_nodes_out", "Nodes that are lost or hang.", f => f.Totals.NodesOut);
        _all.Add(new NetworkMetric(
            "orbweaver_messages_ended_total", MetricKind.Counter,
            "Messages of all traffic that were not delivered, by reason.",
            static (f, to) =>
            {
                for (int reason = 1; reason < f.EndedByReason.Length; reason++)
                {
                    to.Add("", f.EndedByReason[reason], ReasonLabels[reason]);
                }
            }));
    }

    private void AddContracts()
    {
        OfContracts("orbweaver_contract_offered_total", MetricKind.Counter, "Messages handed in.",
            (c, i, to) => to.Add("", c.Offered, _contracts[i]));
        OfContracts("orbweaver_contract_messages_total", MetricKind.Counter,
            "What became of messages.", (c, i, to) =>
            {
                for (int outcome = 0; outcome < Outcomes.Length; outcome++)
                {
                    to.Add("", Outcomes[outcome].Of(c), _outcomes[outcome][i]);
                }
            });
        OfContracts("orbweaver_contract_in_flight", MetricKind.Gauge, "Messages under way.",
            (c, i, to) => to.Add("", c.InFlight, _contracts[i]));
        Gauge("orbweaver_contracts_left_out",
            "Contracts and subscribers without series of their own, as there are too many.",
            f => f.ContractsLeftOut);
    }

    private void AddCapture()
    {
        Counter("orbweaver_capture_packets_total", "Packets captured.", f => f.Captured);
        Counter("orbweaver_capture_missing_total", "Packets that captures miss.", f => f.CaptureMissing);
    }

    private void Counter(string name, string help, Func<NetworkFigures, double> of)
        => _all.Add(new NetworkMetric(name, MetricKind.Counter, help, (f, to) => to.Add("", of(f), [])));

    private void Gauge(string name, string help, Func<NetworkFigures, double> of)
        => _all.Add(new NetworkMetric(name, MetricKind.Gauge, help, (f, to) => to.Add("", of(f), [])));

    private void OfPorts(
        string name, MetricKind kind, string help,
        Action<NetworkFigures.PortFigures, int, IMetricSink> read)
        => _all.Add(new NetworkMetric(name, kind, help, (figures, to) =>
        {
            for (int i = 0; i < figures.Ports.Length; i++)
            {
                read(figures.Ports[i], i, to);
            }
        }));

    private void OfContracts(
        string name, MetricKind kind, string help, Action<ContractTotals, int, IMetricSink> read)
        => _all.Add(new NetworkMetric(name, kind, help, (figures, to) =>
        {
            for (int i = 0; i < figures.Contracts.Length; i++)
            {
                read(figures.Contracts[i], i, to);
            }
        }));

    private static double Seconds(Duration d) => d.Nanoseconds / 1e9;

    private static MetricLabel[][] With(MetricLabel[][] labels, MetricLabel more)
        => [.. labels.Select(l => (MetricLabel[])[.. l, more])];

    private static MetricLabel[][] BoundLabelsOf()
    {
        List<MetricLabel[]> labels = [];
        foreach (long ns in SecondsHistogram.UpperBoundsNs)
        {
            string bound = (ns / 1e9).ToString("0.#####", CultureInfo.InvariantCulture);
            labels.Add([new MetricLabel("le", bound)]);
        }
        return [.. labels, [new MetricLabel("le", PrometheusText.Number(double.PositiveInfinity))]];
    }

    // NoRoute becomes no_route.
    private static string Snake(string name)
    {
        StringBuilder snake = new(name.Length + 4);
        foreach (char c in name)
        {
            snake.Append(char.IsAsciiLetterUpper(c) && snake.Length > 0 ? "_" : "")
                .Append(char.ToLowerInvariant(c));
        }
        return snake.ToString();
    }
}
