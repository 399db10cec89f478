using System;
using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Twin;

/// <summary>
/// The books of one contract and subscriber. Kept from what enters and leaves the network only: nothing here
/// is read from a node.
/// </summary>
internal sealed class ContractLedger(Contract contract, NodeId subscriber, Instant runEnd)
{
    private readonly SortedDictionary<DropReason, long> _lost = [];
    private readonly LogHistogram _latency = new();
    private readonly LogHistogram _stretchPermille = new();
    private readonly AgeOfInformation? _age = contract.Qos.Overtaking == Overtaking.Replace ? new() : null;
    private readonly WhyLate _whyLate = new();
    private long _offered;
    private long _onTime;
    private long _late;
    private long _expired;
    private long _superseded;
    private long _lostSum;
    private long _unpaired;
    private long _judgedOffered;
    private long _judgedOnTime;
    private long _judgedExcused;

    /// <summary>Number of the next message offered.</summary>
    public uint NextNumber => (uint)_offered;

    /// <summary>What became of messages so far.</summary>
    public ContractTotals Totals => new(_offered, _onTime, _late, _expired, _superseded, _lostSum);

    /// <summary>A message was handed in.</summary>
    public void Offer(in Message message)
    {
        _offered++;
        _judgedOffered += IsJudged(message) ? 1 : 0;
    }

    /// <summary>A message was delivered.</summary>
    public void Deliver(in Message message, Instant now, in PacketNotes notes, Duration ordering)
    {
        Duration latency = now - message.Source;
        _latency.Add(latency.Nanoseconds);
        if (message.Best > Duration.Zero)
        {
            _stretchPermille.Add(latency.Nanoseconds * 1000 / message.Best.Nanoseconds);
        }
        if (now <= message.Deadline)
        {
            _onTime++;
            _judgedOnTime += IsJudged(message) ? 1 : 0;
        }
        else
        {
            _late++;
            _whyLate.Add(notes, message.Best, ordering);
        }
        if (_age is not null)
        {
            _judgedExcused += _age.Deliver(message, now);
        }
    }

    /// <summary>A message went one way where two are owed.</summary>
    public void NoteUnpaired() => _unpaired++;

    /// <summary>A message was dropped or refused.</summary>
    public void Drop(in Message message, DropReason reason, in PacketNotes notes)
    {
        switch (reason)
        {
            case DropReason.Expired:
                _expired++;
                _whyLate.Add(notes, message.Best, Duration.Zero);
                break;
            case DropReason.Superseded:
                _superseded++;
                _judgedExcused += IsJudged(message) ? _age!.Supersede(message) : 0;
                break;
            default:
                _lostSum++;
                _lost.TryGetValue(reason, out long before);
                _lost[reason] = before + 1;
                break;
        }
    }

    /// <summary>Samples the age of information of every key.</summary>
    public void Sample(Instant now) => _age?.Sample(now);

    /// <summary>Closes the books. <paramref name="open"/> are the messages still under way.</summary>
    public ContractResult Close(
        IReadOnlyList<Message> open, Instant now, Func<int, (NodeId From, NodeId To)> portOfPipe)
    {
        long lost = 0;
        List<LostCount> lostCounts = [];
        foreach ((DropReason reason, long messages) in _lost)
        {
            lost += messages;
            lostCounts.Add(new LostCount(reason.ToString(), messages));
        }
        // Messages whose budget has not ended by now (the run may have been stopped early) are not judged
        // yet. Nor are those superseded by one that may still arrive in time to excuse them.
        long unjudged = _age?.OpenAt(now) ?? 0;
        foreach (Message message in open)
        {
            unjudged += IsJudged(message) && message.Deadline > now ? 1 : 0;
        }
        long judged = _judgedOffered - unjudged - _judgedExcused;
        Check.That(_offered == _onTime + _late + _expired + _superseded + lost + open.Count);
        return new ContractResult
        {
            ContractIndex = contract.Index,
            Subscriber = subscriber,
            Offered = _offered,
            OnTime = _onTime,
            Late = _late,
            Expired = _expired,
            Superseded = _superseded,
            Lost = lostCounts,
            InFlight = open.Count,
            Unpaired = _unpaired,
            Judged = judged,
            JudgedOnTime = _judgedOnTime,
            Verdict = Judge(judged),
            Latency = _latency.Summary(),
            Histogram = _latency.Within(LatencyPieces.BoundsNs),
            StretchPermille =
                (_stretchPermille.Percentile(500),
                _stretchPermille.Percentile(990),
                _stretchPermille.Greatest),
            AgeOfInformation = _age?.Summary() ?? default,
            WhyLate = _whyLate.Summary(portOfPipe),
        };
    }

    private Verdict Judge(long judged)
    {
        if (contract.PromisePpm is not int promisePpm || judged == 0)
        {
            return Verdict.None;
        }
        return (UInt128)_judgedOnTime * 1_000_000 >= (UInt128)judged * (uint)promisePpm
            ? Verdict.Kept
            : Verdict.Broken;
    }

    // The promise is judged on messages whose budget ends within the run.
    private bool IsJudged(in Message message) => message.Deadline <= runEnd;
}
