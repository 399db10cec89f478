using System;
using System.Collections.Generic;
using System.Globalization;
using Orbweaver.Model;
using Orbweaver.Monitor;
using Orbweaver.Twin;

namespace Orbweaver.Bench.Twin;

/// <summary>
/// A torus that carries 100 flows of 1 Mb/s, looked at five times a second by a probe that is also its
/// witness, against the same torus that nobody watches.
/// </summary>
internal static class ProbeBench
{
    private const int Flows = 100;

    private static readonly Duration Warm = Duration.FromSeconds(2);
    private static readonly Duration Steady = Duration.FromSeconds(2);

    public static readonly Benchmark Benchmark = new(
        "monitor-probe",
        "what it costs a world to be watched, at 480 and at 10,000 satellites with two lasers each",
        run =>
        {
            Measure(run, planes: 24, slots: 20);
            Measure(run, planes: 100, slots: 100);
        });

    private static void Measure(BenchRun run, int planes, int slots)
    {
        Timing[] timings = run.Race(
            new Contender("watched", () => Prepare(planes, slots, isWatched: true)),
            new Contender("alone", () => Prepare(planes, slots, isWatched: false)));
        string size = string.Create(CultureInfo.InvariantCulture, $"{planes * slots:N0} satellites");
        run.Add(Figure.Time(
            $"second of a watched world, {size}", timings[0],
            new Comparison("alone", timings[1].SecondsEach, IsRecorded: false, Goal: null)));
        // All looks of a second, so also the share of a core while the world is up.
        run.Add(new Figure(
            $"watching a second, {size}", timings[0].SecondsEach - timings[1].SecondsEach, "s", Better.Less,
            []));
        run.Add(new Figure(
            $"allocated by watching a second, {size}", timings[0].BytesEach - timings[1].BytesEach, "B",
            Better.Less, []));
    }

    private static Func<long> Prepare(int planes, int slots, bool isWatched)
    {
        Plan plan = TorusBench.TorusPlan(delayDice: null, planes, slots);
        Prng dice = new(1);
        List<Contract> contracts = [];
        List<TrafficSource> traffic = [];
        List<bool> admitted = [];
        for (int i = 0; i < Flows; i++)
        {
            contracts.Add(TorusBench.FlowContract(
                i, new NodeId((int)dice.NextBelow(plan.Nodes.Count)),
                new NodeId((int)dice.NextBelow(plan.Nodes.Count)), Assurance.Congestion));
            admitted.Add(true);
            traffic.Add(new TrafficSource
            {
                ContractIndex = i,
                Sources = 1,
                Law = TrafficLaw.Periodic,
                Interval = DataRate.FromMegabits(1).TimeFor(new DataSize(1_400)),
                Size = SizeLaw.Constant(new DataSize(1_400)),
            });
        }
        Probe probe = new(plan.Nodes.Count, contracts);
        Observation[] observations = [new(), new()];
        TwinWorld world = new(new TwinConfig
        {
            Plan = plan,
            Contracts = contracts,
            Admitted = admitted,
            Traffic = traffic,
            Length = Warm + Steady,
            Seed = 1,
            IsKnowledgeChecked = false,
            Witness = isWatched ? probe : null,
        });
        int looks = 0;
        Go(plan.Start + Warm);
        return () =>
        {
            Go(world.End);
            return Steady / Duration.FromSeconds(1);
        };

        void Go(Instant until)
        {
            while (world.Now < until)
            {
                world.AdvanceTo(world.Now + Probe.Interval);
                if (isWatched)
                {
                    probe.Look(world, observations[looks++ % 2]);
                }
            }
        }
    }
}
