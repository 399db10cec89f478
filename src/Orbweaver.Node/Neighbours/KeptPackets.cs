using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Node;

/// <summary>
/// Copies of what went to a neighbour, by number, until it has said that it took them. Numbers grow by one;
/// those below <see cref="Base"/> are settled: taken, or not waited for any more.
/// </summary>
internal sealed class KeptPackets
{
    /// <summary>Numbers that may be open at once: half of what the other end remembers.</summary>
    public const int SpanMax = SequenceWindow.Size / 2;

    private const int Bits = 64;

    private Kept[] _ring = new Kept[16];
    private uint _next = 1;

    // While nothing was sent again the times to do so grow with the numbers, and the first is the next.
    private bool _isInOrder = true;
    private Instant _lastResendAt;

    /// <summary>A copy, where it went, and when it is sent again.</summary>
    internal record struct Kept(Packet? Packet, Port Port, Instant ResendAt);

    /// <summary>The lowest number that is open, or the next one.</summary>
    public uint Base { get; private set; } = 1;

    /// <summary>Copies held.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes held.</summary>
    public long Bytes { get; private set; }

    /// <summary>Nothing is sent again before this.</summary>
    public Instant RetryAt { get; private set; } = Instant.Max;

    /// <summary>Whether one more number can be open.</summary>
    public bool HasRoom => _next - Base < SpanMax;

    /// <summary>Keeps a copy under the next number, which is returned.</summary>
    public uint Add(Packet copy, Port port, Instant resendAt)
    {
        if (_next - Base == _ring.Length)
        {
            Grow();
        }
        resendAt = resendAt > _lastResendAt ? resendAt : _lastResendAt;
        _lastResendAt = resendAt;
        At(_next) = new Kept(copy, port, resendAt);
        Count++;
        Bytes += copy.SizeBytes;
        RetryAt = resendAt < RetryAt ? resendAt : RetryAt;
        return _next++;
    }

    /// <summary>Whether a number is still open.</summary>
    public bool Holds(uint sequence)
        => sequence >= Base && sequence < _next && At(sequence).Packet is not null;

    /// <summary>It was sent again under its number.</summary>
    public void SentAgain(uint sequence, Port port, Instant resendAt)
    {
        _isInOrder = false;
        ref Kept kept = ref At(sequence);
        kept = kept with { Port = port, ResendAt = resendAt };
        RetryAt = resendAt < RetryAt ? resendAt : RetryAt;
    }

    /// <summary>
    /// The neighbour took all up to a number, and of the next but one on those whose bits are set.
    /// </summary>
    public void Settle(uint through, ulong bits, List<Packet> into)
    {
        for (uint sequence = Base; sequence <= through && sequence < _next; sequence++)
        {
            Take(sequence, into);
        }
        for (int bit = 0; bits >> bit != 0 && bit < Bits - 1; bit++)
        {
            uint sequence = through + 2 + (uint)bit;
            if ((bits & (1ul << bit)) != 0 && Holds(sequence))
            {
                Take(sequence, into);
            }
        }
        Advance();
    }

    /// <summary>What is due to be sent again, by number.</summary>
    public void FindDue(Instant now, List<uint> into)
    {
        RetryAt = Instant.Max;
        for (uint sequence = Base; sequence < _next; sequence++)
        {
            ref Kept kept = ref At(sequence);
            if (kept.Packet is null)
            {
                continue;
            }
            if (kept.ResendAt <= now)
            {
                into.Add(sequence);
            }
            else
            {
                RetryAt = kept.ResendAt < RetryAt ? kept.ResendAt : RetryAt;
            }
        }
    }

    /// <summary>A copy and where it went.</summary>
    public Kept this[uint sequence] => At(sequence);

    /// <summary>Stops waiting for a number.</summary>
    public Packet Take(uint sequence)
    {
        Packet packet = At(sequence).Packet!;
        Forget(sequence);
        Advance();
        return packet;
    }

    /// <summary>Stops waiting for all.</summary>
    public void TakeAll(List<Packet> into)
    {
        for (uint sequence = Base; sequence < _next; sequence++)
        {
            Take(sequence, into);
        }
        Advance();
        RetryAt = Instant.Max;
    }

    /// <summary>Everything is due now: the link it went over is gone, and there is another.</summary>
    public void Hurry(Instant now)
    {
        _isInOrder = false;
        for (uint sequence = Base; sequence < _next; sequence++)
        {
            ref Kept kept = ref At(sequence);
            kept.ResendAt = now < kept.ResendAt ? now : kept.ResendAt;
        }
        RetryAt = Count > 0 ? now : Instant.Max;
    }

    private void Take(uint sequence, List<Packet> into)
    {
        if (At(sequence).Packet is Packet packet)
        {
            Forget(sequence);
            into.Add(packet);
        }
    }

    private void Forget(uint sequence)
    {
        ref Kept kept = ref At(sequence);
        Count--;
        Bytes -= kept.Packet!.SizeBytes;
        kept = default;
    }

    private void Advance()
    {
        while (Base < _next && At(Base).Packet is null)
        {
            Base++;
        }
        if (Count == 0)
        {
            RetryAt = Instant.Max;
            _isInOrder = true;
            _lastResendAt = default;
        }
        else if (_isInOrder)
        {
            RetryAt = At(Base).ResendAt;
        }
    }

    private ref Kept At(uint sequence) => ref _ring[sequence & (uint)(_ring.Length - 1)];

    private void Grow()
    {
        Kept[] grown = new Kept[_ring.Length * 2];
        for (uint sequence = Base; sequence < _next; sequence++)
        {
            grown[sequence & (uint)(grown.Length - 1)] = At(sequence);
        }
        _ring = grown;
    }
}
