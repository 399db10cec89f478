using System;
using Orbweaver.Model;

namespace Orbweaver.Live.Records;

/// <summary>
/// What one handshake has made: two indices, a counter and a replay window a direction, and up to three key
/// phases at a time. The counter goes on through all phases, so one set of windows serves them all and no
/// nonce can come again.
/// </summary>
internal sealed partial class RecordSession : IDisposable
{
    private readonly AssociationSetup _setup;
    private readonly KeyLimits _hardStop;
    private readonly byte[] _transcript;
    private readonly bool _isInitiator;
    private readonly ReplayWindows _windows = new();
    private KeyPhase? _previous;
    private KeyPhase _current;
    private KeyPhase? _next;
    private ulong _counter;
    private long _unansweredSinceNs = long.MaxValue;

    /// <summary>A session whose first key follows from the root of a handshake.</summary>
    public RecordSession(
        AssociationSetup setup, SessionNames names, byte[] root, byte[] transcript, long nowNs)
    {
        _setup = setup;
        _hardStop = setup.Limits.HardStop;
        _transcript = transcript;
        _isInitiator = names.IsInitiator;
        LocalIndex = names.Local;
        RemoteIndex = names.Remote;
        _current = new KeyPhase(setup.Aeads, root, transcript, number: 0, _isInitiator) { StartedNs = nowNs };
    }

    /// <summary>The number under which the peer's records name it.</summary>
    public uint LocalIndex { get; }

    /// <summary>The number under which the peer knows it.</summary>
    public uint RemoteIndex { get; }

    /// <summary>The number of the key that records are sealed under.</summary>
    public uint Phase => _current.Number;

    /// <summary>Since when something has been sent that nothing has come after; never, if nothing.</summary>
    public long UnansweredSinceNs => _unansweredSinceNs;

    /// <summary>Whether the present key may still be used.</summary>
    public bool CanSeal(long nowNs) => !_current.HasReached(_hardStop, nowNs);

    /// <summary>
    /// Seals a record in place whose plain text is behind the room for the header; false if the key is worn
    /// out.
    /// </summary>
    public bool TrySeal(long nowNs, RecordType type, int of, Span<byte> record)
    {
        if (!CanSeal(nowNs))
        {
            return false;
        }
        _unansweredSinceNs = long.Min(_unansweredSinceNs, nowNs);
        ulong counter = ++_counter;
        new RecordHeader
        {
            Type = type,
            Phase = (int)(_current.Number & 3),
            Class = of,
            Length = record.Length,
            Receiver = RemoteIndex,
            Counter = counter,
        }.Write(record);
        _current.Seal(counter, record);
        return true;
    }

    /// <summary>Opens a record in place, or says why not: what is cheap to ask is asked first.</summary>
    public RecordRefusal TryOpen(
        long nowNs, in RecordHeader header, Span<byte> record, ref OpenBudget budget)
    {
        KeyPhase? phase = PhaseOf(header.Phase);
        if (phase is null)
        {
            return RecordRefusal.UnknownPhase;
        }
        RecordRefusal verdict = _windows.Judge(header.Class, header.Counter);
        if (verdict != RecordRefusal.None)
        {
            return verdict;
        }
        if (!budget.Allows(nowNs, _windows.Ahead(header.Counter)))
        {
            return RecordRefusal.BudgetSpent;
        }
        if (!phase.TryOpen(header.Counter, record))
        {
            budget.Spend(nowNs);
            return RecordRefusal.Forged;
        }
        if (nowNs - phase.StartedNs >= _hardStop.AgeNs)
        {
            return RecordRefusal.KeyWornOut;
        }
        _windows.Mark(header.Class, header.Counter);
        _unansweredSinceNs = long.MaxValue;
        Heard(nowNs, phase);
        return RecordRefusal.None;
    }

    /// <summary>Ends it: its keys are wiped.</summary>
    public void Dispose()
    {
        _previous?.Dispose();
        _current.Dispose();
        _next?.Dispose();
    }

    private KeyPhase? PhaseOf(int bits)
    {
        if ((_current.Number & 3) == bits)
        {
            return _current;
        }
        return _next is not null && (_next.Number & 3) == bits ? _next
            : _previous is not null && (_previous.Number & 3) == bits ? _previous : null;
    }

    private void Promote(KeyPhase phase, long nowNs)
    {
        Check.That(phase.Number == _current.Number + 1);
        _previous?.Dispose();
        _previous = _current;
        _current = phase;
        _current.StartedNs = nowNs;
        _next = null;
    }
}

/// <summary>By what a session is known at its two ends, and who began.</summary>
/// <param name="Local">Our index for it.</param>
/// <param name="Remote">The peer's index for it.</param>
/// <param name="IsInitiator">Whether this end said hello.</param>
internal readonly record struct SessionNames(uint Local, uint Remote, bool IsInitiator);
