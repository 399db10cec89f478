using System;
using System.Diagnostics;
using System.Globalization;
using Orbweaver.Wire;
using Orbweaver.Wire.Fuzz;

namespace Orbweaver.Commands;

/// <summary>An input that a reader did not bear.</summary>
internal sealed record FuzzFailure(string Target, long Number, string What, byte[] Input);

/// <summary>One target with what was seen of it.</summary>
internal sealed class FuzzLane(IFuzzTarget target, ulong seed)
{
    private static readonly TimeSpan TimeMax = TimeSpan.FromMilliseconds(10);

    private const int Attempts = 5;

    private readonly FuzzInputs _inputs = new(target, seed);
    private readonly long[] _answers = new long[Enum.GetValues<WireError>().Length];
    private long _allocatedMost;
    private TimeSpan _longest;

    /// <summary>Inputs tried.</summary>
    public long Inputs { get; private set; }

    /// <summary>Tries some inputs in a row; the first that fails ends it.</summary>
    public FuzzFailure? Try(long first, int count)
    {
        for (long number = first; number < first + count; number++)
        {
            ReadOnlySpan<byte> input = _inputs.Make(number);
            if (TryOne(input) is { } what)
            {
                return new FuzzFailure(target.Name, number, what, input.ToArray());
            }
            Inputs++;
        }
        return null;
    }

    /// <summary>One line: how many, what was answered, and the dearest.</summary>
    public string Describe()
    {
        int reasons = 0;
        for (int i = 1; i < _answers.Length; i++)
        {
            reasons += _answers[i] > 0 ? 1 : 0;
        }
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{target.Name}: {Inputs:N0} inputs, {_answers[0]:N0} taken, {Inputs - _answers[0]:N0} refused "
            + $"for {reasons} reasons; at most {_longest.TotalMilliseconds:0.00} ms, "
            + $"{_allocatedMost:N0} bytes of memory");
    }

    // The machine may pause; what takes long takes long every time.
    private string? TryOne(ReadOnlySpan<byte> input)
    {
        string? what = null;
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            what = TryOnce(input, out bool isSlow);
            if (!isSlow)
            {
                break;
            }
        }
        return what;
    }

    private string? TryOnce(ReadOnlySpan<byte> input, out bool isSlow)
    {
        isSlow = false;
        long before = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        WireError answer;
        try
        {
            answer = target.Read(input);
        }
        catch (Exception e)
        {
            return $"{e.GetType().Name}: {e.Message}";
        }
        TimeSpan taken = Stopwatch.GetElapsedTime(start);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (allocated > target.AllocationMaxFor(input.Length))
        {
            return $"took {allocated.ToString("N0", CultureInfo.InvariantCulture)} bytes of memory";
        }
        isSlow = taken > TimeMax;
        if (isSlow)
        {
            return $"took {taken.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture)} ms";
        }
        _answers[(int)answer]++;
        _allocatedMost = Math.Max(_allocatedMost, allocated);
        _longest = taken > _longest ? taken : _longest;
        return null;
    }
}
