using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Orbweaver.Live.Interop;
using Orbweaver.Model;

namespace Orbweaver.Live.Links;

/// <summary>What came of handing datagrams over for sending.</summary>
public enum UdpSendResult
{
    /// <summary>The kernel has all of them.</summary>
    Sent,

    /// <summary>No room now: wait until the descriptor can be written, or let them go.</summary>
    WouldBlock,

    /// <summary>The path does not take so large a datagram.</summary>
    TooLarge,

    /// <summary>There is no way to the peer now; whether one comes back is the link's affair.</summary>
    Failed,
}

/// <summary>What was received in one call: datagrams of one sender behind each other in the buffer.</summary>
/// <param name="Bytes">Bytes in all; 0 if nothing was there.</param>
/// <param name="SegmentBytes">Bytes of each datagram but the last, which may be shorter.</param>
/// <param name="Peer">The peer whose address they came from; -1 if it is nobody's.</param>
/// <param name="From">That address. Nothing is proven by it.</param>
public readonly record struct UdpReceipt(int Bytes, int SegmentBytes, int Peer, UdpAddress From);

/// <summary>
/// One UDP socket for all links of a process. Sends many datagrams of equal size in one call and
/// receives them so where the kernel does that (Linux, UDP_SEGMENT and UDP_GRO), else one by one with
/// the portable calls. Never waits: <see cref="Descriptor"/> is for a poll loop. One thread at a time.
/// </summary>
public sealed partial class UdpLinkSocket : IDisposable
{
    /// <summary>Peers of one socket.</summary>
    public const int PeersMax = 65_535;

    /// <summary>Bytes that one call sends or receives: the largest UDP payload over IPv4.</summary>
    public const int BatchBytesMax = 65_507;

    /// <summary>Datagrams that one call sends (the kernel's UDP_MAX_SEGMENTS).</summary>
    public const int BatchDatagramsMax = 64;

    /// <summary>What the kernel may keep for us each way, where it lets us.</summary>
    public const int BufferBytes = 4 << 20;

    // Empty datagrams, and such as do not fit, that one call skips.
    private const int EmptyMax = 64;

    private readonly Socket _socket;
    private readonly SocketAddress _from;
    private readonly List<(byte[] Native, SocketAddress Portable)> _peers = [];
    private readonly Dictionary<UdpAddress, int> _byAddress = [];
    private bool _isJoining;
    private UdpAddress _lastFrom;
    private int _lastPeer = -1;

    private UdpLinkSocket(Socket socket)
    {
        _socket = socket;
        _from = new SocketAddress(socket.AddressFamily);
        Local = (IPEndPoint)socket.LocalEndPoint!;
        Descriptor = (int)socket.Handle;
    }

    /// <summary>Where it listens; the port is the one that was given to it.</summary>
    public IPEndPoint Local { get; }

    /// <summary>The file descriptor, to wait on until it can be read or written.</summary>
    public int Descriptor { get; }

    /// <summary>Whether the kernel cuts what is sent; ends when a device turns out not to.</summary>
    public bool IsSegmenting { get; private set; }

    /// <summary>How it sends and receives, with the reason where that is the slow way.</summary>
    public string Offload { get; private set; } = "";

    /// <summary>Datagrams that were longer than the buffer they were received into, and lost.</summary>
    public long CutCount { get; private set; }

    /// <summary>
    /// Opens a socket, segmenting if the kernel can and nobody says it shall not. An address that cannot be
    /// had is the caller's <see cref="SocketException"/>.
    /// </summary>
    public static UdpLinkSocket Open(IPEndPoint local, bool isPortable = false)
    {
        ArgumentNullException.ThrowIfNull(local);
        Socket socket = new(local.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.Blocking = false;
            if (local.Address.Equals(IPAddress.IPv6Any))
            {
                socket.DualMode = true;
            }
            Widen(socket, UdpNative.ReceiveBufferForce);
            Widen(socket, UdpNative.SendBufferForce);
            socket.Bind(local);
            UdpLinkSocket made = new(socket);
            made.ChooseOffload(isPortable);
            return made;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Adds a peer and returns its number, from 0. Its address is of the socket's family; on a socket
    /// for both an IPv4 address is written as IPv6 by the socket itself.
    /// </summary>
    public int AddPeer(IPEndPoint point)
    {
        ArgumentNullException.ThrowIfNull(point);
        Check.That(_peers.Count < PeersMax);
        if (_socket.AddressFamily == AddressFamily.InterNetworkV6
            && point.AddressFamily == AddressFamily.InterNetwork)
        {
            point = new IPEndPoint(point.Address.MapToIPv6(), point.Port);
        }
        Check.That(point.AddressFamily == _socket.AddressFamily);
        UdpAddress address = new(point);
        byte[] native = new byte[UdpAddress.BytesMax];
        int bytes = address.WriteNative(native);
        _peers.Add((native[..bytes], point.Serialize()));
        _byAddress.TryAdd(address, _peers.Count - 1);
        _lastPeer = -1;
        _lastFrom = default;
        return _peers.Count - 1;
    }

    /// <summary>The first peer with this address; -1 if nobody has it.</summary>
    public int PeerAt(UdpAddress address)
        => _byAddress.TryGetValue(address, out int peer) ? peer : -1;

    /// <summary>
    /// Sends datagrams of equal size, the last of which may be shorter, to a peer: at most
    /// <see cref="BatchDatagramsMax"/> in <see cref="BatchBytesMax"/> bytes. If not all have gone the others
    /// are lost, as on any link.
    /// </summary>
    public UdpSendResult Send(int peer, ReadOnlySpan<byte> datagrams, int segmentBytes)
    {
        Check.That(segmentBytes > 0 && datagrams.Length is > 0 and <= BatchBytesMax);
        Check.That(datagrams.Length <= segmentBytes * BatchDatagramsMax);
        if (!IsSegmenting)
        {
            return SendEach(peer, datagrams, segmentBytes);
        }
        bool isOne = datagrams.Length <= segmentBytes;
        int sent = UdpNative.Send(Descriptor, _peers[peer].Native, datagrams, isOne ? 0 : segmentBytes);
        if (sent >= 0)
        {
            return UdpSendResult.Sent;
        }
        if (!isOne && -sent is Errno.InputOutput or Errno.Invalid)
        {
            // EIO is the kernel's word for a device that does not compute checksums; EINVAL may also be
            // a path that does not take one segment. Sending one by one is right for both.
            UseOneByOne($"the kernel refuses to cut datagrams of {segmentBytes} B (error {-sent})");
            return SendEach(peer, datagrams, segmentBytes);
        }
        return Outcome(-sent);
    }

    /// <summary>
    /// Receives what is there, of one sender, into a buffer, which is best of <see cref="BatchBytesMax"/>
    /// bytes. Datagrams that do not fit are counted and skipped.
    /// </summary>
    public UdpReceipt Receive(Span<byte> buffer)
    {
        if (!_isJoining)
        {
            return ReceiveOne(buffer);
        }
        Span<byte> native = stackalloc byte[UdpAddress.BytesMax];
        for (int i = 0; i < EmptyMax; i++)
        {
            int bytes = UdpNative.Receive(
                Descriptor, native, buffer, out int segmentBytes, out bool isCut);
            if (bytes < 0)
            {
                // Nothing there, or an error that an earlier send has left behind and that is gone by now.
                return default;
            }
            if (bytes > 0 && !isCut)
            {
                UdpAddress from = UdpAddress.FromNative(native);
                return new UdpReceipt(bytes, segmentBytes == 0 ? bytes : segmentBytes, PeerOf(from), from);
            }
            CutCount += isCut ? 1 : 0;
        }
        return default;
    }

    /// <summary>Closes it.</summary>
    public void Dispose() => _socket.Dispose();

    private int PeerOf(UdpAddress from)
    {
        if (from != _lastFrom)
        {
            _lastFrom = from;
            _lastPeer = PeerAt(from);
        }
        return _lastPeer;
    }

    private void ChooseOffload(bool isPortable)
    {
        if (isPortable)
        {
            UseOneByOne("as asked for");
            return;
        }
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess)
        {
            UseOneByOne("this is not a 64-bit Linux");
            return;
        }
        try
        {
            Set(UdpNative.LevelUdp, UdpNative.Segment, 0);
            Set(UdpNative.LevelUdp, UdpNative.Gro, 1);
            IsSegmenting = true;
            _isJoining = true;
            Offload = "datagrams are cut and joined by the kernel (GSO, GRO)";
        }
        catch (SocketException e)
        {
            UseOneByOne($"the kernel has no UDP segmentation ({e.SocketErrorCode})");
        }
    }

    private void UseOneByOne(string why)
    {
        IsSegmenting = false;
        Offload = $"datagrams are sent one by one: {why}";
    }

    private static UdpSendResult Outcome(int error) => error switch
    {
        Errno.TryAgain or Errno.NoBuffers or Errno.Interrupted => UdpSendResult.WouldBlock,
        Errno.MessageTooLong => UdpSendResult.TooLarge,
        _ => UdpSendResult.Failed,
    };

    private void Set(int level, int option, int value)
        => _socket.SetRawSocketOption(level, option, MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in value)));

    private static void Widen(Socket socket, int option)
    {
        bool isReceive = option == UdpNative.ReceiveBufferForce;
        try
        {
            int bytes = BufferBytes;
            socket.SetRawSocketOption(
                UdpNative.LevelSocket, option, MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in bytes)));
        }
        catch (SocketException)
        {
            // Not root, or another system: as much as it lets everybody have.
            socket.SetSocketOption(
                SocketOptionLevel.Socket,
                isReceive ? SocketOptionName.ReceiveBuffer : SocketOptionName.SendBuffer, BufferBytes);
        }
    }
}
