using System;
using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Twin;

/// <summary>
/// All links of a plan in one row: the contacts, then the standby pairs. A link's number is the plan's
/// (below zero for a standby pair), its <em>seat</em> is its place in this row, and a pipe's place is twice
/// its link's seat, plus one from B to A. Seats never change: where the plan will grow, seats of contacts
/// that nobody knows yet are kept free before the standby pairs.
/// </summary>
internal sealed class LinkMap
{
    // Contacts of the last epoch of any version of the plan: those go on past its horizon.
    private readonly SortedSet<int> _openEnded;
    private readonly StandbyTable _standby;
    private readonly int _contactSeats;
    private readonly List<Ends> _contacts = [];
    private readonly List<Ends> _pairs = [];
    private readonly List<int>[] _at;
    private Plan _plan;

    private readonly record struct Ends(NodeId A, NodeId B, bool IsOptical);

    public LinkMap(Plan plan, StandbyTable standby, SortedSet<int> openEnded, int contactsMax = 0)
    {
        _plan = plan;
        _standby = standby;
        _openEnded = openEnded;
        _contactSeats = Math.Max(contactsMax, plan.Contacts.Count);
        _at = new List<int>[plan.Nodes.Count];
        AddNew();
    }

    /// <summary>
    /// The plan goes on: its new contacts and standby pairs take their seats. Those of the old plan's last
    /// epoch stay open for whoever does not have the new one.
    /// </summary>
    public void Follow(Plan longer)
    {
        Check.That(longer.Contacts.Count <= _contactSeats);
        foreach (EpochLink link in _plan.Epochs[^1].Links)
        {
            _openEnded.Add(link.ContactIndex);
        }
        _plan = longer;
        AddNew();
    }

    private void AddNew()
    {
        for (int i = _contacts.Count; i < _plan.Contacts.Count; i++)
        {
            Contact contact = _plan.Contacts[i];
            Add(_contacts, i, new Ends(contact.A.Node, contact.B.Node, contact.Kind == ContactKind.Optical));
        }
        for (int i = _pairs.Count; i < _standby.Count; i++)
        {
            StandbyPair pair = _standby.PairOf(~i);
            Add(_pairs, _contactSeats + i, new Ends(pair.Satellite, pair.Ground, IsOptical: false));
        }
    }

    private void Add(List<Ends> row, int seat, in Ends ends)
    {
        row.Add(ends);
        (_at[ends.A.Value] ??= []).Add(seat);
        (_at[ends.B.Value] ??= []).Add(seat);
    }

    /// <summary>Contacts that end with the horizon of a version of the plan, ascending.</summary>
    public IReadOnlyCollection<int> OpenEnded => _openEnded;

    /// <summary>Whether a contact ends with the horizon of a version of the plan.</summary>
    public bool IsOpenEnded(int contact) => _openEnded.Contains(contact);

    /// <summary>Seats of contacts, free ones among them, and standby pairs.</summary>
    public int Count => _contactSeats + _pairs.Count;

    /// <summary>Seats of contacts, free ones among them.</summary>
    public int ContactSeats => _contactSeats;

    /// <summary>The seat of a link.</summary>
    public int SeatOf(int link) => link >= 0 ? link : _contactSeats + ~link;

    /// <summary>The link of a seat.</summary>
    public int LinkOf(int seat) => seat < _contactSeats ? seat : ~(seat - _contactSeats);

    /// <summary>Whether a seat is a standby pair's.</summary>
    public bool IsStandby(int seat) => seat >= _contactSeats;

    /// <summary>Whether it is a laser.</summary>
    public bool IsOptical(int seat) => EndsOf(seat).IsOptical;

    /// <summary>The seats of all links of a node, over the whole plan.</summary>
    public IReadOnlyList<int> At(NodeId node) => _at[node.Value] ?? (IReadOnlyList<int>)[];

    /// <summary>The place of the pipe out of a node.</summary>
    public int PlaceFrom(NodeId from, int link)
    {
        int seat = SeatOf(link);
        return (2 * seat) + (EndsOf(seat).A == from ? 0 : 1);
    }

    /// <summary>Where frames of a pipe enter.</summary>
    public NodeId From(int place)
        => (place & 1) == 0 ? EndsOf(place >> 1).A : EndsOf(place >> 1).B;

    /// <summary>Where frames of a pipe come out.</summary>
    public NodeId To(int place) => (place & 1) == 0 ? EndsOf(place >> 1).B : EndsOf(place >> 1).A;

    /// <summary>Whether a contact is open now, and not later than its drain. Past the plan's horizon the last
    /// epoch's links go on.</summary>
    public bool IsContactInForce(int contactIndex, Instant now)
    {
        Contact contact = _plan.Contacts[contactIndex];
        return now >= contact.Opens && now < ClosesAt(contact);
    }

    /// <summary>When a contact's drain ends.</summary>
    public Instant ClosesAt(in Contact contact)
        => contact.LastEpoch == _plan.Epochs.Count - 1 || IsOpenEnded(contact.Index)
            ? Instant.Max
            : _plan.EpochStart(contact.LastEpoch + 1) + _plan.Drain;

    private Ends EndsOf(int seat)
        => seat < _contactSeats ? _contacts[seat] : _pairs[seat - _contactSeats];
}
