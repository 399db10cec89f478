using System;
using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>The other end of a demand, its share of the whole, and which way it goes.</summary>
internal readonly record struct MotifTarget(int Ground, double Share, bool IsFromRoot);

/// <summary>Demand that has one end in common, so that one search over the graph answers all of it.</summary>
internal sealed record MotifRoot(int Ground, List<MotifTarget> Targets)
{
    /// <summary>The root's share of all demand.</summary>
    public double Share
    {
        get
        {
            double share = 0;
            foreach (MotifTarget target in Targets)
            {
                share += target.Share;
            }
            return share;
        }
    }
}

/// <summary>
/// What a request asks the lasers to carry: its pairs of publisher and subscriber, weighted by committed
/// rate, and gathered around few roots.
/// </summary>
internal static class MotifDemand
{
    /// <summary>Most pairs that are looked at; the lightest are left out.</summary>
    public const int PairsMax = 512;

    /// <summary>Most roots, hence searches over a graph for one motif and instant.</summary>
    public const int RootsMax = 48;

    /// <summary>Roots by share, greatest first; empty when no contract asks for anything.</summary>
    public static List<MotifRoot> Of(PlanRequest request)
    {
        List<(int From, int To, double Rate)> pairs = Pairs(request);
        var roots = new List<MotifRoot>();
        while (pairs.Count > 0 && roots.Count < RootsMax)
        {
            int[] count = new int[request.Grounds.Count];
            foreach ((int from, int to, _) in pairs)
            {
                count[from]++;
                count[to]++;
            }
            int ground = Array.IndexOf(count, Greatest(count));
            var targets = new List<MotifTarget>();
            foreach ((int from, int to, double rate) in pairs)
            {
                if (from == ground || to == ground)
                {
                    targets.Add(new MotifTarget(from == ground ? to : from, rate, from == ground));
                }
            }
            roots.Add(new MotifRoot(ground, targets));
            pairs.RemoveAll(p => p.From == ground || p.To == ground);
        }
        return Normalised(roots);
    }

    private static List<(int From, int To, double Rate)> Pairs(PlanRequest request)
    {
        int first = request.Satellites.Count;
        var rates = new SortedDictionary<(int, int), double>();
        foreach (Contract contract in request.Contracts)
        {
            foreach (NodeId subscriber in contract.Subscribers)
            {
                (int, int) key = (contract.Publisher.Value - first, subscriber.Value - first);
                rates[key] = rates.GetValueOrDefault(key) + DemandMeter.RateBps(contract);
            }
        }
        var pairs = new List<(int From, int To, double Rate)>();
        foreach (((int from, int to), double rate) in rates)
        {
            pairs.Add((from, to, rate));
        }
        // Stable for equal rates: by the ends.
        pairs.Sort((a, b) => a.Rate != b.Rate ? b.Rate.CompareTo(a.Rate)
            : a.From != b.From ? a.From.CompareTo(b.From)
            : a.To.CompareTo(b.To));
        return pairs.Count <= PairsMax ? pairs : pairs[..PairsMax];
    }

    private static List<MotifRoot> Normalised(List<MotifRoot> roots)
    {
        double sum = 0;
        foreach (MotifRoot root in roots)
        {
            sum += root.Share;
        }
        var normalised = new List<MotifRoot>();
        foreach (MotifRoot root in roots)
        {
            normalised.Add(new MotifRoot(
                root.Ground, root.Targets.ConvertAll(t => t with { Share = t.Share / sum })));
        }
        normalised.Sort((a, b) => a.Share != b.Share ? b.Share.CompareTo(a.Share)
            : a.Ground.CompareTo(b.Ground));
        return normalised;
    }

    private static int Greatest(int[] values)
    {
        int greatest = 0;
        foreach (int value in values)
        {
            greatest = Math.Max(greatest, value);
        }
        return greatest;
    }
}
