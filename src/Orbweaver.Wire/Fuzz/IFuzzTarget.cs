using System;
using Orbweaver.Model;

namespace Orbweaver.Wire.Fuzz;

/// <summary>
/// A reader that is tried with bytes that nobody meant. It has to answer all of them; what it takes it must
/// be able to write again. Used by one thread at a time.
/// </summary>
public interface IFuzzTarget
{
    /// <summary>What it is called on the command line.</summary>
    string Name { get; }

    /// <summary>Memory that an input of so many bytes may take.</summary>
    long AllocationMaxFor(int bytes);

    /// <summary>Bytes that are right, from which wrong ones are made; at most the buffer's.</summary>
    int MakeSeed(Prng dice, Span<byte> to);

    /// <summary>
    /// Reads an input. Throws only where the reader has a defect, also when what was taken does not come out
    /// the same again.
    /// </summary>
    WireError Read(ReadOnlySpan<byte> bytes);
}
