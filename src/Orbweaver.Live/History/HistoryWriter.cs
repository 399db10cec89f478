using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;

namespace Orbweaver.Live.History;

/// <summary>
/// Records frames into a folder, on a thread of its own: whoever hands them over never waits for the disk.
/// What the disk is too slow for is dropped and counted, and the recording goes on with a scene, so that it
/// is never wrong, only absent. A disk that fails is told once, and tried again.
/// </summary>
public sealed class HistoryWriter : IDisposable
{
    /// <summary>What every segment begins with.</summary>
    internal static ReadOnlySpan<byte> Magic => "OWR1"u8;

    private static readonly TimeSpan FlushEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StopMax = TimeSpan.FromSeconds(5);

    private readonly string _folder;
    private readonly HistoryLimits _limits;
    private readonly FileStream _lock;
    private readonly Action<string> _warn;
    private readonly Queue<(HistoryRecord Record, bool IsStart)> _queue = new();
    private readonly Lock _gate = new();
    private readonly AutoResetEvent _isMore = new(false);
    private readonly AutoResetEvent _isLess = new(false);
    private readonly Thread _thread;
    private readonly MemoryStream _scratch = new();
    private long _queuedBytes;
    private long _dropped;
    private double _segmentMs = double.NaN;
    private long _segmentBytes;
    private double _sceneMs = double.NaN;
    private TimeSpan _sceneEvery;
    private bool _needsScene = true;
    private bool _isClosed;
    private volatile bool _hasFailed;
    private long _failed;
    private FileStream? _file;

    private HistoryWriter(string folder, HistoryLimits limits, FileStream locked, Action<string> warn)
    {
        _folder = folder;
        _limits = limits;
        _lock = locked;
        _warn = warn;
        _thread = new Thread(Work)
        {
            IsBackground = true,
            Name = "history",
            Priority = ThreadPriority.BelowNormal,
        };
        _thread.Start();
    }

    /// <summary>The folder.</summary>
    public string Folder => _folder;

    /// <summary>Records that the disk was too slow for.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Whether the disk refuses at present.</summary>
    public bool HasFailed => _hasFailed;

    /// <summary>
    /// Begins a recording in a folder; false where another process records there, with
    /// <paramref name="error"/> empty, or where it cannot be written.
    /// </summary>
    public static bool TryOpen(
        string folder, HistoryLimits limits, Action<string> warn, out HistoryWriter? writer, out string error)
    {
        writer = null;
        error = "";
        FileStream? locked = null;
        try
        {
            if (HistoryFolder.IsForeign(folder))
            {
                error = "it holds other things, and is no recording";
                return false;
            }
            locked = HistoryFolder.TryLock(folder);
            if (locked is null)
            {
                return false;
            }
            if (limits.KeepsEarlier)
            {
                HistoryFolder.PutAside(folder);
            }
            else
            {
                HistoryFolder.Drop(folder);
            }
            writer = new HistoryWriter(folder, limits, locked, warn);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            locked?.Dispose();
            error = FileTrouble.WordsOf(e);
            return false;
        }
    }

    /// <summary>
    /// Takes frames of one moment; they must not change any more. The scene is asked for where one is due.
    /// For one thread.
    /// </summary>
    /// <param name="simMs">The moment.</param>
    /// <param name="frames">What changed at it.</param>
    /// <param name="scene">The whole state after them.</param>
    public void Add(double simMs, IReadOnlyList<ReadOnlyMemory<byte>> frames, Func<byte[]> scene)
    {
        bool isStart = _needsScene || IsOver(simMs - _segmentMs, _limits.SegmentAge)
            || _segmentBytes >= _limits.SegmentBytes;
        if (isStart)
        {
            _segmentMs = simMs;
            _segmentBytes = 0;
        }
        if (isStart || IsOver(simMs - _sceneMs, _sceneEvery))
        {
            TimeSpan next = _needsScene ? _limits.SceneFirst : 2 * _sceneEvery;
            _sceneEvery = next < _limits.SceneEvery ? next : _limits.SceneEvery;
            HistoryRecord whole = new(HistoryKind.Scene, simMs, scene(), IsBreak: _needsScene);
            _needsScene = !TryQueue(whole, isStart);
            _sceneMs = simMs;
        }
        foreach (ReadOnlyMemory<byte> frame in frames)
        {
            // Behind a scene that has them already too: who replays passes over the scene.
            Queue(simMs, frame);
        }
    }

    /// <summary>Writes what waits, and lets the folder go.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isClosed = true;
        }
        _isMore.Set();
        if (_thread.Join(StopMax))
        {
            _isMore.Dispose();
            _isLess.Dispose();
        }
        _lock.Dispose();
        _scratch.Dispose();
    }

    private static bool IsOver(double spanMs, TimeSpan limit) => !(spanMs < limit.TotalMilliseconds);

    private void Queue(double simMs, ReadOnlyMemory<byte> frame)
    {
        if (!_needsScene)
        {
            _needsScene = !TryQueue(new HistoryRecord(HistoryKind.Frame, simMs, frame), isStart: false);
        }
    }

    private bool TryQueue(HistoryRecord record, bool isStart)
    {
        while (_limits.IsPatient && IsFull(record))
        {
            _ = _isLess.WaitOne(FlushEvery);
        }
        lock (_gate)
        {
            if (_isClosed || _queuedBytes + record.Bytes.Length > _limits.QueueBytes)
            {
                Interlocked.Increment(ref _dropped);
                return false;
            }
            _queuedBytes += record.Bytes.Length;
            // As it is: packed it is less, and segments a little shorter than they might be.
            _segmentBytes += record.Bytes.Length + HistoryRecordCodec.HeaderBytes;
            _queue.Enqueue((record, isStart));
        }
        _isMore.Set();
        return true;
    }

    private bool IsFull(in HistoryRecord record)
    {
        lock (_gate)
        {
            return !_isClosed && _queuedBytes > 0
                && _queuedBytes + record.Bytes.Length > _limits.QueueBytes;
        }
    }

    private void Work()
    {
        long flushed = Environment.TickCount64;
        bool isEnd = false;
        while (!isEnd)
        {
            _ = _isMore.WaitOne(FlushEvery);
            isEnd = IsClosed();
            while (TryTake(out (HistoryRecord Record, bool IsStart) next))
            {
                if (_hasFailed && Environment.TickCount64 - _failed < _limits.RetryAfter.TotalMilliseconds)
                {
                    Interlocked.Increment(ref _dropped);
                }
                else
                {
                    Write(next.Record, next.IsStart);
                }
            }
            if (Environment.TickCount64 - flushed >= FlushEvery.TotalMilliseconds || isEnd)
            {
                flushed = Environment.TickCount64;
                Try(() => _file?.Flush());
            }
        }
        Try(() => _file?.Dispose());
    }

    private bool IsClosed()
    {
        lock (_gate)
        {
            return _isClosed;
        }
    }

    private bool TryTake(out (HistoryRecord Record, bool IsStart) next)
    {
        lock (_gate)
        {
            if (!_queue.TryDequeue(out next))
            {
                return false;
            }
            _queuedBytes -= next.Record.Bytes.Length;
            _isLess.Set();
            return true;
        }
    }

    // After a failure nothing is written before a scene: what follows needs one before it.
    private void Write(HistoryRecord record, bool isStart)
    {
        bool isNew = isStart || (_file is null && record.Kind == HistoryKind.Scene);
        if (!isNew && _file is null)
        {
            Interlocked.Increment(ref _dropped);
            return;
        }
        Try(() =>
        {
            if (isNew)
            {
                BeginSegment((long)Math.Floor(record.SimMs));
            }
            else if (record.Kind == HistoryKind.Scene)
            {
                // A machine that loses its power loses what came after the last scene at most.
                _file!.Flush(flushToDisk: true);
            }
            HistoryRecordCodec.Write(
                _file!, record with { IsBreak = record.IsBreak || _hasFailed }, _scratch);
            _hasFailed = false;
        });
    }

    private void BeginSegment(long startMs)
    {
        _file?.Flush(flushToDisk: true);
        _file?.Dispose();
        _file = null;
        string path = HistoryFolder.SegmentPath(_folder, startMs);
        _file = new FileStream(
            path, FileMode.Create, FileAccess.Write, FileShare.Read | FileShare.Delete, 1 << 16);
        _file.Write(Magic);
        HistoryBounds.Keep(_folder, _limits, path, startMs);
    }

    private void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (!_hasFailed)
            {
                _warn($"the history in {_folder} stands still: {FileTrouble.WordsOf(e)}");
            }
            (_hasFailed, _failed) = (true, Environment.TickCount64);
            Interlocked.Increment(ref _dropped);
            FileStream? file = _file;
            _file = null;
            try
            {
                file?.Dispose();
            }
            catch (IOException)
            {
                // What it still had to write was counted just now.
            }
        }
    }
}
