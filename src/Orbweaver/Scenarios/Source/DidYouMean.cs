using System;
using System.Collections.Generic;
using System.Linq;

namespace Orbweaver.Scenarios;

/// <summary>Suggestions for a word that is not known, by edit distance.</summary>
internal static class DidYouMean
{
    /// <summary>The nearest of <paramref name="known"/>, or null when none is near.</summary>
    public static string? Nearest(string word, IEnumerable<string> known)
    {
        string? best = null;
        // A third of the letters may be wrong: "lattitude" finds "latitude", "xyz" finds nothing.
        int bestDistance = Math.Max(1, word.Length / 3) + 1;
        foreach (string candidate in known)
        {
            int distance = Distance(word, candidate, bestDistance);
            if (distance < bestDistance)
            {
                best = candidate;
                bestDistance = distance;
            }
        }
        return best;
    }

    /// <summary>A sentence: the nearest word if there is one, else what there is (a dozen at most).</summary>
    public static string Advice(string word, IEnumerable<string> known)
    {
        string[] all = [.. known];
        if (all.Length == 0)
        {
            return "";
        }
        if (Nearest(word, all) is { } nearest)
        {
            return $"Did you mean '{nearest}'?";
        }
        string rest = all.Length > ListedMax ? $" and {all.Length - ListedMax} more" : "";
        return $"Known: {string.Join(", ", all.Take(ListedMax))}{rest}";
    }

    private const int ListedMax = 12;

    // Optimal string alignment (Levenshtein with swaps of neighbours), letters of either case being equal.
    private static int Distance(string a, string b, int limit)
    {
        if (Math.Abs(a.Length - b.Length) >= limit)
        {
            return limit;
        }
        int[] beforeLast = new int[b.Length + 1];
        int[] last = new int[b.Length + 1];
        int[] row = new int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++)
        {
            last[j] = j;
        }
        for (int i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int cost = Same(a[i - 1], b[j - 1]) ? 0 : 1;
                row[j] = Math.Min(Math.Min(row[j - 1] + 1, last[j] + 1), last[j - 1] + cost);
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                {
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
                }
            }
            (beforeLast, last, row) = (last, row, beforeLast);
        }
        return last[b.Length];
    }

    private static bool Same(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
