using System;
using Orbweaver.Live.Records;
using Orbweaver.Model;
using Orbweaver.Wire;
using Orbweaver.Wire.Fuzz;

namespace Orbweaver.Live.Fuzz;

/// <summary>
/// Datagrams between hosts before anything of them is proven: record headers, handshakes, and as if they were
/// opened the plain text of control records.
/// </summary>
internal sealed class RecordTarget : IFuzzTarget
{
    // They take none; whoever counts answers may.
    private const long AllocationMax = 1_024;

    private readonly byte[] _written = new byte[HandshakeMessage.Bytes];

    /// <inheritdoc/>
    public string Name => "record";

    /// <inheritdoc/>
    public long AllocationMaxFor(int bytes) => AllocationMax;

    /// <inheritdoc/>
    public int MakeSeed(Prng dice, Span<byte> to)
    {
        Span<byte> nonce = stackalloc byte[HandshakeMessage.NonceBytes];
        nonce.Fill((byte)dice.NextBits());
        switch (dice.NextBelow(3))
        {
            case 0:
                bool isHello = dice.NextBelow(2) == 0;
                new HandshakeMessage
                {
                    Type = isHello ? RecordType.Hello : RecordType.Answer,
                    ReceiverIndex = isHello ? 0 : (uint)dice.NextBits(),
                    SenderIndex = (uint)dice.NextBits(),
                    SenderId = dice.NextBits(),
                    ReceiverId = dice.NextBits(),
                }.Write(to, nonce);
                return HandshakeMessage.Bytes;
            case 1:
                new ControlMessage
                {
                    Kind = (ControlKind)dice.NextBetween(1, 5),
                    Phase = (uint)dice.NextBits(),
                }.Write(to, nonce);
                return ControlMessage.Bytes;
            default:
                int length = (int)dice.NextBetween(RecordHeader.OverheadBytes, 400);
                to[..length].Fill((byte)dice.NextBits());
                new RecordHeader
                {
                    Type = RecordType.Data,
                    Phase = (int)dice.NextBelow(4),
                    Class = (int)dice.NextBelow(RecordHeader.Classes),
                    Length = length,
                    Receiver = (uint)dice.NextBits(),
                    Counter = dice.NextBits(),
                }.Write(to);
                return length;
        }
    }

    /// <inheritdoc/>
    public WireError Read(ReadOnlySpan<byte> bytes)
    {
        if (ControlMessage.TryRead(bytes, out ControlMessage control))
        {
            control.Write(_written, ControlMessage.NonceOf(bytes));
            Check.That(bytes.SequenceEqual(_written.AsSpan(0, ControlMessage.Bytes)));
            return WireError.None;
        }
        if (!RecordHeader.TryRead(bytes, out RecordHeader header, out RecordRefusal why))
        {
            return why == RecordRefusal.Length ? WireError.TooShort : WireError.Version;
        }
        header.Write(_written);
        Check.That(bytes[..RecordHeader.Bytes].SequenceEqual(_written.AsSpan(0, RecordHeader.Bytes)));
        bool isHandshake = header.Type is RecordType.Hello or RecordType.Answer;
        return !isHandshake || HandshakeMessage.TryRead(bytes, out _) ? WireError.None : WireError.Range;
    }
}
