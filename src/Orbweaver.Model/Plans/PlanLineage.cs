using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace Orbweaver.Model;

/// <summary>
/// What makes a plan the successor of another. Epochs keep their numbers and times; before the first epoch
/// that it may change everything stays as it was; a contact keeps its index as long as its ends and opening
/// time are the same; what is new is appended. A contact that will not come is kept with an empty run
/// (its last epoch lies before its first), as its number is taken.
/// </summary>
public static class PlanLineage
{
    /// <summary>
    /// Makes the successor: the earlier document up to the frozen horizon, and from there on a fresh plan,
    /// which may start later, at a boundary of epochs. A link of the fresh plan that holds at that moment
    /// between terminals that the earlier plan has linked is the same contact, and goes on.
    /// </summary>
    public static PlanDocument Extend(
        PlanDocument earlier, Plan fresh, PlanId id, Instant madeAt, ContactNumbers numbers)
    {
        int from = FirstChange(earlier.Plan, madeAt);
        int offset = (int)((fresh.Start - earlier.Plan.Start) / earlier.Plan.EpochLength);
        Check.That(fresh.Start == earlier.Plan.EpochStart(offset));
        Check.That(offset <= from && from - offset < fresh.Epochs.Count);
        Check.That(id.IsNewerThan(earlier.Id));
        var run = new Extension(earlier.Plan, fresh, numbers, from, offset);
        Plan plan = run.Make(id.Version);
        List<PlanTurn> turns = [.. earlier.Turns, new PlanTurn(id, from)];
        // Plans that were withdrawn before they came into force are no part of the line.
        turns.RemoveAll(t => t.FromEpoch >= from && t.Id != id);
        turns.RemoveRange(0, Math.Max(0, turns.Count - PlanDocument.TurnsMax));
        return new PlanDocument
        {
            Plan = plan,
            Turns = turns,
            MadeAt = madeAt,
            SizeBytes = PlanDocument.SizeOf(plan, turns.Count),
        };
    }

    /// <summary>
    /// Makes the successor from a plan that says the same as the earlier one and reaches farther: only what
    /// comes behind its last epoch is new, and contacts of that epoch may go on.
    /// </summary>
    public static PlanDocument Continue(PlanDocument earlier, Plan longer, PlanId id, Instant madeAt)
    {
        int from = earlier.Plan.Epochs.Count;
        Check.That(longer.Epochs.Count > from && longer.Start == earlier.Plan.Start);
        Check.That(id.IsNewerThan(earlier.Id) && from >= FirstChange(earlier.Plan, madeAt));
        List<PlanTurn> turns = [.. earlier.Turns, new PlanTurn(id, from)];
        turns.RemoveRange(0, Math.Max(0, turns.Count - PlanDocument.TurnsMax));
        return new PlanDocument
        {
            Plan = longer,
            Turns = turns,
            MadeAt = madeAt,
            SizeBytes = PlanDocument.SizeOf(longer, turns.Count),
        };
    }

    /// <summary>
    /// The first epoch that a plan made at a moment may change. Past the horizon of the earlier one nothing
    /// is frozen any more: nobody has those epochs.
    /// </summary>
    public static int FirstChange(Plan earlier, Instant madeAt)
    {
        Instant frozenUntil = madeAt + PlanDocument.FrozenFor;
        long whole = (frozenUntil - earlier.Start) / earlier.EpochLength;
        bool isOnBoundary = earlier.EpochStart((int)whole) >= frozenUntil;
        return (int)Math.Min(whole + (isOnBoundary ? 0 : 1), earlier.Epochs.Count);
    }

    /// <summary>Where a document is no successor of another; nothing when it is one.</summary>
    public static IReadOnlyList<string> Findings(PlanDocument earlier, PlanDocument later)
    {
        List<string> findings = [];
        Plan a = earlier.Plan;
        Plan b = later.Plan;
        if (!later.Id.IsNewerThan(earlier.Id))
        {
            findings.Add($"{later.Id} is not newer than {earlier.Id}");
        }
        bool isSameNetwork = a.Start == b.Start && a.EpochLength == b.EpochLength && a.Drain == b.Drain
            && a.HopDelay == b.HopDelay && a.Nodes.Count == b.Nodes.Count;
        if (!isSameNetwork)
        {
            findings.Add($"{later.Id} is of another network, or cuts time otherwise");
            return findings;
        }
        int from = PlanDocument.FirstDifference(earlier, later);
        if (later.ActiveFrom < FirstChange(a, later.MadeAt))
        {
            findings.Add($"{later.Id} is in force from epoch {later.ActiveFrom}, within the frozen horizon");
        }
        for (int e = 0; e < Math.Min(from, Math.Min(a.Epochs.Count, b.Epochs.Count)); e++)
        {
            if (a.Epochs[e] != b.Epochs[e] && !a.Epochs[e].Links.SequenceEqual(b.Epochs[e].Links))
            {
                findings.Add($"epoch {e} is not the same in both, and lies before epoch {from}");
                break;
            }
        }
        for (int i = 0; i < Math.Min(a.Contacts.Count, b.Contacts.Count); i++)
        {
            Contact x = a.Contacts[i];
            Contact y = b.Contacts[i];
            if ((x.A, x.B, x.Opens, x.FirstEpoch) != (y.A, y.B, y.Opens, y.FirstEpoch))
            {
                findings.Add($"contact {i} is another one");
                break;
            }
        }
        AddUnsorted(b, findings);
        return findings;
    }

    // Links are looked up by halving.
    private static void AddUnsorted(Plan plan, List<string> findings)
    {
        foreach (PlanEpoch epoch in plan.Epochs)
        {
            ReadOnlySpan<EpochLink> links = epoch.Links;
            for (int i = 1; i < links.Length; i++)
            {
                if (links[i].ContactIndex <= links[i - 1].ContactIndex)
                {
                    findings.Add($"links of epoch {epoch.Index} do not ascend by contact");
                    return;
                }
            }
        }
    }

    /// <summary>One making of a successor.</summary>
    private sealed class Extension(Plan earlier, Plan fresh, ContactNumbers numbers, int from, int offset)
    {
        // By index in the fresh plan; -1 for contacts that are over before.
        private readonly int[] _numberOf = new int[fresh.Contacts.Count];
        private readonly SortedDictionary<int, Contact> _contacts = [];

        public Plan Make(int version)
        {
            Dictionary<(TerminalRef A, TerminalRef B), Contact> running = Running();
            foreach (Contact contact in fresh.Contacts)
            {
                _numberOf[contact.Index] = contact.LastEpoch + offset < from ? -1 : Take(contact, running);
            }
            return new Plan
            {
                Version = version,
                Start = earlier.Start,
                EpochLength = earlier.EpochLength,
                Drain = earlier.Drain,
                HopDelay = earlier.HopDelay,
                Nodes = earlier.Nodes,
                Contacts = Contacts(),
                Epochs = PackedEpochs.Like(earlier, Epochs()),
            };
        }

        private IEnumerable<PlanEpoch> Epochs()
        {
            for (int e = 0; e < from; e++)
            {
                yield return earlier.Epochs[e];
            }
            for (int e = from - offset; e < fresh.Epochs.Count; e++)
            {
                yield return Renumbered(fresh.Epochs[e]);
            }
        }

        private Dictionary<(TerminalRef A, TerminalRef B), Contact> Running()
        {
            Dictionary<(TerminalRef A, TerminalRef B), Contact> running = [];
            foreach (EpochLink link in earlier.Epochs[from - 1].Links)
            {
                Contact contact = earlier.Contacts[link.ContactIndex];
                running.Add((contact.A, contact.B), contact);
            }
            return running;
        }

        private int Take(in Contact contact, Dictionary<(TerminalRef A, TerminalRef B), Contact> running)
        {
            int first = contact.FirstEpoch + offset;
            Contact taken = contact with { LastEpoch = contact.LastEpoch + offset, FirstEpoch = first };
            if (first <= from && running.TryGetValue((contact.A, contact.B), out Contact going))
            {
                taken = going with { LastEpoch = taken.LastEpoch };
            }
            else if (first <= from)
            {
                Instant boundary = earlier.EpochStart(from);
                taken = taken with
                {
                    FirstEpoch = from,
                    Opens = contact.Opens > boundary ? contact.Opens : boundary,
                };
            }
            int number = numbers.NumberOf(taken);
            _contacts[number] = taken with { Index = number };
            return number;
        }

        private PlanEpoch Renumbered(PlanEpoch epoch)
        {
            List<EpochLink> links = [];
            foreach (EpochLink link in epoch.Links)
            {
                links.Add(link with { ContactIndex = _numberOf[link.ContactIndex] });
            }
            CollectionsMarshal.AsSpan(links).Sort(
                static (x, y) => x.ContactIndex.CompareTo(y.ContactIndex));
            return new PlanEpoch(
                epoch.Index + offset, epoch.NodeCount, [.. links], epoch.Standby, earlier.HopDelay);
        }

        private List<Contact> Contacts()
        {
            List<Contact> all = [];
            for (int i = 0; i < numbers.All.Count; i++)
            {
                if (!_contacts.TryGetValue(i, out Contact contact))
                {
                    bool hasBeen = i < earlier.Contacts.Count && earlier.Contacts[i].FirstEpoch < from;
                    contact = hasBeen ? earlier.Contacts[i] : numbers.All[i];
                    int last = hasBeen ? Math.Min(contact.LastEpoch, from - 1) : contact.FirstEpoch - 1;
                    contact = contact with { LastEpoch = last };
                }
                all.Add(contact);
            }
            return all;
        }
    }
}
