using System;
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Orbweaver.Live.Links;

/// <summary>
/// A UDP address as the kernel reads it: a sockaddr_in or sockaddr_in6 in three words, so that comparing and
/// looking one up allocates nothing. The default value is no address.
/// </summary>
public readonly record struct UdpAddress
{
    /// <summary>Bytes that any address takes.</summary>
    internal const int BytesMax = 28;

    private const ushort Inet = 2;
    private const ushort Inet6 = 10;

    private readonly UInt128 _ip;
    private readonly uint _scope;
    private readonly ushort _port;
    private readonly ushort _family;

    /// <summary>The address of an end point.</summary>
    public UdpAddress(IPEndPoint point)
    {
        ArgumentNullException.ThrowIfNull(point);
        Span<byte> ip = stackalloc byte[16];
        ip.Clear();
        point.Address.TryWriteBytes(ip, out _);
        _ip = BinaryPrimitives.ReadUInt128BigEndian(ip);
        _port = (ushort)point.Port;
        bool isV6 = point.AddressFamily == AddressFamily.InterNetworkV6;
        _family = isV6 ? Inet6 : Inet;
        _scope = isV6 ? (uint)point.Address.ScopeId : 0;
    }

    private UdpAddress(ReadOnlySpan<byte> native)
    {
        _family = BitConverter.ToUInt16(native);
        _port = BinaryPrimitives.ReadUInt16BigEndian(native[2..]);
        Span<byte> ip = stackalloc byte[16];
        ip.Clear();
        if (_family == Inet)
        {
            native.Slice(4, 4).CopyTo(ip);
        }
        else
        {
            native.Slice(8, 16).CopyTo(ip);
            _scope = BitConverter.ToUInt32(native[24..]);
        }
        _ip = BinaryPrimitives.ReadUInt128BigEndian(ip);
    }

    /// <summary>The end point, for reports and for the portable calls.</summary>
    public IPEndPoint ToEndPoint()
    {
        Span<byte> ip = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(ip, _ip);
        IPAddress address = _family == Inet ? new IPAddress(ip[..4]) : new IPAddress(ip, _scope);
        return new IPEndPoint(address, _port);
    }

    /// <inheritdoc/>
    public override string ToString() => _family == 0 ? "nowhere" : ToEndPoint().ToString();

    /// <summary>Reads what the kernel wrote into a buffer of <see cref="BytesMax"/>.</summary>
    internal static UdpAddress FromNative(ReadOnlySpan<byte> native) => new(native);

    /// <summary>Writes it for the kernel and returns how many bytes of it count.</summary>
    internal int WriteNative(Span<byte> native)
    {
        native[..BytesMax].Clear();
        BitConverter.TryWriteBytes(native, _family);
        BinaryPrimitives.WriteUInt16BigEndian(native[2..], _port);
        Span<byte> ip = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(ip, _ip);
        if (_family == Inet)
        {
            ip[..4].CopyTo(native[4..]);
            return 16;
        }
        ip.CopyTo(native[8..]);
        BitConverter.TryWriteBytes(native[24..], _scope);
        return BytesMax;
    }
}
