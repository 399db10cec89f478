using System.Collections.Generic;

namespace Orbweaver.Sim;

/// <summary>Stretches of time that ascend and do not touch, in nanoseconds from the start of a run.</summary>
internal sealed class TimeSpans
{
    private readonly List<(long From, long Until)> _spans = [];

    /// <summary>The stretches.</summary>
    public IReadOnlyList<(long From, long Until)> All => _spans;

    /// <summary>Adds a stretch behind all others.</summary>
    public void Add(long from, long until)
    {
        if (until > from)
        {
            _spans.Add((from, until));
        }
    }

    /// <summary>Whether a moment is within, and until when that stretch lasts.</summary>
    public bool Contains(long at, out long until)
    {
        int low = 0;
        int high = _spans.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _spans[middle].Until <= at ? (middle + 1, high) : (low, middle);
        }
        bool isWithin = low < _spans.Count && _spans[low].From <= at;
        until = isWithin ? _spans[low].Until : 0;
        return isWithin;
    }
}
