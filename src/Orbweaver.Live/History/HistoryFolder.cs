using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace Orbweaver.Live.History;

/// <summary>
/// The names in a folder of history, and its lock. Every life of a network begins its recording anew, as the
/// world's time does; what the life before left is kept in the folder <c>earlier</c>, and what was there
/// goes.
/// </summary>
public static class HistoryFolder
{
    /// <summary>The file of the catalogue.</summary>
    public const string CatalogueName = "catalogue.json";

    /// <summary>The file that says what is recorded.</summary>
    public const string AboutName = "about.json";

    /// <summary>The file of the audit log.</summary>
    public const string AuditName = "audit.jsonl";

    /// <summary>The folder of the life before.</summary>
    public const string EarlierName = "earlier";

    private const string LockName = "lock";
    private const string Prefix = "seg-";
    private const string Suffix = ".owr";

    /// <summary>
    /// Takes the folder, made if needed; null where another process has it. The lock goes with the stream.
    /// </summary>
    public static FileStream? TryLock(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            // Who may read what a network did is for its operator to say.
            Directory.CreateDirectory(
                folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
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

    /// <summary>Puts what an earlier life recorded aside.</summary>
    public static void PutAside(string folder)
    {
        List<(string Path, long StartMs)> segments = Segments(folder);
        if (segments.Count == 0)
        {
            return;
        }
        string earlier = Path.Combine(folder, EarlierName);
        Directory.CreateDirectory(earlier);
        foreach ((string path, _) in Segments(earlier))
        {
            File.Delete(path);
        }
        foreach ((string path, _) in segments)
        {
            File.Move(path, Path.Combine(earlier, Path.GetFileName(path)), overwrite: true);
        }
        foreach (string name in (string[])[CatalogueName, AboutName])
        {
            if (File.Exists(Path.Combine(folder, name)))
            {
                File.Move(Path.Combine(folder, name), Path.Combine(earlier, name), overwrite: true);
            }
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
}
