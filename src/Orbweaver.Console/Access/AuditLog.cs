using System;
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading;
using Orbweaver.Live;

namespace Orbweaver.Console.Access;

/// <summary>One thing that somebody did, or tried.</summary>
/// <param name="Number">Its place in the log, from 1.</param>
/// <param name="At">When, by the machine's clock.</param>
/// <param name="Who">Who it was.</param>
/// <param name="Role">What they could do.</param>
/// <param name="Action">What they did: method and path.</param>
/// <param name="Target">To what, in words.</param>
/// <param name="Outcome">The status of HTTP that they got.</param>
/// <param name="Hash">SHA-256 of the row before and of this one.</param>
public sealed record AuditRow(
    long Number, DateTime At, string Who, string Role, string Action, string Target, int Outcome,
        string Hash);

/// <summary>
/// What was done, row by row, each bound to the one before by its hash: a row that is changed or taken out
/// shows. Kept in a file where there is a history, and the newest in memory.
/// </summary>
public sealed class AuditLog : IDisposable
{
    /// <summary>Rows in memory.</summary>
    public const int RowsMax = 1_000;

    /// <summary>A file that is larger is put aside as <c>audit-1.jsonl</c>, and that one goes.</summary>
    public const long FileBytesMax = 8L << 20;

    /// <summary>Characters of a target that are kept.</summary>
    public const int TargetCharsMax = 200;

    private const int LineBytesMax = 4_096;

    private readonly Lock _gate = new();
    private readonly Queue<AuditRow> _rows = new();
    private readonly TimeProvider _clock;
    private readonly string? _path;
    private readonly Action<string> _warn;
    private FileStream? _file;
    private string _last = new('0', 64);
    private long _number;

    /// <summary>A log; in memory only where there is no path.</summary>
    public AuditLog(TimeProvider clock, string? path, Action<string> warn)
    {
        (_clock, _path, _warn) = (clock, path, warn);
        if (path is null)
        {
            return;
        }
        try
        {
            ReadOld(path);
            _file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            warn($"the audit log is kept in memory only: {FileTrouble.WordsOf(e)}");
        }
    }

    /// <summary>Whether all rows that were found at the start hang together.</summary>
    public bool IsChainWhole { get; private set; } = true;

    /// <summary>Writes a row.</summary>
    public AuditRow Add(string who, string role, string action, string target, int outcome)
    {
        lock (_gate)
        {
            DateTime now = _clock.GetUtcNow().UtcDateTime;
            now = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond));
            string kept = target.Length <= TargetCharsMax ? target : target[..TargetCharsMax];
            AuditRow row = new(++_number, now, who, role, action, kept, outcome, "");
            row = row with { Hash = HashOf(_last, row) };
            _last = row.Hash;
            Keep(row);
            Append(row);
            return row;
        }
    }

    /// <summary>The newest rows, newest first.</summary>
    public IReadOnlyList<AuditRow> Newest()
    {
        lock (_gate)
        {
            AuditRow[] rows = [.. _rows];
            Array.Reverse(rows);
            return rows;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _file?.Dispose();
            _file = null;
        }
    }

    /// <summary>The hash of a row behind one with another hash.</summary>
    public static string HashOf(string before, AuditRow row)
    {
        byte[] text = Encoding.UTF8.GetBytes(
            before + "\n" + JsonSerializer.Serialize(row with { Hash = "" }, JsonTexts.Options));
        return Convert.ToHexStringLower(SHA256.HashData(text));
    }

    private void Keep(AuditRow row)
    {
        _rows.Enqueue(row);
        if (_rows.Count > RowsMax)
        {
            _rows.Dequeue();
        }
    }

    private void Append(AuditRow row)
    {
        if (_file is null)
        {
            return;
        }
        try
        {
            if (_file.Length > FileBytesMax)
            {
                _file.Dispose();
                File.Move(_path!, Path.ChangeExtension(_path!, null) + "-1.jsonl", overwrite: true);
                _file = new FileStream(_path!, FileMode.Append, FileAccess.Write, FileShare.Read);
            }
            _file.Write([.. JsonSerializer.SerializeToUtf8Bytes(row, JsonTexts.Options), (byte)'\n']);
            _file.Flush();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _warn($"the audit log is kept in memory only from here on: {FileTrouble.WordsOf(e)}");
            _file = null;
        }
    }

    // The first row of a file follows one that may be gone: it is the beginning of what can be checked.
    private void ReadOld(string path)
    {
        if (!File.Exists(path))
        {
            return;
        }
        using StreamReader reader = new(path, Encoding.UTF8);
        bool isFirst = true;
        while (reader.ReadLine() is { } line)
        {
            AuditRow? row = line.Length <= LineBytesMax ? Parse(line) : null;
            bool isNext = row is not null
                && (isFirst || (row.Number == _number + 1
                    && string.Equals(row.Hash, HashOf(_last, row), StringComparison.Ordinal)));
            if (!isNext)
            {
                IsChainWhole = false;
            }
            if (row is not null)
            {
                (_number, _last, isFirst) = (row.Number, row.Hash, false);
                Keep(row);
            }
        }
        if (!IsChainWhole)
        {
            _warn($"the audit log {path} has been changed, or its end is missing: its chain does not hold");
        }
    }

    private static AuditRow? Parse(string line)
    {
        try
        {
            AuditRow? row = JsonSerializer.Deserialize<AuditRow>(line, JsonTexts.Options);
            return row?.Hash is null ? null : row;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
