using System;
using Orbweaver.Model;

namespace Orbweaver.Live.Records;

/// <summary>What came of a datagram.</summary>
/// <param name="Refusal">Why it was not taken; none if it was.</param>
/// <param name="PlainBytes">
/// Bytes of frames behind the header, opened in place; 0 if it was the association's own or was not taken.
/// </param>
/// <param name="Class">The class it was sealed in.</param>
public readonly record struct RecordArrival(RecordRefusal Refusal, int PlainBytes, int Class);

/// <summary>
/// The sealed side of one link: shakes hands, seals and opens records, renews its keys, and begins anew when
/// the peer has. Told the time and what came; what it wants sent is in the outbox, to be sent to the peer's
/// address and never to where a datagram seemed to come from. One thread at a time. A key is confirmed before
/// traffic: the initiator has the responder's code over both nonces, the responder waits for a record under
/// the key.
/// </summary>
public sealed partial class Association : IDisposable
{
    private readonly AssociationSetup _setup;
    private readonly HandshakeQuota _quota;
    private readonly uint _slot;
    private readonly byte[] _helloKey;
    private readonly ulong _selfId;
    private readonly ulong _peerId;
    private OpenBudget _budget;
    private RecordSession? _live;
    private RecordSession? _former;
    private long _formerUntilNs;
    private bool _isEchoAsked;

    /// <summary>
    /// An association that has not said hello yet. Records name it by a slot, its place in the host's table.
    /// </summary>
    internal Association(AssociationSetup setup, ushort slot, HandshakeQuota quota, long nowNs)
    {
        bool isPair = string.Equals(setup.Self.Network, setup.Peer.Network, StringComparison.Ordinal)
            && !string.Equals(setup.Self.Host, setup.Peer.Host, StringComparison.Ordinal);
        Check.That(isPair);
        _setup = setup;
        _quota = quota;
        _slot = (uint)slot << 16;
        _helloKey = KeySchedule.HelloKey(setup.Secret);
        _selfId = setup.Self.Id;
        _peerId = setup.Peer.Id;
        _budget = OpenBudget.Full(nowNs);
        Span<byte> serial = stackalloc byte[2];
        setup.Entropy.Fill(serial);
        _serial = (ushort)(serial[0] | (serial[1] << 8));
        if (setup.IsCaller)
        {
            BeginOffer(nowNs);
        }
    }

    /// <summary>The other end.</summary>
    public PeerName Peer => _setup.Peer;

    /// <summary>Its place in the table, in the upper half of its indices.</summary>
    internal uint Slot => _slot;

    /// <summary>What was refused, by reason.</summary>
    public RefusalCounts Refusals { get; } = new();

    /// <summary>Handshakes that have led to traffic: above 1, somebody has begun anew.</summary>
    public int Handshakes { get; private set; }

    /// <summary>The number of the key in force, from 0 in every handshake.</summary>
    public uint Phase => _live?.Phase ?? 0;

    /// <summary>When <see cref="Step"/> has next something to do; the largest number if never.</summary>
    public long NextDeadlineNs
    {
        get
        {
            long next = long.Min(_offerRetry.DueNs, PendingDeadlineNs);
            if (_live is not null)
            {
                next = long.Min(next, _live.NextDeadlineNs);
                next = long.Min(next, SilenceDeadlineNs(_live));
            }
            return _former is null ? next : long.Min(next, _formerUntilNs);
        }
    }

    /// <summary>Whether records can be sealed.</summary>
    public bool IsReady(long nowNs) => _live is not null && _live.CanSeal(nowNs);

    /// <summary>Does what is due.</summary>
    public void Step(long nowNs, RecordOutbox outbox)
    {
        ArgumentNullException.ThrowIfNull(outbox);
        DropOld(nowNs);
        _live?.Step(nowNs, outbox);
        if (_live is not null && SilenceDeadlineNs(_live) <= nowNs)
        {
            BreakSilence(_live, nowNs, outbox);
        }
        if (_live is not null && !_live.CanSeal(nowNs) && _setup.IsCaller)
        {
            BeginOffer(nowNs);
        }
        RepeatOffer(nowNs, outbox);
    }

    /// <summary>
    /// Seals frames of a class in place: the record has room for the header before the plain text and for the
    /// tag behind it, and is exactly as long as the three. False while there is no key to seal under.
    /// </summary>
    public bool TrySeal(long nowNs, int of, Span<byte> record)
    {
        Check.That(of is >= 0 and < RecordHeader.Classes);
        Check.That(record.Length is >= RecordHeader.OverheadBytes and <= RecordHeader.RecordBytesMax);
        return _live is not null && _live.TrySeal(nowNs, RecordType.Data, of, record);
    }

    /// <summary>Takes a datagram: opens it in place, or acts on it, or refuses it and says why.</summary>
    public RecordArrival Arrive(long nowNs, Span<byte> datagram, RecordOutbox outbox)
    {
        if (!RecordHeader.TryRead(datagram, out RecordHeader header, out RecordRefusal why))
        {
            return Refuse(why);
        }
        ArgumentNullException.ThrowIfNull(outbox);
        return header.Type switch
        {
            RecordType.Hello => Refuse(ArriveHello(nowNs, datagram, outbox)),
            RecordType.Answer => Refuse(ArriveAnswer(nowNs, datagram, outbox)),
            _ => ArriveSealed(nowNs, header, datagram, outbox),
        };
    }

    /// <summary>Ends it: keys are wiped.</summary>
    public void Dispose()
    {
        _live?.Dispose();
        _former?.Dispose();
        DropPendings();
    }

    private RecordArrival ArriveSealed(
        long nowNs, in RecordHeader header, Span<byte> datagram, RecordOutbox outbox)
    {
        RecordSession? session = header.Receiver == _live?.LocalIndex ? _live : Find(header.Receiver);
        if (session is null)
        {
            return Refuse(RecordRefusal.UnknownIndex);
        }
        RecordRefusal why = session.TryOpen(nowNs, header, datagram, ref _budget);
        if (why != RecordRefusal.None)
        {
            return Refuse(why);
        }
        if (!ReferenceEquals(session, _live) && !ReferenceEquals(session, _former))
        {
            // A record under the key of a handshake that was answered: the peer has it, and is no recording.
            Establish(session, nowNs);
        }
        if (ReferenceEquals(session, _live))
        {
            _isEchoAsked = false;
        }
        int plainBytes = datagram.Length - RecordHeader.OverheadBytes;
        if (header.Type == RecordType.Data)
        {
            return new RecordArrival(RecordRefusal.None, plainBytes, header.Class);
        }
        return Refuse(
            session.Control(nowNs, datagram.Slice(RecordHeader.Bytes, plainBytes), outbox));
    }

    private RecordSession? Find(uint index)
        => index == _former?.LocalIndex ? _former : FindPending(index);

    private void Establish(RecordSession session, long nowNs)
    {
        _former?.Dispose();
        _former = _live;
        _formerUntilNs = nowNs + AssociationTimes.PreviousKeptNs;
        _live = session;
        _isEchoAsked = false;
        Handshakes++;
        EndOffer();
        ForgetPendingsBut(session);
    }

    private void BreakSilence(RecordSession live, long nowNs, RecordOutbox outbox)
    {
        if (!_isEchoAsked)
        {
            _isEchoAsked = true;
            live.BeginConfirming(nowNs, outbox);
        }
        else if (_setup.IsCaller)
        {
            BeginOffer(nowNs);
        }
    }

    // Never once the offer is out: what is left then is to repeat it.
    private long SilenceDeadlineNs(RecordSession live)
        => live.UnansweredSinceNs == long.MaxValue || (_isEchoAsked && (HasOffer || !_setup.IsCaller))
            ? long.MaxValue
            : live.UnansweredSinceNs
                + (_isEchoAsked ? AssociationTimes.SilenceMaxNs : AssociationTimes.SilenceAskedNs);

    private void DropOld(long nowNs)
    {
        if (_former is not null && nowNs >= _formerUntilNs)
        {
            _former.Dispose();
            _former = null;
        }
        DropPendingsBefore(nowNs);
    }

    private RecordArrival Refuse(RecordRefusal why)
        => new(why == RecordRefusal.None ? why : Refusals.Add(why), 0, 0);
}
