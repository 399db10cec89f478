using System;
using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Orbits;
using Orbweaver.Planning;

namespace Orbweaver.Tests.Planning;

/// <summary>
/// Plans written by hand: satellites 0 to 4, ground nodes 5 (London), 6 (Berlin), 7 (Madrid) and 8
/// (Rome), delays in milliseconds.
/// </summary>
internal sealed class TinyPlan
{
    public const int A = 5;
    public const int B = 6;
    public const int C = 7;
    public const int D = 8;

    private const int Nodes = 9;

    private readonly List<EpochLink[]> _epochs = [];
    private readonly List<StandbyLink[]> _standby = [];
    private readonly List<Contact> _contacts = [];

    public long RateMbps { get; init; } = 100;

    public TinyPlan Epoch(params (int From, int To, double Ms)[] links) => Epoch(links, []);

    public TinyPlan Epoch(
        (int From, int To, double Ms)[] links, (int Ground, int Satellite, double Ms)[] standby)
    {
        var rows = new List<EpochLink>();
        foreach ((int from, int to, double ms) in links)
        {
            var (a, b) = (new NodeId(Math.Min(from, to)), new NodeId(Math.Max(from, to)));
            int ns = (int)(ms * 1e6);
            rows.Add(new EpochLink(_contacts.Count, a, b, ns, ns, ns));
            DataRate rate = DataRate.FromMegabits(RateMbps);
            _contacts.Add(new Contact(
                _contacts.Count, b.Value >= A ? ContactKind.Access : ContactKind.Optical,
                new TerminalRef(a, 0), new TerminalRef(b, 0), _epochs.Count, _epochs.Count, Scenes.Start,
                    rate, rate));
        }
        _epochs.Add([.. rows]);
        _standby.Add([.. standby.OrderBy(s => s.Ground).Select(s => new StandbyLink(
            new NodeId(s.Ground), new NodeId(s.Satellite), 0, ContactKind.Access, (int)(s.Ms * 1e6),
                (int)(s.Ms * 1e6),
            (int)(s.Ms * 1e6), DataRate.FromMegabits(RateMbps), DataRate.FromMegabits(RateMbps)))]);
        return this;
    }

    public PlanRequest Request(params Contract[] contracts) => new()
    {
        Start = Scenes.Start,
        Horizon = Duration.FromSeconds(15 * _epochs.Count),
        HopDelay = Duration.Zero,
        Constellations = [],
        Satellites =
        [
            .. Enumerable.Range(0, 5).Select(i => Scenes.Satellite(
                $"S{i}", "tiny", new Nowhere(), -1, -1, 10, Scenes.FourLasers)),
        ],
        Grounds =
        [
            Scenes.Edge("London", 51.5, -0.12), Scenes.Edge("Berlin", 52.5, 13.4),
            Scenes.Edge("Madrid", 40.4, -3.7), Scenes.Edge("Rome", 41.9, 12.5),
        ],
        Contracts = contracts,
    };

    public ContractAdmission Admit(params Contract[] contracts) => Report(contracts).Contracts[^1];

    public AdmissionReport Report(params Contract[] contracts)
    {
        PlanRequest request = Request(contracts);
        Plan plan = new()
        {
            Version = 1,
            Start = request.Start,
            EpochLength = request.EpochLength,
            Drain = request.Drain,
            HopDelay = request.HopDelay,
            Nodes =
            [
                .. Enumerable.Range(0, Nodes).Select(i => new PlanNode(
                    new NodeId(i), i < A ? $"S{i}" : request.Grounds[i - A].Name,
                    i < A ? NodeKind.Satellite : NodeKind.Edge, "", "", -1, -1)),
            ],
            Contacts = _contacts,
            Epochs = [.. _epochs.Select(
                (links, i) => new PlanEpoch(i, Nodes, links, _standby[i], Duration.Zero))],
        };
        return AdmissionJudge.Judge(request, plan, SequentialWorkers.Instance);
    }

    private sealed class Nowhere : IEphemeris
    {
        public bool TryPropagate(Instant t, out TemeState state, out PropagationError error)
        {
            (state, error) = (default, PropagationError.Decayed);
            return false;
        }
    }
}
