using System;
using System.Numerics;

namespace Orbweaver.Routing;

/// <summary>
/// A queue of nodes by distance, least bucket first (Dial 1969, with buckets of equal width): a list of nodes
/// for every <see cref="WidthNs"/> and a bit for every list, so that empty ones cost nothing. Within a bucket
/// nodes come in no promised order; a node that is improved in its own bucket is simply looked at again, so
/// any width is right. Keys may not fall below the bucket that is being emptied.
/// </summary>
internal sealed class BucketQueue
{
    // 2^18 ns = 262 us, less than nearly all links, so that few nodes are looked at twice. Half and twice the
    // width cost the same within what the benchmark "trees" can tell.
    private const int Shift = 18;
    private const int None = -1;

    private int[] _head = [];
    private ulong[] _isFilled = [];
    private (int Node, int Next)[] _entries = new (int, int)[64];
    private int _count;
    private int _word;

    /// <summary>Width of a bucket.</summary>
    public const int WidthNs = 1 << Shift;

    /// <summary>The bucket of a distance.</summary>
    public static int BucketOf(int distanceNs) => distanceNs >> Shift;

    /// <summary>Forgets what is left of a search that was given up, and starts at zero again.</summary>
    public void Clear()
    {
        for (; _word < _isFilled.Length; _word++)
        {
            for (ulong bits = _isFilled[_word]; bits != 0; bits &= bits - 1)
            {
                _head[(_word << 6) + BitOperations.TrailingZeroCount(bits)] = None;
            }
            _isFilled[_word] = 0;
        }
        _count = 0;
        _word = 0;
    }

    /// <summary>Adds a node; one that is there with a longer distance stays, as stale.</summary>
    public void Enqueue(int node, int distanceNs)
    {
        int bucket = distanceNs >> Shift;
        if (bucket >= _head.Length)
        {
            Grow(bucket);
        }
        if (_count == _entries.Length)
        {
            Array.Resize(ref _entries, _count * 2);
        }
        _entries[_count] = (node, _head[bucket]);
        _head[bucket] = _count++;
        _isFilled[bucket >> 6] |= 1UL << (bucket & 63);
    }

    /// <summary>
    /// Takes a node of the least bucket that has one. It is stale if its distance is of another bucket by
    /// now.
    /// </summary>
    public bool TryDequeue(out int node, out int bucket)
    {
        ulong[] isFilled = _isFilled;
        for (; (uint)_word < (uint)isFilled.Length; _word++)
        {
            ulong bits = isFilled[_word];
            if (bits != 0)
            {
                bucket = (_word << 6) + BitOperations.TrailingZeroCount(bits);
                (node, int next) = _entries[_head[bucket]];
                _head[bucket] = next;
                isFilled[_word] = next == None ? bits & (bits - 1) : bits;
                return true;
            }
        }
        (node, bucket) = (0, 0);
        _count = 0;
        _word = 0;
        return false;
    }

    private void Grow(int bucket)
    {
        int old = _head.Length;
        int words = Math.Max(_isFilled.Length * 2, (bucket >> 6) + 1);
        Array.Resize(ref _isFilled, words);
        Array.Resize(ref _head, words << 6);
        Array.Fill(_head, None, old, _head.Length - old);
    }
}
