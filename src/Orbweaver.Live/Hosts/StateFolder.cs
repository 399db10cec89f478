using System;
using System.Globalization;
using System.IO;
using Orbweaver.Live.Interop;

namespace Orbweaver.Live.Hosts;

/// <summary>
/// What of a host survives its restart: how many lives it has had. Locked while a host lives, so that two
/// never take themselves for one.
/// </summary>
public sealed class StateFolder : IDisposable
{
    /// <summary>Lives that an ingress has numbers for.</summary>
    public const uint LivesMax = 256;

    private const string FileName = "incarnation";
    private const string LockName = "lock";
    private const int TextCharsMax = 32;

    private readonly FileStream _lock;

    private StateFolder(FileStream locked, uint incarnation)
    {
        _lock = locked;
        Incarnation = incarnation;
    }

    /// <summary>
    /// Which life of the host this is, from 1. It was on the disk before anybody could use it.
    /// </summary>
    public uint Incarnation { get; }

    /// <summary>
    /// Takes the folder, made if needed, and begins the next life. False, with what is wrong and what to do.
    /// </summary>
    public static bool TryOpen(string folder, out StateFolder? state, out string error)
    {
        state = null;
        FileStream? locked = null;
        try
        {
            Directory.CreateDirectory(folder);
            locked = TryLock(Path.Combine(folder, LockName));
            if (locked is null)
            {
                error = $"another process uses '{folder}': give every host a state folder of its own";
                return false;
            }
            string path = Path.Combine(folder, FileName);
            if (!TryRead(path, out uint last, out error))
            {
                locked.Dispose();
                return false;
            }
            if (last == LivesMax)
            {
                error = $"'{path}' says that the host has had {LivesMax} lives, and there are numbers for no"
                    + " more: give it a new name and a new folder";
                locked.Dispose();
                return false;
            }
            Write(folder, path, last + 1);
            state = new StateFolder(locked, last + 1);
            error = "";
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            locked?.Dispose();
            error = $"'{folder}' cannot be used: {FileTrouble.WordsOf(e)}";
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    private static FileStream? TryLock(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (File.Exists(path) && e is not FileNotFoundException)
        {
            return null;
        }
    }

    private static bool TryRead(string path, out uint last, out string error)
    {
        last = 0;
        error = "";
        if (!File.Exists(path))
        {
            return true;
        }
        string text = new FileInfo(path).Length <= TextCharsMax ? File.ReadAllText(path) : "";
        bool isRight = text.EndsWith('\n') && uint.TryParse(
                text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out last)
            && last is > 0 and <= LivesMax;
        error = isRight ? "" : $"'{path}' is damaged: it does not hold the number of the host's last life."
            + " Write into it a number that is no less than any it has had, or give the host a new name and a"
            + " new folder";
        return isRight;
    }

    // Beside, to the disk, then in the old one's place, and the folder to the disk as well: a power cut
    // leaves the old number or the new one, and no life begins before its number is safe.
    private static void Write(string folder, string path, uint incarnation)
    {
        string beside = path + ".new";
        using (FileStream file = new(beside, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            file.Write(System.Text.Encoding.ASCII.GetBytes(
                string.Create(CultureInfo.InvariantCulture, $"{incarnation}\n")));
            file.Flush(flushToDisk: true);
        }
        File.Move(beside, path, overwrite: true);
        int descriptor = PollNative.OpenToRead(folder);
        if (descriptor >= 0)
        {
            _ = PollNative.Sync(descriptor);
            _ = PollNative.Close(descriptor);
        }
    }
}
