using System;

namespace Orbweaver.Node;

/// <summary>
/// How many frames of a link get lost, in whole parts per million, and how many intervals of silence it takes
/// to be sure that it is not that. Two averages, of the last 16 and the last 256 frames: the greater counts,
/// and a quarter more, as both err.
/// </summary>
internal sealed class LossEstimate
{
    /// <summary>Misses that are never too few: a timer is three intervals.</summary>
    public const int MissesMin = 3;

    /// <summary>Misses that are always enough: where more than half is lost a link is of no use.</summary>
    public const int MissesMax = 30;

    /// <summary>
    /// Frames before the measurement counts. Until then a link is taken for one that loses three in ten.
    /// </summary>
    public const int FramesMin = 64;

    /// <summary>What a link of which little is known needs.</summary>
    public const int MissesOfNew = 18;

    private const int FastFrames = 16;
    private const int SlowFrames = 256;
    private const int Whole = 1_000_000;

    // By misses beyond the least: below so much loss that many in a row are rarer than 1e-9.
    private static readonly int[] Below =
    [
        1_000, 5_623, 15_848, 31_622, 51_794, 74_989, 100_000, 125_892, 151_991, 177_827, 203_091, 227_584,
        251_188, 273_841, 295_520, 316_227, 335_981, 354_813, 372_759, 389_860, 406_158, 421_696, 436_515,
        450_656, 464_158, 477_058, 489_390, 501_187,
    ];

    private int _fastPpm;
    private int _slowPpm;
    private int _frames;

    /// <summary>What is lost, on the safe side.</summary>
    public int Ppm => Math.Min(Whole, Math.Max(_fastPpm, _slowPpm) / 4 * 5);

    /// <summary>Intervals of silence after which the link is given up.</summary>
    public int Misses => _frames < FramesMin ? Math.Max(MissesOfNew, MissesAt(Ppm)) : MissesAt(Ppm);

    /// <summary>The smallest number of misses that is rarer than 1e-9 at a loss, within limits.</summary>
    public static int MissesAt(int ppm)
    {
        int place = Array.BinarySearch(Below, ppm + 1);
        return Math.Min(MissesMax, MissesMin + (place < 0 ? ~place : place));
    }

    /// <summary>A frame came, and so many before it did not.</summary>
    public void Note(long missing)
    {
        for (int i = 0; i < Math.Min(missing, 2 * MissesMax); i++)
        {
            Move(Whole);
        }
        Move(0);
    }

    // At first these are plain means.
    private void Move(int towards)
    {
        _frames = Math.Min(_frames + 1, SlowFrames);
        _slowPpm += (towards - _slowPpm) / _frames;
        _fastPpm += (towards - _fastPpm) / Math.Min(_frames, FastFrames);
    }
}
