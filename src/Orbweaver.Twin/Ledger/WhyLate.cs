using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Twin;

/// <summary>Sums, over a contract's late and expired messages, where their time went.</summary>
internal sealed class WhyLate
{
    private readonly SortedDictionary<int, Duration> _queueingAtWorst = [];
    private long _messages;
    private Duration _best;
    private Duration _detour;
    private Duration _serialisation;
    private Duration _queueing;
    private Duration _waiting;
    private Duration _ordering;

    /// <summary>Adds a message by the packet that completed it or was dropped.</summary>
    public void Add(in PacketNotes notes, Duration best, Duration ordering)
    {
        _messages++;
        bool isDetour = notes.Propagation > best;
        _best += isDetour ? best : notes.Propagation;
        _detour += isDetour ? notes.Propagation - best : Duration.Zero;
        _serialisation += notes.Serialisation;
        _queueing += notes.Queueing;
        _waiting += notes.Waiting;
        _ordering += ordering;
        if (notes.WorstPipe != PacketNotes.NoPipe)
        {
            _queueingAtWorst.TryGetValue(notes.WorstPipe, out Duration before);
            _queueingAtWorst[notes.WorstPipe] = before + notes.WorstQueueing;
        }
    }

    /// <summary>The sums, with the port that held most; null when nothing was late.</summary>
    public LateCause? Summary(System.Func<int, (NodeId From, NodeId To)> portOfPipe)
    {
        if (_messages == 0)
        {
            return null;
        }
        (NodeId, NodeId)? worst = null;
        Duration most = Duration.Zero;
        foreach ((int pipe, Duration queueing) in _queueingAtWorst)
        {
            if (queueing > most)
            {
                most = queueing;
                worst = portOfPipe(pipe);
            }
        }
        return new LateCause(
            _messages, _best, _detour, _serialisation, _queueing, _waiting, _ordering, worst, most);
    }
}
