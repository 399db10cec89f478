using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Planning;
using Orbweaver.Tests.Planning;
using Orbweaver.Twin;
using Xunit;

namespace Orbweaver.Tests;

/// <summary>A world to which things happen from outside while it runs.</summary>
public sealed class OutsideTests
{
    private static readonly Duration Half = Duration.FromMinutes(15);

    private static PlanRequest Request(int epochs)
    {
        PlanRequest request = Scenes.WithContracts(
            Scenes.Walker(
                "S:780:86.4:66/6/1", TopologyPolicy.PlusGridOpenSeam, 5, epochs, Scenes.Grounds(3, 6)),
            count: 6,
            seed: 5);
        return request with
        {
            Contracts =
            [
                .. request.Contracts.Select(
                    c => c with { Match = new FlowMatch { DestinationPorts = Only(c.Index) } }),
            ],
        };
    }

    private static PortRange Only(int port) => new((ushort)port, (ushort)port);

    private static TwinConfig Config(PlanRequest request, Plan plan, IReadOnlyList<PlanIssue> issues) => new()
    {
        Plan = plan,
        PlanIssues = issues,
        Contracts = request.Contracts,
        Admitted = [.. request.Contracts.Select(_ => true)],
        Traffic =
        [
            .. request.Contracts.Select(c => new TrafficSource
            {
                ContractIndex = c.Index,
                Sources = 1,
                Law = TrafficLaw.Periodic,
                Interval = Duration.FromMilliseconds(500),
                Size = SizeLaw.Constant(new DataSize(100)),
            }),
        ],
        Length = Half * 3,
        Seed = 7,
    };

    [Fact]
    public void A_plan_that_rolls_is_the_plan_made_at_once()
    {
        (_, RollingPlan rolling) = Planner.Begin(Request(40), SequentialWorkers.Instance);

        PlannedNetwork longer = rolling.PlanUntil(100);

        Assert.Equal(
            Judge.Hash(Planner.PlanLinks(Request(100), SequentialWorkers.Instance, 32, null)),
            Judge.Hash(longer));
    }

    [Fact]
    public void Plans_made_while_the_world_runs_are_as_good_as_plans_foreseen()
    {
        PlanRequest request = Request(60);
        (PlannedNetwork first, RollingPlan rolling) = Planner.Begin(request, SequentialWorkers.Instance);
        NodeId controller = first.Plan.Nodes.First(n => n.Kind == NodeKind.Site).Id;
        List<PlanIssue> issues = [];
        PlanDocument last = PlanDocument.First(first.Plan);
        foreach (int part in (int[])[1, 2, 3])
        {
            Duration at = Duration.FromMinutes(4) * part;
            last = PlanLineage.Continue(
                last, rolling.PlanUntil(60 + (60 * part)).Plan, new PlanId(1 + part, controller),
                first.Plan.Start + at);
            issues.Add(new PlanIssue(controller, at, last));
        }
        TwinWorld foreseen = new(Config(request, first.Plan, issues));
        foreseen.AdvanceTo(foreseen.End);

        TwinWorld live = new(Config(request, first.Plan, []) with { ContactsMax = 10_000 });
        foreach (PlanIssue issue in issues)
        {
            live.AdvanceTo(first.Plan.Start + issue.At);
            live.Issue(issue.Controller, issue.Document);
        }
        live.AdvanceTo(live.End);

        RunResult expected = WorldBuilder.Closed(foreseen);
        RunResult result = WorldBuilder.Closed(live);
        Assert.Equal(expected.Contracts.Select(c => c.OnTime), result.Contracts.Select(c => c.OnTime));
        Assert.Equal(expected.PacketHops, result.PacketHops);
        Assert.Equal(3, result.Plans.Issued.Count);
        Assert.All(result.Plans.Issued, i => Assert.Equal(first.Plan.Nodes.Count, i.Holders));
        Assert.Empty(result.Plans.Behind);
        Assert.Equal(0, result.Plans.PastHorizon);
    }

    [Fact]
    public void A_message_from_outside_is_offered_and_delivered_like_any_other()
    {
        WorldBuilder builder = new();
        NodeId[] nodes = builder.Chain(3);
        Contract contract = builder.Contracts.Add(nodes[0], nodes[^1], "5-i-d");
        TwinWorld world = builder.Build();
        world.AdvanceTo(world.Now + Duration.FromSeconds(1));

        world.Offer(contract.Index, new DataSize(4_000), key: 0);

        Assert.True(world.NextDue > world.Now);
        world.AdvanceTo(world.End);
        ContractResult result = WorldBuilder.Closed(world).Contracts[0];
        Assert.Equal((1, 1), (result.Offered, result.OnTime));
        Assert.Null(world.NextDue);
    }

    [Fact]
    public void A_fault_on_command_strikes_at_once_and_ends_when_it_is_lifted()
    {
        WorldBuilder builder = new();
        NodeId[] nodes = builder.Chain(3);
        Contract contract = builder.Contracts.Add(nodes[0], nodes[^1], "5-i-d");
        TwinWorld world = builder.Build();
        world.AdvanceTo(world.Now + Duration.FromSeconds(1));

        int fault = world.Inject(Middle(NodeHitKind.Lost, Duration.Max));
        Offer(Duration.FromMilliseconds(200));
        world.Lift(fault);
        Offer(Duration.FromSeconds(3));
        world.Lift(fault);
        Duration now = world.Now - builder.Plan.Build().Start;
        int brief = world.Inject(Middle(NodeHitKind.Hung, now + Duration.FromMilliseconds(700)));
        Offer(Duration.FromMilliseconds(200));

        RunResult result = WorldBuilder.Closed(world);
        Assert.Equal((3, 1), (result.Contracts[0].Offered, result.Contracts[0].OnTime));
        Assert.Equal([fault, brief], result.Faults.Select(f => f.Fault.Number));
        Assert.All(result.Faults, f => Assert.True(f.HasBitten));

        Fault Middle(NodeHitKind kind, Duration until) => new()
        {
            Number = 0,
            Kind = "node",
            What = "the middle",
            From = default,
            Until = until,
            Nodes = [new NodeHit(nodes[2], kind, default, until)],
        };

        void Offer(Duration wait)
        {
            // A link that returns is used after its hold-down.
            world.AdvanceTo(world.Now + wait);
            world.Offer(contract.Index, new DataSize(100), key: 0);
            world.AdvanceTo(world.Now + Duration.FromMilliseconds(400));
        }
    }
}
