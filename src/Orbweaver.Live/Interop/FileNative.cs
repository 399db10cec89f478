using System;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Orbweaver.Live.Interop;

/// <summary>Whose a file is, which .NET does not tell.</summary>
internal static unsafe partial class FileNative
{
    private const int WorkingFolder = -100;
    private const int NoFollow = 0x100;
    private const uint Basic = 0x7ff;
    private const int StatBytes = 256;
    private const int OwnerAt = 20;

    /// <summary>The user this process acts as.</summary>
    public static uint User => GetUser();

    /// <summary>The owner of a file or folder, or of a link itself; null when it cannot be seen.</summary>
    public static uint? OwnerOf(string path)
    {
        Span<byte> stat = stackalloc byte[StatBytes];
        fixed (byte* first = stat)
        {
            return Stat(WorkingFolder, path, NoFollow, Basic, first) == 0
                ? BinaryPrimitives.ReadUInt32LittleEndian(stat[OwnerAt..]) : null;
        }
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetUser();

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true,
        StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Stat(int folder, string path, int flags, uint mask, byte* stat);
}
