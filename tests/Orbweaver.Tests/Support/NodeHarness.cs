using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Node;
using Orbweaver.Routing;
using Xunit;

namespace Orbweaver.Tests;

/// <summary>
/// A host for one node: steps it and gives the effects as lines. Times are offsets from the start of the
/// plan. After every step it checks what holds for every host: nothing is due in the past, a step with
/// nothing due does nothing, ports are not used twice at a time, and no packet appears or vanishes.
/// </summary>
internal sealed class NodeHarness
{
    private readonly Plan _plan;
    private readonly EffectList _effects = new();
    private readonly Dictionary<int, Instant> _busyUntil = [];
    private int _packetsOwned;

    /// <summary>
    /// Keeps nothing for its neighbours unless told to: most scripts are about other things.
    /// </summary>
    public NodeHarness(Plan plan, NodeConfig config, bool keeps = false)
    {
        config = keeps ? config : config with { KeptMax = new DataSize(0) };
        _plan = plan;
        Packets = new PacketPool();
        Node = new MeshNode(
            config,
            new NodeServices(
                new RouteTable(plan),
                new WaySearch(plan.Nodes),
                new DisjointPairs(plan.Nodes),
                new StandbyTable(plan),
                Packets));
    }

    public NodeHarness(Plan plan, NodeId id, ContractBuilder contracts, bool keeps = false)
        : this(plan, new NodeConfig { Id = id, Plan = plan, Contracts = contracts.Table() }, keeps)
    {
    }

    public MeshNode Node { get; }

    public PacketPool Packets { get; }

    /// <summary>The packets of the last step's effects, in order.</summary>
    public List<Packet?> LastPackets { get; } = [];

    /// <summary>The control frames of the last step that had effects, in order.</summary>
    public List<ControlFrame> LastControls { get; } = [];

    /// <summary>The deadline as an offset from the plan's start; null when there is none.</summary>
    public Duration? Deadline => Node.NextDeadline is Instant t ? t - _plan.Start : null;

    public string Submit(Duration at, Contract contract, int bytes = 100, uint key = 0)
        => Submit(at, contract.Match.Example(), bytes, key);

    public string Submit(Duration at, FlowKey flow, int bytes = 100, uint key = 0)
    {
        string lines = Perform(at, NodeInput.Submit(new Submission(flow, new DataSize(bytes), key, 77)));
        Assert.Equal(_packetsOwned, Node.PacketsHeld);
        return lines;
    }

    public string Arrive(Duration at, int contact, Packet packet)
    {
        _packetsOwned++;
        string lines = Perform(at, NodeInput.Arrive(contact, packet));
        Assert.Equal(_packetsOwned, Node.PacketsHeld);
        return lines;
    }

    public string Step(Duration at)
    {
        string lines = Perform(at, NodeInput.Timer);
        Assert.Equal(_packetsOwned, Node.PacketsHeld);
        return lines;
    }

    public string Hear(Duration at, int link, ControlFrame frame)
        => Take(at, NodeInput.ControlFrom(link, frame));

    public string Lose(Duration at, int link) => Take(at, NodeInput.LinkLost(link));

    public string Return(Duration at, int link) => Take(at, NodeInput.LinkBack(link));

    public string Acquire(Duration at, int link) => Take(at, NodeInput.Acquired(link));

    private string Take(Duration at, in NodeInput input)
    {
        string lines = Perform(at, input);
        Assert.Equal(_packetsOwned, Node.PacketsHeld);
        return lines;
    }

    /// <summary>Steps at every deadline until there is none, or until the limit; lines carry their
    /// times.</summary>
    public string RunUntil(Duration limit)
    {
        List<string> lines = [];
        while (Deadline is Duration due && due <= limit)
        {
            string now = Step(due);
            if (now.Length > 0)
            {
                lines.Add($"{due}: {now}");
            }
        }
        return string.Join("\n", lines);
    }

    /// <summary>A packet as a neighbour sent it.</summary>
    public Packet Packet(Contract contract, uint sequence, int bytes = 100, uint key = 0)
    {
        Packet packet = Packets.Rent();
        packet.ContractIndex = contract.Index;
        packet.Sequence = sequence;
        packet.Key = key;
        packet.FragmentIndex = 0;
        packet.FragmentCount = 1;
        packet.SizeBytes = bytes + Model.Packet.OverheadBytes;
        packet.Source = contract.Publisher;
        packet.Targets = 1;
        packet.Destination = contract.Subscribers[0];
        packet.PlanVersion = _plan.Version;
        packet.Epoch = 0;
        packet.AgeUs = 0;
        packet.BudgetUs = contract.Budget is Duration budget ? (uint)(budget.Nanoseconds / 1_000) : 0;
        packet.Priority = contract.Qos.Priority;
        packet.Overtaking = contract.Qos.Overtaking;
        packet.Assurance = contract.Qos.Assurance;
        packet.HopLimit = Model.Packet.HopLimitStart;
        return packet;
    }

    public Packet Fragment(Contract contract, uint sequence, int index, int count)
    {
        Packet packet = Packet(contract, sequence);
        packet.FragmentIndex = (ushort)index;
        packet.FragmentCount = (ushort)count;
        return packet;
    }

    private string Perform(Duration at, in NodeInput input)
    {
        Instant now = _plan.Start + at;
        List<string> lines = StepOnce(now, input);
        while (Node.NextDeadline == now)
        {
            lines.AddRange(StepOnce(now, NodeInput.Timer));
        }
        Instant? deadline = Node.NextDeadline;
        Assert.True(deadline is null || deadline > now);
        Assert.Empty(StepOnce(now, NodeInput.Timer));
        Assert.Equal(deadline, Node.NextDeadline);
        return string.Join(", ", lines);
    }

    private List<string> StepOnce(Instant now, in NodeInput input)
    {
        List<string> lines = [];
        int before = Packets.InUse;
        _effects.Clear();
        Node.Step(now, input, _effects);
        _packetsOwned += Packets.InUse - before;
        if (_effects.Count > 0)
        {
            LastPackets.Clear();
            LastControls.Clear();
        }
        foreach (ref readonly NodeEffect effect in _effects.All)
        {
            LastPackets.Add(effect.Packet);
            lines.Add(Describe(effect));
            if (effect.Control is ControlFrame control)
            {
                LastControls.Add(control);
            }
            if (effect.Kind is NodeEffectKind.SendFrame or NodeEffectKind.SendControl && effect.Link >= 0)
            {
                Contact contact = _plan.Contacts[effect.Link];
                Assert.True(now >= contact.Opens);
                Assert.True(now >= _busyUntil.GetValueOrDefault(contact.Index, now));
                DataSize size = new(effect.Packet?.SizeBytes ?? effect.Control!.SizeBytes);
                _busyUntil[contact.Index] = now + contact.RateFrom(Node.Id).TimeFor(size);
            }
            _packetsOwned -= effect.Kind
                is NodeEffectKind.SendFrame or NodeEffectKind.Deliver or NodeEffectKind.Drop
                or NodeEffectKind.Release ? 1 : 0;
        }
        return lines;
    }

    private static string Describe(in NodeEffect effect)
    {
        string name = effect.Packet is not Packet p
            ? ""
            : p.FragmentCount == 1
                ? $" {p.ContractIndex}.{p.Sequence}"
                : $" {p.ContractIndex}.{p.Sequence}/{p.FragmentIndex}";
        return effect.Kind switch
        {
            NodeEffectKind.SendFrame => $"send{name} on {effect.Link}",
            NodeEffectKind.Deliver => $"deliver{name}{(effect.IsMessageEnd ? "" : " ...")}",
            NodeEffectKind.Drop => $"drop{name} {effect.Reason}",
            NodeEffectKind.Copy => $"copy{name}",
            NodeEffectKind.Split => $"split{name}",
            NodeEffectKind.Unpaired => $"unpaired{name}",
            NodeEffectKind.Originate => $"originate{name}",
            NodeEffectKind.Release => $"release{name}",
            NodeEffectKind.Refuse => $"refuse {effect.Reason}",
            NodeEffectKind.SendControl => $"{Describe(effect.Control!)} on {effect.Link}",
            NodeEffectKind.Raise => $"raise {effect.Link}",
            NodeEffectKind.Lower => $"lower {effect.Link}",
            NodeEffectKind.Notice => $"notice {effect.Link}",
            _ => $"park{name}",
        };
    }

    private static string Describe(ControlFrame frame)
    {
        List<string> words = [];
        foreach (Announcement a in frame.Entries)
        {
            words.Add($"{a.Link}{(a.IsFromA ? 'A' : 'B')}{a.Sequence} {(a.IsDown ? "down" : "up")}");
        }
        string what = words.Count == 0 ? "tell nothing" : $"tell [{string.Join(", ", words)}]";
        return frame.IsGapRequest ? $"{what} and ask" : what;
    }
}
