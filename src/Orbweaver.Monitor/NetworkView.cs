using System.Collections.Generic;

namespace Orbweaver.Monitor;

/// <summary>
/// The state of a network after all frames so far. Tables are made of it and its catalogue, so what is live
/// and what is replayed cannot differ. It belongs to one thread at a time.
/// </summary>
public sealed partial class NetworkView
{
    /// <summary>A view before its first frame.</summary>
    public NetworkView(Catalogue catalogue) => Catalogue = catalogue;

    /// <summary>What does not change.</summary>
    public Catalogue Catalogue { get; }

    /// <summary>The time of the newest frame, Unix milliseconds; NaN before the first.</summary>
    public double SimMs { get; private set; } = double.NaN;

    /// <summary>Of the link set.</summary>
    public uint Generation { get; private set; }

    /// <summary>The newest CLOCK; null before the first.</summary>
    public ClockEntry? Clock { get; private set; }

    /// <summary>What is planned, where a plan is at hand; recordings have none.</summary>
    public PlanFacts? Plan { get; set; }

    /// <summary>Takes a frame in.</summary>
    public void Apply(Frame frame)
    {
        SimMs = frame.Header.SimMs;
    }

    /// <summary>Everything that a client needs to begin: one message a frame.</summary>
    public IReadOnlyList<Frame> Scene() => [];

    /// <summary>The same as one body, each frame behind its length.</summary>
    public byte[] WriteScene() => FrameWriter.Concatenate(Scene());

    /// <summary>The network in one look.</summary>
    public Overview Overview() => new()
    {
        AsOf = null,
        Kpi = new KpiAnswer(),
        Incidents = new IncidentCounts(0, 0, 0, 0, 0),
        Sparklines = new Dictionary<string, IReadOnlyList<double?>>(),
    };

    /// <summary>
    /// Figures over time, by names of KPIs or <c>stream:7:p99</c>; throws <see cref="QueryException"/> on
    /// others.
    /// </summary>
    public Series Series(IReadOnlyList<string> names, double fromMs, double toMs, int points)
        => new([], new Dictionary<string, IReadOnlyList<double?>>());

    /// <summary>Nodes in a table; throws <see cref="QueryException"/>, as all tables do.</summary>
    public Page<NodeRow> Nodes(TableQuery query) => new(null, 0, [], null);

    /// <summary>A node; null where there is none of this number.</summary>
    public NodeDetail? Node(int id) => null;

    /// <summary>Links in a table.</summary>
    public Page<LinkRow> Links(TableQuery query) => new(null, 0, [], null);

    /// <summary>A link; null where nobody sits.</summary>
    public LinkDetail? Link(int id) => null;

    /// <summary>Streams in a table.</summary>
    public Page<ContractRow> Contracts(TableQuery query) => new(null, 0, [], null);

    /// <summary>A stream; null where there is none of this number.</summary>
    public ContractDetail? Contract(int id) => null;

    /// <summary>Incidents, the newest first where nothing else is asked for.</summary>
    public Page<Incident> Incidents(TableQuery query) => new(null, 0, [], null);

    /// <summary>An incident; null where there is none.</summary>
    public Incident? Incident(string id) => null;

    /// <summary>Events in a span of time, the newest first; of some kinds, or all.</summary>
    public Page<EventRow> Events(
        double fromMs, double toMs, IReadOnlyList<string> kinds, int limit, string cursor)
        => new(null, 0, [], null);
}
