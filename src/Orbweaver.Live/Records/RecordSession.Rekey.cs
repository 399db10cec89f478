using System;

namespace Orbweaver.Live.Records;

/// <summary>
/// How a session gets new keys without losing a record. The initiator asks, with a nonce; the responder makes
/// the next key of both nonces, takes records under it from then on, and answers with its own; the initiator
/// seals under it at once, and the responder as soon as it has opened something under it. The key before
/// stays for what is still under way. All of it is said under seal and repeated until it is answered.
/// </summary>
internal sealed partial class RecordSession
{
    private readonly byte[] _ownNonce = new byte[HandshakeMessage.NonceBytes];
    private readonly byte[] _peersNonce = new byte[HandshakeMessage.NonceBytes];
    private Retry _confirm = Retry.Resting;
    private Retry _rekey = Retry.Resting;

    // Whether the peer has been heard under the present key: before that no next one is begun.
    private bool _isConfirmed;

    /// <summary>When it has next something to do.</summary>
    public long NextDeadlineNs
    {
        get
        {
            long next = long.Min(_confirm.DueNs, _rekey.DueNs);
            if (_previous is not null)
            {
                next = long.Min(next, _current.StartedNs + AssociationTimes.PreviousKeptNs);
            }
            bool isWaiting = _isConfirmed && _next is null && _rekey.DueNs == long.MaxValue;
            if (isWaiting)
            {
                bool isUsed = _current.HasReached(_setup.Limits with { AgeNs = long.MaxValue }, 0);
                long age = isUsed ? 0 : _setup.Limits.AgeNs;
                next = long.Min(
                    next, _current.StartedNs + long.Max(AssociationTimes.PhaseMinNs, age));
            }
            return next;
        }
    }

    /// <summary>
    /// Begins to say that the key is known, and asks for a sign of life, until the peer is heard under it.
    /// </summary>
    public void BeginConfirming(long nowNs, RecordOutbox outbox)
    {
        _confirm.Start(nowNs);
        Step(nowNs, outbox);
    }

    /// <summary>Does what is due.</summary>
    public void Step(long nowNs, RecordOutbox outbox)
    {
        if (_previous is not null && nowNs - _current.StartedNs >= AssociationTimes.PreviousKeptNs)
        {
            _previous.Dispose();
            _previous = null;
        }
        if (_confirm.DueNs <= nowNs)
        {
            Say(nowNs, ControlKind.Confirm, _current.Number, [], outbox);
            _confirm.Sent(nowNs);
        }
        if (_rekey.DueNs == long.MaxValue && IsRekeyDue(nowNs))
        {
            BeginRekey(nowNs);
        }
        if (_rekey.DueNs <= nowNs)
        {
            if (_isInitiator)
            {
                Say(nowNs, ControlKind.RekeyRequest, _current.Number + 1, _ownNonce, outbox);
            }
            else
            {
                Say(nowNs, ControlKind.RekeyWanted, _current.Number, [], outbox);
            }
            _rekey.Sent(nowNs);
        }
    }

    /// <summary>Acts on a control record of the peer, which has opened.</summary>
    public RecordRefusal Control(long nowNs, ReadOnlySpan<byte> plain, RecordOutbox outbox)
    {
        if (!ControlMessage.TryRead(plain, out ControlMessage message))
        {
            return RecordRefusal.Control;
        }
        switch (message.Kind)
        {
            case ControlKind.Confirm:
                Say(nowNs, ControlKind.Echo, _current.Number, [], outbox);
                return RecordRefusal.None;
            case ControlKind.Echo:
                return RecordRefusal.None;
            case ControlKind.RekeyWanted when _isInitiator:
                if (message.Phase == _current.Number && _rekey.DueNs == long.MaxValue && IsOldEnough(nowNs))
                {
                    BeginRekey(nowNs);
                    Step(nowNs, outbox);
                }
                return RecordRefusal.None;
            case ControlKind.RekeyRequest when !_isInitiator:
                AnswerRekey(nowNs, message, ControlMessage.NonceOf(plain), outbox);
                return RecordRefusal.None;
            case ControlKind.RekeyAnswer when _isInitiator:
                FinishRekey(nowNs, message, ControlMessage.NonceOf(plain), outbox);
                return RecordRefusal.None;
            default:
                return RecordRefusal.Control;
        }
    }

    private void Heard(long nowNs, KeyPhase phase)
    {
        if (ReferenceEquals(phase, _next))
        {
            Promote(phase, nowNs);
            _rekey.Stop();
        }
        if (ReferenceEquals(phase, _current))
        {
            _isConfirmed = true;
            _confirm.Stop();
        }
    }

    private bool IsOldEnough(long nowNs)
        => _isConfirmed && _next is null && nowNs - _current.StartedNs >= AssociationTimes.PhaseMinNs;

    private bool IsRekeyDue(long nowNs)
        => IsOldEnough(nowNs) && _current.HasReached(_setup.Limits, nowNs);

    private void BeginRekey(long nowNs)
    {
        if (_isInitiator)
        {
            _setup.Entropy.Fill(_ownNonce);
        }
        _rekey.Start(nowNs);
    }

    private void AnswerRekey(
        long nowNs, in ControlMessage request, ReadOnlySpan<byte> nonce, RecordOutbox outbox)
    {
        // Late repeats of what has been answered and taken up already.
        if (request.Phase != _current.Number + 1)
        {
            return;
        }
        if (_next is null)
        {
            nonce.CopyTo(_peersNonce);
            _setup.Entropy.Fill(_ownNonce);
            _next = MakeNext(nonce, _ownNonce, nowNs);
        }
        else if (!nonce.SequenceEqual(_peersNonce))
        {
            return;
        }
        _rekey.Stop();
        Say(nowNs, ControlKind.RekeyAnswer, request.Phase, _ownNonce, outbox);
    }

    private void FinishRekey(
        long nowNs, in ControlMessage answer, ReadOnlySpan<byte> nonce, RecordOutbox outbox)
    {
        if (_rekey.DueNs == long.MaxValue || answer.Phase != _current.Number + 1)
        {
            return;
        }
        _rekey.Stop();
        Promote(MakeNext(_ownNonce, nonce, nowNs), nowNs);
        _isConfirmed = false;
        BeginConfirming(nowNs, outbox);
    }

    private KeyPhase MakeNext(ReadOnlySpan<byte> initiators, ReadOnlySpan<byte> responders, long nowNs)
    {
        Span<byte> nonces = stackalloc byte[2 * HandshakeMessage.NonceBytes];
        initiators.CopyTo(nonces);
        responders.CopyTo(nonces[HandshakeMessage.NonceBytes..]);
        byte[] root = KeySchedule.NextRoot(_current.Root, _transcript, _current.Number, nonces);
        return new KeyPhase(_setup.Aeads, root, _transcript, _current.Number + 1, _isInitiator)
        {
            StartedNs = nowNs,
        };
    }

    private void Say(
        long nowNs, ControlKind kind, uint phase, ReadOnlySpan<byte> nonce, RecordOutbox outbox)
    {
        if (CanSeal(nowNs) && outbox.TryAdd(ControlMessage.RecordBytes, out Span<byte> record))
        {
            ControlMessage message = new() { Kind = kind, Phase = phase };
            message.Write(record[RecordHeader.Bytes..], nonce);
            long unanswered = _unansweredSinceNs;
            TrySeal(nowNs, RecordType.Control, of: 0, record);
            if (kind == ControlKind.Echo)
            {
                // Nothing answers an echo: two ends with nothing to say would go on for ever.
                _unansweredSinceNs = unanswered;
            }
        }
    }
}
