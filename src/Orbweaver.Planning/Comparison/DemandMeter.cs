using System;
using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Routing;

namespace Orbweaver.Planning;

/// <summary>Measures what a plan does for its contracts, epoch by epoch.</summary>
internal sealed class DemandMeter
{
    private readonly PlanRequest _request;
    private readonly Plan _plan;
    private readonly IWorkers _workers;
    private readonly AdmissionPairs _pairs;
    private readonly double[] _rateBps;
    private readonly double[] _floorNs;

    public DemandMeter(PlanRequest request, Plan plan, IWorkers workers)
    {
        _request = request;
        _plan = plan;
        _workers = workers;
        _pairs = new AdmissionPairs(request.Contracts);
        _rateBps = new double[_pairs.All.Count];
        _floorNs = new double[_pairs.All.Count];
        foreach (Contract contract in request.Contracts)
        {
            foreach (int pair in _pairs.OfContract[contract.Index])
            {
                _rateBps[pair] += RateBps(contract);
            }
        }
        for (int p = 0; p < _floorNs.Length; p++)
        {
            _floorNs[p] = Orbits.Geometry.Floor(
                Ground(_pairs.All[p].Publisher), Ground(_pairs.All[p].Subscriber)).Nanoseconds;
        }
    }

    /// <summary>Delays, hops and loads, with what the plan says of its lasers.</summary>
    public TopologyFigures Measure(PlannedNetwork planned)
    {
        EpochDemand[] epochs = Epochs();
        var delays = new List<(double Value, double Weight)>();
        var stretches = new List<(double Value, double Weight)>();
        (double all, double served, double delayNs, double hops) = (0, 0, 0, 0);
        (double busiest, double busiestLaser, double laserSum, double load) = (0, 0, 0, 0);
        foreach (EpochDemand epoch in epochs)
        {
            for (int p = 0; p < _rateBps.Length; p++)
            {
                all += _rateBps[p];
                if (epoch.DelayNs[p] != RouteTree.Unreachable && _rateBps[p] > 0)
                {
                    served += _rateBps[p];
                    delayNs += _rateBps[p] * epoch.DelayNs[p];
                    hops += _rateBps[p] * epoch.Lasers[p];
                    delays.Add((epoch.DelayNs[p], _rateBps[p]));
                    stretches.Add((epoch.DelayNs[p] / Math.Max(1, _floorNs[p]), _rateBps[p]));
                }
            }
            busiest = Math.Max(busiest, epoch.BusiestLink);
            busiestLaser = Math.Max(busiestLaser, epoch.BusiestLaser);
            laserSum += epoch.BusiestLaser;
            load += epoch.LoadBps;
        }
        delays.Sort();
        stretches.Sort();
        double hours = (_plan.End - _plan.Start).TotalSeconds / 3600;
        int satellites = Math.Max(1, _request.Satellites.Count);
        return new TopologyFigures
        {
            Median = new Duration((long)At(delays, 0.5)),
            Mean = new Duration((long)(delayNs / Math.Max(1, served))),
            P99 = new Duration((long)At(delays, 0.99)),
            StretchMedian = At(stretches, 0.5),
            StretchP99 = At(stretches, 0.99),
            Hops = hops / Math.Max(1, served),
            NoWayShare = all > 0 ? 1 - (served / all) : 0,
            Scale = 1 / busiest,
            LaserScale = 1 / busiestLaser,
            BusiestLaser = laserSum / epochs.Length,
            Load = load / Math.Max(1, all),
            Lasers = (planned.Statistics.LaserLinksMin, planned.Statistics.LaserLinksMax),
            RetargetsPerSatelliteHour = 2.0 * planned.Statistics.Retargets / satellites / hours,
            AcquiringShare = AcquiringShare(planned),
        };
    }

    /// <summary>
    /// What share of all rates, multiplied by a scale, admission finds room for: contracts by priority, each
    /// refused in the epochs in which a link of its way is full.
    /// </summary>
    public double CarriedShare(double scale)
    {
        var scaled = new List<Contract>();
        foreach (Contract contract in _request.Contracts)
        {
            scaled.Add(contract with
            {
                Rate = new DataRate((long)Math.Min(contract.Rate.BitsPerSecond * scale, 1e18)),
            });
        }
        double[] carried = new double[_plan.Epochs.Count];
        double[] asked = new double[_plan.Epochs.Count];
        _workers.For(carried.Length, (first, end) =>
        {
            var walker = new DemandWalker(_plan, _pairs);
            var book = new CapacityBook(scaled, _plan, _pairs, new HashSet<int>());
            for (int e = first; e < end; e++)
            {
                var findings = new EpochFindings(_pairs.All.Count, _pairs.SlotCount);
                book.Enter(_plan.Epochs[e]);
                walker.Walk(_plan.Epochs[e], (pair, delayNs, path) =>
                {
                    findings.BestNs[pair] = delayNs;
                    book.SetPath(pair, path);
                });
                book.Reserve(findings);
                (carried[e], asked[e]) = Carried(findings);
            }
        });
        (double sum, double all) = (0, 0);
        for (int e = 0; e < carried.Length; e++)
        {
            sum += carried[e];
            all += asked[e];
        }
        return all > 0 ? sum / all : 1;
    }

    /// <summary>
    /// What a contract weighs. Elastic ones are promised nothing, but they want a way: a bit a second.
    /// </summary>
    public static double RateBps(Contract contract)
        => contract.IsElastic ? 1 : Math.Max(1, contract.Rate.BitsPerSecond);

    private (double Carried, double Asked) Carried(EpochFindings findings)
    {
        (double carried, double asked) = (0, 0);
        foreach (Contract contract in _request.Contracts)
        {
            int[] pairs = _pairs.OfContract[contract.Index];
            for (int i = 0; i < pairs.Length && !contract.IsElastic; i++)
            {
                asked += contract.Rate.BitsPerSecond;
                bool isCarried = findings.BestNs[pairs[i]] <= AdmissionPairs.BoundNs(contract)
                    && !findings.IsWithoutCapacity[_pairs.FirstSlot[contract.Index] + i];
                carried += isCarried ? contract.Rate.BitsPerSecond : 0;
            }
        }
        return (carried, asked);
    }

    private EpochDemand[] Epochs()
    {
        var epochs = new EpochDemand[_plan.Epochs.Count];
        _workers.For(epochs.Length, (first, end) =>
        {
            var walker = new DemandWalker(_plan, _pairs);
            for (int e = first; e < end; e++)
            {
                epochs[e] = new EpochDemand(_plan, _plan.Epochs[e], _pairs.All.Count);
                EpochDemand one = epochs[e];
                walker.Walk(
                    _plan.Epochs[e], (pair, delayNs, path) => one.Add(pair, delayNs, path, _rateBps[pair]));
                one.Finish();
            }
        });
        return epochs;
    }

    private double AcquiringShare(PlannedNetwork planned)
    {
        double acquiring = 0;
        foreach (Acquisition acquisition in planned.Acquisitions)
        {
            acquiring += acquisition.LastEpoch - acquisition.FirstEpoch + 1;
        }
        double holding = 0;
        foreach (Contact contact in _plan.Contacts)
        {
            holding += contact.Kind == ContactKind.Optical ? contact.LastEpoch - contact.FirstEpoch + 1 : 0;
        }
        return acquiring / Math.Max(1, acquiring + holding);
    }

    // The least value that so much of the weight is not above.
    private static double At(List<(double Value, double Weight)> sorted, double share)
    {
        double all = 0;
        foreach ((_, double weight) in sorted)
        {
            all += weight;
        }
        double sum = 0;
        foreach ((double value, double weight) in sorted)
        {
            sum += weight;
            if (sum >= all * share)
            {
                return value;
            }
        }
        return 0;
    }

    private Orbits.GeodeticPosition Ground(NodeId id)
        => _request.Grounds[id.Value - _request.Satellites.Count].Position;
}
