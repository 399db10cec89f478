using System;
using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Twin;

namespace Orbweaver.Sim;

/// <summary>
/// How links and nodes physically are, by the fault plan: not by what any node believes. A link is
/// usable while it is in force, both its ends live, light is on and frames get through both ways; after an
/// outage that its ends notice, from the end of its hold-down on (1 s, doubling to 60 s with every return).
/// </summary>
/// <remarks>
/// What a fault plan cannot say is taken from the run: which standby links a ground node has raised
/// and how long it held them, when a crash that waits for an effect struck, which plan is in force where, and
/// when nodes that find silence by themselves took loss for it.
/// </remarks>
internal sealed partial class Truth
{
    private const long HoldDownMinNs = 1_000_000_000;
    private const long HoldDownMaxNs = 60_000_000_000;
    private const long ForEver = long.MaxValue / 2;

    private readonly Plan _plan;
    private readonly Detection _detection = Detection.Default;
    private readonly LinkList _links;
    private readonly TimeSpans[] _usable;
    private readonly List<Outage>[] _outagesOf;
    private readonly List<(long From, long Until)>[] _nodeOut;
    private readonly List<(long From, long Until, long ByNs)>[] _slow;
    private readonly List<long> _turns = [];
    private readonly List<long> _changes = [];
    private readonly bool _isReal;

    public Truth(Plan plan, FaultPlan faults, RunRecord record, bool isReal = false)
    {
        _plan = plan;
        _isReal = isReal;
        _links = new LinkList(plan);
        _usable = new TimeSpans[_links.All.Count];
        _outagesOf = new List<Outage>[_links.All.Count];
        _nodeOut = new List<(long, long)>[plan.Nodes.Count];
        _slow = new List<(long, long, long)>[plan.Nodes.Count];
        foreach (Fault fault in faults.Faults)
        {
            foreach (NodeHit hit in fault.Nodes)
            {
                NoteNode(hit, record);
            }
            foreach (LinkHit hit in fault.Links)
            {
                NoteLink(hit);
            }
        }
        NoteWrongClocks(faults, record);
        NotePlans(record);
        NoteFalseAlarms(faults, record);
        SortOutages();
        NoteUsable(record);
        for (int epoch = 1; epoch < plan.Epochs.Count; epoch++)
        {
            _turns.Add((plan.EpochStart(epoch) - plan.Start).Nanoseconds);
        }
        _turns.Sort();
        _changes.AddRange(_turns);
        _changes.Sort();
    }

    /// <summary>The links, standby pairs included.</summary>
    public LinkList Links => _links;

    /// <summary>Whether a link may be used at a moment, and until when.</summary>
    public bool IsUsable(int link, long at, out long until)
        => _usable[_links.PlaceOf(link)].Contains(at, out until);

    /// <summary>The times in which a link may be used.</summary>
    public TimeSpans UsableTimes(int link) => _usable[_links.PlaceOf(link)];

    /// <summary>Whether nothing gets through a link at a moment.</summary>
    public bool IsOut(int link, long at)
        => IsOut(link, at, at);

    /// <summary>Whether nothing gets through a link at some moment of a time.</summary>
    public bool IsOut(int link, long from, long until)
        => (_outagesOf[_links.PlaceOf(link)] ?? []).Exists(o => o.From <= until && from < o.Until);

    /// <summary>Whether a node takes anything in throughout a time.</summary>
    public bool IsNodeUp(NodeId node, long from, long until)
        => _nodeOut[node.Value]?.Exists(o => o.From <= until && from < o.Until) != true;

    /// <summary>How much longer a node takes to look at frames at a moment.</summary>
    public long SlowNs(NodeId node, long at)
    {
        long sum = 0;
        foreach ((long from, long until, long byNs) in _slow[node.Value] ?? [])
        {
            sum += from <= at && at < until ? byNs : 0;
        }
        return sum;
    }

    /// <summary>The next moment after this one at which a way may begin to exist; none: null.</summary>
    public long? NextTurn(long after)
    {
        int place = FirstAfter(_turns, after);
        return place < _turns.Count && _turns[place] <= ForEver ? _turns[place] : null;
    }

    /// <summary>
    /// The number of the stretch of time around a moment in which links and nodes stay as they are.
    /// </summary>
    public int StretchOf(long at) => FirstAfter(_changes, at);

    private static int FirstAfter(List<long> ascending, long after)
    {
        int low = 0;
        int high = ascending.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = ascending[middle] <= after ? (middle + 1, high) : (low, middle);
        }
        return low;
    }

    private void NoteNode(in NodeHit hit, RunRecord record)
    {
        if (hit.Kind is NodeHitKind.Clock or NodeHitKind.ControllerLost or NodeHitKind.ControllerSlow)
        {
            return;
        }
        int node = hit.Node.Value;
        (long from, long until) = (hit.From.Nanoseconds, Math.Min(hit.Until.Nanoseconds, ForEver));
        if (hit.Kind == NodeHitKind.Slow)
        {
            (_slow[node] ??= []).Add((from, until, hit.SlowBy.Nanoseconds));
            return;
        }
        if (hit.Kind is not (NodeHitKind.Lost or NodeHitKind.Hung))
        {
            // A wrong clock or an idle controller takes no frame.
            return;
        }
        if (hit.AfterEffects is not null)
        {
            long? struck = null;
            foreach ((NodeId lost, Instant at) in record.NodesLost)
            {
                long ns = (at - _plan.Start).Nanoseconds;
                struck ??= lost == hit.Node && ns >= from && ns < until ? ns : null;
            }
            if (struck is null)
            {
                return;
            }
            from = struck.Value;
        }
        (_nodeOut[node] ??= []).Add((from, until));
        _turns.Add(until);
        _changes.Add(from);
        // A hung node keeps its light on.
        NoteOutages(hit.Node, hit.Kind == NodeHitKind.Lost, from, until);
    }

    private void NoteOutages(NodeId node, bool isDark, long from, long until)
    {
        foreach (PlannedLink link in _links.All)
        {
            if (link.IsAt(node))
            {
                Note(link, isDark, from, until, isFar: true);
            }
        }
    }

    private void NoteLink(in LinkHit hit)
    {
        if (hit.Kind is not (LinkHitKind.Dark or LinkHitKind.Silent))
        {
            return;
        }
        PlannedLink link = _links.All[_links.PlaceOf(hit.Link)];
        (long from, long until) = (hit.From.Nanoseconds, Math.Min(hit.Until.Nanoseconds, ForEver));
        bool isDark = hit.Kind == LinkHitKind.Dark;
        if (hit.Flap is not LinkFlap flap)
        {
            Note(link, isDark, from, until, isFar: false);
            return;
        }
        for (long at = from; at < until; at += flap.Period.Nanoseconds)
        {
            Note(link, isDark, at, Math.Min(at + flap.OffFor.Nanoseconds, until), isFar: false);
        }
    }

    // Of a node that is gone, or back, the far end learns a flight later.
    private void Note(in PlannedLink link, bool isDark, long from, long until, bool isFar)
    {
        (long opens, long closes) = (link.Opens.Nanoseconds, Math.Min(link.Closes.Nanoseconds, ForEver));
        (from, until) = (Math.Max(from, opens), Math.Min(until, closes));
        if (until <= from)
        {
            return;
        }
        bool hasLight = link.IsOptical && isDark;
        Duration flight = new(FlightNs(link));
        Duration timer = _isReal ? LeastTimerOf(link.IsOptical, flight) : _detection.TimerOf(link.IsOptical);
        Duration noticed = hasLight ? _detection.Light : timer;
        Duration back = hasLight
            ? _detection.Light + (isFar ? flight : Duration.Zero)
            : _detection.IntervalOf(link.IsOptical) + flight + flight + (_isReal ? flight : Duration.Zero);
        (_outagesOf[_links.PlaceOf(link.Link)] ??= []).Add(new Outage(from, until, noticed, back));
    }

    private long FlightNs(in PlannedLink link)
    {
        if (link.Link < 0)
        {
            return 10_000_000;
        }
        Contact contact = _plan.Contacts[link.Link];
        foreach (EpochLink at in _plan.Epochs[contact.FirstEpoch].Links)
        {
            if (at.ContactIndex == link.Link)
            {
                return at.DelayMiddleNs;
            }
        }
        return 0;
    }

    private void SortOutages()
    {
        foreach (List<Outage>? outages in _outagesOf)
        {
            outages?.Sort((a, b) => a.From != b.From ? a.From.CompareTo(b.From) : a.Until.CompareTo(b.Until));
        }
    }

    private void NoteUsable(RunRecord record)
    {
        foreach (PlannedLink link in _links.All)
        {
            int place = _links.PlaceOf(link.Link);
            _usable[place] = new TimeSpans();
            if (!StandbyTable.IsStandby(link.Link))
            {
                // A link is routed over until its last epoch ends; what is in flight then has the drain.
                Contact contact = _plan.Contacts[link.Link];
                bool isLast = contact.LastEpoch == _plan.Epochs.Count - 1;
                long ends = isLast
                    ? ForEver
                    : (_plan.EpochStart(contact.LastEpoch + 1) - _plan.Start).Nanoseconds;
                AddUsable(place, link.Opens.Nanoseconds, ends, HoldDownMinNs);
            }
        }
        Dictionary<int, long> raised = [];
        foreach ((int link, bool isUp, Instant at) in record.Standby)
        {
            long ns = (at - _plan.Start).Nanoseconds;
            if (isUp)
            {
                raised[link] = ns;
            }
            else if (raised.Remove(link, out long from))
            {
                AddUsable(_links.PlaceOf(link), from, ns, HoldDownMinNs);
            }
        }
        foreach (PlannedLink link in _links.All)
        {
            if (raised.TryGetValue(link.Link, out long from))
            {
                AddUsable(_links.PlaceOf(link.Link), from, ForEver, HoldDownMinNs);
            }
        }
    }

    // From when it opens to when it ends, without its outages and the hold-downs behind them.
    private void AddUsable(int place, long opens, long ends, long holdDownNs)
    {
        TimeSpans usable = _usable[place];
        long upFrom = opens;
        bool isReturn = false;
        foreach (Outage outage in _outagesOf[place] ?? [])
        {
            if (outage.Until <= opens || outage.From >= ends)
            {
                continue;
            }
            if (outage.From > upFrom)
            {
                Add(usable, upFrom, Math.Min(outage.From, ends));
                holdDownNs = isReturn ? Math.Min(2 * holdDownNs, HoldDownMaxNs) : holdDownNs;
                isReturn = false;
            }
            long back = outage.Until + (outage.IsNoticed ? outage.Back.Nanoseconds + holdDownNs : 0);
            isReturn |= outage.IsNoticed;
            upFrom = Math.Max(upFrom, back);
        }
        Add(usable, upFrom, ends);
    }

    private void Add(TimeSpans usable, long from, long until)
    {
        usable.Add(from, until);
        _turns.Add(from);
        _changes.Add(until);
    }
}
