using System;
using System.Buffers.Binary;
using System.Threading;

namespace Orbweaver.Live;

/// <summary>
/// Hands blocks of bytes from one thread to another without locks, waiting or memory of its own while it
/// runs. Who writes finds no room when the other is too slow, and goes on without.
/// </summary>
internal sealed class CaptureRing
{
    // Before each block: its file, and how long it is. Blocks begin at multiples of this.
    private const int HeadBytes = 8;
    private const int Wrap = -1;

    private readonly byte[] _bytes;
    private long _written;
    private long _read;
    private long _reserved;
    private int _peeked;

    /// <summary>A ring of so many bytes, a multiple of eight.</summary>
    public CaptureRing(int bytes) => _bytes = new byte[bytes];

    /// <summary>Of the writing thread: room for a block, or nothing.</summary>
    public Span<byte> Reserve(int length)
    {
        int needed = HeadBytes + Aligned(length);
        int at = (int)(_written % _bytes.Length);
        int behind = _bytes.Length - at;
        // A block lies in one piece: where the rest is too short the next begins at the start.
        int skipped = behind < needed ? behind : 0;
        if (_written + skipped + needed - Volatile.Read(ref _read) > _bytes.Length)
        {
            return default;
        }
        if (skipped > 0)
        {
            BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(at), Wrap);
        }
        _reserved = _written + skipped;
        return _bytes.AsSpan((int)(_reserved % _bytes.Length) + HeadBytes, length);
    }

    /// <summary>Of the writing thread: the reserved block is filled so far, and is for a file.</summary>
    public void Commit(int file, int length)
    {
        Span<byte> head = _bytes.AsSpan((int)(_reserved % _bytes.Length), HeadBytes);
        BinaryPrimitives.WriteInt32LittleEndian(head, file);
        BinaryPrimitives.WriteInt32LittleEndian(head[4..], length);
        Volatile.Write(ref _written, _reserved + HeadBytes + Aligned(length));
    }

    /// <summary>Of the reading thread: the next block; false when there is none.</summary>
    public bool TryPeek(out int file, out ReadOnlySpan<byte> block)
    {
        file = 0;
        block = default;
        while (_read < Volatile.Read(ref _written))
        {
            int at = (int)(_read % _bytes.Length);
            file = BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(at));
            if (file != Wrap)
            {
                int length = BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(at + 4));
                block = _bytes.AsSpan(at + HeadBytes, length);
                _peeked = HeadBytes + Aligned(length);
                return true;
            }
            Volatile.Write(ref _read, _read + _bytes.Length - at);
        }
        return false;
    }

    /// <summary>Of the reading thread: is done with the block it looked at.</summary>
    public void Release() => Volatile.Write(ref _read, _read + _peeked);

    private static int Aligned(int length) => (length + HeadBytes - 1) & ~(HeadBytes - 1);
}
