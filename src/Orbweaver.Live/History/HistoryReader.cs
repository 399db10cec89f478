using System;
using System.Collections.Generic;
using System.IO;

namespace Orbweaver.Live.History;

/// <summary>
/// Reads a recording, finished or still written. Behind a record that does not check it goes on with the
/// next scene; what a writer adds is there at the next look. Any number may read; one of these is for one
/// thread at a time.
/// </summary>
public sealed class HistoryReader(string folder)
{
    // Scenes of segments, so that a moment is found without reading from the front. A day has 1,440 of them.
    private readonly Dictionary<string, SegmentIndex> _indexes = new(StringComparer.Ordinal);

    /// <summary>The first and the last moment; false where nothing is recorded.</summary>
    public bool TrySpan(out double fromMs, out double toMs)
    {
        (fromMs, toMs) = (double.NaN, double.NaN);
        List<(string Path, long StartMs)> segments = HistoryFolder.Segments(folder);
        foreach ((string path, _) in segments)
        {
            if (IndexOf(path) is { Scenes.Count: > 0 } index)
            {
                fromMs = index.Scenes[0].SimMs;
                break;
            }
        }
        for (int i = segments.Count - 1; i >= 0 && double.IsNaN(toMs); i--)
        {
            if (IndexOf(segments[i].Path) is { Scenes.Count: > 0 } index)
            {
                toMs = index.LastMs;
            }
        }
        return !double.IsNaN(fromMs) && !double.IsNaN(toMs);
    }

    /// <summary>
    /// Spans of which nothing is recorded, from the first moment on. The last has no end, and is infinite,
    /// where something follows the last moment that cannot be read; while it is written that may be a record
    /// that is not whole yet.
    /// </summary>
    public List<(double FromMs, double ToMs)> Gaps()
    {
        List<(double FromMs, double ToMs)> gaps = [];
        SegmentIndex? before = null;
        bool isCut = false;
        foreach ((string path, _) in HistoryFolder.Segments(folder))
        {
            SegmentIndex? index = IndexOf(path);
            isCut |= index is { IsCut: true };
            if (index is not { Scenes.Count: > 0 })
            {
                continue;
            }
            isCut = index.IsCut;
            double toMs = index.Scenes[0].SimMs;
            // A segment follows the one before as closely as records follow each other, or one is missing.
            if (before is not null && (index.BeginsAnew
                || toMs - before.LastMs > (4 * before.LongestStepMs) + SegmentFile.StepUsualMs))
            {
                gaps.Add((before.LastMs, toMs));
            }
            gaps.AddRange(index.Gaps);
            before = index;
        }
        if (isCut && before is not null)
        {
            gaps.Add((before.LastMs, double.PositiveInfinity));
        }
        return gaps;
    }

    /// <summary>
    /// A cursor whose first record is the last scene that is not after a moment, or the first scene of all;
    /// null where nothing is recorded.
    /// </summary>
    public HistoryCursor? CursorAt(double atMs)
    {
        List<(string Path, long StartMs)> segments = HistoryFolder.Segments(folder);
        int i = segments.FindLastIndex(s => s.StartMs <= atMs);
        for (int j = i; j >= 0; j--)
        {
            if (IndexOf(segments[j].Path) is { Scenes.Count: > 0 } index && index.Scenes[0].SimMs <= atMs)
            {
                int scene = index.Scenes.FindLastIndex(s => s.SimMs <= atMs);
                return new HistoryCursor(folder, segments[j].Path, index.Scenes[scene].Offset);
            }
        }
        for (int j = 0; j < segments.Count; j++)
        {
            if (IndexOf(segments[j].Path) is { Scenes.Count: > 0 } index)
            {
                return new HistoryCursor(folder, segments[j].Path, index.Scenes[0].Offset);
            }
        }
        return null;
    }

    /// <summary>
    /// Shows the frames of some types from one moment to another, in order, until <paramref name="take"/> has
    /// enough; scenes are of type 0. Others are passed over without unpacking them.
    /// </summary>
    public void Scan(
        Predicate<byte> types, double fromMs, double toMs, Func<HistoryRecord, bool> take)
    {
        using HistoryCursor? cursor = CursorAt(fromMs);
        while (cursor is not null && cursor.TryNext(types, out HistoryRecord record) && record.SimMs <= toMs)
        {
            if (record.SimMs >= fromMs && !take(record))
            {
                return;
            }
        }
    }

    private SegmentIndex? IndexOf(string path)
    {
        if (!_indexes.TryGetValue(path, out SegmentIndex? index))
        {
            index = new SegmentIndex();
            _indexes.Add(path, index);
        }
        try
        {
            index.Refresh(path);
            return index;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It was let go meanwhile.
            _indexes.Remove(path);
            return null;
        }
    }
}

/// <summary>
/// Reads records in order, from segment to segment. At the end of what is written it says so, and can be
/// asked again.
/// </summary>
public sealed class HistoryCursor : IDisposable
{
    private readonly string _folder;
    private string _path;
    private SegmentFile? _file;
    private double _lastMs = double.NegativeInfinity;

    internal HistoryCursor(string folder, string path, long offset)
    {
        _folder = folder;
        _path = path;
        _file = SegmentFile.TryOpen(path, offset);
    }

    /// <summary>The next record; false where there is none yet.</summary>
    public bool TryNext(out HistoryRecord record) => TryNext(null, out record);

    /// <summary>The next record of some types, scenes being 0; others are passed over.</summary>
    internal bool TryNext(Predicate<byte>? types, out HistoryRecord record)
    {
        while (true)
        {
            long before = _file?.Position ?? 0;
            if (_file is not null && _file.TryHeader(out HistoryHeader header))
            {
                bool isWanted = types is null || types(header.FrameType);
                if (isWanted ? _file.TryRead(out record) : _file.TrySkip(out record))
                {
                    _lastMs = header.SimMs;
                    if (isWanted)
                    {
                        return true;
                    }
                    continue;
                }
            }
            // Not whole yet, or never again.
            _file?.Rewind(before);
            if (_file is not null && _file.TrySkipDamage())
            {
                continue;
            }
            if (!TryNextSegment())
            {
                record = default;
                return false;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private bool TryNextSegment()
    {
        foreach ((string path, long startMs) in HistoryFolder.Segments(_folder))
        {
            bool isLater = !string.Equals(path, _path, StringComparison.Ordinal)
                && startMs >= Math.Floor(_lastMs) && startMs > StartOf(_path);
            if (isLater && SegmentFile.TryOpen(path, HistoryWriter.Magic.Length) is { } file)
            {
                if (_file is { HasMore: true } || startMs - _lastMs > SegmentFile.StepUsualMs)
                {
                    file.NoteBreak();
                }
                _file?.Dispose();
                (_file, _path) = (file, path);
                return true;
            }
        }
        return false;
    }

    private long StartOf(string path)
    {
        foreach ((string other, long startMs) in HistoryFolder.Segments(_folder))
        {
            if (string.Equals(other, path, StringComparison.Ordinal))
            {
                return startMs;
            }
        }
        // It was let go: whatever is still there comes after it.
        return long.MinValue;
    }
}
