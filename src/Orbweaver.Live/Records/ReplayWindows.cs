using System;

namespace Orbweaver.Live.Records;

/// <summary>
/// Which counters have been taken: a bitmap a class over the one counter of a direction, as classes overtake
/// each other on purpose. A ring of words as in RFC 6479: sliding clears whole words and moves nothing.
/// </summary>
internal sealed class ReplayWindows
{
    /// <summary>How far behind the newest of its class a counter may be.</summary>
    public const int Size = 8_192;

    // Twice the window: a power of two, and a word that is being cleared is never one that still counts.
    private const int WordsEach = 2 * Size / 64;

    private readonly ulong[] _words = new ulong[RecordHeader.Classes * WordsEach];
    private readonly ulong[] _newest = new ulong[RecordHeader.Classes];
    private ulong _newestOfAll;

    /// <summary>Whether a counter may still be taken. Counters begin at 1.</summary>
    public RecordRefusal Judge(int of, ulong counter)
    {
        ulong newest = _newest[of];
        if (counter > newest)
        {
            return RecordRefusal.None;
        }
        if (newest - counter >= Size || counter == 0)
        {
            return RecordRefusal.TooOld;
        }
        return (Word(of, counter / 64) >> (int)(counter % 64) & 1) == 0
            ? RecordRefusal.None : RecordRefusal.Replayed;
    }

    /// <summary>How far ahead of the newest of all classes a counter is; 0 behind it.</summary>
    public ulong Ahead(ulong counter) => counter > _newestOfAll ? counter - _newestOfAll : 0;

    /// <summary>Takes a counter that was judged to be good, once its record has opened.</summary>
    public void Mark(int of, ulong counter)
    {
        ulong newest = _newest[of];
        if (counter > newest)
        {
            ulong steps = Math.Min((counter / 64) - (newest / 64), WordsEach);
            for (ulong i = 0; i < steps; i++)
            {
                Word(of, (counter / 64) - i) = 0;
            }
            _newest[of] = counter;
            _newestOfAll = ulong.Max(_newestOfAll, counter);
        }
        Word(of, counter / 64) |= 1UL << (int)(counter % 64);
    }

    private ref ulong Word(int of, ulong number)
        => ref _words[(of * WordsEach) + (int)(number % WordsEach)];
}
