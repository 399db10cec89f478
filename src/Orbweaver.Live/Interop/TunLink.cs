using System;
using System.Buffers.Binary;
using Orbweaver.Model;

namespace Orbweaver.Live.Interop;

/// <summary>
/// Sets a device up over rtnetlink (RFC 3549), in the namespace of the thread that makes it: one way for both
/// versions of IP, where ioctl has two. Each call returns an error number, or 0.
/// </summary>
internal ref struct TunLink
{
    private const int HeaderBytes = 16;
    private const ushort NewLink = 16;
    private const ushort NewAddress = 20;
    private const ushort NewRoute = 24;
    private const ushort Request = 0x1;
    private const ushort Acknowledge = 0x4;
    private const ushort Replace = 0x100;
    private const ushort Exclusive = 0x200;
    private const ushort Create = 0x400;

    private readonly int _socket;
    private readonly uint _index;
    private readonly Span<byte> _message;
    private int _length;

    /// <summary>A link by its index; a message is put together in <paramref name="buffer"/>.</summary>
    public TunLink(uint index, Span<byte> buffer)
    {
        _index = index;
        _message = buffer;
        _socket = SocketNative.OpenRouteNetlink();
    }

    /// <summary>
    /// Sets the MTU and how many packets wait for the loop, and brings the device up.
    /// </summary>
    public int BringUp(int mtuBytes, int queuePackets)
    {
        Begin(NewLink, Request | Acknowledge, HeaderBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(_message[(HeaderBytes + 4)..], _index);
        // The flag IFF_UP, and that no other is meant.
        BinaryPrimitives.WriteUInt32LittleEndian(_message[(HeaderBytes + 8)..], 1);
        BinaryPrimitives.WriteUInt32LittleEndian(_message[(HeaderBytes + 12)..], 1);
        Append(4, (uint)mtuBytes);
        Append(13, (uint)queuePackets);
        return Send();
    }

    /// <summary>Gives the device an address.</summary>
    public int AddAddress(AddressPrefix address)
    {
        bool isIpv4 = IpAddresses.IsIpv4(address.Address);
        Begin(NewAddress, Request | Acknowledge | Create | Replace, 8);
        _message[HeaderBytes] = IpAddresses.Family(address.Address);
        _message[HeaderBytes + 1] = (byte)(isIpv4 ? address.Length - 96 : address.Length);
        // No detection of duplicates (IFA_F_NODAD): there is nobody to ask, and it would delay the start.
        _message[HeaderBytes + 2] = (byte)(isIpv4 ? 0 : 2);
        BinaryPrimitives.WriteUInt32LittleEndian(_message[(HeaderBytes + 4)..], _index);
        AppendAddress(1, address.Address);
        AppendAddress(2, address.Address);
        return Send();
    }

    /// <summary>Lets the kernel send what is for a prefix to the device.</summary>
    public int AddRoute(AddressPrefix prefix)
    {
        bool isIpv4 = prefix.Length >= 96 && IpAddresses.IsIpv4(prefix.Address);
        Begin(NewRoute, Request | Acknowledge | Create | Exclusive, 12);
        _message[HeaderBytes] = (byte)(isIpv4 ? 2 : 10);
        _message[HeaderBytes + 1] = (byte)(isIpv4 ? prefix.Length - 96 : prefix.Length);
        // Main table, static, on the link, unicast.
        _message[HeaderBytes + 4] = 254;
        _message[HeaderBytes + 5] = 4;
        _message[HeaderBytes + 6] = (byte)(isIpv4 ? 253 : 0);
        _message[HeaderBytes + 7] = 1;
        AppendAddress(1, prefix.Address);
        Append(4, _index);
        return Send();
    }

    /// <summary>Closes the socket.</summary>
    public readonly void Dispose() => _ = PollNative.Close(_socket);

    private void Begin(ushort type, ushort flags, int bodyBytes)
    {
        _message.Clear();
        _length = HeaderBytes + bodyBytes;
        BinaryPrimitives.WriteUInt16LittleEndian(_message[4..], type);
        BinaryPrimitives.WriteUInt16LittleEndian(_message[6..], flags);
    }

    private void Append(ushort attribute, uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        Append(attribute, bytes);
    }

    private void AppendAddress(ushort attribute, UInt128 address)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, address);
        Append(attribute, _message[HeaderBytes] == 2 ? bytes[12..] : bytes);
    }

    // Lengths of ours are multiples of four, so that no padding is needed.
    private void Append(ushort attribute, scoped ReadOnlySpan<byte> value)
    {
        Span<byte> place = _message[_length..];
        BinaryPrimitives.WriteUInt16LittleEndian(place, (ushort)(4 + value.Length));
        BinaryPrimitives.WriteUInt16LittleEndian(place[2..], attribute);
        value.CopyTo(place[4..]);
        _length += 4 + value.Length;
    }

    private readonly int Send()
    {
        BinaryPrimitives.WriteInt32LittleEndian(_message, _length);
        Span<byte> answer = stackalloc byte[1024];
        int length = PollNative.Write(_socket, _message[.._length]) < 0
            ? -1 : PollNative.Read(_socket, answer);
        return length < 0 ? Errno.Last
            : length < HeaderBytes + 4 ? Errno.Invalid
            : -BinaryPrimitives.ReadInt32LittleEndian(answer[HeaderBytes..]);
    }
}
