using System;
using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Twin;

/// <summary>A message under way, as the twin knows it.</summary>
internal struct Message
{
    /// <summary>Its contract.</summary>
    public int ContractIndex;

    /// <summary>Number of the message among those offered to its contract.</summary>
    public uint Number;

    /// <summary>Its replace-key.</summary>
    public uint Key;

    /// <summary>Packets of it that are still somewhere.</summary>
    public int PiecesLeft;

    /// <summary>Whether its outcome is known; it stays until its last packet is gone.</summary>
    public bool IsDecided;

    /// <summary>The life of the egress that delivered it; 0 before.</summary>
    public uint DeliveredTo;

    /// <summary>When it was handed in.</summary>
    public Instant Source;

    /// <summary>When its budget ends.</summary>
    public Instant Deadline;

    /// <summary>Planned best of the epoch of sending; zero when there was no way.</summary>
    public Duration Best;
}

/// <summary>Messages under way, in reused places. A place is the host tag of the message's packets.</summary>
internal sealed class MessageTable
{
    private readonly Stack<int> _free = new();
    private Message[] _messages = new Message[1024];
    private int _used;

    /// <summary>The message at a place.</summary>
    public ref Message this[int place] => ref _messages[place];

    /// <summary>Puts a message in and gives its place.</summary>
    public int Add(in Message message)
    {
        if (!_free.TryPop(out int place))
        {
            if (_used == _messages.Length)
            {
                Array.Resize(ref _messages, _used * 2);
            }
            place = _used++;
        }
        _messages[place] = message;
        return place;
    }

    /// <summary>Frees a place.</summary>
    public void Remove(int place)
    {
        Check.That(_messages[place].PiecesLeft == 0);
        _messages[place] = default;
        _free.Push(place);
    }

    /// <summary>All places that hold a message whose outcome is open.</summary>
    public IEnumerable<int> Open()
    {
        for (int place = 0; place < _used; place++)
        {
            if (_messages[place] is { PiecesLeft: > 0, IsDecided: false })
            {
                yield return place;
            }
        }
    }
}
