using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Orbweaver.Hosting;
using Orbweaver.Live;
using Orbweaver.Live.Hosts;
using Orbweaver.Live.Links;
using Orbweaver.Live.Nodes;
using Orbweaver.Live.Records;
using Orbweaver.LiveNodes;
using Orbweaver.Model;
using Orbweaver.Node;
using Orbweaver.Planning;
using Orbweaver.Scenarios;
using Orbweaver.Wire;
using Xunit;

namespace Orbweaver.SystemTests.LiveNodes;

/// <summary>Hosts that one thread turns, over real sockets.</summary>
public sealed class LinkHostTests : IDisposable
{
    private const int Messages = 1_000;
    private const int Spans = 15;
    private const int UnderWayMax = 512;

    // What no sound machine needs, so that a defect is a failure and no hang.
    private const long PatienceNs = 120_000_000_000;

    private readonly HostFiles _files = new(deliveriesTo: 9);
    private readonly HostClock _clock = new();
    private readonly List<IDisposable> _open = [];
    private readonly List<NodeLoop> _loops = [];
    private readonly Network _network;
    private readonly PlannedNetwork _planned;
    private readonly ContractTable _contracts;
    private readonly Pace _pace;

    public LinkHostTests()
    {
        ProgramHost host = new()
        {
            Out = TextWriter.Null,
            Err = TextWriter.Null,
            CurrentFolder = Directory.GetCurrentDirectory(),
        };
        (string path, string shown) = ScenarioLocator.Find("lab", host);
        (Scenario scenario, _) = ScenarioReader.Read(
            path, shown, new ReadOptions([], false, host.CurrentFolder));
        NodeHostConfig config = NodeHostReader.Read(_files.Write("left"), "left");
        _network = Network.Of(NodeSettings.ScenarioOf(config, scenario));
        _planned = Planner.Plan(_network.Request, ThreadWorkers.Of(1));
        _contracts = new ContractTable(
            _network.Request.Contracts, [.. _network.Request.Contracts.Select(_ => true)]);
        _pace = HostTime.Begin(_clock);
        foreach (string name in (string[])["left", "right", "edges"])
        {
            _loops.Add(Begin(NodeHostReader.Read(_files.Write(name), name)));
        }
    }

    [Fact]
    public void Once_warm_no_packet_takes_memory()
    {
        NodeLoop edges = _loops[2];
        long least = long.MaxValue;
        for (int span = 0; span < Spans; span++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Carry(edges, Messages);
            least = long.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        // Tables still double now and then, and neighbours now and then tell each other news: in the best
        // span it is less than a byte a message.
        string said = string.Create(CultureInfo.InvariantCulture, $"{least} bytes for {Messages} messages");
        Assert.True(least < Messages, said);
        Assert.Equal(0, edges.Links.Counters[LinkDrop.Unreadable]);
        Assert.Equal(0, edges.Links.Counters[LinkDrop.Stranger]);
        _loops.ForEach(l => l.Partition.CheckNow());
    }

    public void Dispose()
    {
        _open.ForEach(o => o.Dispose());
        _files.Dispose();
    }

    private void Carry(NodeLoop edges, int messages)
    {
        Contract contract = _network.Request.Contracts.First(c => c.Name is "repaired");
        Span<byte> payload = stackalloc byte[200];
        long until = edges.Ports.MessagesOut + messages;
        long patience = _clock.MonotonicNs + PatienceNs;
        while (edges.Ports.MessagesOut < until)
        {
            Assert.True(_clock.MonotonicNs < patience, "the hosts carried nothing for two minutes");
            MessageOffer offer = new()
            {
                Flow = default,
                Contract = contract.Index,
                Payload = payload,
                PayloadProtocol = (byte)PayloadProtocol.Opaque,
            };
            // Few at a time: the more are under way, the more room they need.
            long dropped = 0;
            for (int i = 0; i < _loops.Count; i++)
            {
                dropped += _loops[i].Partition.Counters.AllDropped;
            }
            if (edges.Partition.Counters.Submitted - dropped - edges.Ports.MessagesOut < UnderWayMax)
            {
                Instant now = _pace.At(_clock.MonotonicNs);
                edges.Partition.Submit(
                    now > edges.Partition.Now ? now : edges.Partition.Now, contract.Publisher, offer);
            }
            for (int i = 0; i < _loops.Count; i++)
            {
                _loops[i].Turn();
            }
        }
    }

    private NodeLoop Begin(NodeHostConfig config)
    {
        UdpLinkSocket socket = HostSockets.Open(config, "test");
        HostMap map = NodeHostReader.MapOf(config, _planned.Plan, "test");
        Waiter waiter = new(_clock);
        LinkHost links = new(
            new LinkHostSetup
            {
                Network = "test",
                Self = config.Host,
                Hosts = map,
                Peers = HostSockets.PeersOf(config, socket, "test"),
                Key = KeyFiles.ReadNetworkKey("key", config.KeyFile),
                Aeads = AeadChoice.Make().Provider,
                Entropy = new HostEntropy(),
                Profile = LinkProfile.Large,
            },
            socket, waiter, _clock.MonotonicNs, _ => { });
        NodePorts ports = new([], _network.Request.Contracts);
        PartitionConfig nodes = new()
        {
            Plan = _planned.Plan,
            Contracts = _contracts,
            Nodes = map.Own,
            Incarnation = 1,
            Liveness = config.Liveness,
            ModelsDelay = false,
        };
        Partition partition = new(_pace.At(_clock.MonotonicNs), nodes, links, ports);
        links.Serve(partition);
        _open.Add(links);
        _open.Add(waiter);
        return new NodeLoop(new NodeLoopParts(partition, links, ports), _clock, new Impatient(waiter), _pace);
    }

    // Only looks: what one host waits for is for another to do, on the same thread.
    private sealed class Impatient(Waiter waiter) : IWaiter
    {
        public bool Watch(int descriptor, WaitEvents events, IWaitTarget target)
            => waiter.Watch(descriptor, events, target);

        public void Unwatch(int descriptor) => waiter.Unwatch(descriptor);

        public void Wait(long deadlineNs) => waiter.Wait(0);

        public void Wake() => waiter.Wake();
    }
}
