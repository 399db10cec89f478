using System;
using System.IO;
using Orbweaver.Live.Records;
using Orbweaver.Scenarios;

namespace Orbweaver.Hosting;

/// <summary>Files that hold secrets: readable and writable by their owner, and by nobody else.</summary>
internal static class KeyFiles
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>
    /// Writes a secret beside and renames it, so that nobody ever reads half of one. What is there stays
    /// unless the operator forces it, and what is no plain file stays in any case.
    /// </summary>
    public static void Write(string path, string text, bool isForced)
    {
        FileInfo there = new(path);
        if (Directory.Exists(path))
        {
            throw BadInputException.Of("--out", $"'{path}' is a folder", "Name a file in it");
        }
        if (!Directory.Exists(there.DirectoryName))
        {
            throw BadInputException.Of(
                "--out", $"there is no folder '{there.DirectoryName}'", "Make it first");
        }
        if (there.LinkTarget is not null || (there.Exists && !IsPlain(there)))
        {
            throw BadInputException.Of(
                "--out", $"'{path}' is a link or a device, and a key belongs in a file of its own",
                "Name another file");
        }
        if (there.Exists && !isForced)
        {
            throw BadInputException.Of(
                "--out", $"'{path}' is there already",
                "Name another file, or say --force if no host needs the old key any more");
        }
        string beside = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            try
            {
                WriteNew(beside, text);
                File.Move(beside, path, overwrite: isForced);
            }
            finally
            {
                File.Delete(beside);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OutputException($"cannot write {path}: {e.Message.TrimEnd('.')}");
        }
    }

    /// <summary>
    /// Reads a network key; <paramref name="field"/> names what told the file, for the one message that there
    /// is when the file cannot be trusted.
    /// </summary>
    public static NetworkKey ReadNetworkKey(string field, string path)
    {
        string text = ReadPrivate(field, path);
        return NetworkKey.TryParse(text, out string wrong) ?? throw BadInputException.Of(
            field, $"'{path}' {wrong}", "Make a key with 'orbweaver keys network --out FILE'");
    }

    private static string ReadPrivate(string field, string path)
    {
        try
        {
            if (Directory.Exists(path) || !File.Exists(path))
            {
                throw BadInputException.Of(
                    field, $"'{path}' is no file", "Make a key with 'orbweaver keys network --out FILE'");
            }
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            // Asked of what is open, so that nobody puts another file there in between.
            UnixFileMode mode = OperatingSystem.IsWindows()
                ? OwnerOnly : File.GetUnixFileMode(stream.SafeFileHandle);
            if ((mode & ~OwnerOnly) != UnixFileMode.None)
            {
                throw BadInputException.Of(
                    field,
                    $"'{path}' has mode {Convert.ToString((int)mode, 8).PadLeft(4, '0')}: others than its"
                    + " owner may use it",
                    $"If nobody has read it, 'chmod 600 {path}'; else make a new key");
            }
            if (stream.Length > NetworkKey.TextCharsMax)
            {
                throw BadInputException.Of(
                    field, $"'{path}' has {stream.Length} bytes, more than any key file",
                    "Name the file that 'orbweaver keys network' wrote");
            }
            using StreamReader reader = new(stream);
            return reader.ReadToEnd();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw BadInputException.Of(
                field, $"'{path}' cannot be read: {e.Message.TrimEnd('.')}", "Run as its owner");
        }
    }

    private static void WriteNew(string path, string text)
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }
        using StreamWriter writer = new(path, options);
        writer.Write(text);
    }

    private static bool IsPlain(FileInfo file)
        => (file.Attributes & (FileAttributes.Device | FileAttributes.ReparsePoint)) == FileAttributes.None
            && !file.FullName.StartsWith("/dev/", StringComparison.Ordinal)
            && !file.FullName.StartsWith("/proc/", StringComparison.Ordinal);
}
