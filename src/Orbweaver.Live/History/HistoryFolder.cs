using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace Orbweaver.Live.History;

/// <summary>
/// The names in a folder of history, and its lock. Every start of a network begins a recording anew, as the
/// world's time begins anew; what was recorded before is kept in the folder <c>earlier</c>, each recording in
/// a folder of its own that is named after when it ended.
/// </summary>
public static class HistoryFolder
{
    /// <summary>The file of the catalogue.</summary>
    public const string CatalogueName = "catalogue.json";

    /// <summary>The file that says what is recorded.</summary>
    public const string AboutName = "about.json";

    /// <summary>The file of the audit log.</summary>
    public const string AuditName = "audit.jsonl";

    /// <summary>The folder of earlier recordings.</summary>
    public const string EarlierName = "earlier";

    private const string StampFormat = "yyyyMMdd'T'HHmmss'Z'";
    private const int StampChars = 16;

    private const string LockName = "lock";
    private const string Prefix = "seg-";
    private const string Suffix = ".owr";

    /// <summary>
    /// Takes the folder, made if needed; null where another process has it. The lock goes with the stream.
    /// </summary>
    public static FileStream? TryLock(string folder)
    {
        MakePrivate(folder);
        string path = Path.Combine(folder, LockName);
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (File.Exists(path) && e is not FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Whether a folder holds other things, and nothing of a recording: it stays as it is.</summary>
    public static bool IsForeign(string folder)
        => Directory.Exists(folder)
            && Directory.EnumerateFileSystemEntries(folder).Any()
            && !((string[])[CatalogueName, AboutName, AuditName, LockName])
                .Any(name => File.Exists(Path.Combine(folder, name)))
            && Segments(folder).Count == 0;

    /// <summary>Earlier recordings of a folder, oldest first; named after when they ended, in UTC.</summary>
    public static List<string> Earlier(string folder)
    {
        string earlier = Path.Combine(folder, EarlierName);
        List<string> names = [];
        if (Directory.Exists(earlier))
        {
            names.AddRange(Directory.EnumerateDirectories(earlier)
                .Select(static path => Path.GetFileName(path)).Where(IsStamp));
        }
        names.Sort(StringComparer.Ordinal);
        return names;
    }

    /// <summary>Where an earlier recording is; null where a name is none of them.</summary>
    public static string? EarlierPath(string folder, string name)
        => IsStamp(name) && Path.Combine(folder, EarlierName, name) is var path && Directory.Exists(path)
            ? path : null;

    /// <summary>When an earlier recording ended, by its name.</summary>
    public static bool TryEnd(string name, out DateTime ended)
        => DateTime.TryParseExact(
            name.AsSpan(0, Math.Min(name.Length, StampChars)), StampFormat, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out ended);

    /// <summary>Puts what is recorded in a folder aside, if anything is.</summary>
    internal static void PutAside(string folder)
    {
        List<(string Path, long StartMs)> segments = Segments(folder);
        if (segments.Count == 0)
        {
            return;
        }
        string stamp = segments.Max(static s => File.GetLastWriteTimeUtc(s.Path))
            .ToString(StampFormat, CultureInfo.InvariantCulture);
        string place = Path.Combine(folder, EarlierName, stamp);
        for (int i = 2; Directory.Exists(place); i++)
        {
            place = Path.Combine(
                folder, EarlierName, string.Create(CultureInfo.InvariantCulture, $"{stamp}-{i}"));
        }
        MakePrivate(place);
        foreach (string path in Parts(folder, segments))
        {
            File.Move(path, Path.Combine(place, Path.GetFileName(path)));
        }
    }

    /// <summary>Lets go what is recorded in a folder.</summary>
    internal static void Drop(string folder)
    {
        foreach (string path in Parts(folder, Segments(folder)))
        {
            File.Delete(path);
        }
    }

    /// <summary>The segments of a folder, oldest first; other files are nobody's business.</summary>
    public static List<(string Path, long StartMs)> Segments(string folder)
    {
        List<(string Path, long StartMs)> segments = [];
        if (!Directory.Exists(folder))
        {
            return segments;
        }
        foreach (string path in Directory.EnumerateFiles(folder, Prefix + "*" + Suffix))
        {
            string name = Path.GetFileName(path);
            if (long.TryParse(
                name.AsSpan(Prefix.Length, name.Length - Prefix.Length - Suffix.Length),
                NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long startMs))
            {
                segments.Add((path, startMs));
            }
        }
        segments.Sort(static (a, b) => a.StartMs.CompareTo(b.StartMs));
        return segments;
    }

    /// <summary>Bytes of the segments of a folder.</summary>
    public static long BytesOf(string folder)
        => Segments(folder).Select(static s => new FileInfo(s.Path)).Where(static f => f.Exists)
            .Sum(static f => f.Length);

    /// <summary>The path of a segment.</summary>
    public static string SegmentPath(string folder, long startMs)
        => Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{startMs}{Suffix}"));

    /// <summary>Writes a file beside and puts it in its place, so that it is there whole or not at
    /// all.</summary>
    public static void WriteWhole(string path, ReadOnlySpan<byte> bytes)
    {
        string beside = path + ".new";
        using (FileStream file = new(beside, FileMode.Create, FileAccess.Write, FileShare.Read))
        {
            file.Write(bytes);
        }
        File.Move(beside, path, overwrite: true);
    }

    // What a recording is made of. The audit log goes on, and belongs to none.
    private static IEnumerable<string> Parts(string folder, List<(string Path, long StartMs)> segments)
        => segments.Select(static s => s.Path).Concat(
            ((string[])[CatalogueName, AboutName])
                .Select(name => Path.Combine(folder, name)).Where(File.Exists));

    private static bool IsStamp(string name)
        => TryEnd(name, out _) && (name.Length == StampChars
            || (name[StampChars] == '-' && name.Length is > StampChars + 1 and < StampChars + 5
                && name.AsSpan(StampChars + 1).IndexOfAnyExceptInRange('0', '9') < 0));

    // Who may read what a network did is for its operator to say.
    private static void MakePrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }
        Directory.CreateDirectory(
            folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
