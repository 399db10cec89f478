using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Orbweaver.Model;
using Xunit;

namespace Orbweaver.Tests;

/// <summary>What is unpacked is what was packed, whatever the epochs are like.</summary>
public sealed class PackedEpochsProperties
{
    private static readonly Duration HopDelay = Duration.FromMicroseconds(10);

    public static TheoryData<ulong> Seeds => [.. Enumerable.Range(1, 25).Select(i => (ulong)i)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Epochs_come_back_as_they_were(ulong seed)
    {
        List<PlanEpoch> plain = new RandomEpochs(seed).Build();
        PackedEpochs packed = PackedEpochs.Of(plain, plain[0].NodeCount, HopDelay);

        Assert.Equal(plain.Count, packed.Count);
        Assert.Equal(plain.Sum(e => e.Links.Length + e.Standby.Count), packed.LinkEpochs);
        Assert.All(packed.Zip(plain), pair => AreEqual(pair.Second, pair.First));
    }

    [Fact]
    public void Epochs_are_found_in_any_order_and_by_many_readers()
    {
        List<PlanEpoch> plain = new RandomEpochs(7) { Epochs = 150 }.Build();
        PackedEpochs packed = PackedEpochs.Of(plain, plain[0].NodeCount, HopDelay);

        Parallel.For(0, 8, reader =>
        {
            Prng prng = new((ulong)reader);
            for (int i = 0; i < 200; i++)
            {
                int at = (int)prng.NextBelow(plain.Count);
                AreEqual(plain[at], packed[at]);
            }
        });
    }

    [Fact]
    public void What_was_just_asked_for_is_not_unpacked_again()
    {
        List<PlanEpoch> plain = new RandomEpochs(3) { Epochs = 70 }.Build();
        PackedEpochs packed = PackedEpochs.Of(plain, plain[0].NodeCount, HopDelay);

        PlanEpoch first = packed[40];
        _ = packed[41];
        _ = packed[39];
        Assert.Same(first, packed[40]);
    }

    [Fact]
    public void An_epoch_outside_the_plan_is_refused()
    {
        PackedEpochs packed = PackedEpochs.Of(new RandomEpochs(3) { Epochs = 40 }.Build(), 20, HopDelay);

        Assert.ThrowsAny<Exception>(() => packed[40]);
        Assert.ThrowsAny<Exception>(() => packed[-1]);
    }

    private static void AreEqual(PlanEpoch expected, PlanEpoch actual)
    {
        Assert.Equal(expected.Index, actual.Index);
        Assert.Equal(expected.NodeCount, actual.NodeCount);
        Assert.Equal(expected.Links.ToArray(), actual.Links.ToArray());
        Assert.Equal(expected.Standby, actual.Standby);
        for (int i = 0; i < expected.NodeCount; i++)
        {
            Assert.Equal(
                expected.Neighbours(new NodeId(i)).ToArray(), actual.Neighbours(new NodeId(i)).ToArray());
        }
    }

    /// <summary>
    /// Links that come, go, come back, change ends, move smoothly, jump, or stand still; standby links in any
    /// order, twice, and with any rank.
    /// </summary>
    private sealed class RandomEpochs(ulong seed)
    {
        private const int Nodes = 20;

        private readonly Prng _prng = new(seed);

        public int? Epochs { get; init; }

        public List<PlanEpoch> Build()
        {
            int count = Epochs ?? (int)_prng.NextBetween(1, 100);
            var links = new List<EpochLink>[count];
            var standby = new List<StandbyLink>[count];
            for (int e = 0; e < count; e++)
            {
                (links[e], standby[e]) = ([], []);
            }
            for (int contact = 0; contact < 30; contact++)
            {
                // Some numbers are never used, some runs are of one epoch, some contacts have two.
                for (int run = (int)_prng.NextBelow(3); run > 0; run--)
                {
                    AddRun(contact, links);
                }
            }
            for (int i = 0; i < 12; i++)
            {
                AddStandby(standby);
            }
            return [.. links.Select((l, e) => new PlanEpoch(e, Nodes, [.. l], standby[e], HopDelay))];
        }

        private void AddRun(int contact, List<EpochLink>[] epochs)
        {
            (NodeId a, NodeId b) = (Node(), Node());
            (int first, int last) = Span(epochs.Length);
            List<(int Start, int Middle, int End)> delays = Delays(last - first + 1);
            for (int e = first; e <= last; e++)
            {
                if (epochs[e].Count == 0 || epochs[e][^1].ContactIndex < contact)
                {
                    (int start, int middle, int end) = delays[e - first];
                    epochs[e].Add(new EpochLink(contact, a, b, start, middle, end));
                }
            }
        }

        private void AddStandby(List<StandbyLink>[] epochs)
        {
            (NodeId ground, NodeId satellite) = (Node(), Node());
            (int first, int last) = Span(epochs.Length);
            List<(int Start, int Middle, int End)> delays = Delays(last - first + 1);
            DataRate rate = new(_prng.NextBelow(1_000_000_000_000));
            for (int e = first; e <= last; e++)
            {
                (int start, int middle, int end) = delays[e - first];
                StandbyLink link = new(
                    ground, satellite, (int)_prng.NextBetween(-3, 5), (ContactKind)_prng.NextBelow(3),
                    start, middle, end, rate, new DataRate(_prng.NextBelow(3)));
                epochs[e].Insert((int)_prng.NextBelow(epochs[e].Count + 1), link);
                if (_prng.NextBelow(10) == 0)
                {
                    epochs[e].Add(link);
                }
            }
        }

        private List<(int Start, int Middle, int End)> Delays(int epochs)
        {
            int kind = (int)_prng.NextBelow(5);
            double phase = _prng.NextBelow(100);
            int Smooth(int half) => (int)(10e6 + (8e6 * Math.Sin((half * 0.01) + phase)));
            int Any() => (int)_prng.NextBelow(int.MaxValue - HopDelay.Nanoseconds);
            int Still(int _) => 5_000_000;
            return [.. Enumerable.Range(0, epochs).Select(e => kind switch
            {
                0 => (Any(), Any(), Any()),
                1 => (Still(0), Still(1), Still(2)),
                // Smooth, but the next epoch does not start where this one ends.
                2 => (Smooth(2 * e), Smooth((2 * e) + 1), Smooth((2 * e) + 2) + (e & 1)),
                _ => (Smooth(2 * e), Smooth((2 * e) + 1), Smooth((2 * e) + 2)),
            })];
        }

        private (int First, int Last) Span(int count)
        {
            int first = (int)_prng.NextBelow(count);
            return (first, (int)_prng.NextBetween(first, count - 1));
        }

        private NodeId Node() => new((int)_prng.NextBelow(Nodes));
    }
}
