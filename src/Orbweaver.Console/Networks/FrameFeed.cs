using System;
using System.Collections.Generic;
using System.Threading;
using Orbweaver.Monitor;

namespace Orbweaver.Console.Networks;

/// <summary>
/// The newest frames, encoded once, for any number of clients: each remembers how far it has come, and one
/// that has fallen out of it begins anew with a scene. So a slow client costs nothing but its own time.
/// </summary>
internal sealed class FrameFeed
{
    /// <summary>Frames at most.</summary>
    public const int FramesMax = 2_048;

    /// <summary>Bytes at most.</summary>
    public const long BytesMax = 32L << 20;

    /// <summary>The oldest frame.</summary>
    public static readonly TimeSpan AgeMax = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Queue<(Frame Frame, long AtMs)> _frames = new();
    private readonly List<Action> _listeners = [];
    private Action[] _listening = [];
    private long _bytes;
    private long _end;

    /// <summary>Where the next frame will be.</summary>
    public long End
    {
        get
        {
            lock (_gate)
            {
                return _end;
            }
        }
    }

    /// <summary>Adds frames, and wakes clients.</summary>
    public void Publish(IReadOnlyList<Frame> frames)
    {
        if (frames.Count == 0)
        {
            return;
        }
        Action[] listening;
        lock (_gate)
        {
            long now = Environment.TickCount64;
            foreach (Frame frame in frames)
            {
                _frames.Enqueue((frame, now));
                _bytes += frame.Bytes.Length;
                _end++;
            }
            while (_frames.TryPeek(out (Frame Frame, long AtMs) oldest)
                && (_frames.Count > FramesMax || _bytes > BytesMax
                    || now - oldest.AtMs > AgeMax.TotalMilliseconds))
            {
                _bytes -= oldest.Frame.Bytes.Length;
                _frames.Dequeue();
            }
            listening = _listening;
        }
        foreach (Action wake in listening)
        {
            wake();
        }
    }

    /// <summary>
    /// Gives all frames from a place on, and moves it to the end; false where some are gone already.
    /// </summary>
    public bool TryTake(ref long place, List<Frame> into)
    {
        into.Clear();
        lock (_gate)
        {
            long begin = _end - _frames.Count;
            if (place < begin)
            {
                place = _end;
                return false;
            }
            long at = begin;
            foreach ((Frame frame, _) in _frames)
            {
                if (at++ >= place)
                {
                    into.Add(frame);
                }
            }
            place = _end;
            return true;
        }
    }

    /// <summary>Wakes a client when there is more, until what comes back is disposed.</summary>
    public IDisposable Listen(Action wake)
    {
        lock (_gate)
        {
            _listeners.Add(wake);
            _listening = [.. _listeners];
        }
        return new Listening(this, wake);
    }

    private void Forget(Action wake)
    {
        lock (_gate)
        {
            _listeners.Remove(wake);
            _listening = [.. _listeners];
        }
    }

    private sealed class Listening(FrameFeed feed, Action wake) : IDisposable
    {
        public void Dispose() => feed.Forget(wake);
    }
}
