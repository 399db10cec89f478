using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>
/// Gives contacts their numbers while epochs go by: ascending by first epoch, then by the nodes and terminals
/// of the ends. A contact is a maximal run of epochs of one pair of terminals.
/// </summary>
internal sealed class ContactLedger
{
    private readonly TerminalPlaces _places = new();
    private readonly List<Contact> _contacts = [];

    // Contacts of the last epoch, ascending.
    private List<int> _running = [];
    private List<int> _goingOn = [];
    private bool[] _isOld = [];
    private int _epochs;

    /// <summary>
    /// Takes the next epoch's links and returns them as the plan holds them, ascending by contact index.
    /// </summary>
    public EpochLink[] Add(int epoch, List<PlannedLink> links)
    {
        Check.That(epoch == _epochs);
        _epochs++;
        ReadOnlySpan<PlannedLink> all = CollectionsMarshal.AsSpan(links);
        _places.Begin(all);
        if (_isOld.Length < all.Length)
        {
            _isOld = new bool[all.Length];
        }
        _isOld.AsSpan().Clear();
        var result = new EpochLink[all.Length];
        _goingOn.Clear();
        // Those that go on, by number: what is new comes behind them.
        foreach (int number in _running)
        {
            ref Contact contact = ref CollectionsMarshal.AsSpan(_contacts)[number];
            int place = _places.Find(contact.Kind, contact.A);
            if (place >= 0 && all[place].B == contact.B)
            {
                result[_goingOn.Count] = Link(number, all[place]);
                _goingOn.Add(number);
                _isOld[place] = true;
            }
            else
            {
                contact = contact with { LastEpoch = epoch - 1 };
            }
        }
        var fresh = new List<PlannedLink>();
        for (int i = 0; i < all.Length; i++)
        {
            if (!_isOld[i])
            {
                fresh.Add(all[i]);
            }
        }
        fresh.Sort();
        foreach (PlannedLink link in fresh)
        {
            result[_goingOn.Count] = Link(_contacts.Count, link);
            _goingOn.Add(_contacts.Count);
            _contacts.Add(new Contact(
                _contacts.Count, link.Kind, link.A, link.B, epoch, epoch, link.Opens, link.RateAToB,
                link.RateBToA));
        }
        (_running, _goingOn) = (_goingOn, _running);
        return result;
    }

    /// <summary>All contacts so far; those of the last epoch end with it until another is added.</summary>
    public Contact[] Contacts()
    {
        foreach (int number in _running)
        {
            ref Contact contact = ref CollectionsMarshal.AsSpan(_contacts)[number];
            contact = contact with { LastEpoch = _epochs - 1 };
        }
        return [.. _contacts];
    }

    private static EpochLink Link(int number, in PlannedLink link) => new(
        number, link.A.Node, link.B.Node, link.Delays.StartNs, link.Delays.MiddleNs, link.Delays.EndNs);
}
