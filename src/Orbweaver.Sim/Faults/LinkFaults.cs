using System;
using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Twin;

namespace Orbweaver.Sim;

/// <summary>Faults that hit single links.</summary>
internal static class LinkFaults
{
    // From 20 ms to 20 s, and every third at about the hold-down, which is where a link comes back as it
    // is given up.
    public static void DrawFlap(FaultDraft draft)
    {
        int count = draft.Between(1, 3);
        for (int i = 0; i < count; i++)
        {
            PlannedLink link = draft.One(draft.Links.All);
            (Duration from, Duration until) = Span(draft, link, Duration.FromSeconds(30));
            if (until <= from)
            {
                continue;
            }
            Duration period = draft.Rolls(330_000)
                ? Duration.FromMilliseconds(draft.Between(950, 1_150))
                : draft.Length(Duration.FromMilliseconds(20), Duration.FromSeconds(20));
            Duration off = new(period.Nanoseconds * draft.Between(1, 99) / 100);
            LinkHitKind kind = draft.Rolls(500_000) ? LinkHitKind.Dark : LinkHitKind.Silent;
            draft.Hit(draft.Name(link), from, until, Hit(link, kind, from, until) with
            {
                Flap = new LinkFlap(period, off),
            });
        }
    }

    public static void DrawPointing(FaultDraft draft)
        => Draw(draft, l => l.IsOptical, LinkHitKind.Dark, _ => LinkDirections.Both);

    public static void DrawOneWay(FaultDraft draft)
        => Draw(
            draft, _ => true, LinkHitKind.Silent,
            d => d.Rolls(500_000) ? LinkDirections.AToB : LinkDirections.BToA);

    private static void Draw(
        FaultDraft draft, Func<PlannedLink, bool> fits, LinkHitKind kind,
        Func<FaultDraft, LinkDirections> directions)
    {
        List<PlannedLink> links = [.. draft.Links.All];
        links.RemoveAll(l => !fits(l));
        int count = draft.Between(1, 4);
        for (int i = 0; i < count && links.Count > 0; i++)
        {
            PlannedLink link = draft.One(links);
            (Duration from, Duration until) = Span(draft, link, Duration.FromSeconds(30));
            LinkHit hit = Hit(link, kind, from, until) with { Directions = directions(draft) };
            if (until > from)
            {
                draft.Hit(draft.Name(link), from, until, hit);
            }
        }
    }

    private static (Duration From, Duration Until) Span(
        FaultDraft draft, in PlannedLink link, Duration most)
    {
        Duration from = draft.Moment();
        from = from < link.Opens ? link.Opens : from;
        return (from, draft.Until(from, Duration.FromMilliseconds(100), most));
    }

    private static LinkHit Hit(in PlannedLink link, LinkHitKind kind, Duration from, Duration until)
        => new(link.Link, kind, LinkDirections.Both, from, until);
}
