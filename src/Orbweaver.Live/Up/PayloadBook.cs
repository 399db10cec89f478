using System;
using System.Buffers;
using System.Collections.Generic;

namespace Orbweaver.Live;

/// <summary>
/// The bytes of messages under way, by contract and number. In one process payloads need not travel: they
/// wait here until the message has come to its last subscriber or is lost.
/// </summary>
/// <param name="lingerBytesMax">
/// How many bytes are kept of messages that are done with: copies of them may still be under way, and a
/// capture shows those too. Nothing where nobody looks.
/// </param>
internal sealed class PayloadBook(int lingerBytesMax = 0)
{
    /// <summary>Bytes of all payloads at once; what is handed in beyond it is refused.</summary>
    public const long BytesMax = 256_000_000;

    private readonly Dictionary<(int Contract, uint Number), Entry> _entries = [];
    private readonly Stack<Entry> _free = new();
    private readonly Queue<(int Contract, uint Number)> _lingering = new();
    private long _lingeringBytes;
    private Entry? _prepared;

    private sealed class Entry
    {
        public byte[] Bytes { get; set; } = [];

        public int Length { get; set; }

        public PayloadKind Kind { get; set; }

        public int SubscribersLeft { get; set; }
    }

    /// <summary>Messages under way.</summary>
    public int Count => _entries.Count - _lingering.Count;

    /// <summary>Bytes of their payloads.</summary>
    public long Bytes { get; private set; }

    /// <summary>Whether there is room for one more of that size.</summary>
    public bool HasRoomFor(int length) => Bytes + length <= BytesMax;

    /// <summary>Takes the bytes of a message whose number the world will tell.</summary>
    public void Prepare(PayloadKind kind, ReadOnlySpan<byte> payload)
    {
        if (!_free.TryPop(out Entry? entry))
        {
            entry = new Entry();
        }
        entry.Bytes = ArrayPool<byte>.Shared.Rent(payload.Length);
        entry.Length = payload.Length;
        entry.Kind = kind;
        entry.SubscribersLeft = 0;
        payload.CopyTo(entry.Bytes);
        _prepared = entry;
    }

    /// <summary>The world has told the number, once for each subscriber.</summary>
    public void Keep(int contract, uint number)
    {
        if (_prepared is { } entry)
        {
            if (entry.SubscribersLeft++ == 0)
            {
                Bytes += entry.Length;
                _entries.Add((contract, number), entry);
            }
        }
    }

    /// <summary>The message is offered: what the world tells now is of others.</summary>
    public void Close() => _prepared = null;

    /// <summary>The payload of a message; false when it is not from outside.</summary>
    public bool TryGet(int contract, uint number, out PayloadKind kind, out ReadOnlySpan<byte> payload)
    {
        bool isKnown = _entries.TryGetValue((contract, number), out Entry? entry);
        kind = isKnown ? entry!.Kind : default;
        payload = isKnown ? entry!.Bytes.AsSpan(0, entry.Length) : default;
        return isKnown;
    }

    /// <summary>One subscriber of a message is done with; with the last one its bytes go.</summary>
    public void Settle(int contract, uint number)
    {
        if (!_entries.TryGetValue((contract, number), out Entry? entry) || --entry.SubscribersLeft != 0)
        {
            return;
        }
        Bytes -= entry.Length;
        _lingeringBytes += entry.Length;
        _lingering.Enqueue((contract, number));
        while (_lingeringBytes > lingerBytesMax)
        {
            Forget(_lingering.Dequeue());
        }
    }

    private void Forget((int Contract, uint Number) message)
    {
        _entries.Remove(message, out Entry? entry);
        _lingeringBytes -= entry!.Length;
        ArrayPool<byte>.Shared.Return(entry.Bytes);
        entry.Bytes = [];
        _free.Push(entry);
    }
}
