using System;
using System.Collections.Generic;

namespace Orbweaver.Model;

/// <summary>
/// Some epochs of a plan as a plan of their own, so that a world can begin in the middle of another. Contacts
/// that are over before, or come after, are left out and the others numbered anew; epochs count from zero.
/// </summary>
public sealed class PlanSlice
{
    /// <summary>No contact of the slice.</summary>
    public const int None = -1;

    // By index in the whole plan.
    private readonly int[] _contactOf;

    private PlanSlice(Plan whole, int firstEpoch, int epochs)
    {
        FirstEpoch = firstEpoch;
        _contactOf = new int[whole.Contacts.Count];
        List<Contact> contacts = [];
        for (int i = 0; i < _contactOf.Length; i++)
        {
            Contact contact = whole.Contacts[i];
            int first = Math.Max(contact.FirstEpoch - firstEpoch, 0);
            int last = Math.Min(contact.LastEpoch - firstEpoch, epochs - 1);
            // What will not come has an empty run.
            bool isInside = contact.FirstEpoch <= contact.LastEpoch && first <= last;
            _contactOf[i] = isInside ? contacts.Count : None;
            if (isInside)
            {
                contacts.Add(contact with { Index = contacts.Count, FirstEpoch = first, LastEpoch = last });
            }
        }
        Plan = new Plan
        {
            Version = whole.Version,
            Start = whole.EpochStart(firstEpoch),
            EpochLength = whole.EpochLength,
            Drain = whole.Drain,
            HopDelay = whole.HopDelay,
            Nodes = whole.Nodes,
            Contacts = contacts,
            Epochs = PackedEpochs.Like(whole, Epochs(whole, epochs)),
        };
    }

    /// <summary>The plan of these epochs alone.</summary>
    public Plan Plan { get; }

    /// <summary>Which epoch of the whole plan is its first.</summary>
    public int FirstEpoch { get; }

    /// <summary>Cuts so many epochs out of a plan, or as many as there are.</summary>
    public static PlanSlice Of(Plan whole, int firstEpoch, int epochs)
    {
        Check.That(firstEpoch >= 0 && firstEpoch < whole.Epochs.Count && epochs > 0);
        return new PlanSlice(whole, firstEpoch, Math.Min(epochs, whole.Epochs.Count - firstEpoch));
    }

    /// <summary>The number here of a contact of the whole plan, or <see cref="None"/>.</summary>
    public int ContactOf(int contact) => _contactOf[contact];

    private IEnumerable<PlanEpoch> Epochs(Plan whole, int count)
    {
        for (int e = 0; e < count; e++)
        {
            PlanEpoch epoch = whole.Epochs[FirstEpoch + e];
            List<EpochLink> links = new(epoch.Links.Length);
            foreach (EpochLink link in epoch.Links)
            {
                // Numbers ascend as they did, so links stay sorted.
                links.Add(link with { ContactIndex = _contactOf[link.ContactIndex] });
            }
            yield return new PlanEpoch(
                e, epoch.NodeCount, [.. links], epoch.Standby,
                whole.HopDelay);
        }
    }
}
