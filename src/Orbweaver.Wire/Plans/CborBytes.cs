using System;
using System.Buffers.Binary;

namespace Orbweaver.Wire;

/// <summary>
/// Reads the deterministic form of CBOR (RFC 8949 section 4.2.1), and no other: definite lengths, shortest
/// numbers. Never throws and takes no memory: the first thing that is not as asked for makes it
/// <see cref="IsBad"/>, and from there on it gives zeros and nothing. The framework's own reader throws.
/// </summary>
internal ref struct CborBytes(ReadOnlySpan<byte> bytes)
{
    private const int Unsigned = 0;
    private const int Negative = 1;
    private const int ByteString = 2;
    private const int TextString = 3;
    private const int List = 4;
    private const int Dictionary = 5;
    private const int Tagged = 6;

    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>Whether something was not as it should be.</summary>
    public bool IsBad { get; private set; }

    /// <summary>Whether all is read, and was right.</summary>
    public readonly bool IsAtEnd => !IsBad && _rest.IsEmpty;

    /// <summary>A number from zero, up to a limit.</summary>
    public long Number(long most)
    {
        ulong value = Head(Unsigned);
        return value <= (ulong)most ? (long)value : Bad();
    }

    /// <summary>A number of either sign.</summary>
    public long Signed()
    {
        bool isNegative = !_rest.IsEmpty && _rest[0] >> 5 == Negative;
        ulong value = Head(isNegative ? Negative : Unsigned);
        return value > long.MaxValue ? Bad() : isNegative ? -1 - (long)value : (long)value;
    }

    /// <summary>The head of a list: how many things follow, each of at least so many bytes.</summary>
    public int ListOf(int most, int bytesEach)
    {
        int count = Count(List, most);
        return count <= _rest.Length / bytesEach ? count : (int)Bad();
    }

    /// <summary>The head of a list of exactly so many things.</summary>
    public void ListOfExactly(int count) => Expect(Head(List) == (ulong)count);

    /// <summary>The head of a map of exactly so many pairs.</summary>
    public void MapOfExactly(int pairs) => Expect(Head(Dictionary) == (ulong)pairs);

    /// <summary>A key of a map, which has to be this one.</summary>
    public void Key(int key) => Expect(Head(Unsigned) == (ulong)key);

    /// <summary>A tag, which has to be this one.</summary>
    public void Tag(int tag) => Expect(Head(Tagged) == (ulong)tag);

    /// <summary>A string of bytes.</summary>
    public ReadOnlySpan<byte> Bytes(int most) => Take(Count(ByteString, most));

    /// <summary>A string of text, as UTF-8 that nobody has looked at.</summary>
    public ReadOnlySpan<byte> Text(int most) => Take(Count(TextString, most));

    private int Count(int type, int most)
    {
        ulong count = Head(type);
        // What is announced must be there: whoever makes room for it is not cheated.
        return count <= (ulong)most && count <= (ulong)_rest.Length ? (int)count : (int)Bad();
    }

    private ulong Head(int type)
    {
        if (IsBad || _rest.IsEmpty || _rest[0] >> 5 != type)
        {
            return (ulong)Bad();
        }
        int size = _rest[0] & 31;
        _rest = _rest[1..];
        if (size < 24)
        {
            return (ulong)size;
        }
        int length = 1 << (size - 24);
        if (size > 27 || _rest.Length < length)
        {
            return (ulong)Bad();
        }
        (ulong value, ulong least) = size switch
        {
            24 => (_rest[0], 24UL),
            25 => (BinaryPrimitives.ReadUInt16BigEndian(_rest), 1UL << 8),
            26 => (BinaryPrimitives.ReadUInt32BigEndian(_rest), 1UL << 16),
            _ => (BinaryPrimitives.ReadUInt64BigEndian(_rest), 1UL << 32),
        };
        _rest = _rest[length..];
        return value >= least ? value : (ulong)Bad();
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        ReadOnlySpan<byte> taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    private void Expect(bool isSo) => IsBad |= !isSo;

    private long Bad()
    {
        IsBad = true;
        _rest = [];
        return 0;
    }
}
