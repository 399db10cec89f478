using System;
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Orbweaver.Model;

namespace Orbweaver.Bench.Live;

/// <summary>
/// The hop as one would first write it: a <see cref="Socket"/>, a packet a datagram, and
/// <see cref="AesGcm"/> with its arrays, kept for the life of the key.
/// </summary>
internal sealed class NaiveHop : IHop
{
    private const int HeaderBytes = 16;
    private const int TagBytes = 16;
    private const int NonceBytes = 12;
    private const int Packets = 400;

    private readonly int _packetBytes;
    private readonly Socket _source = Open();
    private readonly Socket _hop = Open();
    private readonly Socket _sink = Open();
    private readonly AesGcm _in = new(new byte[32], TagBytes);
    private readonly AesGcm _out = new(RandomNumberGenerator.GetBytes(32), TagBytes);
    private readonly byte[] _buffer = new byte[65_536];
    private long _numberIn;
    private long _numberOut;

    public NaiveHop(int packetBytes) => _packetBytes = packetBytes;

    public void Fill()
    {
        byte[] packet = new byte[_packetBytes];
        for (int i = 0; i < Packets; i++)
        {
            _source.SendTo(Seal(_in, packet, ++_numberIn), _hop.LocalEndPoint!);
        }
    }

    public int Work()
    {
        for (int i = 0; i < Packets; i++)
        {
            EndPoint from = new IPEndPoint(IPAddress.IPv6Any, 0);
            int bytes = _hop.ReceiveFrom(_buffer, ref from);
            byte[] packet = Open(_in, _buffer.AsSpan(0, bytes));
            _hop.SendTo(Seal(_out, packet, ++_numberOut), _sink.LocalEndPoint!);
        }
        return Packets;
    }

    public int Empty()
    {
        EndPoint from = new IPEndPoint(IPAddress.IPv6Any, 0);
        for (int i = 0; i < Packets; i++)
        {
            int bytes = _sink.ReceiveFrom(_buffer, ref from);
            Check.That(bytes == HeaderBytes + _packetBytes + TagBytes);
        }
        return Packets;
    }

    public void Dispose()
    {
        _source.Dispose();
        _hop.Dispose();
        _sink.Dispose();
        _in.Dispose();
        _out.Dispose();
    }

    private static Socket Open()
    {
        Socket socket = new(AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp)
        {
            ReceiveBufferSize = 4 << 20,
        };
        socket.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
        return socket;
    }

    private static byte[] Seal(AesGcm key, byte[] packet, long number)
    {
        byte[] record = new byte[HeaderBytes + packet.Length + TagBytes];
        BinaryPrimitives.WriteInt64BigEndian(record.AsSpan(8), number);
        byte[] nonce = new byte[NonceBytes];
        BinaryPrimitives.WriteInt64BigEndian(nonce.AsSpan(4), number);
        key.Encrypt(
            nonce, packet, record.AsSpan(HeaderBytes, packet.Length),
            record.AsSpan(HeaderBytes + packet.Length), record.AsSpan(0, HeaderBytes));
        return record;
    }

    private static byte[] Open(AesGcm key, Span<byte> record)
    {
        byte[] nonce = new byte[NonceBytes];
        record.Slice(8, 8).CopyTo(nonce.AsSpan(4));
        byte[] packet = new byte[record.Length - HeaderBytes - TagBytes];
        key.Decrypt(
            nonce, record.Slice(HeaderBytes, packet.Length), record[^TagBytes..], packet,
            record[..HeaderBytes]);
        return packet;
    }
}
