using System;
using Orbweaver.Model;

namespace Orbweaver.Node;

/// <summary>
/// Which messages of a contract have been delivered: a sliding bitmap in the way of RFC 6479. What is older
/// than the window counts as seen, so a duplicate never passes.
/// </summary>
internal sealed class SequenceWindow
{
    /// <summary>
    /// Messages that may overtake each other: 0.4 s of the default traffic's fastest contract, and 1 kB.
    /// </summary>
    public const int Size = 8_192;

    private const int WordBits = 64;

    private readonly ulong[] _words = new ulong[Size / WordBits];
    private long _newest = -1;

    /// <summary>Whether the message was delivered, or is too old to tell.</summary>
    public bool IsSeen(uint sequence)
        => sequence <= _newest
            && (IsTooOld(sequence) || (_words[Word(sequence)] & Bit(sequence)) != 0);

    /// <summary>Whether the message is so old that nobody can tell.</summary>
    public bool IsTooOld(uint sequence) => sequence <= _newest - Size;

    /// <summary>Notes a delivery.</summary>
    public void Mark(uint sequence)
    {
        if (sequence > _newest)
        {
            Advance(sequence);
        }
        Check.That(sequence > _newest - Size);
        _words[Word(sequence)] |= Bit(sequence);
    }

    // Clears the places between the old newest and the new one, which held what leaves the window.
    private void Advance(uint sequence)
    {
        if (sequence - _newest >= Size)
        {
            Array.Clear(_words);
        }
        else
        {
            for (long s = _newest + 1; s <= sequence; s++)
            {
                _words[Word((uint)s)] &= ~Bit((uint)s);
            }
        }
        _newest = sequence;
    }

    private static int Word(uint sequence) => (int)(sequence % Size / WordBits);

    private static ulong Bit(uint sequence) => 1ul << (int)(sequence % WordBits);
}
