using System;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Orbweaver.Live.Interop;

/// <summary>
/// The size of a terminal, asked of the kernel: .NET would first turn the terminal's keypad to another mode,
/// by codes that have no place in the output of a command.
/// </summary>
internal static unsafe partial class TerminalNative
{
    private const nuint GetWindowSize = 0x5413;

    /// <summary>Columns and rows; null where the descriptor is no terminal, or one that does not
    /// know.</summary>
    public static (int Columns, int Rows)? SizeOf(int descriptor)
    {
        Span<byte> size = stackalloc byte[8];
        fixed (byte* first = size)
        {
            if (Control(descriptor, GetWindowSize, first) != 0)
            {
                return null;
            }
        }
        int rows = BinaryPrimitives.ReadUInt16LittleEndian(size);
        int columns = BinaryPrimitives.ReadUInt16LittleEndian(size[2..]);
        return columns > 0 && rows > 0 ? (columns, rows) : null;
    }

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(int descriptor, nuint request, byte* argument);
}
