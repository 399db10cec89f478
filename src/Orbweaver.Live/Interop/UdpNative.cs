using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Orbweaver.Live.Interop;

/// <summary>
/// sendmsg and recvmsg of 64-bit Linux with the control message of UDP segmentation: many datagrams of equal
/// size a call, in one buffer. Neither call waits.
/// </summary>
internal static unsafe partial class UdpNative
{
    /// <summary>SOL_UDP.</summary>
    public const int LevelUdp = 17;

    /// <summary>UDP_SEGMENT: cut what is sent into datagrams of this size.</summary>
    public const int Segment = 103;

    /// <summary>UDP_GRO: hand datagrams of one sender and size over in one piece.</summary>
    public const int Gro = 104;

    /// <summary>SOL_SOCKET.</summary>
    public const int LevelSocket = 1;

    /// <summary>SO_SNDBUFFORCE: as root, beyond the system's limit.</summary>
    public const int SendBufferForce = 32;

    /// <summary>SO_RCVBUFFORCE: as root, beyond the system's limit.</summary>
    public const int ReceiveBufferForce = 33;

    private const int DontWait = 0x40;
    private const int NoSignal = 0x4000;

    // A header of 16 bytes, then an integer, padded to 8.
    private const int ControlBytes = 24;

    /// <summary>
    /// Sends to an address; a segment size other than 0 cuts the bytes into datagrams. Returns the bytes
    /// sent, or the error's number below zero.
    /// </summary>
    public static int Send(
        int descriptor, ReadOnlySpan<byte> address, ReadOnlySpan<byte> bytes, int segmentBytes)
    {
        byte* control = stackalloc byte[ControlBytes];
        fixed (byte* name = address)
        fixed (byte* data = bytes)
        {
            Vector vector = new() { Start = data, Length = (nuint)bytes.Length };
            Message message = new()
            {
                Name = name,
                NameLength = (uint)address.Length,
                Vectors = &vector,
                VectorCount = 1,
            };
            if (segmentBytes != 0)
            {
                // CMSG_LEN of two bytes is 18; the room is CMSG_SPACE.
                Unsafe.InitBlock(control, 0, ControlBytes);
                *(nuint*)control = 18;
                *(int*)(control + 8) = LevelUdp;
                *(int*)(control + 12) = Segment;
                *(ushort*)(control + 16) = (ushort)segmentBytes;
                message.Control = control;
                message.ControlLength = ControlBytes;
            }
            nint sent = sendmsg(descriptor, &message, DontWait | NoSignal);
            return sent >= 0 ? (int)sent : -Marshal.GetLastPInvokeError();
        }
    }

    /// <summary>
    /// Receives one datagram, or several of equal size with a shorter last one: their size is 0 where the
    /// kernel has not put any together. Returns the bytes, or the error's number below zero.
    /// </summary>
    public static int Receive(
        int descriptor, Span<byte> address, Span<byte> bytes, out int segmentBytes, out bool isCut)
    {
        byte* control = stackalloc byte[ControlBytes];
        segmentBytes = 0;
        fixed (byte* name = address)
        fixed (byte* data = bytes)
        {
            Vector vector = new() { Start = data, Length = (nuint)bytes.Length };
            Message message = new()
            {
                Name = name,
                NameLength = (uint)address.Length,
                Vectors = &vector,
                VectorCount = 1,
                Control = control,
                ControlLength = ControlBytes,
            };
            nint received = recvmsg(descriptor, &message, DontWait);
            isCut = (message.Flags & Truncated) != 0;
            if (received < 0)
            {
                return -Marshal.GetLastPInvokeError();
            }
            if (message.ControlLength >= 20 && *(int*)(control + 8) == LevelUdp
                && *(int*)(control + 12) == Gro)
            {
                segmentBytes = *(int*)(control + 16);
            }
            return (int)received;
        }
    }

    private const int Truncated = 0x20;

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint sendmsg(int descriptor, Message* message, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint recvmsg(int descriptor, Message* message, int flags);

    // struct iovec.
    [StructLayout(LayoutKind.Sequential)]
    private struct Vector
    {
        public byte* Start;
        public nuint Length;
    }

    // struct msghdr of 64-bit Linux.
    [StructLayout(LayoutKind.Sequential)]
    private struct Message
    {
        public byte* Name;
        public uint NameLength;
        public Vector* Vectors;
        public nuint VectorCount;
        public byte* Control;
        public nuint ControlLength;
        public int Flags;
    }
}
