using System;
using System.Collections.Generic;
using System.Linq;
using Orbweaver.Live.Fuzz;
using Orbweaver.Model;
using Orbweaver.Wire;
using Orbweaver.Wire.Fuzz;
using Xunit;

namespace Orbweaver.Tests.Wire.Fuzz;

/// <summary>What the fuzzer does for hours, for a moment.</summary>
public sealed class FuzzTests
{
    private const int Inputs = 5_000;

    public static TheoryData<string> Targets => [.. LiveFuzzTargets.All().Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void No_input_is_too_much(string name)
    {
        IFuzzTarget target = LiveFuzzTargets.All().Single(t => t.Name == name);
        FuzzInputs inputs = new(target, seed: 11);
        HashSet<WireError> answers = [];
        for (int i = 0; i < Inputs; i++)
        {
            ReadOnlySpan<byte> input = inputs.Make(i);
            long before = GC.GetAllocatedBytesForCurrentThread();
            answers.Add(target.Read(input));
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.InRange(allocated, 0, target.AllocationMaxFor(input.Length));
        }
        // Both what is right and what is wrong in several ways has been tried.
        Assert.Contains(WireError.None, answers);
        Assert.InRange(answers.Count, 3, 20);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void An_input_is_repeated_by_its_number(string name)
    {
        IFuzzTarget target = LiveFuzzTargets.All().Single(t => t.Name == name);
        FuzzInputs inputs = new(target, seed: 12);
        byte[] wanted = inputs.Make(77).ToArray();
        inputs.Make(78);
        Assert.Equal(wanted, inputs.Make(77).ToArray());
        Assert.Equal(wanted, new FuzzInputs(target, seed: 12).Make(77).ToArray());
        Assert.NotEqual(wanted, new FuzzInputs(target, seed: 13).Make(77).ToArray());
    }

    [Fact]
    public void A_reader_with_a_defect_is_found()
    {
        FuzzInputs inputs = new(new Trusting(), seed: 1);
        Trusting target = new();
        Assert.Throws<ArgumentOutOfRangeException>(() =>
        {
            for (int i = 0; i < Inputs; i++)
            {
                target.Read(inputs.Make(i));
            }
        });
    }

    // Believes the length that is written in the first byte.
    private sealed class Trusting : IFuzzTarget
    {
        public string Name => "trusting";

        public long AllocationMaxFor(int bytes) => 0;

        public int MakeSeed(Prng dice, Span<byte> to)
        {
            to[..5].Fill(4);
            return 5;
        }

        public WireError Read(ReadOnlySpan<byte> bytes)
            => bytes.IsEmpty ? WireError.TooShort
                : bytes.Slice(1, bytes[0]).IsEmpty ? WireError.Range
                : WireError.None;
    }
}
