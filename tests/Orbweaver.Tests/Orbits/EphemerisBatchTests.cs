using System;
using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Orbits;
using Orbweaver.Tests.Planning;
using Xunit;

namespace Orbweaver.Tests.Orbits;

/// <summary>
/// A batch gives the bits of each ephemeris's own answer: in every width, in any company, order and division
/// of work.
/// </summary>
public sealed class EphemerisBatchTests
{
    private const string Molniya1 = "1 08195U 75081A   06176.33215444  .00000099  00000-0  11873-3 0   813";
    private const string Molniya2 = "2 08195  64.1586 279.0717 6877146 264.7651  20.2257  2.00491383225656";

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(8)]
    public void Every_width_has_the_bits_of_one_satellite_alone(int lanes)
    {
        IEphemeris[] satellites = Mixed(new Prng(11), 203);
        var batch = new EphemerisBatch(satellites, lanes);
        Instant[] moments = Moments(new Prng(12), 19);
        var errors = new PropagationError[moments.Length * EphemerisBatch.BlockSize];
        double[] rows = new double[moments.Length * EphemerisBatch.BlockDoubles];
        var seen = new HashSet<PropagationError>();
        for (int block = 0; block < batch.BlockCount; block++)
        {
            batch.PropagateBlock(block, moments, rows, errors);
            ReadOnlySpan<int> inBlock = batch.SatellitesOf(block);
            for (int i = 0; i < moments.Length; i++)
            {
                for (int lane = 0; lane < inBlock.Length; lane++)
                {
                    satellites[inBlock[lane]].TryPropagate(moments[i], out TemeState state, out var error);
                    Assert.Equal(error, errors[(i * EphemerisBatch.BlockSize) + lane]);
                    Assert.Equal(Bits(state), Bits(StateAt(rows, i, lane)));
                    seen.Add(error);
                }
            }
        }
        Assert.Contains(PropagationError.MeanEccentricity, seen);
        Assert.Contains(PropagationError.Decayed, seen);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(8)]
    public void All_at_one_moment_are_the_same_states(int lanes)
    {
        IEphemeris[] satellites = Mixed(new Prng(21), 300);
        var batch = new EphemerisBatch(satellites, lanes);
        var states = new TemeState[satellites.Length];
        var errors = new PropagationError[satellites.Length];
        foreach (Instant t in Moments(new Prng(22), 5))
        {
            batch.Propagate(t, states, errors);
            AssertAre(satellites, t, states, errors);
        }
    }

    [Fact]
    public void Neighbours_and_order_change_nothing()
        => Seeds.Hold(
            dice =>
            {
                IEphemeris[] satellites = Mixed(dice, dice.Between(1, 40));
                int[] order = [.. Enumerable.Range(0, satellites.Length)];
                for (int i = order.Length - 1; i > 0; i--)
                {
                    int other = dice.Below(i + 1);
                    (order[i], order[other]) = (order[other], order[i]);
                }
                order = order[..dice.Between(1, order.Length)];
                IEphemeris[] some = [.. order.Select(i => satellites[i])];
                var batch = new EphemerisBatch(some);
                var states = new TemeState[some.Length];
                var errors = new PropagationError[some.Length];
                Instant t = Moments(dice, 1)[0];
                batch.Propagate(t, states, errors);
                AssertAre(some, t, states, errors);
            },
            runs: 30);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100)]
    public void Division_among_threads_changes_nothing(int chunk)
    {
        IEphemeris[] satellites = Mixed(new Prng(31), 500);
        var batch = new EphemerisBatch(satellites);
        var places = new TemeState[batch.BlockCount * EphemerisBatch.BlockSize];
        var placeErrors = new PropagationError[places.Length];
        Instant t = Moments(new Prng(32), 1)[0];
        new OddWorkers(chunk).For(batch.BlockCount, (first, end) =>
        {
            int place = first * EphemerisBatch.BlockSize;
            batch.PropagateBlocks(t, first, end, places.AsSpan(place), placeErrors.AsSpan(place));
        });
        var states = new TemeState[satellites.Length];
        var errors = new PropagationError[satellites.Length];
        for (int block = 0; block < batch.BlockCount; block++)
        {
            int place = block * EphemerisBatch.BlockSize;
            foreach (int satellite in batch.SatellitesOf(block))
            {
                states[satellite] = places[place];
                errors[satellite] = placeErrors[place++];
            }
        }
        AssertAre(satellites, t, states, errors);
    }

    [Fact]
    public void Every_satellite_is_in_one_block()
    {
        IEphemeris[] satellites = Mixed(new Prng(41), 77);
        var batch = new EphemerisBatch(satellites);
        var seen = new List<int>();
        for (int block = 0; block < batch.BlockCount; block++)
        {
            Assert.NotEqual(0, batch.SatellitesOf(block).Length);
            seen.AddRange(batch.SatellitesOf(block));
        }
        Assert.Equal(Enumerable.Range(0, satellites.Length), seen.Order());
        Assert.Equal(satellites.Length, batch.Count);
        Assert.Equal(0, new EphemerisBatch([]).BlockCount);
    }

    [Fact]
    public void The_ends_of_time_are_answered()
    {
        IEphemeris[] satellites = Mixed(new Prng(51), 60);
        var batch = new EphemerisBatch(satellites);
        var states = new TemeState[satellites.Length];
        var errors = new PropagationError[satellites.Length];
        foreach (long nanoseconds in new[] { long.MinValue, long.MaxValue })
        {
            batch.Propagate(new Instant(nanoseconds), states, errors);
            AssertAre(satellites, new Instant(nanoseconds), states, errors);
            Assert.All(states, s => Assert.True(double.IsFinite(s.Position.Metres.Length)));
        }
    }

    [Fact]
    public void A_call_allocates_nothing()
    {
        IEphemeris[] satellites = Mixed(new Prng(61), 100);
        var batch = new EphemerisBatch(satellites);
        Instant[] moments = Moments(new Prng(62), 3);
        var states = new TemeState[satellites.Length];
        var errors = new PropagationError[satellites.Length];
        double[] rows = new double[moments.Length * EphemerisBatch.BlockDoubles];
        batch.Propagate(moments[0], states, errors);
        batch.PropagateBlock(0, moments, rows, errors);
        long before = GC.GetAllocatedBytesForCurrentThread();
        batch.Propagate(moments[1], states, errors);
        for (int block = 0; block < batch.BlockCount; block++)
        {
            batch.PropagateBlock(block, moments, rows, errors);
        }
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Circles_keep_to_the_formula()
    {
        var dice = new Prng(71);
        for (int i = 0; i < 300; i++)
        {
            var ephemeris = new CircularEphemeris(OrbitDraws.Circle(dice));
            Instant t = Moments(dice, 1)[0];
            ephemeris.TryPropagate(t, out TemeState state, out _);
            (Vec3 r, Vec3 v) = CircleByTheBook(ephemeris, t);
            Assert.InRange((state.Position.Metres - r).Length, 0, 1e-5);
            Assert.InRange((state.Velocity.MetresPerSecond - v).Length, 0, 1e-8);
        }
    }

    // The slow twin: rotation matrices, and library functions.
    private static (Vec3 R, Vec3 V) CircleByTheBook(CircularEphemeris ephemeris, Instant t)
    {
        CircularOrbit orbit = ephemeris.Orbit;
        double s = (t - orbit.Epoch).Nanoseconds * 1e-9;
        double node = orbit.AscendingNode.Radians + (ephemeris.NodeRateRadPerS * s);
        double u = orbit.ArgumentOfLatitude.Radians + (ephemeris.LatitudeRateRadPerS * s);
        double i = orbit.Inclination.Radians;
        Vec3 p = new(Math.Cos(node), Math.Sin(node), 0);
        Vec3 q = new(-Math.Sin(node) * Math.Cos(i), Math.Cos(node) * Math.Cos(i), Math.Sin(i));
        double a = orbit.Radius.Metres;
        Vec3 r = a * ((Math.Cos(u) * p) + (Math.Sin(u) * q));
        Vec3 along = a * ephemeris.LatitudeRateRadPerS * ((-Math.Sin(u) * p) + (Math.Cos(u) * q));
        return (r, along + new Vec3(0, 0, ephemeris.NodeRateRadPerS).Cross(r));
    }

    private static void AssertAre(
        IEphemeris[] satellites, Instant t, TemeState[] states, PropagationError[] errors)
    {
        for (int i = 0; i < satellites.Length; i++)
        {
            satellites[i].TryPropagate(t, out TemeState state, out PropagationError error);
            Assert.Equal(error, errors[i]);
            Assert.Equal(Bits(state), Bits(states[i]));
        }
    }

    // Tame and wild near-Earth objects, circles, and now and then one that no kernel knows.
    private static IEphemeris[] Mixed(Prng dice, int count)
        => [.. Enumerable.Range(0, count).Select(i => dice.Below(10) switch
        {
            0 => new Sgp4Ephemeris(TleText.ReadOne(Molniya1, Molniya2)),
            1 or 2 => (IEphemeris)new CircularEphemeris(OrbitDraws.Circle(dice)),
            3 or 4 => new Sgp4Ephemeris(OrbitDraws.NearEarth(dice, 0.999, 0.1)),
            _ => new Sgp4Ephemeris(OrbitDraws.NearEarth(dice, 0.05, 1e-3)),
        })];

    private static Instant[] Moments(Prng dice, int count)
        => [.. Enumerable.Range(0, count).Select(_ => OrbitDraws.Epoch
            + new Duration(dice.NextBetween(-400_000_000_000_000, 400_000_000_000_000)))];

    private static TemeState StateAt(double[] rows, int moment, int lane)
    {
        double Row(int row)
            => rows[(moment * EphemerisBatch.BlockDoubles) + (row * EphemerisBatch.BlockSize) + lane];
        return new TemeState(
            new TemePosition(new Vec3(Row(0), Row(1), Row(2))),
            new TemeVelocity(new Vec3(Row(3), Row(4), Row(5))));
    }

    // Equality of records takes 0.0 and -0.0 for the same.
    private static ulong[] Bits(TemeState s)
        => LanesTests.Bits(
        [
            s.Position.Metres.X, s.Position.Metres.Y, s.Position.Metres.Z,
            s.Velocity.MetresPerSecond.X, s.Velocity.MetresPerSecond.Y, s.Velocity.MetresPerSecond.Z,
        ]);
}
