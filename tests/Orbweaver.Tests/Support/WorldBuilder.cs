using System;
using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Twin;
using Xunit;

namespace Orbweaver.Tests;

/// <summary>Builds small worlds: a plan, contracts, and what is offered to them.</summary>
internal sealed class WorldBuilder
{
    private readonly List<TrafficSource> _traffic = [];
    private readonly List<Contract> _refused = [];

    public PlanBuilder Plan { get; init; } = new();

    public ContractBuilder Contracts { get; } = new();

    public Duration Length { get; set; } = Duration.FromSeconds(10);

    public ulong Seed { get; set; } = 1;

    public DetectionMode DetectionMode { get; set; }

    public List<Fault> Faults { get; } = [];

    public List<PlanIssue> Issues { get; } = [];

    public DataSize PortQueueMax { get; set; } = new(4_000_000);

    /// <summary>A row of nodes: an edge, satellites, an edge, with a like link between neighbours.</summary>
    public NodeId[] Chain(int satellites, TestLink? link = null)
    {
        NodeId[] nodes =
        [
            Plan.Edge(), .. Enumerable.Range(0, satellites).Select(_ => Plan.Satellite()), Plan.Edge(),
        ];
        for (int i = 0; i + 1 < nodes.Length; i++)
        {
            Plan.Link(nodes[i], nodes[i + 1], link);
        }
        return nodes;
    }

    public void Offer(
        Contract contract,
        Duration interval,
        int bytes = 100,
        Func<TrafficSource, TrafficSource>? change = null)
    {
        TrafficSource source = new()
        {
            ContractIndex = contract.Index,
            Sources = 1,
            Law = TrafficLaw.Periodic,
            Interval = interval,
            Size = SizeLaw.Constant(new DataSize(bytes)),
        };
        _traffic.Add(change?.Invoke(source) ?? source);
    }

    /// <summary>Something happens to nodes, from one offset to another or for good.</summary>
    public void Hit(NodeHitKind kind, Duration from, Duration? until, params NodeId[] nodes)
        => Add(from, until ?? Duration.Max, f => f with
        {
            Nodes =
            [
                .. nodes.Select(n => new NodeHit(n, kind, f.From, f.Until)
                {
                    SlowBy = kind switch
                    {
                        NodeHitKind.Slow => Duration.FromMilliseconds(20),
                        NodeHitKind.ControllerSlow => Duration.FromMinutes(15),
                        _ => default,
                    },
                }),
            ],
        });

    /// <summary>A clock is wrong, from one offset to another or for good.</summary>
    public void HitClock(ClockFault clock, Duration from, Duration? until, params NodeId[] nodes)
        => Add(from, until ?? Duration.Max, f => f with
        {
            Nodes =
            [
                .. nodes.Select(n => new NodeHit(n, NodeHitKind.Clock, f.From, f.Until) { Clock = clock }),
            ],
        });

    /// <summary>Something happens to a link, from one offset to another or for good.</summary>
    public void Hit(
        int link,
        LinkHitKind kind,
        Duration from,
        Duration? until = null,
        Func<LinkHit, LinkHit>? change = null)
        => Add(from, until ?? Duration.Max, f =>
        {
            LinkHit hit = new(link, kind, LinkDirections.Both, f.From, f.Until);
            return f with { Links = [change?.Invoke(hit) ?? hit] };
        });

    public void Refuse(Contract contract) => _refused.Add(contract);

    public bool EncodesHops { get; set; }

    public TwinWorld Build(Func<TwinConfig, TwinConfig>? change = null)
        => new(change?.Invoke(Config()) ?? Config());

    private TwinConfig Config() => new()
    {
        Plan = Plan.Build(),
        Contracts = Contracts.All,
        Admitted = [.. Contracts.All.Select(c => !_refused.Contains(c))],
        Traffic = _traffic,
        Length = Length,
        Seed = Seed,
        PlanIssues = Issues,
        PortQueueMax = PortQueueMax,
        Detection = Detection.Default with { Mode = DetectionMode },
        ArePrioritiesChecked = true,
        EncodesHops = EncodesHops,
        Faults = new FaultPlan { Faults = Faults },
    };

    private void Add(Duration from, Duration until, Func<Fault, Fault> fill)
        => Faults.Add(fill(new Fault
        {
            Number = Faults.Count,
            Kind = "test",
            What = "test",
            From = from,
            Until = until,
        }));

    /// <summary>Runs to the end and checks what holds for every result.</summary>
    public RunResult Run()
    {
        TwinWorld world = Build();
        world.AdvanceTo(world.End);
        return Closed(world);
    }

    public static RunResult Closed(TwinWorld world)
    {
        RunResult result = world.Result();
        foreach (ContractResult c in result.Contracts)
        {
            Assert.Equal(
                c.Offered,
                c.OnTime + c.Late + c.Expired + c.Superseded + c.Lost.Sum(l => l.Messages) + c.InFlight);
            Assert.InRange(c.JudgedOnTime, 0, c.Judged);
            Assert.True(c.Judged <= c.Offered);
            Assert.Equal(c.Late + c.Expired, c.WhyLate?.Messages ?? 0);
        }
        return result;
    }
}
