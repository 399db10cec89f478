using System;
using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Twin;

namespace Orbweaver.Sim;

/// <summary>Faults that hit single frames.</summary>
internal static class NoiseFaults
{
    private const int LossMostPpm = 300_000;
    private const int OtherMostPpm = 500_000;

    // On a share of all links, or on a few in bursts: full loss for moments.
    public static void Draw(FaultDraft draft)
    {
        bool isBursty = draft.Class == FaultClass.FrameLoss && draft.Rolls(330_000);
        int sharePpm = isBursty ? 50_000 : draft.Between(20_000, 300_000);
        Duration from = draft.Moment();
        Duration until = draft.Until(from, Duration.FromSeconds(1), Duration.FromSeconds(30));
        int ppm = (int)draft.Length(
            new Duration(1_000),
            new Duration(draft.Class == FaultClass.FrameLoss ? LossMostPpm : OtherMostPpm)).Nanoseconds;
        LinkDirections directions = draft.Rolls(600_000)
            ? LinkDirections.Both
            : draft.Rolls(500_000) ? LinkDirections.AToB : LinkDirections.BToA;
        Duration spread = draft.Length(Duration.FromMicroseconds(100), Duration.FromMilliseconds(20));
        List<LinkHit> hits = [];
        foreach (PlannedLink link in draft.Links.All)
        {
            if (!draft.Rolls(sharePpm))
            {
                continue;
            }
            if (isBursty)
            {
                AddBursts(draft, link, directions, from, until, hits);
                continue;
            }
            hits.Add(new LinkHit(link.Link, LinkHitKind.Noisy, directions, from, until)
            {
                Noise = Noise(draft.Class, ppm, spread),
            });
        }
        if (hits.Count > 0)
        {
            draft.Hit($"{hits.Count} hits of links", from, until, [.. hits]);
        }
    }

    private static FrameNoise Noise(FaultClass c, int ppm, Duration spread) => c switch
    {
        FaultClass.FrameLoss => new FrameNoise(ppm, 0, 0, 0, spread),
        FaultClass.Corruption => new FrameNoise(0, ppm, 0, 0, spread),
        FaultClass.Duplication => new FrameNoise(0, 0, ppm, 0, spread),
        _ => new FrameNoise(0, 0, 0, ppm, spread),
    };

    private static void AddBursts(
        FaultDraft draft, in PlannedLink link, LinkDirections directions, Duration from, Duration until,
        List<LinkHit> hits)
    {
        const int BurstsMost = 40;
        Duration at = from;
        for (int i = 0; i < BurstsMost && at < until; i++)
        {
            Duration length = draft.Length(Duration.FromMilliseconds(1), Duration.FromMilliseconds(50));
            Duration end = new(Math.Min((at + length).Nanoseconds, until.Nanoseconds));
            hits.Add(new LinkHit(link.Link, LinkHitKind.Noisy, directions, at, end)
            {
                Noise = new FrameNoise(draft.Between(200_000, 1_000_000), 0, 0, 0, Duration.Zero),
            });
            at = end + draft.Length(Duration.FromMilliseconds(50), Duration.FromSeconds(3));
        }
    }
}
