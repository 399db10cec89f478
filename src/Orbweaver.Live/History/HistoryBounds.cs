using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Orbweaver.Live.History;

/// <summary>Keeps a folder of history within its limits: what is oldest goes first.</summary>
internal static class HistoryBounds
{
    /// <summary>Lets go what is over, before a segment begins.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="limits">What may stay.</param>
    /// <param name="present">The segment that begins.</param>
    /// <param name="startMs">When it begins, by the world's time.</param>
    public static void Keep(string folder, HistoryLimits limits, string present, long startMs)
    {
        List<(string Path, long StartMs)> segments = HistoryFolder.Segments(folder);
        List<string> earlier = HistoryFolder.Earlier(folder);
        // Room for the one that begins.
        long bytes = limits.SegmentBytes + HistoryFolder.BytesOf(folder)
            + earlier.Sum(name => HistoryFolder.BytesOf(PlaceOf(folder, name)));
        KeepEarlier(folder, earlier, limits, ref bytes);
        for (int i = 0; i < segments.Count; i++)
        {
            bool isOld = i + 1 < segments.Count
                && startMs - segments[i + 1].StartMs > limits.Age.TotalMilliseconds;
            bool isPresent = string.Equals(segments[i].Path, present, StringComparison.Ordinal);
            if (isPresent || (!isOld && bytes <= limits.Bytes))
            {
                break;
            }
            Delete(segments[i].Path, ref bytes);
        }
    }

    // World times of two starts have nothing to do with each other: here the disk's time counts.
    private static void KeepEarlier(
        string folder, List<string> earlier, HistoryLimits limits, ref long bytes)
    {
        DateTime oldest = DateTime.UtcNow - limits.Age;
        for (int i = 0; i < earlier.Count; i++)
        {
            bool isOver = earlier.Count - i > HistoryLimits.EarlierMax;
            string place = PlaceOf(folder, earlier[i]);
            List<(string Path, long StartMs)> segments = HistoryFolder.Segments(place);
            int gone = 0;
            while (gone < segments.Count && (isOver || bytes > limits.Bytes
                || File.GetLastWriteTimeUtc(segments[gone].Path) < oldest))
            {
                Delete(segments[gone++].Path, ref bytes);
            }
            if (gone < segments.Count)
            {
                break;
            }
            HistoryFolder.Drop(place);
            if (!Directory.EnumerateFileSystemEntries(place).Any())
            {
                Directory.Delete(place);
            }
        }
    }

    private static string PlaceOf(string folder, string name)
        => Path.Combine(folder, HistoryFolder.EarlierName, name);

    private static void Delete(string path, ref long bytes)
    {
        bytes -= new FileInfo(path).Length;
        File.Delete(path);
    }
}
