using System;
using System.Collections.Generic;
using System.Numerics;
using Orbweaver.Model;

namespace Orbweaver.Live.Nodes;

/// <summary>
/// The bytes that packets stand for. Nodes never look at them: a packet carries the <em>tag</em> of its body
/// as <see cref="Packet.HostTag"/>, which copies and parts of it inherit, so all that is needed is a count
/// of the packets that share one. A message that was handed in here is one body, of which each of its
/// packets is a piece; a packet from elsewhere has a body of its own.
/// </summary>
/// <param name="limit">Bytes of buffers in use; what comes on top is refused.</param>
public sealed class PacketBodies(DataSize limit)
{
    /// <summary>The tag of packets without a body: receipts.</summary>
    public const int NoBody = -1;

    /// <summary>
    /// The limit where nothing else is said: half as much again as what one ingress stores.
    /// </summary>
    public static readonly DataSize BytesMaxUsual = new(384_000_000);

    // Buffers come in powers of two from here on.
    private const int SmallestBits = 8;
    private const int Classes = 31 - SmallestBits;

    private readonly Stack<byte[]>[] _buffers = NewClasses();
    private readonly Stack<int> _freeTags = new();
    private Body[] _bodies = new Body[256];
    private int _tags;

    // Of buffers in use and free.
    private long _bytesMade;

    private struct Body
    {
        public byte[] Bytes;
        public int Length;
        public int Packets;
        public bool IsWholeMessage;
        public byte Protocol;
    }

    /// <summary>Bodies that a packet stands for.</summary>
    public int InUse => _tags - _freeTags.Count;

    /// <summary>Bytes of their buffers.</summary>
    public long BytesInUse { get; private set; }

    /// <summary>Packets that stand for a body.</summary>
    public long Packets { get; private set; }

    /// <summary>
    /// Keeps a whole message for the packets that its ingress will make of it; false when there is no room.
    /// </summary>
    public bool TryAddMessage(ReadOnlySpan<byte> payload, byte protocol, out int tag)
        => TryAdd(
            payload, Packet.PiecesOf(new DataSize(payload.Length)), out tag, isWhole: true, protocol);

    /// <summary>Keeps the piece of one packet from elsewhere; false when there is no room.</summary>
    public bool TryAddPiece(ReadOnlySpan<byte> payload, byte protocol, out int tag)
        => TryAdd(payload, packets: 1, out tag, isWhole: false, protocol);

    /// <summary>One more packet stands for the body.</summary>
    public void Share(int tag)
    {
        if (tag != NoBody)
        {
            Check.That(_bodies[tag].Packets > 0);
            _bodies[tag].Packets++;
            Packets++;
        }
    }

    /// <summary>A packet does not stand for the body any more; the last one gives it back.</summary>
    public void Release(int tag)
    {
        if (tag == NoBody)
        {
            return;
        }
        Check.That(_bodies[tag].Packets > 0);
        Packets--;
        if (--_bodies[tag].Packets == 0)
        {
            Free(tag);
        }
    }

    /// <summary>The message was refused: no packet was made of it.</summary>
    public void Forget(int tag)
    {
        Packets -= _bodies[tag].Packets;
        _bodies[tag].Packets = 0;
        Free(tag);
    }

    /// <summary>The bytes of a packet's piece; none for a receipt.</summary>
    public ReadOnlySpan<byte> PieceOf(Packet packet)
    {
        if (packet.HostTag == NoBody)
        {
            return [];
        }
        ref Body body = ref _bodies[packet.HostTag];
        Check.That(body.Packets > 0);
        int start = body.IsWholeMessage ? packet.FragmentIndex * Packet.PayloadBytesMax : 0;
        return body.Bytes.AsSpan(start, Math.Min(body.Length - start, Packet.PayloadBytesMax));
    }

    /// <summary>What a packet's payload is, as an IPv6 next header.</summary>
    public byte ProtocolOf(Packet packet)
        => packet.HostTag == NoBody ? (byte)0 : _bodies[packet.HostTag].Protocol;

    private static Stack<byte[]>[] NewClasses()
    {
        var classes = new Stack<byte[]>[Classes];
        for (int i = 0; i < Classes; i++)
        {
            classes[i] = new Stack<byte[]>();
        }
        return classes;
    }

    // The class of buffers that hold so much.
    private static int ClassOf(int length)
        => Math.Max(0, BitOperations.Log2((uint)Math.Max(length - 1, 1)) + 1 - SmallestBits);

    private bool TryAdd(ReadOnlySpan<byte> payload, int packets, out int tag, bool isWhole, byte protocol)
    {
        int at = ClassOf(payload.Length);
        tag = NoBody;
        if (at >= Classes || BytesInUse + (1L << (at + SmallestBits)) > limit.Bytes)
        {
            return false;
        }
        byte[] bytes = TakeBuffer(at);
        payload.CopyTo(bytes);
        BytesInUse += bytes.Length;
        Packets += packets;
        if (!_freeTags.TryPop(out tag))
        {
            tag = _tags++;
            if (tag == _bodies.Length)
            {
                Array.Resize(ref _bodies, tag * 2);
            }
        }
        _bodies[tag] = new Body
        {
            Bytes = bytes,
            Length = payload.Length,
            Packets = packets,
            IsWholeMessage = isWhole,
            Protocol = protocol,
        };
        return true;
    }

    private byte[] TakeBuffer(int at)
    {
        if (_buffers[at].TryPop(out byte[]? bytes))
        {
            return bytes;
        }
        int size = 1 << (at + SmallestBits);
        if (_bytesMade + size > limit.Bytes)
        {
            // Free buffers of other sizes are in the way: they are left to the collector.
            foreach (Stack<byte[]> buffers in _buffers)
            {
                buffers.Clear();
            }
            _bytesMade = BytesInUse;
        }
        _bytesMade += size;
        return new byte[size];
    }

    private void Free(int tag)
    {
        byte[] bytes = _bodies[tag].Bytes;
        BytesInUse -= bytes.Length;
        _buffers[ClassOf(bytes.Length)].Push(bytes);
        _bodies[tag] = default;
        _freeTags.Push(tag);
    }
}
