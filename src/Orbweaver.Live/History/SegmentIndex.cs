using System;
using System.Collections.Generic;
using System.IO;

namespace Orbweaver.Live.History;

/// <summary>
/// What a reader knows of a segment, so that a moment is found without reading from the front: its scenes,
/// and what is missing in it. A day has 1,440 scenes.
/// </summary>
internal sealed class SegmentIndex
{
    private readonly List<(double FromMs, double ToMs)> _gaps = [];
    private long _checkedBytes = -1;
    private long _end = HistoryWriter.Magic.Length;

    /// <summary>Its scenes: when they were so, and where they are.</summary>
    public List<(double SimMs, long Offset)> Scenes { get; } = [];

    /// <summary>Its last record.</summary>
    public double LastMs { get; private set; } = double.NaN;

    /// <summary>The longest time between records that follow each other.</summary>
    public double LongestStepMs { get; private set; }

    /// <summary>Whether it goes on behind its last record with something that cannot be read.</summary>
    public bool IsCut => _checkedBytes > _end;

    /// <summary>Whether something is missing before its first record.</summary>
    public bool BeginsAnew { get; private set; }

    /// <summary>Spans of which it has nothing.</summary>
    public IReadOnlyList<(double FromMs, double ToMs)> Gaps => _gaps;

    /// <summary>Looks at what is new, from where it was: what checked once does not change.</summary>
    public void Refresh(string path)
    {
        long length = new FileInfo(path).Length;
        if (length == _checkedBytes)
        {
            return;
        }
        using SegmentFile file = new(path, _end);
        bool isBehindDamage = false;
        while (true)
        {
            if (file.TryHeader(out HistoryHeader header) && file.TrySkip())
            {
                Take(header, isBehindDamage);
                isBehindDamage = false;
                _end = file.Position;
                continue;
            }
            file.Rewind(_end);
            if (!file.TrySkipDamage())
            {
                break;
            }
            (_end, isBehindDamage) = (file.Position, true);
        }
        _checkedBytes = length;
    }

    private void Take(in HistoryHeader header, bool isBehindDamage)
    {
        bool isBreak = header.IsBreak || isBehindDamage;
        if (double.IsNaN(LastMs))
        {
            BeginsAnew = isBreak;
        }
        else if (isBreak)
        {
            _gaps.Add((LastMs, header.SimMs));
        }
        else
        {
            LongestStepMs = Math.Max(LongestStepMs, header.SimMs - LastMs);
        }
        if (header.Kind == HistoryKind.Scene)
        {
            Scenes.Add((header.SimMs, _end));
        }
        LastMs = header.SimMs;
    }
}
