using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Orbweaver.Sim;
using Xunit;

namespace Orbweaver.Tests;

/// <summary>Every seed that ever found something, and a range that is always the same.</summary>
public sealed class SeedCorpusTests
{
    private const ulong RangeFirst = 100_000;
    private const int RangeCount = 10;

    private static ulong[] Corpus =>
    [
        .. File.ReadLines(Path.Combine(Repo.Root, "tests/Orbweaver.Tests/Seeds/seeds.txt"))
            .Where(l => l.Length > 0 && l[0] != '#')
            .Select(l => ulong.Parse(l.Split(' ')[0], CultureInfo.InvariantCulture)),
    ];

    [Fact]
    public void No_seed_of_the_corpus_fails_and_each_runs_twice_alike()
    {
        ulong[] seeds = Corpus;
        Assert.NotEmpty(seeds);
        SimTotals here = new();
        foreach (ulong seed in seeds)
        {
            here.Add(SeedRun.Small(seed));
        }
        AssertFine(here);

        // The second time in the opposite order and side by side.
        var again = new SeedReport[seeds.Length];
        Parallel.For(0, seeds.Length, i =>
        {
            int place = seeds.Length - 1 - i;
            again[place] = SeedRun.Small(seeds[place]);
        });
        SimTotals there = new();
        foreach (SeedReport report in again)
        {
            there.Add(report);
        }
        Assert.Equal(here.TraceHash, there.TraceHash);
        Assert.Equal(here.OnTime, there.OnTime);
        Assert.Equal(here.Fates, there.Fates);
    }

    [Fact]
    public void No_seed_of_a_range_fails()
    {
        SimTotals totals = new();
        for (ulong seed = RangeFirst; seed < RangeFirst + RangeCount; seed++)
        {
            totals.Add(SeedRun.Small(seed));
        }
        AssertFine(totals);
        Assert.Equal(RangeCount, totals.Seeds);
        Assert.InRange(totals.Classes.Values.Sum(c => c.Bitten), RangeCount, int.MaxValue);
        // About 200 messages a second for a minute a seed, and what overload adds.
        Assert.InRange(totals.Fates.Offered / RangeCount, 10_000, 25_000);
    }

    [Fact]
    public void Different_seeds_are_different_runs()
        => Assert.NotEqual(SeedRun.Small(1).TraceHash, SeedRun.Small(2).TraceHash);

    private static void AssertFine(SimTotals totals)
    {
        IEnumerable<string> failed = totals.Failed.Select(f => string.Create(
            CultureInfo.InvariantCulture, $"seed {f.Seed}: {f.Failure!.Kind}: {f.Failure.Message}"));
        Assert.True(totals.Failed.Count == 0, string.Join(Environment.NewLine, failed));
        Assert.True(totals.OnTime.IsEnough, $"{totals.OnTime}");
        Assert.Null(totals.Worst);
    }
}
