using System;
using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Twin;

/// <summary>
/// What exists in space, by all plans of a run together: a contact from its opening to the last epoch in
/// which any plan has it. Whether it carries anything follows from where its two terminals point, and those
/// follow the plans of their nodes. Where two plans differ in a delay the later one is right.
/// </summary>
internal static class PlanUnion
{
    /// <summary>All contacts and standby pairs of all plans; the first plan itself when it is the only
    /// one.</summary>
    public static Plan Of(Plan first, IReadOnlyList<PlanIssue> issues)
    {
        if (issues.Count == 0)
        {
            return first;
        }
        List<Plan> plans = PlansOf(first, issues);
        int epochCount = 0;
        List<Contact> contacts = [];
        foreach (Plan plan in plans)
        {
            epochCount = Math.Max(epochCount, plan.Epochs.Count);
            for (int i = 0; i < plan.Contacts.Count; i++)
            {
                Contact contact = plan.Contacts[i];
                if (i == contacts.Count)
                {
                    contacts.Add(contact);
                }
                int last = Math.Max(contacts[i].LastEpoch, contact.LastEpoch);
                contacts[i] = contacts[i] with { LastEpoch = last };
            }
        }
        return new Plan
        {
            Version = first.Version,
            Start = first.Start,
            EpochLength = first.EpochLength,
            Drain = first.Drain,
            HopDelay = first.HopDelay,
            Nodes = first.Nodes,
            Contacts = contacts,
            Epochs = PackedEpochs.Like(first, EpochsOf(epochCount, plans)),
        };
    }

    /// <summary>Contacts that end with the horizon of some plan: who has no later one goes on with
    /// them.</summary>
    public static SortedSet<int> OpenEnded(Plan first, IReadOnlyList<PlanIssue> issues)
    {
        SortedSet<int> open = [];
        foreach (Plan plan in PlansOf(first, issues))
        {
            foreach (EpochLink link in plan.Epochs[^1].Links)
            {
                open.Add(link.ContactIndex);
            }
        }
        return open;
    }

    private static List<Plan> PlansOf(Plan first, IReadOnlyList<PlanIssue> issues)
    {
        List<Plan> plans = [first];
        foreach (PlanIssue issue in issues)
        {
            plans.Add(issue.Document.Plan);
        }
        return plans;
    }

    private static IEnumerable<PlanEpoch> EpochsOf(int count, List<Plan> plans)
    {
        for (int e = 0; e < count; e++)
        {
            yield return EpochOf(plans, e);
        }
    }

    private static PlanEpoch EpochOf(List<Plan> plans, int e)
    {
        PlanEpoch? only = null;
        bool isShared = true;
        SortedDictionary<int, EpochLink> links = [];
        SortedDictionary<(int, int), StandbyLink> standby = [];
        foreach (Plan plan in plans)
        {
            PlanEpoch? epoch = e < plan.Epochs.Count ? plan.Epochs[e] : null;
            isShared &= epoch is null || only is null || epoch == only;
            only ??= epoch;
        }
        if (isShared)
        {
            return only!;
        }
        foreach (Plan plan in plans)
        {
            if (e >= plan.Epochs.Count)
            {
                continue;
            }
            foreach (EpochLink link in plan.Epochs[e].Links)
            {
                links[link.ContactIndex] = link;
            }
            foreach (StandbyLink entry in plan.Epochs[e].Standby)
            {
                standby[(entry.Ground.Value, entry.Satellite.Value)] = entry;
            }
        }
        return new PlanEpoch(
            e, plans[0].Nodes.Count, [.. links.Values], [.. standby.Values], plans[0].HopDelay);
    }
}
