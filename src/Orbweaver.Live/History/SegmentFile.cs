using System;
using System.IO;

namespace Orbweaver.Live.History;

/// <summary>
/// One segment, read record by record. Every record is checked before it is shown; behind a damage it goes on
/// with the next scene that is whole.
/// </summary>
internal sealed class SegmentFile : IDisposable
{
    /// <summary>Segments that follow each other more closely than this have nothing between them.</summary>
    public const double StepUsualMs = 2_000;

    private readonly FileStream _file;
    private readonly byte[] _header = new byte[HistoryRecordCodec.HeaderBytes];
    private byte[] _stored = [];
    private int _length;
    private bool _isBehindBreak;
    private long _searchedBytes = -1;

    /// <summary>Opens it at a record.</summary>
    public SegmentFile(string path, long offset)
    {
        _file = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16);
        Span<byte> magic = stackalloc byte[4];
        IsSegment = _file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) == magic.Length
            && magic.SequenceEqual(HistoryWriter.Magic);
        // Something else of that name has no records.
        _file.Position = IsSegment ? offset : _file.Length;
    }

    /// <summary>Whether it begins as one; what was made just now does not yet.</summary>
    public bool IsSegment { get; }

    /// <summary>Where the next record begins.</summary>
    public long Position => _file.Position;

    /// <summary>Opens it, or gives nothing where it is gone.</summary>
    public static SegmentFile? TryOpen(string path, long offset)
    {
        try
        {
            SegmentFile file = new(path, offset);
            if (file.IsSegment)
            {
                return file;
            }
            file.Dispose();
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Reads the header of the next record; the record itself must be read or skipped
    /// then.</summary>
    public bool TryHeader(out HistoryHeader header)
    {
        bool isThere = TryFill(_header) && HistoryRecordCodec.TryLength(_header, out _length);
        header = HistoryRecordCodec.Parse(_header);
        return isThere;
    }

    /// <summary>Reads the record.</summary>
    public bool TryRead(out HistoryRecord record)
    {
        record = default;
        if (!TrySkip() || !HistoryRecordCodec.TryUnpack(
            _header, _stored.AsSpan(0, _length).ToArray(), out record))
        {
            return false;
        }
        record = record with { IsBreak = record.IsBreak || _isBehindBreak };
        _isBehindBreak = false;
        return true;
    }

    /// <summary>Passes over the record, and checks it.</summary>
    public bool TrySkip()
    {
        if (_stored.Length < _length)
        {
            // No more than the file has: what a damaged header says is not believed.
            if (_length > _file.Length - _file.Position)
            {
                return false;
            }
            _stored = new byte[_length];
        }
        return TryFill(_stored.AsSpan(0, _length))
            && HistoryRecordCodec.IsWhole(_header, _stored.AsSpan(0, _length));
    }

    /// <summary>As <see cref="TrySkip()"/>, with no record.</summary>
    public bool TrySkip(out HistoryRecord record)
    {
        record = default;
        return TrySkip();
    }

    /// <summary>
    /// Where the record here is damaged, goes on to the next scene that is whole; what is only not written
    /// yet has none behind it, and the place stays.
    /// </summary>
    public bool TrySkipDamage()
    {
        long from = _file.Position;
        long length = Math.Min(_file.Length, from + HistoryLimits.SegmentBytesMax);
        if (length - from <= HistoryRecordCodec.HeaderBytes || length == _searchedBytes)
        {
            return false;
        }
        byte[] rest = new byte[length - from];
        bool isRead = TryFill(rest);
        _file.Position = from;
        _searchedBytes = length;
        int found = isRead ? HistoryRecordCodec.FindScene(rest.AsSpan(1)) : -1;
        if (found < 0)
        {
            return false;
        }
        _file.Position = from + 1 + found;
        NoteBreak();
        return true;
    }

    /// <summary>Whether there are bytes behind the place.</summary>
    public bool HasMore => _file.Position < _file.Length;

    /// <summary>Something is missing before the next record, which says so then.</summary>
    public void NoteBreak() => _isBehindBreak = true;

    /// <summary>Goes back, to look again later.</summary>
    public void Rewind(long position) => _file.Position = position;

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private bool TryFill(Span<byte> target)
        => _file.ReadAtLeast(target, target.Length, throwOnEndOfStream: false) == target.Length;
}
