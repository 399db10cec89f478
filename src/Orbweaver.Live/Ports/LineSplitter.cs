using System;

namespace Orbweaver.Live;

/// <summary>
/// Lines out of a stream of bytes, within a fixed space. A line that does not fit is let go whole, up to its
/// end: half a line would be a message that nobody wrote.
/// </summary>
internal sealed class LineSplitter
{
    /// <summary>The longest line, without its end.</summary>
    public const int LineBytesMax = IEdgePort.MessageBytesMax;

    // The line with its carriage return and line feed.
    private readonly byte[] _bytes = new byte[LineBytesMax + 2];
    private readonly PortCounters _counters;
    private int _start;
    private int _end;
    private int _searched;
    private bool _isSkipping;

    /// <summary>A splitter that counts what it lets go.</summary>
    public LineSplitter(PortCounters counters) => _counters = counters;

    /// <summary>Where bytes go: never empty after a <see cref="TryTake"/> that found nothing.</summary>
    public Span<byte> Room => _bytes.AsSpan(_end);

    /// <summary>Takes in so many bytes that were put into <see cref="Room"/>.</summary>
    public void Fill(int count) => _end += count;

    /// <summary>The next whole line, without its end; empty ones are counted and passed over.</summary>
    public bool TryTake(Span<byte> line, out int length)
    {
        while (true)
        {
            int at = _bytes.AsSpan(_searched, _end - _searched).IndexOf((byte)'\n');
            if (at < 0)
            {
                MakeRoom();
                length = 0;
                return false;
            }
            int first = _start;
            int last = _searched + at;
            _start = _searched = last + 1;
            if (_isSkipping)
            {
                _isSkipping = false;
            }
            else if (TryCopy(_bytes.AsSpan(first, last - first), line, out length))
            {
                return true;
            }
        }
    }

    /// <summary>What is there at the end of the stream: a last line without an end.</summary>
    public bool TryTakeRest(Span<byte> line, out int length)
    {
        length = 0;
        ReadOnlySpan<byte> rest = _bytes.AsSpan(_start, _end - _start);
        _start = _end = _searched = 0;
        return !_isSkipping && !rest.IsEmpty && TryCopy(rest, line, out length);
    }

    private bool TryCopy(ReadOnlySpan<byte> found, Span<byte> line, out int length)
    {
        length = 0;
        ReadOnlySpan<byte> text = found.EndsWith("\r"u8) ? found[..^1] : found;
        if (text.Length is 0 or > LineBytesMax)
        {
            _counters.Count(text.IsEmpty ? PortDrop.EmptyMessage : PortDrop.LineTooLong);
            return false;
        }
        text.CopyTo(line);
        length = text.Length;
        return true;
    }

    private void MakeRoom()
    {
        if (_start > 0)
        {
            _bytes.AsSpan(_start, _end - _start).CopyTo(_bytes);
            _end -= _start;
            _start = 0;
        }
        if (_end == _bytes.Length || _isSkipping)
        {
            if (!_isSkipping)
            {
                _counters.Count(PortDrop.LineTooLong);
            }
            _isSkipping = true;
            _end = 0;
        }
        _searched = _end;
    }
}
