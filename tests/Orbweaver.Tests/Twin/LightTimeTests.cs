using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Planning;
using Orbweaver.Routing;
using Orbweaver.Tests.Planning;
using Orbweaver.Twin;
using Xunit;

namespace Orbweaver.Tests.Twin;

/// <summary>
/// A lone packet's time through the twin against ranges taken from the ephemerides at each transmission:
/// nothing of the plan's delays is used, only its choice of the way.
/// </summary>
public sealed class LightTimeTests
{
    private const int Pairs = 20;
    private const double MicrosecondsAHop = 0.2;

    [Fact]
    public void A_packet_takes_range_over_c_at_each_transmission()
    {
        PlanRequest request = Scenes.Walker(
            "D:550:53:1584/72/17", TopologyPolicy.PlusGrid, 25, 2, Scenes.Grounds(Pairs, 0)) with
        {
            Access = AccessPolicy.AllVisible,
        };
        Plan plan = Planner.Plan(request, SequentialWorkers.Instance).Plan;
        TwinConfig config = LoneMessages(plan);
        var world = new TwinWorld(config);
        world.AdvanceTo(world.End);
        RunResult result = world.Result();
        var routes = new RouteTable(plan);
        for (int i = 0; i < Pairs; i++)
        {
            Assert.Equal(1, result.Contracts[i].OnTime);
            (double seconds, int hops) = Expect(request, plan, routes, config, i);
            double measured = result.Contracts[i].Latency.Greatest.TotalSeconds;
            Assert.InRange((measured - seconds) * 1e6, -MicrosecondsAHop * hops, MicrosecondsAHop * hops);
        }
    }

    // One message a contract, within the first epoch and early enough to arrive before its end.
    private static TwinConfig LoneMessages(Plan plan)
    {
        List<Contract> contracts = [];
        List<TrafficSource> traffic = [];
        for (int i = 0; i < Pairs; i++)
        {
            contracts.Add(new Contract
            {
                Index = i,
                Name = $"lone-{i}",
                Tenant = "test",
                Publisher = Ground(plan, i),
                Subscribers = [Ground(plan, (i + 7) % Pairs)],
                Qos = new Qos(5, Overtaking.Independent, Assurance.Deadline),
                Budget = Duration.FromSeconds(1),
                Rate = DataRate.FromMegabits(1),
                Burst = new DataSize(3_000),
                MessageSizeMax = new DataSize(1_000),
                Match = new FlowMatch { DestinationPorts = new PortRange((ushort)i, (ushort)i) },
            });
            traffic.Add(new TrafficSource
            {
                ContractIndex = i,
                Sources = 1,
                Law = TrafficLaw.Periodic,
                Interval = Duration.FromSeconds(14),
                Size = SizeLaw.Constant(new DataSize(1_000)),
            });
        }
        return new TwinConfig
        {
            Plan = plan,
            Contracts = contracts,
            Admitted = [.. contracts.ConvertAll(_ => true)],
            Traffic = traffic,
            Length = Duration.FromSeconds(14),
            // By this seed no source starts so near the end that its message is still in flight.
            Seed = 7,
        };
    }

    // Walks the way hop by hop, with ranges from the ephemerides at the moments of transmission.
    private static (double Seconds, int Hops) Expect(
        PlanRequest request, Plan plan, RouteTable routes, TwinConfig config, int index)
    {
        Contract contract = config.Contracts[index];
        Prng dice = new Prng(config.Seed).Fork($"traffic/{contract.Name}/{index}");
        Instant source = new SourceGroup(config.Traffic[index], contract, plan.Start, dice).First();
        RouteTree tree = routes.Tree(0, contract.Subscribers[0]);
        double seconds = 0;
        int hops = 0;
        for (NodeId node = contract.Publisher; node != tree.Destination; hops++)
        {
            Adjacent next = plan.Epochs[0].Neighbours(node)[tree.NextSlot(node)];
            var peer = new NodeId(next.Neighbour);
            Instant sent = source + new Duration((long)(seconds * 1e9));
            double rangeM = (Judge.NodeM(request, node, sent) - Judge.NodeM(request, peer, sent)).Length;
            Contact contact = plan.Contacts[plan.Epochs[0].Links[next.LinkIndex].ContactIndex];
            double bits = 8.0 * (1_000 + Packet.OverheadBytes);
            seconds += (bits / contact.RateFrom(node).BitsPerSecond) + (rangeM / 299_792_458.0)
                + plan.HopDelay.TotalSeconds;
            node = peer;
        }
        return (seconds, hops);
    }

    private static NodeId Ground(Plan plan, int index)
        => new(plan.Nodes.Count - Pairs + index);
}
