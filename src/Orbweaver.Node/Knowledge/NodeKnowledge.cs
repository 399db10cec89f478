using System;
using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Node;

/// <summary>
/// What a node knows beside its plan: a log of announcements in the order in which it came to know them, and
/// the exceptions that follow. An announcement enters the log once; its position never changes.
/// </summary>
internal sealed class NodeKnowledge(Plan firstPlan, StandbyTable standby, int newsKeptMax)
{
    /// <summary>How many contacts a plan that is not known yet may have more than this one.</summary>
    public const int LaterContactsMax = 1_000_000;

    private Plan _plan = firstPlan;

    private readonly NewsLog _log = new(newsKeptMax);

    // One entry a link that anybody has spoken of while it counts: most of what nodes hold after hours of
    // faults, so not a tree. Whoever needs an order sorts.
    private readonly Dictionary<int, LinkNews> _news = [];
    private readonly List<int> _links = [];
    private int _epoch;

    /// <summary>Everything learned by this incarnation, in order.</summary>
    public NewsLog Log => _log;

    /// <summary>Length of the log: the mark of data that leaves now.</summary>
    public long Position { get; private set; }

    /// <summary>What differs from the plan.</summary>
    public LinkExceptions Exceptions { get; } = new();

    /// <summary>Another plan says which contacts there are.</summary>
    public void Follow(Plan plan)
    {
        _plan = plan;
        EnterEpoch(_epoch);
    }

    /// <summary>
    /// The view was of another epoch, or of another plan: what was forgotten as over may count again.
    /// </summary>
    public void Recall(int epoch)
    {
        _epoch = epoch;
        foreach (Announcement a in _log)
        {
            if (a.Sequence > SequenceOf(a.Link, a.IsFromA) && !HasEnded(a.Link))
            {
                Note(a);
            }
        }
    }

    /// <summary>The newest sequence that an end of a link has used; 0 when it has said nothing.</summary>
    public uint SequenceOf(int link, bool isFromA)
        => !_news.TryGetValue(link, out LinkNews news) ? 0 : isFromA ? news.SequenceA : news.SequenceB;

    /// <summary>
    /// What an end of a link said last; a planned link is up and a standby link down by default.
    /// </summary>
    public bool SaysDown(int link, bool isFromA)
        => !_news.TryGetValue(link, out LinkNews news)
            ? StandbyTable.IsStandby(link)
            : isFromA ? news.IsDownA : news.IsDownB;

    /// <summary>Learns an announcement; false when it is known, or older than what is.</summary>
    public bool TryLearn(in Announcement a)
    {
        if (!IsKnownLink(a.Link) || a.Sequence <= SequenceOf(a.Link, a.IsFromA) || HasEnded(a.Link))
        {
            return false;
        }
        _log.Add(a);
        Position = _log.Count;
        Note(a);
        return true;
    }

    private void Note(in Announcement a)
    {
        if (!_news.TryGetValue(a.Link, out LinkNews news))
        {
            bool isStandby = StandbyTable.IsStandby(a.Link);
            news = new LinkNews(0, isStandby, 0, isStandby);
        }
        _news[a.Link] = a.IsFromA
            ? news with { SequenceA = a.Sequence, IsDownA = a.IsDown }
            : news with { SequenceB = a.Sequence, IsDownB = a.IsDown };
        Apply(a.Link);
    }

    /// <summary>The log from a position on, which must not be before the first that is kept.</summary>
    public IReadOnlyList<Announcement> From(long position) => _log.From(position);

    /// <summary>
    /// The newest announcement of each end of each link that still counts, in the order of links.
    /// </summary>
    public IReadOnlyList<Announcement> Snapshot()
    {
        List<Announcement> entries = new(2 * _news.Count);
        foreach (int link in LinksInOrder())
        {
            LinkNews news = _news[link];
            if (news.SequenceA > 0)
            {
                entries.Add(new Announcement(link, IsFromA: true, news.SequenceA, news.IsDownA));
            }
            if (news.SequenceB > 0)
            {
                entries.Add(new Announcement(link, IsFromA: false, news.SequenceB, news.IsDownB));
            }
        }
        return entries;
    }

    /// <summary>
    /// Forgets contacts that have ended, and gives raised links their metric of the new epoch.
    /// </summary>
    public void EnterEpoch(int epoch)
    {
        _epoch = epoch;
        foreach (int link in LinksInOrder())
        {
            if (HasEnded(link))
            {
                _news.Remove(link);
                Exceptions.SetDown(link, isDown: false);
            }
            else
            {
                Apply(link);
            }
        }
    }

    // Valid until the next call.
    private List<int> LinksInOrder()
    {
        _links.Clear();
        _links.AddRange(_news.Keys);
        _links.Sort();
        return _links;
    }

    // A contact counts for one epoch longer than it is in force: packets of its last epoch may still be
    // about.
    private bool HasEnded(int link)
        => !StandbyTable.IsStandby(link) && link < _plan.Contacts.Count
            && _plan.Contacts[link].LastEpoch < _epoch - 1;

    // A contact that this plan does not have is one of a newer plan, which may be on its way: its news must
    // not be lost.
    private bool IsKnownLink(int link)
        => StandbyTable.IsStandby(link)
            ? ~link < standby.Count
            : link < _plan.Contacts.Count + LaterContactsMax;

    private void Apply(int link)
    {
        if (link >= _plan.Contacts.Count)
        {
            return;
        }
        LinkNews news = _news[link];
        if (!StandbyTable.IsStandby(link))
        {
            Exceptions.SetDown(link, news.IsDownA || news.IsDownB);
            return;
        }
        StandbyPair pair = standby.PairOf(link);
        if (!news.IsDownA && !news.IsDownB && TryFindStandby(pair, out StandbyLink entry))
        {
            int metricNs = checked(entry.DelayMiddleNs + (int)_plan.HopDelay.Nanoseconds);
            Exceptions.Raise(new RaisedLink(link, pair.Satellite, pair.Ground, metricNs));
        }
        else
        {
            Exceptions.Lower(link);
        }
    }

    /// <summary>
    /// The entry of a pair in the present epoch; none when the plan does not list it there.
    /// </summary>
    public bool TryFindStandby(StandbyPair pair, out StandbyLink entry)
        => _plan.Epochs[Math.Max(_epoch, 0)].TryFindStandby(pair, out entry);

    private readonly record struct LinkNews(uint SequenceA, bool IsDownA, uint SequenceB, bool IsDownB);
}
