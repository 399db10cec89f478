using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Twin;

/// <summary>
/// All links of a plan in one row: the contacts, then the standby pairs. A link's number is the plan's
/// (below zero for a standby pair), its <em>seat</em> is its place in this row, and a pipe's place is twice
/// its link's seat, plus one from B to A.
/// </summary>
internal sealed class LinkMap
{
    private readonly Plan _plan;

    // Contacts of the last epoch of any version of the plan: those go on past its horizon.
    private readonly SortedSet<int> _openEnded;
    private readonly int _contacts;
    private readonly NodeId[] _a;
    private readonly NodeId[] _b;
    private readonly bool[] _isOptical;
    private readonly List<int>[] _at;

    public LinkMap(Plan plan, StandbyTable standby, SortedSet<int> openEnded)
    {
        _plan = plan;
        _openEnded = openEnded;
        _contacts = plan.Contacts.Count;
        _a = new NodeId[_contacts + standby.Count];
        _b = new NodeId[_a.Length];
        _isOptical = new bool[_a.Length];
        _at = new List<int>[plan.Nodes.Count];
        for (int seat = 0; seat < _a.Length; seat++)
        {
            if (seat < _contacts)
            {
                Contact contact = plan.Contacts[seat];
                (_a[seat], _b[seat]) = (contact.A.Node, contact.B.Node);
                _isOptical[seat] = contact.Kind == ContactKind.Optical;
            }
            else
            {
                StandbyPair pair = standby.PairOf(~(seat - _contacts));
                (_a[seat], _b[seat]) = (pair.Satellite, pair.Ground);
            }
            (_at[_a[seat].Value] ??= []).Add(seat);
            (_at[_b[seat].Value] ??= []).Add(seat);
        }
    }

    /// <summary>Contacts that end with the horizon of a version of the plan, ascending.</summary>
    public IReadOnlyCollection<int> OpenEnded => _openEnded;

    /// <summary>Contacts and standby pairs.</summary>
    public int Count => _a.Length;

    /// <summary>The seat of a link.</summary>
    public int SeatOf(int link) => link >= 0 ? link : _contacts + ~link;

    /// <summary>The link of a seat.</summary>
    public int LinkOf(int seat) => seat < _contacts ? seat : ~(seat - _contacts);

    /// <summary>Whether a seat is a standby pair's.</summary>
    public bool IsStandby(int seat) => seat >= _contacts;

    /// <summary>Whether it is a laser.</summary>
    public bool IsOptical(int seat) => _isOptical[seat];

    /// <summary>The seats of all links of a node, over the whole plan.</summary>
    public IReadOnlyList<int> At(NodeId node) => _at[node.Value] ?? (IReadOnlyList<int>)[];

    /// <summary>The place of the pipe out of a node.</summary>
    public int PlaceFrom(NodeId from, int link)
    {
        int seat = SeatOf(link);
        return (2 * seat) + (_a[seat] == from ? 0 : 1);
    }

    /// <summary>Where frames of a pipe enter.</summary>
    public NodeId From(int place) => (place & 1) == 0 ? _a[place >> 1] : _b[place >> 1];

    /// <summary>Where frames of a pipe come out.</summary>
    public NodeId To(int place) => (place & 1) == 0 ? _b[place >> 1] : _a[place >> 1];

    /// <summary>Whether a contact is open now, and not later than its drain. Past the plan's horizon the last
    /// epoch's links go on.</summary>
    public bool IsContactInForce(int contactIndex, Instant now)
    {
        Contact contact = _plan.Contacts[contactIndex];
        return now >= contact.Opens && now < ClosesAt(contact);
    }

    /// <summary>When a contact's drain ends.</summary>
    public Instant ClosesAt(in Contact contact)
        => contact.LastEpoch == _plan.Epochs.Count - 1 || _openEnded.Contains(contact.Index)
            ? Instant.Max
            : _plan.EpochStart(contact.LastEpoch + 1) + _plan.Drain;
}
