using System;
using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Monitor;

/// <summary>Reads what frames say; the counterpart of <see cref="FrameWriter"/>.</summary>
public static class FrameReader
{
    /// <summary>CLOCK.</summary>
    public static ClockEntry Clock(Frame frame)
    {
        ByteSource from = Open(frame, FrameType.Clock);
        ClockMode mode = (ClockMode)from.U8();
        from.Skip(3);
        return new ClockEntry(
            mode, from.F32(), from.F64(), from.F64(), from.F64(), from.F32(), from.U32());
    }

    /// <summary>EPHEMERIS: when the elements hold, and the elements by node.</summary>
    public static (double EpochMs, OrbitEntry[] Orbits) Ephemeris(Frame frame)
    {
        ByteSource from = Open(frame, FrameType.Ephemeris);
        from.Skip(8);
        double epochMs = from.F64();
        var orbits = new OrbitEntry[frame.Header.Count];
        for (int i = 0; i < orbits.Length; i++)
        {
            orbits[i] = new OrbitEntry(
                from.F32(), from.F32(), from.F32(), from.F32(), from.F32(), from.F32());
        }
        return (epochMs, orbits);
    }

    /// <summary>LINKSET: all seats, by id.</summary>
    public static SeatEntry[] LinkSet(Frame frame)
    {
        ByteSource from = Open(frame, FrameType.LinkSet);
        var seats = new SeatEntry[frame.Header.Count];
        for (int i = 0; i < seats.Length; i++)
        {
            seats[i] = Seat(ref from);
        }
        return seats;
    }

    /// <summary>LINKPATCH.</summary>
    public static PatchEntry[] LinkPatch(Frame frame)
    {
        ByteSource from = Open(frame, FrameType.LinkPatch);
        var patches = new PatchEntry[frame.Header.Count];
        for (int i = 0; i < patches.Length; i++)
        {
            patches[i] = new PatchEntry(from.U32(), Seat(ref from));
        }
        return patches;
    }

    /// <summary>LINKDELTA.</summary>
    public static LinkEntry[] LinkDelta(Frame frame)
    {
        ByteSource from = Open(frame, FrameType.LinkDelta);
        var links = new LinkEntry[frame.Header.Count];
        for (int i = 0; i < links.Length; i++)
        {
            uint word = from.U32();
            links[i] = new LinkEntry(word & 0xFF_FFFF, (byte)(word >> 24));
        }
        return links;
    }

    /// <summary>LINKLOAD: by link id.</summary>
    public static ReadOnlySpan<byte> LinkLoad(Frame frame)
    {
        Check.That(frame.Type == FrameType.LinkLoad);
        return frame.Payload;
    }

    /// <summary>NODEDELTA.</summary>
    public static NodeEntry[] NodeDelta(Frame frame)
    {
        ByteSource from = Open(frame, FrameType.NodeDelta);
        var nodes = new NodeEntry[frame.Header.Count];
        for (int i = 0; i < nodes.Length; i++)
        {
            nodes[i] = new NodeEntry(from.U16(), from.U8(), (StateCause)from.U8());
        }
        return nodes;
    }

    /// <summary>ROUTES.</summary>
    public static IReadOnlyList<RouteEntry> Routes(Frame frame)
    {
        ByteSource from = Open(frame, FrameType.Routes);
        var routes = new RouteEntry[frame.Header.Count];
        for (int i = 0; i < routes.Length; i++)
        {
            uint stream = from.U32();
            byte pathNo = from.U8();
            var nodes = new ushort[from.U8()];
            for (int hop = 0; hop < nodes.Length; hop++)
            {
                nodes[hop] = from.U16();
            }
            routes[i] = new RouteEntry(stream, pathNo, nodes);
        }
        return routes;
    }

    /// <summary>KPI.</summary>
    public static KpiEntry Kpi(Frame frame)
    {
        ByteSource from = Open(frame, FrameType.Kpi);
        return new KpiEntry
        {
            SatellitesUp = from.U32(),
            SatellitesAll = from.U32(),
            LinksUp = from.U32(),
            LinksAll = from.U32(),
            GroundUp = from.U32(),
            GroundAll = from.U32(),
            StreamsKept = from.U32(),
            StreamsAll = from.U32(),
            OnTimeShare = from.F32(),
            P99OverBound = from.F32(),
            P50OverBound = from.F32(),
            Late = from.U32(),
            Lost = from.U32(),
            Reroutes = from.U32(),
            IncidentsOpen = from.U32(),
            IncidentsUnacknowledged = from.U32(),
            Drills = from.U32(),
            OfferedPerS = from.F32(),
            DeliveredPerS = from.F32(),
            DeliveredMbps = from.F32(),
            PacketHopsPerS = from.F32(),
            PlanLeftS = from.F32(),
            LagMs = from.F32(),
            NodesOut = from.U32(),
        };
    }

    /// <summary>STREAMSTAT.</summary>
    public static IReadOnlyList<StreamEntry> StreamStat(Frame frame)
    {
        ByteSource from = Open(frame, FrameType.StreamStat);
        var streams = new StreamEntry[frame.Header.Count];
        for (int i = 0; i < streams.Length; i++)
        {
            ushort[] hist = new ushort[StreamEntry.Buckets];
            StreamEntry stream = new(
                from.U32(), from.F32(), from.F32(), from.F32(), from.F32(), from.U32(), from.U32(),
                from.U32(), hist);
            for (int bucket = 0; bucket < hist.Length; bucket++)
            {
                hist[bucket] = from.U16();
            }
            streams[i] = stream;
        }
        return streams;
    }

    /// <summary>TIMEPARTS.</summary>
    public static PartsEntry[] Parts(Frame frame)
    {
        ByteSource from = Open(frame, FrameType.TimeParts);
        var entries = new PartsEntry[frame.Header.Count];
        for (int i = 0; i < entries.Length; i++)
        {
            entries[i] = new PartsEntry(from.U32(), PartsOf(ref from), PartsOf(ref from));
        }
        return entries;
    }

    /// <summary>EVENT: UTF-8 JSON.</summary>
    public static ReadOnlySpan<byte> Event(Frame frame)
    {
        Check.That(frame.Type == FrameType.Event);
        return frame.Payload;
    }

    /// <summary>RESYNC.</summary>
    public static ResyncReason Resync(Frame frame) => (ResyncReason)Open(frame, FrameType.Resync).U8();

    private static SeatEntry Seat(ref ByteSource from)
        => new(from.U16(), from.U16(), (LinkKind)from.U8(), from.U8(), from.U16());

    private static TimeParts PartsOf(ref ByteSource from)
        => new(from.F32(), from.F32(), from.F32(), from.F32(), from.F32(), from.F32());

    private static ByteSource Open(Frame frame, FrameType type)
    {
        Check.That(frame.Type == type);
        return new ByteSource(frame.Payload);
    }
}
