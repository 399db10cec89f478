using System;
using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Twin;

/// <summary>A message under way to one subscriber, as the twin knows it.</summary>
internal struct Message
{
    /// <summary>Its contract.</summary>
    public int ContractIndex;

    /// <summary>Which of the contract's subscribers.</summary>
    public int Target;

    /// <summary>Number of the message among those offered to its contract.</summary>
    public uint Number;

    /// <summary>Its replace-key.</summary>
    public uint Key;

    /// <summary>Its size.</summary>
    public long Bytes;

    /// <summary>Pieces it was cut into.</summary>
    public int Pieces;

    /// <summary>Packets of it that are still somewhere, copies included.</summary>
    public int PacketsLeft;

    /// <summary>Whether its outcome is known; it stays until its last packet is gone.</summary>
    public bool IsDecided;

    /// <summary>Whether it was sent on one way where two are owed.</summary>
    public bool IsUnpaired;

    /// <summary>Why the last of its packets that was dropped was dropped.</summary>
    public DropReason LastDrop;

    /// <summary>The life of the ingress that accepted it.</summary>
    public uint AcceptedBy;

    /// <summary>The life of the egress that delivered it; 0 before.</summary>
    public uint DeliveredTo;

    /// <summary>When it was handed in.</summary>
    public Instant Source;

    /// <summary>When its budget ends.</summary>
    public Instant Deadline;

    /// <summary>Planned best of the epoch of sending; zero when there was no way.</summary>
    public Duration Best;
}

/// <summary>
/// Messages under way, in reused places: one place for each subscriber, next to each other. The first is the
/// host tag of the message's packets.
/// </summary>
internal sealed class MessageTable
{
    private readonly SortedDictionary<int, Stack<int>> _free = [];
    private Message[] _messages = new Message[1024];

    // By place: which place its message starts at; and by that, how many of its subscribers are open.
    private int[] _first = new int[1024];
    private int[] _open = new int[1024];
    private int _used;

    /// <summary>The message at a place.</summary>
    public ref Message this[int place] => ref _messages[place];

    /// <summary>Makes places for the subscribers of a message, and gives the first.</summary>
    public int Add(int subscribers)
    {
        if (!_free.TryGetValue(subscribers, out Stack<int>? free) || !free.TryPop(out int first))
        {
            first = _used;
            _used += subscribers;
            if (_used > _messages.Length)
            {
                int length = Math.Max(_used, _messages.Length * 2);
                Array.Resize(ref _messages, length);
                Array.Resize(ref _first, length);
                Array.Resize(ref _open, length);
            }
        }
        _open[first] = subscribers;
        for (int i = 0; i < subscribers; i++)
        {
            _first[first + i] = first;
        }
        return first;
    }

    /// <summary>
    /// The last packet towards one subscriber is gone. Places are used again when that is so for all.
    /// </summary>
    public void Close(int place, int subscribers)
    {
        Check.That(_messages[place].PacketsLeft == 0);
        _messages[place] = default;
        int first = _first[place];
        if (--_open[first] == 0)
        {
            if (!_free.TryGetValue(subscribers, out Stack<int>? free))
            {
                free = new Stack<int>();
                _free.Add(subscribers, free);
            }
            free.Push(first);
        }
    }

    /// <summary>All places that hold a message whose outcome is open.</summary>
    public IEnumerable<int> Open()
    {
        for (int place = 0; place < _used; place++)
        {
            if (_messages[place] is { PacketsLeft: > 0, IsDecided: false })
            {
                yield return place;
            }
        }
    }
}
