using System;
using System.Globalization;
using System.IO;
using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>
/// Writes a plan as commands for ION's <c>ionadmin</c> (the format of its contact-graph routing): one contact
/// and one range for each direction of every contact. Node n of the plan is node n + 1 there, as ION's
/// numbers begin at 1.
/// <para>
/// ION counts in whole seconds. Contacts therefore begin at the next whole second and end at the last one:
/// what ION plans, the network can do. Light times are rounded to the nearest second, which is 0 for every
/// link below half a light second; rounding up would charge 1 s for 7 ms and make ION count hops instead of
/// time. The delays themselves are given in a comment above each contact.
/// </para>
/// </summary>
public static class IonContactPlan
{
    /// <summary>Writes the whole plan; returns how many contacts were too short for a whole second.</summary>
    public static int Write(Plan plan, TextWriter output)
    {
        Instant reference = WholeSecond(plan.Start);
        WriteHeader(plan, reference, output);
        (int LeastNs, int GreatestNs)[] delays = Delays(plan);
        int leftOut = 0;
        foreach (Contact contact in plan.Contacts)
        {
            long fromS = SecondsUp(contact.Opens - reference);
            long toS = (plan.EpochStart(contact.LastEpoch + 1) - reference) / Duration.FromSeconds(1);
            if (toS <= fromS)
            {
                leftOut++;
                continue;
            }
            (int leastNs, int greatestNs) = delays[contact.Index];
            Line($"# contact {contact.Index} {contact.Kind} light time {leastNs} to {greatestNs} ns");
            int a = contact.A.Node.Value + 1;
            int b = contact.B.Node.Value + 1;
            Line($"a contact +{fromS} +{toS} {a} {b} {contact.RateAToB.BitsPerSecond / 8}");
            Line($"a contact +{fromS} +{toS} {b} {a} {contact.RateBToA.BitsPerSecond / 8}");
            long lightS = (greatestNs + 500_000_000L) / 1_000_000_000;
            Line($"a range +{fromS} +{toS} {a} {b} {lightS}");
            Line($"a range +{fromS} +{toS} {b} {a} {lightS}");
        }
        Line($"# end of plan; {leftOut} contacts were shorter than a whole second and left out");
        return leftOut;

        void Line(FormattableString text)
        {
            output.Write(text.ToString(CultureInfo.InvariantCulture));
            output.Write('\n');
        }
    }

    private static void WriteHeader(Plan plan, Instant reference, TextWriter output)
    {
        output.Write(
            "# Orbweaver contact plan for ionadmin. Seconds count from the reference time below (UTC).\n");
        foreach (PlanNode node in plan.Nodes)
        {
            output.Write(
                string.Create(CultureInfo.InvariantCulture, $"# node {node.Id.Value + 1} {node.Name}\n"));
        }
        string utc = Utc.Format(reference);
        output.Write($"@ {utc[..10].Replace('-', '/')}-{utc[11..19]}\n");
    }

    private static Instant WholeSecond(Instant t)
    {
        (long dayNumber, long nanosecondOfDay) = Utc.ToDay(t);
        return Utc.FromDay(dayNumber, nanosecondOfDay / 1_000_000_000 * 1_000_000_000);
    }

    private static long SecondsUp(Duration d) => (d.Nanoseconds + 999_999_999) / 1_000_000_000;

    private static (int LeastNs, int GreatestNs)[] Delays(Plan plan)
    {
        var delays = new (int LeastNs, int GreatestNs)[plan.Contacts.Count];
        Array.Fill(delays, (int.MaxValue, 0));
        foreach (PlanEpoch epoch in plan.Epochs)
        {
            foreach (EpochLink link in epoch.Links)
            {
                (int leastNs, int greatestNs) = delays[link.ContactIndex];
                leastNs = Math.Min(
                    leastNs, Math.Min(link.DelayStartNs, Math.Min(link.DelayMiddleNs, link.DelayEndNs)));
                greatestNs = Math.Max(
                    greatestNs, Math.Max(link.DelayStartNs, Math.Max(link.DelayMiddleNs, link.DelayEndNs)));
                delays[link.ContactIndex] = (leastNs, greatestNs);
            }
        }
        return delays;
    }
}
