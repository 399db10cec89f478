using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>
/// Turns orbits, terminals and sites into a plan: for every epoch the exact set of links with delay and
/// capacity, and an answer to every contract. The same request gives the same plan for every <see
/// cref="IWorkers"/>.
/// </summary>
public static class Planner
{
    /// <summary>
    /// Stage of <see cref="IPlanProgress"/>: geometry, lasers and access, one step an epoch.
    /// </summary>
    public const string TopologyStage = "topology";

    /// <summary>Stage of <see cref="IPlanProgress"/>: admission of contracts.</summary>
    public const string AdmissionStage = "admission";

    /// <summary>
    /// Plans a network. The request must be free of findings (<see cref="PlanRequestRules.Findings"/>): a
    /// request that is not is a defect of the caller.
    /// </summary>
    public static PlannedNetwork Plan(PlanRequest request, IWorkers workers, IPlanProgress? progress = null)
    {
        PlannedNetwork links = PlanLinks(request, workers, progress);
        AdmissionReport admission = AdmissionJudge.Judge(request, links.Plan, workers, progress);
        return links with { Admission = admission };
    }

    /// <summary>The same without admission, whose report is empty.</summary>
    internal static PlannedNetwork PlanLinks(PlanRequest request, IWorkers workers, IPlanProgress? progress)
    {
        IReadOnlyList<string> findings = PlanRequestRules.Findings(request);
        Check.That(findings.Count == 0, findings.Count == 0 ? "" : findings[0]);
        (request, IReadOnlyList<MotifChoice> motifs) = MotifSearch.Resolve(request, workers, progress);
        var run = new PlanRun(request, workers);
        int epochCount = request.EpochCount();
        for (int epoch = 0; epoch < epochCount; epoch++)
        {
            run.PlanEpoch(epoch);
            progress?.Report(TopologyStage, epoch + 1, epochCount);
        }
        return new PlannedNetwork(
            run.Finish(), new AdmissionReport([], []), run.Statistics(), run.Acquisitions())
        {
            Motifs = motifs,
        };
    }
}

/// <summary>One planning run: the stages in their order, and what they leave behind.</summary>
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
    private readonly List<PlanEpoch> _epochs = [];
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
    }

    /// <summary>Plans one epoch: where everything is, which lasers hold, who serves the ground.</summary>
    public void PlanEpoch(int epoch)
    {
        EpochSky sky = _sky.Epoch(epoch);
        LaserSet lasers = _lasers.Choose(sky);
        List<PlannedLink> links = LaserLinks.Of(_request, epoch, lasers.Links);
        VisibleSatellite[][] visible = _visibleNext ?? _groundSight.Visible(sky, _workers);
        _visibleNext = _groundSight.Visible(_sky.Epoch(epoch + 1), _workers);
        AccessChoice access = _access.Choose(new AccessView(
            epoch, visible, _visibleNext,
                LaserLinks.Graph(_nodes.Length, lasers.Links, epoch, _request.HopDelay)));
        links.AddRange(access.Links);
        _acquisitions.Add(epoch, lasers.Acquiring);
        _statistics.Add(sky, lasers, access);
        _epochs.Add(new PlanEpoch(
            epoch, _nodes.Length, _contacts.Add(epoch, links), access.Standby, _request.HopDelay));
    }

    /// <summary>The plan, when all epochs are done.</summary>
    public Plan Finish() => new()
    {
        Version = 1,
        Start = _request.Start,
        EpochLength = _request.EpochLength,
        Drain = _request.Drain,
        HopDelay = _request.HopDelay,
        Nodes = _nodes,
        Contacts = _contacts.Contacts(),
        Epochs = _epochs,
    };

    /// <summary>Figures about the plan.</summary>
    public PlanStatistics Statistics() => _statistics.Finish(_acquisitions.Acquisitions().Length);

    /// <summary>Retargets under way.</summary>
    public Acquisition[] Acquisitions() => _acquisitions.Acquisitions();
}
