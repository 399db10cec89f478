using System;
using System.Security.Cryptography;
using Orbweaver.Model;

namespace Orbweaver.Live.Records;

/// <summary>
/// The two messages by which both ends come to a key. This is the part that an exchange between identities
/// replaces: what it has to bring is a <see cref="PairSecret"/> that an onlooker with the network key lacks.
/// A hello makes nothing but a pending handshake; what lives is only replaced when a record comes under the
/// new key, which takes the answer's fresh nonce. So recordings of old hellos do no harm.
/// </summary>
public sealed partial class Association
{
    /// <summary>Handshakes of one association that were answered and not finished.</summary>
    public const int PendingMax = 4;

    /// <summary>Hellos and answers whose code is checked in a second: 2 ms of a core.</summary>
    public const int HandshakesPerSecond = 1_000;

    private readonly Pending?[] _pendings = new Pending?[PendingMax];
    private readonly byte[] _offer = new byte[HandshakeMessage.Bytes];
    private readonly byte[] _liveNonce = new byte[HandshakeMessage.NonceBytes];
    private Retry _offerRetry = Retry.Resting;
    private uint _offerIndex;
    private ushort _serial;
    private long _secondNs;
    private int _inSecond;

    private bool HasOffer => _offerRetry.DueNs != long.MaxValue;

    private long PendingDeadlineNs
    {
        get
        {
            long next = long.MaxValue;
            foreach (Pending? pending in _pendings)
            {
                next = long.Min(next, pending?.UntilNs ?? long.MaxValue);
            }
            return next;
        }
    }

    private void BeginOffer(long nowNs)
    {
        if (HasOffer)
        {
            return;
        }
        _offerIndex = NewIndex();
        Span<byte> nonce = stackalloc byte[HandshakeMessage.NonceBytes];
        _setup.Entropy.Fill(nonce);
        HandshakeMessage hello = new()
        {
            Type = RecordType.Hello,
            SenderIndex = _offerIndex,
            SenderId = _selfId,
            ReceiverId = _peerId,
        };
        hello.Write(_offer, nonce);
        HandshakeMessage.Sign(_offer, _helloKey);
        _offerRetry.Start(nowNs);
    }

    private void RepeatOffer(long nowNs, RecordOutbox outbox)
    {
        if (_offerRetry.DueNs <= nowNs)
        {
            _offerRetry.Sent(nowNs);
            if (outbox.TryAdd(HandshakeMessage.Bytes, out Span<byte> datagram))
            {
                _offer.CopyTo(datagram);
            }
        }
    }

    private void EndOffer() => _offerRetry.Stop();

    private RecordRefusal ArriveHello(long nowNs, Span<byte> hello, RecordOutbox outbox)
    {
        RecordRefusal why = JudgeHello(nowNs, hello);
        if (why != RecordRefusal.None)
        {
            return why;
        }
        ReadOnlySpan<byte> nonce = HandshakeMessage.NonceOf(hello);
        Pending? pending = PendingOf(nonce);
        if (pending is null && (pending = TryAnswer(nowNs, hello)) is null)
        {
            return RecordRefusal.HandshakesFull;
        }
        if (outbox.TryAdd(HandshakeMessage.Bytes, out Span<byte> answer))
        {
            pending.Answer.CopyTo(answer);
        }
        return RecordRefusal.None;
    }

    private RecordRefusal JudgeHello(long nowNs, Span<byte> hello)
    {
        if (!HandshakeMessage.TryRead(hello, out HandshakeMessage message)
            || message.SenderId != _peerId || message.ReceiverId != _selfId)
        {
            return RecordRefusal.Handshake;
        }
        if (!IsInBudget(nowNs))
        {
            return RecordRefusal.HelloBudget;
        }
        if (!HandshakeMessage.IsSigned(hello, _helloKey))
        {
            return RecordRefusal.Forged;
        }
        if (_live is not null && HandshakeMessage.NonceOf(hello).SequenceEqual(_liveNonce))
        {
            return RecordRefusal.HelloReplayed;
        }
        // Of two that say hello at once the one whose name comes first goes on, and the other answers.
        return HasOffer && string.CompareOrdinal(_setup.Self.Host, _setup.Peer.Host) < 0
            ? RecordRefusal.HelloGivesWay : RecordRefusal.None;
    }

    private Pending? TryAnswer(long nowNs, Span<byte> hello)
    {
        int place = Place();
        if (_pendings[place] is { } oldest)
        {
            Drop(oldest);
        }
        if (!_quota.TryTake())
        {
            return null;
        }
        HandshakeMessage.TryRead(hello, out HandshakeMessage message);
        SessionNames names = new(NewIndex(), message.SenderIndex, IsInitiator: false);
        Span<byte> nonce = stackalloc byte[HandshakeMessage.NonceBytes];
        _setup.Entropy.Fill(nonce);
        byte[] answer = new byte[HandshakeMessage.Bytes];
        new HandshakeMessage
        {
            Type = RecordType.Answer,
            ReceiverIndex = message.SenderIndex,
            SenderIndex = names.Local,
            SenderId = _selfId,
            ReceiverId = _peerId,
        }.Write(answer, nonce);
        byte[] root = Root(hello, answer);
        byte[] transcript = Transcript(hello, answer, initiator: _setup.Peer.Host);
        HandshakeMessage.Sign(answer, KeySchedule.AnswerKey(root, transcript));
        Pending pending = new()
        {
            Nonce = HandshakeMessage.NonceOf(hello).ToArray(),
            Answer = answer,
            Session = new RecordSession(_setup, names, root, transcript, nowNs),
            UntilNs = nowNs + AssociationTimes.PendingKeptNs,
        };
        _pendings[place] = pending;
        return pending;
    }

    private RecordRefusal ArriveAnswer(long nowNs, Span<byte> answer, RecordOutbox outbox)
    {
        if (!HandshakeMessage.TryRead(answer, out HandshakeMessage message)
            || message.SenderId != _peerId || message.ReceiverId != _selfId)
        {
            return RecordRefusal.Handshake;
        }
        if (!HasOffer || message.ReceiverIndex != _offerIndex)
        {
            return RecordRefusal.AnswerUnasked;
        }
        if (!IsInBudget(nowNs))
        {
            return RecordRefusal.HelloBudget;
        }
        byte[] root = Root(_offer, answer);
        byte[] transcript = Transcript(_offer, answer, initiator: _setup.Self.Host);
        if (!HandshakeMessage.IsSigned(answer, KeySchedule.AnswerKey(root, transcript)))
        {
            return RecordRefusal.Forged;
        }
        SessionNames names = new(_offerIndex, message.SenderIndex, IsInitiator: true);
        RecordSession session = new(_setup, names, root, transcript, nowNs);
        Establish(session, nowNs);
        session.BeginConfirming(nowNs, outbox);
        return RecordRefusal.None;
    }

    private byte[] Root(Span<byte> hello, Span<byte> answer)
    {
        Span<byte> nonces = stackalloc byte[2 * HandshakeMessage.NonceBytes];
        HandshakeMessage.NonceOf(hello).CopyTo(nonces);
        HandshakeMessage.NonceOf(answer).CopyTo(nonces[HandshakeMessage.NonceBytes..]);
        return KeySchedule.FirstRoot(_setup.Secret, nonces);
    }

    // All that both have said, and who is who: another reading on either side gives other keys.
    private byte[] Transcript(Span<byte> hello, Span<byte> answer, string initiator)
    {
        Span<byte> said = stackalloc byte[(2 * HandshakeMessage.CodedBytes) + (3 * (1 + PeerName.BytesMax))];
        hello[..HandshakeMessage.CodedBytes].CopyTo(said);
        answer[..HandshakeMessage.CodedBytes].CopyTo(said[HandshakeMessage.CodedBytes..]);
        int at = 2 * HandshakeMessage.CodedBytes;
        bool isSelf = string.Equals(initiator, _setup.Self.Host, StringComparison.Ordinal);
        at += PeerName.Write(said[at..], _setup.Self.Network);
        at += PeerName.Write(said[at..], (isSelf ? _setup.Self : _setup.Peer).Host);
        at += PeerName.Write(said[at..], (isSelf ? _setup.Peer : _setup.Self).Host);
        return SHA384.HashData(said[..at]);
    }

    private bool IsInBudget(long nowNs)
    {
        if (nowNs - _secondNs >= 1_000_000_000)
        {
            _secondNs = nowNs;
            _inSecond = 0;
        }
        return ++_inSecond <= HandshakesPerSecond;
    }

    private uint NewIndex()
    {
        uint index;
        do
        {
            index = _slot | _serial++;
        }
        while (index == 0 || index == _live?.LocalIndex || Find(index) is not null);
        return index;
    }

    private Pending? PendingOf(ReadOnlySpan<byte> nonce)
    {
        foreach (Pending? pending in _pendings)
        {
            if (pending is not null && nonce.SequenceEqual(pending.Nonce))
            {
                return pending;
            }
        }
        return null;
    }

    private RecordSession? FindPending(uint index)
    {
        foreach (Pending? pending in _pendings)
        {
            if (pending?.Session.LocalIndex == index)
            {
                return pending.Session;
            }
        }
        return null;
    }

    // A free place, or that of the oldest: who floods with recordings has to be faster than a round trip.
    private int Place()
    {
        int place = 0;
        for (int i = 0; i < _pendings.Length; i++)
        {
            if (_pendings[i] is null)
            {
                return i;
            }
            if (_pendings[i]!.UntilNs < _pendings[place]!.UntilNs)
            {
                place = i;
            }
        }
        return place;
    }

    private void ForgetPendingsBut(RecordSession session)
    {
        _liveNonce.AsSpan().Clear();
        foreach (Pending? pending in _pendings)
        {
            if (pending is null)
            {
                continue;
            }
            if (ReferenceEquals(pending.Session, session))
            {
                pending.Nonce.CopyTo(_liveNonce, 0);
                Release(pending);
            }
            else
            {
                Drop(pending);
            }
        }
    }

    private void DropPendingsBefore(long nowNs)
    {
        foreach (Pending? pending in _pendings)
        {
            if (pending is not null && pending.UntilNs <= nowNs)
            {
                Drop(pending);
            }
        }
    }

    private void DropPendings() => DropPendingsBefore(long.MaxValue);

    private void Drop(Pending pending)
    {
        pending.Session.Dispose();
        Release(pending);
    }

    private void Release(Pending pending)
    {
        _pendings[Array.IndexOf(_pendings, pending)] = null;
        _quota.Return();
    }

    private sealed class Pending
    {
        public required byte[] Nonce { get; init; }

        public required byte[] Answer { get; init; }

        public required RecordSession Session { get; init; }

        public required long UntilNs { get; init; }
    }
}

/// <summary>Handshakes of a whole host that were answered and not finished.</summary>
internal sealed class HandshakeQuota
{
    /// <summary>The most there may be.</summary>
    public const int Max = 64;

    private int _taken;

    /// <summary>Takes one; false if there are too many.</summary>
    public bool TryTake()
    {
        if (_taken == Max)
        {
            return false;
        }
        _taken++;
        return true;
    }

    /// <summary>One has ended.</summary>
    public void Return()
    {
        Check.That(_taken > 0);
        _taken--;
    }
}
