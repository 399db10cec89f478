using System;
using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;

namespace Orbweaver.Twin;

/// <summary>
/// A world that begins where another is: its plan from the present epoch on, its faults with what is left of
/// them, its traffic, and what came from outside lately as if it went on so. It begins a little earlier than
/// that moment, for nodes to learn what is broken and for links to fill; what was under way in the other
/// world, and what its nodes stored, does not come along.
/// </summary>
public sealed class TwinFork
{
    /// <summary>How long before the moment it begins at least, where the plan reaches back so far.</summary>
    public static readonly Duration WarmUp = Duration.FromSeconds(10);

    /// <summary>How long it goes on after the horizon, so that what was sent before that comes in.</summary>
    public static readonly Duration Tail = Duration.FromSeconds(1);

    private readonly TwinSnapshot _from;
    private readonly PlanSlice _slice;
    private readonly Dictionary<StandbyPair, int> _standbyOf = [];
    private readonly Duration _shift;

    /// <summary>The fork of a world, to be run for so long after the moment of the snapshot.</summary>
    public TwinFork(TwinSnapshot from, Duration horizon)
    {
        Check.That(horizon > Duration.Zero);
        _from = from;
        Horizon = horizon;
        Instant begin = from.Now - WarmUp;
        int first = from.Plan.EpochAt(begin > from.Plan.Start ? begin : from.Plan.Start);
        int last = from.Plan.EpochAt(from.Now + horizon + Tail);
        _slice = PlanSlice.Of(from.Plan, first, last - first + 1);
        _shift = Plan.Start - from.Start;
        StandbyTable standby = new(Plan);
        for (int i = 0; i < standby.Count; i++)
        {
            _standbyOf.Add(standby.PairOf(~i), ~i);
        }
    }

    /// <summary>The moment that is meant by now.</summary>
    public Instant Now => _from.Now;

    /// <summary>How far it looks ahead of that.</summary>
    public Duration Horizon { get; }

    /// <summary>The plan of the fork; its start is the start of the fork.</summary>
    public Plan Plan => _slice.Plan;

    /// <summary>Contracts, by index, as in the other world.</summary>
    public IReadOnlyList<Contract> Contracts => _from.Contracts;

    /// <summary>Whether each was admitted.</summary>
    public IReadOnlyList<bool> Admitted => _from.Admitted;

    /// <summary>
    /// The world: what is broken already, and what is to break besides. Those faults are of the other world:
    /// their times count from its start, and their links have its numbers.
    /// </summary>
    public TwinWorld World(IReadOnlyList<Fault> changes, IRunWitness? witness = null)
    {
        TwinConfig config = _from.Config;
        return new TwinWorld(config with
        {
            Plan = Plan,
            Length = Now - Plan.Start + Horizon + Tail,
            Traffic = Traffic(),
            Faults = new FaultPlan { Faults = [.. Faults(changes)] },
            PlanIssues = [],
            ContactsMax = 0,
            IsKnowledgeChecked = false,
            ArePrioritiesChecked = false,
            EncodesHops = false,
            Witness = witness,
            Steps = null,
            Tap = null,
        });
    }

    private IEnumerable<Fault> Faults(IReadOnlyList<Fault> changes)
    {
        ILookup<int, SnapshotHit> hits = _from.Hits.ToLookup(h => h.Fault);
        int number = 0;
        foreach (Fault fault in _from.Faults)
        {
            // A fault that strikes in parts, some of them over, is what is left of it.
            yield return Moved(fault, number++, hits[fault.Number]);
        }
        foreach (Fault fault in changes)
        {
            IEnumerable<SnapshotHit> own =
            [
                .. fault.Nodes.Select(h => new SnapshotHit(number, h, null)),
                .. fault.Links.Select(h => new SnapshotHit(number, null, h)),
            ];
            yield return Moved(fault, number++, own);
        }
    }

    private Fault Moved(Fault fault, int number, IEnumerable<SnapshotHit> hits)
    {
        List<NodeHit> nodes = [];
        List<LinkHit> links = [];
        foreach (SnapshotHit hit in hits)
        {
            if (hit.Node is NodeHit node && Moved(node.Until) > Duration.Zero)
            {
                nodes.Add(Moved(node));
            }
            else if (hit.Link is LinkHit link && Moved(link.Until) > Duration.Zero
                && TryFind(link.Link, out int number1))
            {
                AddMoved(link with { Link = number1 }, links);
            }
        }
        return fault with
        {
            Number = number,
            From = Later(fault.From),
            Until = Moved(fault.Until),
            Nodes = nodes,
            Links = links,
        };
    }

    private bool TryFind(int link, out int found)
    {
        if (StandbyTable.IsStandby(link))
        {
            return _standbyOf.TryGetValue(_from.Standby.PairOf(link), out found);
        }
        // A longer plan may have contacts of which nodes do not know yet.
        found = link < _from.Plan.Contacts.Count ? _slice.ContactOf(link) : PlanSlice.None;
        return found != PlanSlice.None;
    }

    private NodeHit Moved(NodeHit hit)
    {
        Duration gone = _shift - hit.From;
        if (hit.Kind == NodeHitKind.Clock && gone > Duration.Zero)
        {
            // What it is wrong by until then is where it begins.
            ClockFault clock = hit.Clock;
            Duration error = clock.Offset + new Duration(gone.Nanoseconds / 1_000_000 * clock.DriftPpm);
            hit = hit with
            {
                Clock = clock with { Offset = clock.IsFrozen ? error - gone : error },
            };
        }
        return hit with { From = Later(hit.From), Until = Moved(hit.Until) };
    }

    // A link that comes and goes keeps its phase: the rest of the present turn, and then whole ones.
    private void AddMoved(LinkHit hit, List<LinkHit> to)
    {
        LinkHit moved = hit with { From = Later(hit.From), Until = Moved(hit.Until) };
        Duration gone = _shift - hit.From;
        if (hit.Flap is not LinkFlap flap || gone <= Duration.Zero)
        {
            to.Add(moved);
            return;
        }
        Duration into = new(gone.Nanoseconds % flap.Period.Nanoseconds);
        Duration next = flap.Period - into;
        if (into < flap.OffFor)
        {
            Duration back = flap.OffFor - into;
            to.Add(moved with { Flap = null, Until = back < moved.Until ? back : moved.Until });
        }
        if (next < moved.Until)
        {
            to.Add(moved with { From = next });
        }
    }

    private Duration Later(Duration time)
        => time > _shift ? time - _shift : Duration.Zero;

    private Duration Moved(Duration until) => until == Duration.Max ? until : until - _shift;

    private List<TrafficSource> Traffic()
    {
        List<TrafficSource> traffic = [];
        foreach (TrafficSource source in _from.Config.Traffic)
        {
            traffic.Add(source with
            {
                Surges = [.. source.Surges.Select(s => s with { From = s.From - _shift })],
            });
        }
        foreach (OutsideRate rate in _from.Outside)
        {
            traffic.Add(new TrafficSource
            {
                ContractIndex = rate.Contract,
                Sources = 1,
                Law = TrafficLaw.Periodic,
                Interval = new Duration(Math.Max(1, rate.Over.Nanoseconds / rate.Messages)),
                Size = SizeLaw.Constant(new DataSize(rate.Bytes / rate.Messages)),
            });
        }
        return traffic;
    }
}
