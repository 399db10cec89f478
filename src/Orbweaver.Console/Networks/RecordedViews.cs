using System;
using System.Collections.Generic;
using System.Threading;
using Orbweaver.Console.Operations;
using Orbweaver.Live.History;
using Orbweaver.Monitor;

namespace Orbweaver.Console.Networks;

/// <summary>
/// States of the past, made from a recording: the last scene before a moment, and all frames from there on.
/// Figures, streams, events and incidents of the time before are taken in first, as tables show them too.
/// </summary>
internal sealed class RecordedViews(string folder, Catalogue catalogue)
{
    /// <summary>Views that are kept, so that the tables of one moment need one reading.</summary>
    public const int ViewsMax = 4;

    /// <summary>How far back figures of streams and of the network are taken in.</summary>
    public static readonly TimeSpan FiguresBack = TimeSpan.FromHours(1);

    // What was so shortly before a break still is.
    private const double BreakMs = 2_000;

    private readonly Lock _gate = new();
    private readonly HistoryReader _reader = new(folder);
    private readonly List<(double AtMs, NetworkView View)> _views = [];

    /// <summary>The span that is recorded.</summary>
    public (double FromMs, double ToMs)? Span()
    {
        lock (_gate)
        {
            return _reader.TrySpan(out double from, out double to) ? (from, to) : null;
        }
    }

    /// <summary>Looks at the state of a moment.</summary>
    public T Read<T>(double atMs, Func<NetworkView, T> read)
    {
        // To the fifth of a second, which is how often there is anything new.
        double at = Math.Floor(atMs / 200) * 200;
        lock (_gate)
        {
            int known = _views.FindIndex(v => v.AtMs == at);
            NetworkView view = known >= 0 ? _views[known].View : Build(at);
            if (known >= 0)
            {
                _views.RemoveAt(known);
            }
            else if (_views.Count == ViewsMax)
            {
                _views.RemoveAt(0);
            }
            _views.Add((at, view));
            return read(view);
        }
    }

    private NetworkView Build(double atMs)
    {
        if (!_reader.TrySpan(out double from, out _) || atMs < from - 1_000)
        {
            throw new RequestProblem(
                404,
                double.IsNaN(from) ? "Nothing is recorded yet."
                    : $"The recording begins at {JsonTexts.Text(JsonTexts.Moment(from))}.");
        }
        using HistoryCursor? cursor = _reader.CursorAt(atMs);
        NetworkView view = new(catalogue);
        if (cursor is null || !cursor.TryNext(out HistoryRecord first))
        {
            return view;
        }
        // What is newer than the newest scene may still be on its way to the disk.
        double back = first.SimMs - FiguresBack.TotalMilliseconds;
        _reader.Scan(static type => IsEvent(type), double.NegativeInfinity, back, r => Apply(view, r));
        _reader.Scan(
            static type => type == 0 || IsFigure(type), back, first.SimMs,
            r => r.SimMs < first.SimMs && ApplyFigures(view, r));
        Apply(view, first);
        double lastMs = first.SimMs;
        HistoryRecord record;
        bool isMore;
        while ((isMore = cursor.TryNext(out record)) && record.SimMs <= atMs)
        {
            lastMs = record.SimMs;
            if (record.Kind == HistoryKind.Frame || record.IsBreak)
            {
                Apply(view, record);
            }
        }
        return isMore && record.IsBreak && atMs - lastMs > BreakMs
            ? throw new RequestProblem(
                404,
                $"Nothing is recorded from {JsonTexts.Text(JsonTexts.Moment(lastMs))} to"
                    + $" {JsonTexts.Text(JsonTexts.Moment(record.SimMs))}.")
            : view;
    }

    private static bool IsEvent(byte type) => type == (byte)FrameType.Event;

    private static bool IsFigure(byte type)
        => (FrameType)type is FrameType.Event or FrameType.Kpi or FrameType.StreamStat or FrameType.TimeParts;

    // Streams are recorded with scenes.
    private static bool ApplyFigures(NetworkView view, in HistoryRecord record)
    {
        foreach (Frame frame in FramesOf(record))
        {
            if (IsFigure((byte)frame.Type))
            {
                view.Apply(frame);
            }
        }
        return true;
    }

    // A frame that is none, although it checks, was written by another version: it is passed over.
    private static bool Apply(NetworkView view, in HistoryRecord record)
    {
        foreach (Frame frame in FramesOf(record))
        {
            view.Apply(frame);
        }
        return true;
    }

    /// <summary>The frames of a record.</summary>
    public static IReadOnlyList<Frame> FramesOf(in HistoryRecord record)
    {
        if (record.Kind == HistoryKind.Frame)
        {
            return Frame.TryParse(record.Bytes, out Frame? one, out _) ? [one] : [];
        }
        List<Frame> frames = [];
        ReadOnlyMemory<byte> rest = record.Bytes;
        while (Frame.TryTake(ref rest, out Frame? frame, out _))
        {
            frames.Add(frame);
        }
        return frames;
    }
}
