using System;
using System.Collections.Generic;

namespace Orbweaver.Model;

/// <summary>
/// Whether bits from elsewhere are a block as <see cref="EpochPacking"/> writes them. Walks through it as
/// <see cref="EpochBlock"/> does, with a look at every number, over a copy with so many zeros behind that no
/// step can leave it; so the reader of every day needs no such looks.
/// </summary>
internal sealed class EpochBlockCheck(int nodeCount, IReadOnlyList<Contact> contacts, Duration hopDelay)
{
    // Rates in bits per second below 2^50, a petabit; ranks as many as satellites could ever be in view.
    private const ulong RateMax = 1UL << 50;
    private const int RankMax = 65_535;

    private readonly List<Run> _standby = [];
    private readonly List<int> _active = [];
    private readonly int[] _delaysNs = new int[SeriesCoder.LengthMax];
    private readonly int _nodeBits = EpochPacking.NodeBits(nodeCount);
    private ulong[] _words = [];
    private long _bits;
    private int _epochs;

    private readonly record struct Run(int Ground, int First, int Last);

    /// <summary>Links and standby links of the block checked last, each counted in every epoch.</summary>
    public long LinkEpochs { get; private set; }

    /// <summary>Whether a block is right, and of so many epochs.</summary>
    public bool IsRight(ReadOnlySpan<ulong> block, int epochs)
    {
        if (_words.Length < block.Length + SeriesCoder.WordsMax)
        {
            _words = new ulong[(block.Length * 2) + SeriesCoder.WordsMax];
        }
        block.CopyTo(_words);
        _words.AsSpan(block.Length).Clear();
        _bits = block.Length * 64L;
        _epochs = epochs;
        LinkEpochs = 0;
        var from = new BitReader(_words);
        return TrySmall(ref from, (ulong)epochs, out ulong count) && count == (ulong)epochs
            && TryLinks(ref from) && TryStandby(ref from) && TryOrder(ref from)
            // No word too many, and nothing in what is left of the last one.
            && from.Position > _bits - 64 && IsZero(ref from);
    }

    private bool IsZero(ref BitReader from)
    {
        int left = (int)(_bits - from.Position);
        return left == 0 || from.Read(left) == 0;
    }

    private bool TrySmall(ref BitReader from, ulong most, out ulong value)
    {
        value = from.ReadSmall();
        return value <= most && from.Position <= _bits;
    }

    // Steps in an order are a few hundred at most; far beyond, casts of the reader would hide bits.
    private bool TrySigned(ref BitReader from, out int value)
    {
        bool isSmall = TrySmall(ref from, 2UL * int.MaxValue, out ulong folded);
        value = isSmall ? (int)BitReader.Unfold(folded) : 0;
        return isSmall;
    }

    private bool TryLinks(ref BitReader from)
    {
        // Every run takes bits, so there are no more of them than bits.
        if (!TrySmall(ref from, contacts.Count == 0 ? 0 : (ulong)_bits, out ulong runs))
        {
            return false;
        }
        int contact = 0;
        int last = -1;
        for (ulong i = 0; i < runs; i++)
        {
            if (!TrySmall(ref from, (ulong)(contacts.Count - 1 - contact), out ulong step))
            {
                return false;
            }
            contact += (int)step;
            last = step > 0 ? -1 : last;
            var a = new NodeId((int)from.Read(_nodeBits));
            var b = new NodeId((int)from.Read(_nodeBits));
            bool isOfContact = (a, b) == (contacts[contact].A.Node, contacts[contact].B.Node);
            if (!isOfContact || !TryDelays(ref from, out int first, out int end) || first <= last)
            {
                return false;
            }
            last = end;
            LinkEpochs += end - first + 1;
        }
        return true;
    }

    private bool TryStandby(ref BitReader from)
    {
        _standby.Clear();
        if (!TryKinds(ref from, out ulong kinds) || !TrySmall(ref from, (ulong)_bits, out ulong runs))
        {
            return false;
        }
        int ground = 0;
        for (ulong i = 0; i < runs; i++)
        {
            if (!TrySmall(ref from, (ulong)(nodeCount - 1 - ground), out ulong step))
            {
                return false;
            }
            ground += (int)step;
            int satellite = (int)from.Read(_nodeBits);
            bool isRight = satellite < nodeCount && satellite != ground
                && TrySmall(ref from, ulong.MaxValue, out ulong kind) && kind < kinds
                && TryDelays(ref from, out int first, out int last)
                && Add(new Run(ground, first, last));
            if (!isRight)
            {
                return false;
            }
        }
        return true;
    }

    private bool Add(Run run)
    {
        _standby.Add(run);
        LinkEpochs += run.Last - run.First + 1;
        return true;
    }

    private bool TryKinds(ref BitReader from, out ulong kinds)
    {
        if (!TrySmall(ref from, (ulong)_bits, out kinds))
        {
            return false;
        }
        for (ulong i = 0; i < kinds; i++)
        {
            bool isKind = TrySmall(ref from, (ulong)ContactKind.Gateway, out _)
                && TrySmall(ref from, RateMax, out ulong up) && up > 0
                && TrySmall(ref from, RateMax, out ulong down) && down > 0;
            if (!isKind)
            {
                return false;
            }
        }
        return true;
    }

    private bool TryDelays(ref BitReader from, out int first, out int last)
    {
        (first, last) = (0, _epochs - 1);
        if (from.Read(1) == 0)
        {
            bool isRun = TrySmall(ref from, (ulong)last, out ulong before)
                & TrySmall(ref from, (ulong)last, out ulong after);
            (first, last) = isRun ? ((int)before, last - (int)after) : (1, 0);
        }
        int stride = from.Read(1) == 1 ? 2 : 3;
        if (first > last || from.Position > _bits || !SeriesCoder.CanRead(from))
        {
            return false;
        }
        Span<int> delaysNs = _delaysNs.AsSpan(0, RunDelays.Count(first, last, stride));
        SeriesCoder.Read(ref from, delaysNs);
        foreach (int delayNs in delaysNs)
        {
            // A link that costs nothing has no direction; one beyond 31 bits has no metric.
            if (delayNs < 0 || delayNs + hopDelay.Nanoseconds is <= 0 or > int.MaxValue)
            {
                return false;
            }
        }
        return from.Position <= _bits;
    }

    // Each standby link in force is named once.
    private bool TryOrder(ref BitReader from)
    {
        for (int e = 0; e < _epochs; e++)
        {
            _active.Clear();
            for (int run = 0; run < _standby.Count; run++)
            {
                if (_standby[run].First <= e && e <= _standby[run].Last)
                {
                    _active.Add(run);
                }
            }
            if (!TryOrderOfEpoch(ref from))
            {
                return false;
            }
        }
        return true;
    }

    private bool TryOrderOfEpoch(ref BitReader from)
    {
        long place = -1;
        long rank = -1;
        int ground = -1;
        for (int i = 0; i < _active.Count; i++)
        {
            if (!TrySigned(ref from, out int step))
            {
                return false;
            }
            place += 1L + step;
            if (place < 0 || place >= _active.Count || _active[(int)place] < 0
                || !TrySigned(ref from, out int rankStep))
            {
                return false;
            }
            int of = _standby[_active[(int)place]].Ground;
            _active[(int)place] = -1;
            rank = (of == ground ? rank + 1 : 0) + rankStep;
            ground = of;
            if (rank is < 0 or > RankMax)
            {
                return false;
            }
        }
        return true;
    }
}
