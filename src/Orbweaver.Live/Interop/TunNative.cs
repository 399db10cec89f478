using System;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Orbweaver.Live.Interop;

/// <summary>TUN devices and the network namespace of a thread.</summary>
internal static unsafe partial class TunNative
{
    private const nuint SetInterface = 0x400454ca;
    private const short TunWithoutHeader = 0x0001 | 0x1000;
    private const int NetworkNamespace = 0x40000000;
    private const int NameBytes = 16;
    private const int RequestBytes = 40;

    /// <summary>Ties a descriptor of /dev/net/tun to the device of this name, made if needed.</summary>
    public static bool Attach(int descriptor, string name)
    {
        Span<byte> request = stackalloc byte[RequestBytes];
        request.Clear();
        Encoding.ASCII.GetBytes(name, request[..(NameBytes - 1)]);
        BinaryPrimitives.WriteInt16LittleEndian(request[NameBytes..], TunWithoutHeader);
        fixed (byte* first = request)
        {
            return Control(descriptor, SetInterface, first) == 0;
        }
    }

    /// <summary>Moves the calling thread, and no other, to a namespace.</summary>
    public static bool EnterNamespace(int descriptor) => SetNamespace(descriptor, NetworkNamespace) == 0;

    /// <summary>The index of a device in the namespace of the calling thread; 0 when there is none.</summary>
    [LibraryImport("libc", EntryPoint = "if_nametoindex", SetLastError = true,
        StringMarshalling = StringMarshalling.Utf8)]
    public static partial uint IndexOf(string name);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(int descriptor, nuint request, byte* argument);

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNamespace(int descriptor, int kind);
}
