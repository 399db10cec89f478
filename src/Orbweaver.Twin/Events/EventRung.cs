using System;
using System.Numerics;

namespace Orbweaver.Twin;

/// <summary>
/// A stretch of time in buckets of equal width, a power of two of nanoseconds: where events wait without
/// order until their bucket is next.
/// </summary>
internal sealed class EventRung
{
    private const int BucketsMaxBits = 10;

    /// <summary>Most buckets of a rung: the ends of that many rows fit in a cache.</summary>
    public const int BucketsMax = 1 << BucketsMaxBits;

    private readonly EventRow[] _buckets = new EventRow[BucketsMax];
    private long _startNs;
    private int _shift;
    private int _count;
    private int _next;

    /// <summary>
    /// Begins anew, from a moment to another one.
    /// </summary>
    /// <param name="startNs">The first moment.</param>
    /// <param name="lastNs">The last one.</param>
    /// <param name="widthNs">How wide buckets should be, if there are enough of them.</param>
    public void Begin(long startNs, long lastNs, ulong widthNs)
    {
        ulong span = (ulong)lastNs - (ulong)startNs;
        int fewest = BitOperations.Log2(span | 1) + 1 - BucketsMaxBits;
        _shift = Math.Max(BitOperations.Log2(widthNs | 1), Math.Max(fewest, 0));
        _startNs = startNs;
        LastNs = lastNs;
        _count = (int)(span >> _shift) + 1;
        _next = 0;
    }

    /// <summary>
    /// Whether buckets cannot be cut any further: all events of one are of the same moment.
    /// </summary>
    public bool IsFinest => _shift == 0;

    /// <summary>The last moment that it covers.</summary>
    public long LastNs { get; private set; }

    /// <summary>The bucket of a moment that it covers and that has not been gone past.</summary>
    public ref EventRow BucketOf(long timeNs)
        => ref _buckets[(int)(((ulong)timeNs - (ulong)_startNs) >> _shift)];

    /// <summary>
    /// Goes to the next bucket that is not empty. False: there is none. It may be emptied, not added to.
    /// </summary>
    /// <param name="place">Which one.</param>
    public bool TryNext(out int place)
    {
        while (_next < _count && _buckets[_next].Count == 0)
        {
            _next++;
        }
        place = _next;
        return _next++ < _count;
    }

    /// <summary>A bucket by its place.</summary>
    public ref EventRow this[int place] => ref _buckets[place];

    /// <summary>The last moment of a bucket.</summary>
    public long LastOf(int place)
    {
        ulong last = (ulong)_startNs + (((ulong)place + 1) << _shift) - 1;
        return place == _count - 1 ? LastNs : (long)last;
    }
}
