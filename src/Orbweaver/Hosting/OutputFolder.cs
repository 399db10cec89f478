using System;
using System.IO;
using Orbweaver.Live;

namespace Orbweaver.Hosting;

/// <summary>Output that cannot be written: the operator's disk, not the operator's input.</summary>
internal sealed class OutputException(string message) : Exception(message);

/// <summary>
/// Writes files so that a reader sees the old one or the whole new one: beside first, then renamed. Other
/// files of the folder are left alone. What is there under <c>/dev</c> and <c>/proc</c> is written as it is:
/// renaming over <c>/dev/null</c> would take it away from the whole machine.
/// </summary>
internal sealed class OutputFolder
{
    private const UnixFileMode AnyWrite =
        UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    private readonly string _folder;

    private readonly bool _isDevice;

    private OutputFolder(string folder, bool isDevice = false)
    {
        _folder = folder;
        _isDevice = isDevice;
    }

    /// <summary>
    /// Opens a folder, making it if need be. Tried before the work begins: an hour's run is not lost to a
    /// typo.
    /// </summary>
    public static OutputFolder Open(string folder)
    {
        if (File.Exists(folder))
        {
            throw new OutputException($"{folder} is a file; name a folder");
        }
        try
        {
            Directory.CreateDirectory(folder);
            string probe = Path.Combine(folder, $".orbweaver-{Environment.ProcessId}.tmp");
            File.WriteAllText(probe, "");
            File.Delete(probe);
            return new OutputFolder(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OutputException($"cannot write to the folder {folder}: {FileTrouble.WordsOf(e)}");
        }
    }

    /// <summary>The folder of one file.</summary>
    public static (OutputFolder Folder, string Name) OfFile(string file)
    {
        string name = Path.GetFileName(file);
        if (name.Length == 0 || Directory.Exists(file))
        {
            throw new OutputException($"{file} is a folder; name a file in it");
        }
        string folder = Path.GetDirectoryName(file)!;
        if (IsDevice(file))
        {
            return (new OutputFolder(folder, isDevice: true), name);
        }
        RefuseProtected(file);
        return (Open(folder), name);
    }

    /// <summary>Writes one file whole and returns its path.</summary>
    public string Write(string name, Action<Stream> write)
    {
        string path = Path.Combine(_folder, name);
        if (_isDevice)
        {
            return WriteStraight(path, write);
        }
        RefuseProtected(path);
        string beside = Path.Combine(_folder, $".{name}-{Environment.ProcessId}.tmp");
        try
        {
            try
            {
                using (FileStream stream = File.Create(beside))
                {
                    write(stream);
                }
                File.Move(beside, path, overwrite: true);
                return path;
            }
            finally
            {
                File.Delete(beside);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OutputException($"cannot write {path}: {FileTrouble.WordsOf(e)}");
        }
    }

    /// <summary>Writes one text file whole, UTF-8 without a byte order mark.</summary>
    public string WriteText(string name, Action<TextWriter> write) => Write(name, stream =>
    {
        using StreamWriter writer = new(stream, bufferSize: 1 << 16);
        writer.NewLine = "\n";
        write(writer);
    });

    // Renaming over a file asks for no right to write it, and root has every right: what somebody protected
    // stays.
    private static void RefuseProtected(string path)
    {
        if (File.Exists(path) && !OperatingSystem.IsWindows()
            && (File.GetUnixFileMode(path) & AnyWrite) == UnixFileMode.None)
        {
            throw new OutputException($"{path} is there and write-protected; name another file");
        }
    }

    // /dev/null, /dev/stdout, and /dev/fd/63 of a shell's >(gzip). /dev/shm is an ordinary folder.
    private static bool IsDevice(string file)
        => (file.StartsWith("/dev/", StringComparison.Ordinal)
                || file.StartsWith("/proc/", StringComparison.Ordinal))
            && !file.StartsWith("/dev/shm/", StringComparison.Ordinal)
            && File.Exists(file);

    private static string WriteStraight(string path, Action<Stream> write)
    {
        try
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            write(stream);
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OutputException($"cannot write {path}: {FileTrouble.WordsOf(e)}");
        }
    }
}
