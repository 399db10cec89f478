using Orbweaver.Model;
using Orbweaver.Node;
using Xunit;

namespace Orbweaver.Tests;

/// <summary>
/// Scripts in virtual time for one satellite or edge. The network is an edge (0), three satellites in a row
/// (1, 2, 3) and an edge (4), with contacts 0 to 3 in that order, 5 ms each, all at 8 Mb/s: a byte takes 1
/// us.
/// </summary>
public sealed partial class MeshNodeTests
{
    private static readonly DataRate BytePerMicrosecond = DataRate.FromMegabits(8);

    private readonly ContractBuilder _contracts = new();
    private readonly NodeId[] _nodes = new NodeId[5];

    private static Duration Ms(long milliseconds) => Duration.FromMilliseconds(milliseconds);

    private static Duration Us(long microseconds) => Duration.FromMicroseconds(microseconds);

    private Plan Chain(int epochs = 1, System.Func<int, TestLink>? link = null)
    {
        PlanBuilder builder = new() { Epochs = epochs, HopDelay = Us(10) };
        _nodes[0] = builder.Edge();
        _nodes[1] = builder.Satellite();
        _nodes[2] = builder.Satellite();
        _nodes[3] = builder.Satellite();
        _nodes[4] = builder.Edge();
        for (int i = 0; i < 4; i++)
        {
            builder.Link(
                _nodes[i],
                _nodes[i + 1],
                (link?.Invoke(i) ?? new TestLink()) with { Rate = BytePerMicrosecond });
        }
        return builder.Build();
    }

    [Fact]
    public void The_first_rule_that_fits_wins_and_the_default_is_what_is_left()
    {
        Plan plan = Chain();
        Contract fallback = _contracts.Add(
            _nodes[0], _nodes[4], "1-i-c", c => c with { Match = new FlowMatch { IsDefault = true } });
        Contract narrow = _contracts.Add(_nodes[0], _nodes[4], "5-i-c", c => c with
        {
            Match = new FlowMatch { DestinationPorts = new PortRange(80, 80) },
        });
        Contract wide = _contracts.Add(_nodes[0], _nodes[4], "5-i-c", c => c with
        {
            Match = new FlowMatch { DestinationPorts = new PortRange(0, 100) },
        });
        _contracts.Add(_nodes[1], _nodes[4], "5-i-c");
        NodeHarness edge = new(plan, _nodes[0], _contracts);

        Assert.Equal("send 1.0 on 0", edge.Submit(Ms(0), narrow));
        Assert.Equal("send 2.0 on 0", edge.Submit(Ms(1), wide));
        FlowKey other = fallback.Match.Example() with { DestinationPort = 101 };
        Assert.Equal("send 0.0 on 0", edge.Submit(Ms(2), other));
        Assert.Equal("send 0.1 on 0", edge.Submit(Ms(3), _contracts.All[3]));
    }

    [Fact]
    public void What_cannot_be_accepted_is_refused_with_its_reason()
    {
        Plan plan = Chain();
        Contract small = _contracts.Add(
            _nodes[0], _nodes[4], "5-i-c", c => c with { MessageSizeMax = new DataSize(1_000) });
        Contract refused = _contracts.Add(_nodes[0], _nodes[4], "5-i-c");
        NodeHarness edge = new(plan, new NodeConfig
        {
            Id = _nodes[0],
            Plan = plan,
            Contracts = _contracts.Table(refused),
        });

        Assert.Equal("refuse IngressTooLarge", edge.Submit(Ms(0), small, 1_001));
        Assert.Equal("refuse IngressTooLarge", edge.Submit(Ms(0), small, 0));
        Assert.Equal("refuse IngressNotAdmitted", edge.Submit(Ms(0), refused));
        Assert.Equal("refuse IngressNoContract", edge.Submit(Ms(0), default(FlowKey)));
        Assert.Equal("send 0.0 on 0", edge.Submit(Ms(0), small, 1_000));
        Assert.Null(edge.Deadline);
    }

    [Fact]
    public void Excess_goes_as_congestion_traffic_of_priority_0_and_guaranteed_excess_is_refused()
    {
        Plan plan = Chain();
        Contract deadline = _contracts.Add(_nodes[0], _nodes[4], "7-i-d", Slow);
        Contract guaranteed = _contracts.Add(_nodes[0], _nodes[4], "7-i-g", Slow);
        NodeHarness edge = new(plan, _nodes[0], _contracts);

        edge.Submit(Ms(0), deadline, 100);
        Assert.Equal((7, Assurance.Deadline), Marks(edge));
        edge.Submit(Ms(1), deadline, 100);
        Assert.Equal((0, Assurance.Congestion), Marks(edge));
        Assert.Equal("copy 1.0, send 1.0 on 0", edge.Submit(Ms(2), guaranteed, 100));
        Assert.Equal("refuse IngressExcess", edge.Submit(Ms(3), guaranteed, 100));
        // 100 bytes at 8 kb/s are there again after 100 ms; a refused message has used up no number.
        Assert.Equal("copy 1.1, send 1.1 on 0", edge.Submit(Ms(102), guaranteed, 100));
        Assert.Equal((7, Assurance.Guaranteed), Marks(edge));

        static Contract Slow(Contract c)
            => c with { Rate = DataRate.FromKilobits(8), Burst = new DataSize(100) };

        static (int, Assurance) Marks(NodeHarness h)
            => (h.LastPackets[0]!.Priority, h.LastPackets[0]!.Assurance);
    }

    [Fact]
    public void A_large_message_is_cut_into_pieces_that_fit_the_mesh()
    {
        Plan plan = Chain();
        Contract contract = _contracts.Add(_nodes[0], _nodes[4], "5-i-d");
        NodeHarness edge = new(plan, _nodes[0], _contracts);

        Assert.Equal("send 0.0/0 on 0", edge.Submit(Ms(0), contract, (2 * Packet.PayloadBytesMax) + 1));
        Assert.Equal("1.5 ms: send 0.0/1 on 0\n3 ms: send 0.0/2 on 0", edge.RunUntil(Ms(20)));
        Assert.Equal(1 + Packet.OverheadBytes, edge.LastPackets[0]!.SizeBytes);
        Assert.Equal(3, edge.LastPackets[0]!.FragmentCount);
        Assert.Equal("send 0.1 on 0", edge.Submit(Ms(20), contract, Packet.PayloadBytesMax));
        Assert.Equal(Packet.MeshMtuBytes, edge.LastPackets[0]!.SizeBytes);
    }

    [Fact]
    public void A_budget_or_age_beyond_the_header_stays_at_its_greatest_value()
    {
        // 71 minutes are 2^32 us: a day's budget, and a packet that waited for two hours.
        Plan plan = Chain(epochs: 500, i => new TestLink { First = i == 1 ? 499 : 0 });
        Contract contract = _contracts.Add(
            _nodes[0], _nodes[4], "5-i-g", c => c with { Budget = Duration.FromMinutes(24 * 60) });
        NodeHarness satellite = new(plan, _nodes[1], _contracts);
        Packet packet = satellite.Packet(contract, 0);
        packet.BudgetUs = uint.MaxValue;

        Assert.Equal("park 0.0", satellite.Arrive(Ms(0), 0, packet));
        satellite.RunUntil(Duration.FromMinutes(200));
        Assert.Equal(0, satellite.Node.PacketsHeld);
        Assert.Equal(uint.MaxValue, packet.AgeUs);
        NodeHarness edge = new(plan, _nodes[0], _contracts);
        Assert.Equal("copy 0.0, park 0.0, release 0.0", edge.Submit(Ms(0), contract));
        Assert.Equal(uint.MaxValue, edge.LastPackets[0]!.BudgetUs);
    }

    [Fact]
    public void Equal_inputs_give_equal_effects()
        => Seeds.Hold(dice =>
        {
            ulong seed = dice.NextBits();
            Assert.Equal(Play(new Prng(seed)), Play(new Prng(seed)));
        }, runs: 20);

    // Random inputs at a satellite whose links come and go; the harness checks the host's rules at every
    // step.
    private static string Play(Prng dice)
    {
        MeshNodeTests own = new();
        Plan plan = own.Chain(epochs: 6, i => new TestLink
        {
            First = dice.Below(3),
            Last = dice.Between(3, 5),
            Gap = Ms(dice.Below(50)),
        });
        string[] qos = ["9-i-g", "7-r-d", "5-f-d", "4-i-c", "1-i-c", "0-r-c"];
        foreach (string q in qos)
        {
            own._contracts.Add(own._nodes[0], own._nodes[4], q);
            own._contracts.Add(own._nodes[4], own._nodes[2], q);
        }
        NodeHarness node = new(plan, new NodeConfig
        {
            Id = own._nodes[2],
            Plan = plan,
            Contracts = own._contracts.Table(),
            PortQueueMax = new DataSize(20_000),
            WaitingMax = new DataSize(5_000),
        });
        System.Text.StringBuilder lines = new();
        Duration now = Duration.Zero;
        for (uint i = 0; i < 400; i++)
        {
            now += dice.Below(100) == 0 ? Ms(dice.Below(20_000)) : Us(dice.Below(1_000));
            lines.AppendLine(node.RunUntil(now));
            Contract contract = own._contracts.All[dice.Below(qos.Length * 2)];
            int bytes = dice.Between(1, Packet.PayloadBytesMax);
            Packet packet = node.Packet(contract, i / 2, bytes, (uint)dice.Below(3));
            packet.Epoch = System.Math.Max(0, plan.EpochAt(plan.Start + now) + dice.Below(3) - 1);
            packet.AgeUs = (uint)dice.Below(120_000);
            packet.FragmentCount = (ushort)(contract.Index % 4 == 1 ? 2 : 1);
            packet.FragmentIndex = (ushort)(packet.FragmentCount == 2 ? i % 2 : 0);
            packet.HopLimit = (byte)dice.Between(1, 10);
            lines.AppendLine(node.Arrive(now, dice.Between(1, 2), packet));
            Assert.True(node.Node.QueueBytesMax.Bytes <= 20_000);
        }
        lines.AppendLine(node.RunUntil(Duration.FromSeconds(1_000)));
        // Guaranteed traffic alone may be left over: it waits for a way.
        Assert.True(node.Node.PacketsHeld * 81 <= 5_000);
        return lines.ToString();
    }
}
