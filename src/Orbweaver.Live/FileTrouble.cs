using System;
using System.IO;

namespace Orbweaver.Live;

/// <summary>
/// Why a file or folder cannot be had, in plain words. What the runtime says repeats the path, which whoever
/// reports it has named already.
/// </summary>
public static class FileTrouble
{
    // EEXIST of Linux: there is something where a folder was to be made.
    private const int Exists = 17;

    /// <summary>Why, to stand behind a colon and without a full stop.</summary>
    public static string WordsOf(Exception e)
    {
        ArgumentNullException.ThrowIfNull(e);
        return e switch
        {
            UnauthorizedAccessException => "this user has no right to it",
            DirectoryNotFoundException or FileNotFoundException
                => "there is no such place, and none can be made",
            PathTooLongException => "its name is too long",
            IOException { HResult: Exists } => "there is a file of that name",
            IOException => WithoutPath(e.Message),
            _ => e.Message.TrimEnd('.'),
        };
    }

    // "No space left on device : '/mnt/x'", as the system says it, and where.
    private static string WithoutPath(string message)
    {
        int at = message.IndexOf(" : '", StringComparison.Ordinal);
        return at > 0 ? $"{char.ToLowerInvariant(message[0])}{message[1..at]}" : message.TrimEnd('.');
    }
}
