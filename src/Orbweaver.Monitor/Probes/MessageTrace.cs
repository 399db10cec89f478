using System;
using System.Collections.Generic;
using System.Text;
using Orbweaver.Model;
using Orbweaver.Twin;

namespace Orbweaver.Monitor;

/// <summary>
/// Follows the next message of a stream from hop to hop: a probe tells it which message that is and what
/// became of it, and as a tap it sees its packets on links. It is only there while somebody wants to know.
/// </summary>
public sealed class MessageTrace : IPacketTap
{
    /// <summary>Links noted; what a flood of copies takes beyond them is left out.</summary>
    public const int HopsMax = 512;

    private readonly int _stream;
    private readonly int _contract;
    private readonly ulong _target;
    private readonly NodeId _subscriber;
    private readonly Dictionary<int, Hop> _flying = [];
    private readonly List<Hop> _hops = [];
    private uint? _number;
    private Instant _from;
    private int _pieces;
    private MessageOutcome? _outcome;

    internal MessageTrace(int stream, int contract, int target, NodeId subscriber)
    {
        _stream = stream;
        _contract = contract;
        _target = 1UL << target;
        _subscriber = subscriber;
    }

    private sealed record Hop(NodeId From, Instant Left, Instant? Came)
    {
        public NodeId? To { get; init; }

        public Instant Arrived { get; init; }
    }

    /// <summary>Whether it is known what became of the message.</summary>
    public bool IsDone => _outcome is not null;

    /// <summary>A message was handed in: the first of its stream is the one.</summary>
    internal void Offered(in MessageRef message, Instant now)
    {
        if (_number is null && message.Contract == _contract && message.Subscriber == _subscriber)
        {
            (_number, _from) = (message.Number, now);
        }
    }

    /// <summary>What became of a message is known.</summary>
    internal void Settled(in MessageOutcome outcome)
    {
        MessageRef message = outcome.Message;
        if (_outcome is null && message.Contract == _contract && message.Number == _number
            && message.Subscriber == _subscriber)
        {
            _outcome = outcome;
        }
    }

    /// <inheritdoc/>
    public void Sent(NodeId node, Packet packet, uint number, Instant at)
    {
        if (IsIts(packet, number) && _hops.Count + _flying.Count < HopsMax)
        {
            _pieces = packet.FragmentCount;
            _flying[packet.PoolIndex] = new Hop(node, at, CameTo(node, at));
        }
    }

    /// <inheritdoc/>
    public void Received(NodeId node, Packet packet, uint number, Instant at)
    {
        if (IsIts(packet, number) && _flying.Remove(packet.PoolIndex, out Hop? hop))
        {
            _hops.Add(hop with { To = node, Arrived = at });
        }
    }

    /// <summary>What is known of it.</summary>
    public TraceAnswer Answer()
    {
        HashSet<Hop> leading = Leading();
        List<TraceHop> hops = _hops.ConvertAll(hop => AnswerOf(hop, leading.Contains(hop)));
        foreach (Hop hop in _flying.Values)
        {
            hops.Add(AnswerOf(hop, leads: false));
        }
        return new TraceAnswer
        {
            Stream = _stream,
            State = _outcome is { } known ? known.Reason is null ? "delivered" : "dropped"
                : _number is null ? "none" : "underway",
            Number = _number,
            At = _number is null ? null : UnixTime.Iso(UnixTime.Ms(_from)),
            TookMs = _outcome is { } ended ? Ms(ended.At - ended.Source) : null,
            InTime = _outcome is { Reason: null } came ? came.At <= came.Deadline : null,
            Bytes = _outcome?.Size.Bytes,
            Pieces = _pieces > 0 ? _pieces : null,
            Reason = _outcome?.Reason is { } reason ? WordsOf(reason) : null,
            Parts = _outcome is { Reason: null } whole ? PartsOf(whole) : null,
            Hops = hops,
        };
    }

    // A piece of it stands for all of them; receipts travel under numbers of their own.
    private bool IsIts(Packet packet, uint number)
        => packet.ContractIndex == _contract && packet.Receipt is null && number == _number
            && packet.FragmentIndex == 0 && (packet.Targets & _target) != 0;

    // When it last came to a node; to the first it came when it was handed in.
    private Instant? CameTo(NodeId node, Instant before)
    {
        for (int i = _hops.Count - 1; i >= 0; i--)
        {
            if (_hops[i].To == node && _hops[i].Arrived <= before)
            {
                return _hops[i].Arrived;
            }
        }
        return _hops.Count == 0 || _hops[0].From == node ? _from : null;
    }

    // From the subscriber backwards: the hop that came first, and before it the one that brought it there.
    private HashSet<Hop> Leading()
    {
        HashSet<Hop> leading = [];
        int at = _hops.FindIndex(hop => hop.To == _subscriber);
        while (at >= 0 && leading.Add(_hops[at]))
        {
            (NodeId from, Instant left) = (_hops[at].From, _hops[at].Left);
            at = _hops.FindIndex(hop => hop.To == from && hop.Arrived <= left);
        }
        return leading;
    }

    private TraceHop AnswerOf(Hop hop, bool leads) => new(
        hop.From.Value, hop.To?.Value, Ms(hop.Left - _from),
        hop.Came is { } came ? Ms(hop.Left - came) : null,
        hop.To is null ? null : Ms(hop.Arrived - hop.Left), leads);

    private static PartsAnswer PartsOf(in MessageOutcome outcome) => new(
        Ms(outcome.Best), Ms(outcome.Detour), Ms(outcome.Serialisation), Ms(outcome.Queueing),
        Ms(outcome.Waiting), Ms(outcome.Ordering));

    private static double Ms(Duration duration) => Math.Round(duration.TotalMilliseconds, 6);

    // HopLimit as hop limit.
    private static string WordsOf(DropReason reason)
    {
        StringBuilder words = new();
        foreach (char letter in reason.ToString())
        {
            if (char.IsUpper(letter) && words.Length > 0)
            {
                words.Append(' ');
            }
            words.Append(char.ToLowerInvariant(letter));
        }
        return words.ToString();
    }
}
