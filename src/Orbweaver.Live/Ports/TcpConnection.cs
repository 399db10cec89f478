using System;
using Orbweaver.Live.Interop;
using Orbweaver.Model;

namespace Orbweaver.Live;

/// <summary>One client of a TCP port: what has come and is no message yet, or is to be written.</summary>
internal sealed class TcpConnection : IWaitTarget
{
    /// <summary>What waits for one client before it counts as too slow.</summary>
    public const int WaitingBytesMax = 262_144;

    private readonly byte[] _waiting;
    private int _start;
    private int _end;

    /// <summary>A connection; <paramref name="lines"/> where messages are lines.</summary>
    public TcpConnection(int descriptor, FlowKey flow, LineSplitter? lines, bool isWritten)
    {
        Descriptor = descriptor;
        Flow = flow;
        Lines = lines;
        _waiting = isWritten ? new byte[WaitingBytesMax] : [];
    }

    /// <summary>The socket.</summary>
    public int Descriptor { get; }

    /// <summary>Between whom it is.</summary>
    public FlowKey Flow { get; }

    /// <summary>Takes lines out of what comes; null where pieces are messages.</summary>
    public LineSplitter? Lines { get; }

    /// <summary>Whether a read may find something.</summary>
    public bool IsReadable { get; set; }

    /// <summary>Whether a write may find room.</summary>
    public bool IsWritable { get; private set; } = true;

    /// <summary>Whether the waiter was asked to tell of room.</summary>
    public bool IsAskedForRoom { get; set; }

    /// <summary>Whether something waits for room.</summary>
    public bool HasWaiting => _end > _start;

    /// <inheritdoc/>
    public void OnReady(int descriptor, WaitEvents events)
    {
        IsReadable |= (events & WaitEvents.Readable) != WaitEvents.None;
        IsWritable |= (events & WaitEvents.Writable) != WaitEvents.None;
    }

    /// <summary>Takes a message to be written; false when it has no room for all of it.</summary>
    public bool TryAppend(ReadOnlySpan<byte> message, bool withLineEnd)
    {
        int length = message.Length + (withLineEnd ? 1 : 0);
        if (_waiting.Length - _end < length)
        {
            _waiting.AsSpan(_start, _end - _start).CopyTo(_waiting);
            (_start, _end) = (0, _end - _start);
        }
        if (_waiting.Length - _end < length)
        {
            return false;
        }
        message.CopyTo(_waiting.AsSpan(_end));
        _end += length;
        if (withLineEnd)
        {
            _waiting[_end - 1] = (byte)'\n';
        }
        return true;
    }

    /// <summary>Writes what there is room for; false when the connection is broken.</summary>
    public bool TryFlush()
    {
        while (HasWaiting && IsWritable)
        {
            int written = SocketNative.Send(Descriptor, _waiting.AsSpan(_start, _end - _start));
            if (written < 0)
            {
                int error = Errno.Last;
                IsWritable = error == Errno.Interrupted;
                if (error is not (Errno.TryAgain or Errno.Interrupted))
                {
                    return false;
                }
            }
            else
            {
                _start += written;
            }
        }
        if (!HasWaiting)
        {
            (_start, _end) = (0, 0);
        }
        return true;
    }
}
