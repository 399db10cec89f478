using System;
using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Monitor;

/// <summary>
/// What a plan says of links in time. A longer plan takes the place of the one before; it is looked through
/// once.
/// </summary>
public sealed class PlanFacts
{
    /// <summary>How far ahead link windows are told.</summary>
    public static readonly Duration Ahead = Duration.FromMinutes(90);

    private readonly Dictionary<(int, int), List<int>> _contactsOf = [];
    private readonly List<int>[] _contactsAt;

    /// <summary>Facts of a plan.</summary>
    public PlanFacts(Plan plan)
    {
        Plan = plan;
        _contactsAt = new List<int>[plan.Nodes.Count];
        for (int i = 0; i < _contactsAt.Length; i++)
        {
            _contactsAt[i] = [];
        }
        for (int i = 0; i < plan.Contacts.Count; i++)
        {
            Contact contact = plan.Contacts[i];
            (int a, int b) = (contact.A.Node.Value, contact.B.Node.Value);
            _contactsAt[a].Add(i);
            _contactsAt[b].Add(i);
            if (!_contactsOf.TryGetValue((a, b), out List<int>? ofPair))
            {
                ofPair = [];
                _contactsOf.Add((a, b), ofPair);
            }
            ofPair.Add(i);
        }
    }

    /// <summary>The plan.</summary>
    public Plan Plan { get; }

    /// <summary>Link windows of a node from a moment on, in the order of time.</summary>
    public IReadOnlyList<LinkWindow> WindowsOf(int node, double fromMs)
    {
        Instant from = UnixTime.Of(fromMs);
        Instant until = from + Ahead;
        List<(Instant Opens, LinkWindow Window)> windows = [];
        foreach (int index in _contactsAt[node])
        {
            Contact contact = Plan.Contacts[index];
            if (contact.Opens < until && ClosesAt(contact) > from)
            {
                windows.Add((contact.Opens, WindowOf(contact, node)));
            }
        }
        windows.Sort((a, b) => a.Opens != b.Opens ? a.Opens.CompareTo(b.Opens)
            : a.Window.Peer.CompareTo(b.Window.Peer));
        return windows.ConvertAll(w => w.Window);
    }

    /// <summary>The window of a link that is in force; null where none is planned.</summary>
    public LinkWindow? WindowOf(int a, int b, double atMs)
        => ContactOf(a, b, UnixTime.Of(atMs)) is Contact contact ? WindowOf(contact, a) : null;

    /// <summary>When the first link of a way ends as planned; null where that is past the plan.</summary>
    public string? NextChange(ushort[] nodes, double atMs)
    {
        Instant at = UnixTime.Of(atMs);
        Instant first = Plan.End;
        for (int i = 0; i + 1 < nodes.Length; i++)
        {
            if (ContactOf(nodes[i], nodes[i + 1], at) is Contact contact && ClosesAt(contact) < first)
            {
                first = ClosesAt(contact);
            }
        }
        return first < Plan.End ? UnixTime.Iso(UnixTime.Ms(first)) : null;
    }

    private Contact? ContactOf(int a, int b, Instant at)
    {
        if (_contactsOf.TryGetValue((Math.Min(a, b), Math.Max(a, b)), out List<int>? ofPair))
        {
            int epoch = Plan.EpochAt(at);
            foreach (int index in ofPair)
            {
                Contact contact = Plan.Contacts[index];
                if (contact.FirstEpoch <= epoch && contact.LastEpoch >= epoch)
                {
                    return contact;
                }
            }
        }
        return null;
    }

    private Instant ClosesAt(in Contact contact) => Plan.EpochStart(contact.LastEpoch + 1);

    private LinkWindow WindowOf(in Contact contact, int of)
    {
        NodeId peer = contact.PeerOf(new NodeId(of));
        return new LinkWindow(
            peer.Value, Plan.Nodes[peer.Value].Name, Words.Of((LinkKind)contact.Kind),
            UnixTime.Iso(UnixTime.Ms(contact.Opens))!, UnixTime.Iso(UnixTime.Ms(ClosesAt(contact)))!);
    }
}
