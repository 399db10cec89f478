using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Node;
using Orbweaver.Routing;
using Xunit;

namespace Orbweaver.Tests;

/// <summary>
/// Real nodes on a torus whose links fail and return at random while frames are lost and reordered: what is
/// known before a packet goes on (invariant K), where packets go, and what is known in the end. No twin: a
/// small host of its own, so that a mistake in one does not hide in the other.
/// </summary>
public sealed class NewsProperties
{
    [Fact]
    public void A_packet_is_never_forwarded_before_what_its_sender_knew_is_known()
        => Seeds.Hold(
            dice =>
            {
                Host host = new(dice, lossPercent: dice.Below(30), restarts: false);
                host.Run(Duration.FromSeconds(4));
                Assert.True(host.Forwards > 200);
            },
            runs: 40);

    [Fact]
    public void Restarted_nodes_forward_nothing_that_their_neighbours_knew_better()
        => Seeds.Hold(
            dice => new Host(dice, lossPercent: dice.Below(20), restarts: true).Run(Duration.FromSeconds(4)),
            runs: 40);

    [Fact]
    public void In_the_end_all_who_are_connected_know_the_same()
        => Seeds.Hold(
            dice =>
            {
                Host host = new(dice, lossPercent: dice.Below(30), restarts: dice.Below(2) == 0);
                host.Run(Duration.FromSeconds(3));
                host.Calm();
                host.Run(Duration.FromSeconds(90));
                host.CheckAgreement();
            },
            runs: 40);

    private sealed class Host
    {
        private const int Side = 4;

        private readonly Prng _dice;
        private readonly int _lossPercent;
        private readonly bool _restarts;
        private readonly Plan _plan;
        private readonly ContractTable _contracts;
        private readonly NodeServices _services;
        private readonly MeshNode[] _nodes = new MeshNode[Side * Side];
        private readonly PriorityQueue<System.Action, (Instant, long)> _events = new();
        private readonly Dictionary<Packet, (MeshNode From, int Learned, List<(int, string)> Met)> _sent = [];
        private readonly HashSet<int> _dark = [];
        private readonly Instant?[] _timers = new Instant?[Side * Side];
        private readonly EffectList _effects = new();
        private Instant _now;
        private long _order;
        private bool _isCalm;
        private int _steps;

        public Host(Prng dice, int lossPercent, bool restarts)
        {
            _dice = dice;
            _lossPercent = lossPercent;
            _restarts = restarts;
            PlanBuilder plan = new();
            List<NodeId> ids = [.. Enumerable.Range(0, Side * Side).Select(_ => plan.Satellite())];
            for (int i = 0; i < ids.Count; i++)
            {
                int right = (i / Side * Side) + ((i + 1) % Side);
                int below = (i + Side) % ids.Count;
                plan.Link(ids[i], ids[right], new TestLink { Delay = Us(dice.Between(500, 9_000)) });
                plan.Link(ids[i], ids[below], new TestLink { Delay = Us(dice.Between(500, 9_000)) });
            }
            _plan = plan.Build();
            ContractBuilder contracts = new();
            foreach (NodeId id in ids)
            {
                NodeId to = ids[(id.Value + dice.Between(1, ids.Count - 1)) % ids.Count];
                contracts.Add(id, to, "5-i-d", c => c with { Budget = Duration.FromSeconds(1) });
            }
            _contracts = contracts.Table();
            _services = new NodeServices(
                new RouteTable(_plan), new WaySearch(_plan.Nodes), new DisjointPairs(_plan.Nodes),
                new StandbyTable(_plan), new PacketPool());
            _now = _plan.Start;
            for (int i = 0; i < _nodes.Length; i++)
            {
                Boot(i, incarnation: 1);
                ScheduleTraffic(i);
            }
            ScheduleFault();
        }

        public int Forwards { get; private set; }

        public void Calm() => _isCalm = true;

        public void Run(Duration length)
        {
            Instant end = _now + length;
            while (_events.TryPeek(out _, out (Instant At, long) due) && due.At <= end)
            {
                _steps = due.At == _now ? _steps + 1 : 0;
                Assert.True(_steps < 10_000, "time stands still");
                _now = due.At;
                _events.Dequeue()();
            }
            _now = end;
        }

        public void CheckAgreement()
        {
            Assert.Empty(_dark);
            foreach (MeshNode node in _nodes)
            {
                Assert.True(node.Exceptions.IsEmpty, $"{node.Id} still knows of {node.Exceptions.DownCount}");
            }
        }

        private static Duration Us(int us) => Duration.FromMicroseconds(us);

        private void At(Duration later, System.Action what)
            => _events.Enqueue(what, (_now + later, _order++));

        private void Boot(int i, uint incarnation)
            => _nodes[i] = new MeshNode(
                new NodeConfig
                {
                    Id = new NodeId(i),
                    Plan = _plan,
                    Contracts = _contracts,
                    Incarnation = incarnation,
                },
                _services);

        private void ScheduleTraffic(int i) => At(Us(_dice.Between(1, 20_000)), () =>
        {
            Step(i, NodeInput.Submit(new Submission(_contracts[i].Match.Example(), new DataSize(200), 0, 0)));
            if (!_isCalm)
            {
                ScheduleTraffic(i);
            }
        });

        // A link loses its light, and has it again after a while; now and then a node starts anew.
        private void ScheduleFault() => At(Us(_dice.Between(1_000, 60_000)), () =>
        {
            int link = _dice.Below(_plan.Contacts.Count);
            if (!_isCalm && _dark.Add(link))
            {
                Tell(link, NodeInput.LinkLost(link));
                At(Us(_dice.Between(10_000, 2_000_000)), () =>
                {
                    _dark.Remove(link);
                    Tell(link, NodeInput.LinkBack(link));
                });
            }
            if (!_isCalm && _restarts && _dice.Below(4) == 0)
            {
                Restart(_dice.Below(_nodes.Length));
            }
            if (!_isCalm)
            {
                ScheduleFault();
            }
        });

        private void Restart(int i)
        {
            Boot(i, _nodes[i].Incarnation + 1);
            _timers[i] = null;
            foreach (int link in _dark.Order())
            {
                if (_plan.Contacts[link].A.Node.Value == i || _plan.Contacts[link].B.Node.Value == i)
                {
                    Step(i, NodeInput.LinkLost(link));
                }
            }
        }

        private void Tell(int link, NodeInput input)
        {
            Step(_plan.Contacts[link].A.Node.Value, input);
            Step(_plan.Contacts[link].B.Node.Value, input);
        }

        private void Step(int i, in NodeInput input)
        {
            _effects.Clear();
            _nodes[i].Step(_now, input, _effects);
            foreach (NodeEffect effect in _effects.All.ToArray())
            {
                Perform(i, effect);
            }
            if (_nodes[i].NextDeadline is Instant due && (_timers[i] is not Instant set || due < set))
            {
                MeshNode life = _nodes[i];
                _timers[i] = due;
                At(due - _now, () =>
                {
                    if (_nodes[i] == life && _timers[i] == due)
                    {
                        _timers[i] = null;
                        Step(i, NodeInput.Timer);
                    }
                });
            }
        }

        private void Perform(int i, in NodeEffect effect)
        {
            int link = effect.Link;
            if (effect.Kind == NodeEffectKind.SendControl)
            {
                ControlFrame frame = effect.Control!;
                Fly(i, link, to => Step(to, NodeInput.ControlFrom(link, frame)), () => { });
                return;
            }
            Packet packet = effect.Packet!;
            if (effect.Kind != NodeEffectKind.Drop)
            {
                CheckKnown(i, packet);
            }
            if (effect.Kind == NodeEffectKind.SendFrame)
            {
                NoteVisit(i, packet);
                Fly(i, link, to => Step(to, NodeInput.Arrive(link, packet)), () => _sent.Remove(packet));
            }
            else if (effect.Kind is NodeEffectKind.Deliver or NodeEffectKind.Drop)
            {
                _sent.Remove(packet);
            }
        }

        private void Fly(int from, int link, System.Action<int> arrive, System.Action lose)
        {
            Contact contact = _plan.Contacts[link];
            int to = contact.PeerOf(new NodeId(from)).Value;
            Duration delay = new(_plan.Epochs[0].Links[link].DelayMiddleNs);
            // Some frames take a little longer, so that frames overtake each other.
            Duration jitter = _dice.Below(10) == 0 ? Us(_dice.Between(0, 3_000)) : Duration.Zero;
            if (_dark.Contains(link) || _dice.Below(100) < _lossPercent)
            {
                lose();
                return;
            }
            At(delay + jitter, () =>
            {
                if (_dark.Contains(link))
                {
                    lose();
                }
                else
                {
                    arrive(to);
                }
            });
        }

        // Invariant K, by what nodes know: marks are not looked at.
        private void CheckKnown(int i, Packet packet)
        {
            if (!_sent.TryGetValue(packet, out (MeshNode From, int Learned, List<(int, string)> Met) sent)
                || sent.From == _nodes[i])
            {
                return;
            }
            Forwards++;
            for (int n = 0; n < sent.Learned; n++)
            {
                Announcement known = sent.From.Learned[n];
                uint here = _nodes[i].KnownSequence(known.Link, known.IsFromA);
                Assert.True(
                    here >= known.Sequence,
                    $"node {i} forwards from {sent.From.Id} without {known} (knows {here})");
            }
        }

        // Under one unchanged set of exceptions at a node a packet does not come by twice.
        private void NoteVisit(int i, Packet packet)
        {
            List<(int, string)> met = _sent.TryGetValue(packet, out var sent) ? sent.Met : [];
            string view = $"{_nodes[i].Incarnation}/{_nodes[i].Exceptions.Version}";
            Assert.DoesNotContain((i, view), met);
            met.Add((i, view));
            _sent[packet] = (_nodes[i], _nodes[i].Learned.Count, met);
        }
    }
}
