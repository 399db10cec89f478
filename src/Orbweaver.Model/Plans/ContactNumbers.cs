using System.Collections.Generic;

namespace Orbweaver.Model;

/// <summary>
/// The numbers of contacts over all plans of a network. A contact is what it is by its ends and its opening
/// time; its number stands for these three as long as the network lives, whichever plan speaks of it. A
/// number is never given again.
/// </summary>
public sealed class ContactNumbers
{
    private readonly List<Contact> _contacts = [];
    private readonly Dictionary<(TerminalRef A, TerminalRef B, Instant Opens), int> _numbers = [];

    /// <summary>The numbers of a first plan: its indices.</summary>
    public ContactNumbers(Plan first)
    {
        foreach (Contact contact in first.Contacts)
        {
            NumberOf(contact);
        }
    }

    /// <summary>Contacts that have a number: as first heard of.</summary>
    public IReadOnlyList<Contact> All => _contacts;

    /// <summary>The number of a contact, whatever its index; a new one if it is heard of for the first
    /// time.</summary>
    public int NumberOf(in Contact contact)
    {
        (TerminalRef, TerminalRef, Instant) key = (contact.A, contact.B, contact.Opens);
        if (!_numbers.TryGetValue(key, out int number))
        {
            number = _contacts.Count;
            _numbers.Add(key, number);
            _contacts.Add(contact with { Index = number });
        }
        return number;
    }
}
