using System;

namespace Orbweaver.Node;

/// <summary>
/// Which numbered packets of a neighbour were taken: what it is told so that it need not keep them, and by
/// which a packet that comes again is known.
/// </summary>
internal sealed class TakenPackets
{
    private const int BitCount = 63;

    private readonly SequenceWindow _window = new();
    private uint _newest;

    /// <summary>All up to this one were taken, or are not waited for.</summary>
    public uint Through { get; private set; }

    /// <summary>Of the next but one after <see cref="Through"/> on: which were taken.</summary>
    public ulong Bits
    {
        get
        {
            ulong bits = 0;
            for (int bit = 0; bit < BitCount && Through + 2 + bit <= _newest; bit++)
            {
                bits |= _window.IsSeen(Through + 2 + (uint)bit) ? 1ul << bit : 0;
            }
            return bits;
        }
    }

    /// <summary>
    /// Takes a packet. False: it was taken before, or its sender has found it another way since.
    /// </summary>
    /// <param name="sequence">Its number.</param>
    /// <param name="settled">Below this the sender waits for none.</param>
    public bool TryTake(uint sequence, uint settled)
    {
        Through = Math.Max(Through, settled - 1);
        if (sequence <= Through || _window.IsSeen(sequence))
        {
            return false;
        }
        _window.Mark(sequence);
        _newest = Math.Max(_newest, sequence);
        while (Through < _newest && _window.IsSeen(Through + 1))
        {
            Through++;
        }
        return true;
    }
}
