using System;
using FsCheck;
using FsCheck.Fluent;
using Orbweaver.Model;

namespace Orbweaver.Tests;

/// <summary>Properties over random cases that a case draws for itself from one seed.</summary>
internal static class Seeds
{
    /// <summary>Runs a check with dice of many seeds; a failure names its seed.</summary>
    public static void Hold(Action<Prng> check, int runs = 100)
        => Prop.ForAll(ArbMap.Default.ArbFor<ulong>(), seed => check(new Prng(seed)))
            .Check(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(runs).WithEndSize(
                int.MaxValue));

    public static int Below(this Prng dice, int limit) => (int)dice.NextBelow(limit);

    public static int Between(this Prng dice, int first, int last) => (int)dice.NextBetween(first, last);
}
