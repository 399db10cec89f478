using System.Collections.Generic;
using System.Linq;
using Orbweaver.Monitor;

namespace Orbweaver.Console.Sockets;

/// <summary>What of the frames one client gets.</summary>
internal sealed class FrameFilter
{
    private Topics _topics = Topics.All;
    private HashSet<uint> _streams = [];

    /// <summary>Chooses.</summary>
    public void Choose(Topics topics, IEnumerable<int> streams)
    {
        _topics = topics;
        _streams = [.. streams.Select(s => (uint)s)];
    }

    /// <summary>
    /// A frame as this client gets it; null for not at all. In a scene all streams are told, later those that
    /// were asked for.
    /// </summary>
    public Frame? Of(Frame frame, bool isScene)
    {
        Topics topic = TopicNames.Of(frame.Type);
        if (topic != Topics.None && (_topics & topic) == Topics.None)
        {
            return null;
        }
        if (isScene)
        {
            return frame;
        }
        FrameHeader header = frame.Header;
        FrameStamp stamp = new(header.SimMs, header.Generation);
        switch (frame.Type)
        {
            case FrameType.StreamStat:
                StreamEntry[] stats =
                    [.. FrameReader.StreamStat(frame).Where(s => _streams.Contains(s.Stream))];
                return stats.Length == header.Count ? Some(frame)
                    : stats.Length == 0 ? null : FrameWriter.StreamStat(stamp, stats);
            case FrameType.TimeParts:
                PartsEntry[] parts = [.. FrameReader.Parts(frame).Where(p => _streams.Contains(p.Stream))];
                return parts.Length == header.Count ? Some(frame)
                    : parts.Length == 0 ? null : FrameWriter.Parts(stamp, parts);
            case FrameType.Routes:
                RouteEntry[] routes = [.. FrameReader.Routes(frame).Where(r => _streams.Contains(r.Stream))];
                return routes.Length == header.Count ? Some(frame)
                    : routes.Length == 0 ? null : FrameWriter.Routes(stamp, routes);
            default:
                return frame;
        }
    }

    /// <summary>
    /// Of frames that came together the newest are enough, where each says all: the others are left out.
    /// </summary>
    public static IEnumerable<Frame> Newest(IReadOnlyList<Frame> frames)
    {
        for (int i = 0; i < frames.Count; i++)
        {
            bool isWhole = frames[i].Type is FrameType.Clock or FrameType.LinkLoad or FrameType.Kpi
                or FrameType.StreamStat or FrameType.TimeParts;
            bool isStale = false;
            for (int j = i + 1; isWhole && !isStale && j < frames.Count; j++)
            {
                isStale = frames[j].Type == frames[i].Type;
            }
            if (!isStale)
            {
                yield return frames[i];
            }
        }
    }

    private static Frame? Some(Frame frame) => frame.Header.Count == 0 ? null : frame;
}
