using System;
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Orbweaver.Live.Interop;

/// <summary>Whence a datagram came, and how.</summary>
/// <param name="Source">The sender's address.</param>
/// <param name="SourcePort">The sender's port.</param>
/// <param name="Dscp">Its code point.</param>
/// <param name="IsCut">Whether it was longer than the buffer.</param>
internal readonly record struct DatagramFacts(UInt128 Source, ushort SourcePort, byte Dscp, bool IsCut);

/// <summary>
/// Sockets that never wait and never throw: the framework's answer to a peer that is gone is an exception,
/// which is no way to be told of the world. Calls return -1 and leave the error in <see cref="Errno"/>.
/// </summary>
internal static unsafe partial class SocketNative
{
    private const int Stream = 1;
    private const int Datagram = 2;
    private const int Raw = 3;
    private const int Ipv4 = 2;
    private const int Ipv6 = 10;
    private const int Netlink = 16;
    private const int NonBlocking = 0x800;
    private const int CloseOnExec = 0x80000;
    private const int NoSignal = 0x4000;
    private const int Cut = 0x20;
    private const int LevelSocket = 1;
    private const int LevelIp = 0;
    private const int LevelTcp = 6;
    private const int LevelIpv6 = 41;
    private const int AddressBytes = 28;

    /// <summary>A socket that is bound and receives datagrams with their code points.</summary>
    public static int OpenReceiver(IPEndPoint local)
    {
        int socket = Open(local, Datagram);
        Set(socket, LevelIp, 13, 1);
        Set(socket, LevelIpv6, 66, 1);
        return Bind(socket, local) ? socket : Abandon(socket);
    }

    /// <summary>A socket that sends datagrams to one address.</summary>
    public static int OpenSender(IPEndPoint remote)
    {
        int socket = Open(remote, Datagram);
        byte* address = stackalloc byte[AddressBytes];
        return socket >= 0 && Connect(socket, address, Write(remote, address)) == 0
            ? socket : Abandon(socket);
    }

    /// <summary>A socket that listens for connections.</summary>
    public static int OpenListener(IPEndPoint local, int backlog)
    {
        int socket = Open(local, Stream);
        // So that the port can be had again at once after a restart.
        Set(socket, LevelSocket, 2, 1);
        return Bind(socket, local) && Listen(socket, backlog) == 0 ? socket : Abandon(socket);
    }

    /// <summary>A socket to the kernel's routing tables; this one waits for the answer.</summary>
    public static int OpenRouteNetlink() => Socket(Netlink, Raw | CloseOnExec, 0);

    /// <summary>Accepts a connection; small messages leave at once.</summary>
    public static int Accept(int listener, out UInt128 remote, out ushort port)
    {
        byte* address = stackalloc byte[AddressBytes];
        int length = AddressBytes;
        int socket = Accept(listener, address, &length, NonBlocking | CloseOnExec);
        (remote, port) = socket < 0 ? default : Read(new ReadOnlySpan<byte>(address, AddressBytes));
        Set(socket, LevelTcp, 1, 1);
        return socket;
    }

    /// <summary>The address a socket is bound to.</summary>
    public static (UInt128 Address, ushort Port) LocalAddress(int socket)
    {
        byte* address = stackalloc byte[AddressBytes];
        int length = AddressBytes;
        return NameOf(socket, address, &length) != 0
            ? default : Read(new ReadOnlySpan<byte>(address, AddressBytes));
    }

    /// <summary>Takes a datagram; -1 when there is none.</summary>
    public static int Receive(int socket, Span<byte> buffer, out DatagramFacts facts)
    {
        const int controlBytes = 64;
        byte* address = stackalloc byte[AddressBytes];
        byte* control = stackalloc byte[controlBytes];
        fixed (byte* first = buffer)
        {
            Piece piece = new() { First = first, Length = (nuint)buffer.Length };
            Message message = new()
            {
                Name = address,
                NameLength = AddressBytes,
                Pieces = &piece,
                PieceCount = 1,
                Control = control,
                ControlLength = controlBytes,
            };
            int length = (int)ReceiveMessage(socket, &message, 0);
            facts = default;
            if (length >= 0)
            {
                (UInt128 source, ushort port) = Read(new ReadOnlySpan<byte>(address, AddressBytes));
                byte dscp = Dscp(new ReadOnlySpan<byte>(control, (int)message.ControlLength));
                facts = new DatagramFacts(source, port, dscp, (message.Flags & Cut) != 0);
            }
            return length;
        }
    }

    /// <summary>Sends what there is room for, without a signal when the peer has gone.</summary>
    public static int Send(int socket, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* first = bytes)
        {
            return (int)Send(socket, first, (nuint)bytes.Length, NoSignal);
        }
    }

    private static int Open(IPEndPoint place, int kind)
    {
        bool isIpv6 = place.AddressFamily == AddressFamily.InterNetworkV6;
        int socket = Socket(isIpv6 ? Ipv6 : Ipv4, kind | NonBlocking | CloseOnExec, 0);
        // [::] means IPv6: who wants both says both.
        Set(socket, LevelIpv6, 26, 1);
        return socket;
    }

    private static bool Bind(int socket, IPEndPoint local)
    {
        byte* address = stackalloc byte[AddressBytes];
        return socket >= 0 && Bind(socket, address, Write(local, address)) == 0;
    }

    // The error of what went wrong is wanted, not that of closing.
    private static int Abandon(int socket)
    {
        int error = Errno.Last;
        _ = PollNative.Close(socket);
        Marshal.SetLastPInvokeError(error);
        return -1;
    }

    // An option that the version of a socket does not know changes nothing.
    private static void Set(int socket, int level, int option, int value)
        => _ = socket < 0 ? -1 : SetOption(socket, level, option, &value, sizeof(int));

    private static int Write(IPEndPoint place, byte* address)
    {
        Span<byte> bytes = new(address, AddressBytes);
        bytes.Clear();
        bool isIpv6 = place.AddressFamily == AddressFamily.InterNetworkV6;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)(isIpv6 ? Ipv6 : Ipv4));
        BinaryPrimitives.WriteUInt16BigEndian(bytes[2..], (ushort)place.Port);
        place.Address.TryWriteBytes(bytes[(isIpv6 ? 8 : 4)..], out _);
        return isIpv6 ? AddressBytes : 16;
    }

    private static (UInt128 Address, ushort Port) Read(ReadOnlySpan<byte> address)
        => (BinaryPrimitives.ReadUInt16LittleEndian(address) == Ipv6
                ? BinaryPrimitives.ReadUInt128BigEndian(address[8..])
                : IpAddresses.FromIpv4(BinaryPrimitives.ReadUInt32BigEndian(address[4..])),
            BinaryPrimitives.ReadUInt16BigEndian(address[2..]));

    // One control message: an octet for IPv4 (IP_TOS), a number for IPv6 (IPV6_TCLASS).
    private static byte Dscp(ReadOnlySpan<byte> control)
        => control.Length > 16
            && (BinaryPrimitives.ReadInt32LittleEndian(control[8..]),
                BinaryPrimitives.ReadInt32LittleEndian(control[12..])) is (LevelIp, 1) or (LevelIpv6, 67)
            ? (byte)(control[16] >> 2) : (byte)0;

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial int Socket(int family, int kind, int protocol);

    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    private static partial int Bind(int socket, byte* address, int length);

    [LibraryImport("libc", EntryPoint = "connect", SetLastError = true)]
    private static partial int Connect(int socket, byte* address, int length);

    [LibraryImport("libc", EntryPoint = "listen", SetLastError = true)]
    private static partial int Listen(int socket, int backlog);

    [LibraryImport("libc", EntryPoint = "accept4", SetLastError = true)]
    private static partial int Accept(int socket, byte* address, int* length, int flags);

    [LibraryImport("libc", EntryPoint = "getsockname", SetLastError = true)]
    private static partial int NameOf(int socket, byte* address, int* length);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    private static partial int SetOption(int socket, int level, int option, int* value, int length);

    [LibraryImport("libc", EntryPoint = "recvmsg", SetLastError = true)]
    private static partial nint ReceiveMessage(int socket, Message* message, int flags);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    private static partial nint Send(int socket, byte* bytes, nuint length, int flags);

    [StructLayout(LayoutKind.Sequential)]
    private struct Piece
    {
        public byte* First;
        public nuint Length;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Message
    {
        public byte* Name;
        public uint NameLength;
        public Piece* Pieces;
        public nuint PieceCount;
        public byte* Control;
        public nuint ControlLength;
        public int Flags;
    }
}
