using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Orbweaver.Live;
using Orbweaver.Model;
using Orbweaver.Planning;
using Orbweaver.Tests.Planning;
using Orbweaver.Tests.Wire;
using Orbweaver.Twin;
using Orbweaver.Wire;
using Xunit;

namespace Orbweaver.Tests.Live;

/// <summary>The live loop, by a clock that jumps, stands still and oversleeps.</summary>
public sealed class UpLoopTests
{
    private readonly PlanRequest _request = Scenes.WithContracts(
        Scenes.Walker("S:780:86.4:66/6/1", TopologyPolicy.PlusGridOpenSeam, 5, 60, Scenes.Grounds(2, 4)),
        count: 1,
        seed: 5);

    private readonly List<Contract> _contracts = [];
    private readonly Plan _plan;
    private readonly RollingPlan _rolling;
    private readonly InputLog _log = new();
    private readonly List<PortBinding> _bindings = [];

    public UpLoopTests()
    {
        (PlannedNetwork planned, _rolling) = Planner.Begin(_request, SequentialWorkers.Instance);
        _plan = planned.Plan;
        NodeId[] edges = [.. _plan.Nodes.Where(n => n.Kind == NodeKind.Edge).Select(n => n.Id)];
        string[] qos = ["3-i-c", "5-f-g", "7-i-d", "9-i-g"];
        for (int i = 0; i < edges.Length; i++)
        {
            NodeId to = edges[(i + 1) % edges.Length];
            Assert.True(Qos.TryParse(qos[i], out Qos terms));
            _contracts.Add(_request.Contracts[0] with
            {
                Index = i,
                Name = qos[i],
                Publisher = edges[i],
                Subscribers = [to],
                Qos = terms,
                Budget = null,
                Rate = new DataRate(1_000_000_000),
                Burst = new DataSize(100_000_000),
                MessageSizeMax = new DataSize(65_535),
                Protection = i == 2 ? Protection.Replicate : Protection.Repair,
                PromisePpm = null,
            });
            ScriptedPort port = new(NameOf(edges[i]), NameOf(to), (ulong)i);
            PortRule all = new(new FlowMatch { IsDefault = true }, i);
            _bindings.Add(new PortBinding(port, edges[i], PayloadKind.IpPacket)
            {
                Rules = new Dictionary<string, IReadOnlyList<PortRule>> { [NameOf(to)] = [all] },
            });
        }
    }

    private string NameOf(NodeId node) => _plan.Nodes[node.Value].Name;

    private TwinConfig Config => new()
    {
        Plan = _plan,
        Contracts = _contracts,
        Admitted = [.. _contracts.Select(_ => true)],
        Traffic = [],
        Length = Duration.FromMinutes(600),
        Seed = 3,
        ContactsMax = 100_000,
    };

    private ScriptedPort PortOf(int i) => (ScriptedPort)_bindings[i].Port;

    [Theory]
    [InlineData(1UL, 1_000)]
    [InlineData(2UL, 1_000)]
    [InlineData(3UL, 7_300)]
    public void One_log_of_inputs_gives_the_twin_the_same_effects(ulong seed, int speedPermille)
    {
        HostileClock clock = new(seed);
        PortTable ports = new(_bindings, _contracts, clock);
        LiveWorld world = new(Config, ports, _log);
        NodeId controller = _plan.Nodes.First(n => n.Kind == NodeKind.Site).Id;
        using PlanRoller roller = new(
            PlanDocument.First(_plan), controller, 100_000, epochs => _rolling.PlanUntil(epochs).Plan,
            why => Assert.Fail(why), hasThread: false);
        int lags = 0;
        UpLoop loop = new(world, ports, clock, clock, speedPermille, roller, _ => lags++);
        Prng dice = new(seed);
        for (int turn = 0; turn < 3_000; turn++)
        {
            if (turn % 800 == 300)
            {
                NodeId victim = new((int)dice.NextBelow(66));
                loop.Post(w => w.Inject(Lost(victim, w.Now - _plan.Start)));
            }
            if (turn % 800 == 700)
            {
                loop.Post(w => w.Lift(w.World.FaultResults.Count - 1));
            }
            loop.Turn();
        }
        world.World.CheckNow();

        TwinWorld twin = new(Config);
        _log.Play(twin, world.Now);

        Assert.Equal(world.World.TraceHash, twin.TraceHash);
        Assert.Equal(world.World.PacketHops, twin.PacketHops);
        Assert.True(_log.IsComplete && lags > 0);
        Assert.Contains(_log.Inputs, i => i is LiveInput.PlanMade);
        Assert.Contains(_log.Inputs, i => i is LiveInput.FaultEnds);
        Assert.Equal(ports.Figures.MessagesIn, _log.Inputs.Count(i => i is LiveInput.Message));
        Assert.True(ports.Figures.MessagesIn > 500);
    }

    [Fact]
    public void What_comes_out_is_what_went_in_and_nothing_stays_behind()
    {
        HostileClock clock = new(11);
        PortTable ports = new(_bindings, _contracts, clock);
        LiveWorld world = new(Config, ports);
        UpLoop loop = new(
            world, ports, clock, clock, Pace.RealTimePermille, null, static _ => { });
        for (int turn = 0; turn < 1_500; turn++)
        {
            loop.Turn();
        }
        ports.Pause();
        for (int turn = 0; turn < 20_000 && world.MessagesUnderWay > 0; turn++)
        {
            loop.Turn();
        }

        Assert.Equal(0, world.MessagesUnderWay);
        for (int i = 0; i < _bindings.Count; i++)
        {
            ScriptedPort to = PortOf((i + 1) % _bindings.Count);
            Assert.True(PortOf(i).Sent.Count > 100);
            // Bytes that come out went in, and once; of g all of them do.
            Assert.Subset(PortOf(i).Sent.ToHashSet(), to.Got.ToHashSet());
            Assert.Equal(to.Got.Count, to.Got.Distinct().Count());
        }
        Assert.Equal(PortOf(3).Sent.Order(), PortOf(0).Got.Order());
        // Of f-g also the order.
        Assert.Equal(PortOf(1).Sent, PortOf(2).Got);
        Assert.Equal(
            ports.Figures.MessagesIn, ports.Figures.MessagesOut + ports.Figures.MessagesLost);
        Assert.Equal(ports.Figures.MessagesOut, ports.Figures.LatenessNs.Count);
    }

    [Fact]
    public void A_plan_that_cannot_go_on_is_told_once_and_stops_nothing()
    {
        List<string> warnings = [];
        using PlanRoller roller = new(
            PlanDocument.First(_plan), new NodeId(0), _plan.Contacts.Count,
            epochs => _rolling.PlanUntil(epochs).Plan, warnings.Add, hasThread: false);

        for (int i = 0; i < 3; i++)
        {
            Assert.False(roller.TryTake(_plan.Start, out _, out _));
        }

        Assert.Contains("start the network anew", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_capture_has_the_bytes_of_every_piece_at_both_ends()
    {
        string folder = Directory.CreateTempSubdirectory("orbweaver-test-").FullName;
        HostileClock clock = new(12);
        PortTable ports = new(_bindings, _contracts, clock);
        PlanNode[] nodes = [.. _bindings.Select(b => _plan.Nodes[b.Edge.Value])];
        using (PacketCapture capture = new(folder, nodes, why => Assert.Fail(why)))
        {
            LiveWorld world = new(Config, ports, capture: capture);
            UpLoop loop = new(world, ports, clock, clock, Pace.RealTimePermille, null, static _ => { });
            for (int turn = 0; turn < 300; turn++)
            {
                loop.Turn();
            }
            ports.Pause();
            for (int turn = 0; turn < 20_000 && world.MessagesUnderWay > 0; turn++)
            {
                loop.Turn();
            }
            Assert.Equal((0, 0), (world.MessagesUnderWay, capture.PacketsMissing));
        }

        for (int i = 0; i < _bindings.Count; i++)
        {
            int next = (i + 1) % _bindings.Count;
            // Of c some may be lost, before they are sent and under way.
            Assert.Subset(PortOf(i).Sent.ToHashSet(), MessagesIn(folder, i, from: i, isSent: true));
            Assert.Superset(PortOf(next).Got.ToHashSet(), MessagesIn(folder, next, from: i, isSent: false));
        }
        Assert.Equal(PortOf(3).Sent.ToHashSet(), MessagesIn(folder, 3, from: 3, isSent: true));
        Directory.Delete(folder, recursive: true);
    }

    // The messages of one edge, put together from the pieces that a capture has in one direction.
    private HashSet<ulong> MessagesIn(string folder, int edge, int from, bool isSent)
    {
        Dictionary<uint, (int Count, SortedDictionary<int, byte[]> Pieces)> messages = [];
        Packet packet = new PacketPool().Rent();
        string path = Path.Combine(folder, $"{NameOf(_bindings[edge].Edge)}.pcapng");
        foreach ((uint type, byte[] body) in PcapngTests.Blocks(File.ReadAllBytes(path)))
        {
            if (type != 6 || body[^5] != (isSent ? 2 : 1))
            {
                continue;
            }
            int length = BinaryPrimitives.ReadInt32BigEndian(body.AsSpan(12));
            ReadOnlySpan<byte> bytes = body.AsSpan(20, length);
            Assert.True(PacketCodec.TryRead(bytes, packet, out PacketBody payload, out _));
            if (packet.ContractIndex == from)
            {
                messages.TryAdd(packet.Sequence, (packet.FragmentCount, []));
                messages[packet.Sequence].Pieces[packet.FragmentIndex] =
                    bytes.Slice(payload.Offset, payload.Length).ToArray();
            }
        }
        return [.. messages.Values.Where(m => m.Pieces.Count == m.Count)
            .Select(m => ScriptedPort.Hash([.. m.Pieces.Values.SelectMany(p => p)]))];
    }

    private static Fault Lost(NodeId node, Duration from) => new()
    {
        Number = 0,
        Kind = "node",
        What = "a satellite",
        From = from,
        Until = Duration.Max,
        Nodes = [new NodeHit(node, NodeHitKind.Lost, from, Duration.Max)],
    };
}
