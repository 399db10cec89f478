using System;
using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>
/// One planning run: the stages in their order, and what they leave behind. Epochs go through in blocks. What
/// is chosen depends on what was held before, so choices are made one epoch after the other; what they are
/// made from does not, and is found for all epochs of a block at once.
/// </summary>
internal sealed class PlanRun
{
    private readonly PlanRequest _request;
    private readonly IWorkers _workers;
    private readonly PlanNode[] _nodes;
    private readonly SkyStream _sky;
    private readonly GroundSight _groundSight;
    private readonly LaserPlanner _lasers;
    private readonly IAccessPlanner _access;
    private readonly ContactLedger _contacts = new();
    private readonly AcquisitionLedger _acquisitions = new();
    private readonly StatisticsCollector _statistics = new();
    private readonly EpochPacker _epochs;
    private VisibleSatellite[][]? _visibleNext;

    public PlanRun(PlanRequest request, IWorkers workers)
    {
        _request = request;
        _workers = workers;
        _nodes = PlanNodes.Of(request);
        var sampler = new SkySampler(request.Satellites, LaserPlanner.NeedsHeadings(request), workers);
        _sky = new SkyStream(request, sampler);
        _groundSight = new GroundSight(request);
        _lasers = new LaserPlanner(request, sampler, workers);
        _access = request.Access == AccessPolicy.AllVisible
            ? new AllVisibleAccess(request)
            : new AssignedAccess(request, _nodes, workers);
        _epochs = new EpochPacker(_nodes.Length, request.HopDelay);
    }

    /// <summary>How many epochs may be planned in one go.</summary>
    public int BlockEpochsMax => _access.BlockEpochsMax;

    /// <summary>
    /// Plans the next epochs: where everything is, which lasers hold, who serves the ground. Tells now and
    /// then how many epochs are done.
    /// </summary>
    public void PlanBlock(int firstEpoch, int count, Action<int> told)
    {
        var lasers = new LaserSet[count];
        // One more, as a satellite that sets at once is not worth taking.
        var skies = new EpochSky[count + 1];
        for (int i = 0; i <= count; i++)
        {
            told(firstEpoch);
            skies[i] = _sky.Epoch(firstEpoch + i);
            if (i < count)
            {
                lasers[i] = _lasers.Choose(skies[i]);
            }
        }
        AccessView[] views = View(firstEpoch, skies, lasers);
        _access.Prepare(views);
        var links = new EpochLink[count][];
        var choices = new AccessChoice[count];
        for (int i = 0; i < count; i++)
        {
            choices[i] = _access.Choose(views[i]);
            List<PlannedLink> all = LaserLinks.Of(_request, firstEpoch + i, lasers[i].Links);
            all.AddRange(choices[i].Links);
            links[i] = _contacts.Add(firstEpoch + i, all);
            _acquisitions.Add(firstEpoch + i, lasers[i].Acquiring);
            _statistics.Add(skies[i], lasers[i], choices[i]);
            told(firstEpoch + i + 1);
        }
        Pack(firstEpoch, links, choices);
    }

    /// <summary>The plan so far.</summary>
    public Plan Finish() => new()
    {
        Version = 1,
        Start = _request.Start,
        EpochLength = _request.EpochLength,
        Drain = _request.Drain,
        HopDelay = _request.HopDelay,
        Nodes = _nodes,
        Contacts = _contacts.Contacts(),
        Epochs = _epochs.Finish(),
    };

    /// <summary>Figures about the plan.</summary>
    public PlanStatistics Statistics() => _statistics.Finish(_acquisitions.Acquisitions().Length);

    /// <summary>Retargets under way.</summary>
    public Acquisition[] Acquisitions() => _acquisitions.Acquisitions();

    private AccessView[] View(int firstEpoch, EpochSky[] skies, LaserSet[] lasers)
    {
        var visible = new VisibleSatellite[skies.Length][][];
        var graphs = new PlanEpoch[lasers.Length];
        _workers.For(skies.Length, (first, end) =>
        {
            for (int i = first; i < end; i++)
            {
                visible[i] = (i == 0 ? _visibleNext : null) ?? _groundSight.Visible(skies[i]);
                if (i < lasers.Length)
                {
                    graphs[i] = LaserLinks.Graph(
                        _nodes.Length, lasers[i].Links, firstEpoch + i, _request.HopDelay);
                }
            }
        });
        var views = new AccessView[lasers.Length];
        for (int i = 0; i < views.Length; i++)
        {
            views[i] = new AccessView(firstEpoch + i, visible[i], visible[i + 1], graphs[i]);
        }
        _visibleNext = visible[^1];
        return views;
    }

    private void Pack(int firstEpoch, EpochLink[][] links, AccessChoice[] choices)
    {
        var epochs = new PlanEpoch[links.Length];
        _workers.For(epochs.Length, (first, end) =>
        {
            for (int i = first; i < end; i++)
            {
                epochs[i] = new PlanEpoch(
                    firstEpoch + i, _nodes.Length, links[i], choices[i].Standby, _request.HopDelay);
            }
        });
        foreach (PlanEpoch epoch in epochs)
        {
            _epochs.Add(epoch);
        }
    }
}
