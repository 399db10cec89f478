using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Text;
using Orbweaver.Model;

namespace Orbweaver.Monitor;

/// <summary>What the headers of frames of one moment have in common.</summary>
/// <param name="SimMs">When it is so: Unix milliseconds of the world's time.</param>
/// <param name="Generation">Of the link set.</param>
/// <param name="Seq">The frame's number; 0 where clients get numbers of their own.</param>
public readonly record struct FrameStamp(double SimMs, uint Generation = 0, uint Seq = 0);

/// <summary>Makes frames.</summary>
public static class FrameWriter
{
    private const byte KeplerWithSecularJ2 = 1;

    /// <summary>CLOCK.</summary>
    public static Frame Clock(FrameStamp stamp, in ClockEntry entry)
    {
        byte[] bytes = Begin(FrameType.Clock, stamp, 1, FrameSizes.Clock, out ByteSink to);
        to.U8((byte)entry.Mode);
        to.Skip(3);
        to.F32(entry.Rate);
        to.F64(entry.WallMs);
        to.F64(entry.DataAsOfMs);
        to.F64(entry.PlanEndMs);
        to.F32(entry.LagMs);
        to.U32(entry.Build);
        return Frame.Own(bytes);
    }

    /// <summary>EPHEMERIS: the orbits of all satellites, by node.</summary>
    public static Frame Ephemeris(FrameStamp stamp, double epochMs, ReadOnlySpan<OrbitEntry> orbits)
    {
        byte[] bytes = Begin(
            FrameType.Ephemeris, stamp, orbits.Length,
            FrameSizes.EphemerisHead + (orbits.Length * FrameSizes.Orbit), out ByteSink to);
        to.U8(KeplerWithSecularJ2);
        to.Skip(7);
        to.F64(epochMs);
        foreach (ref readonly OrbitEntry orbit in orbits)
        {
            to.F32(orbit.AxisKm);
            to.F32(orbit.Eccentricity);
            to.F32(orbit.InclinationRad);
            to.F32(orbit.NodeRad);
            to.F32(orbit.PerigeeRad);
            to.F32(orbit.AnomalyRad);
        }
        return Frame.Own(bytes);
    }

    /// <summary>LINKSET: all seats, by id.</summary>
    public static Frame LinkSet(FrameStamp stamp, ReadOnlySpan<SeatEntry> seats)
    {
        byte[] bytes = Begin(
            FrameType.LinkSet, stamp, seats.Length, seats.Length * FrameSizes.Seat, out ByteSink to);
        foreach (ref readonly SeatEntry seat in seats)
        {
            Write(ref to, seat);
        }
        return Frame.Own(bytes);
    }

    /// <summary>LINKPATCH.</summary>
    public static Frame LinkPatch(FrameStamp stamp, ReadOnlySpan<PatchEntry> patches)
    {
        byte[] bytes = Begin(
            FrameType.LinkPatch, stamp, patches.Length, patches.Length * FrameSizes.Patch, out ByteSink to);
        foreach (ref readonly PatchEntry patch in patches)
        {
            to.U32(patch.Id);
            Write(ref to, patch.Seat);
        }
        return Frame.Own(bytes);
    }

    /// <summary>LINKDELTA.</summary>
    public static Frame LinkDelta(FrameStamp stamp, ReadOnlySpan<LinkEntry> links)
    {
        byte[] bytes = Begin(
            FrameType.LinkDelta, stamp, links.Length, links.Length * FrameSizes.LinkChange,
            out ByteSink to);
        foreach (ref readonly LinkEntry link in links)
        {
            Check.That(link.Id < 1 << 24);
            to.U32(link.Id | ((uint)link.State << 24));
        }
        return Frame.Own(bytes);
    }

    /// <summary>LINKLOAD: by link id, 0 to 250 for 0 to 100 %, 255 for unknown.</summary>
    public static Frame LinkLoad(FrameStamp stamp, ReadOnlySpan<byte> loads)
    {
        byte[] bytes = Begin(FrameType.LinkLoad, stamp, loads.Length, loads.Length, out _);
        loads.CopyTo(bytes.AsSpan(FrameHeader.Size));
        return Frame.Own(bytes);
    }

    /// <summary>NODEDELTA; a snapshot names all nodes that are not up and well.</summary>
    public static Frame NodeDelta(
        FrameStamp stamp, ReadOnlySpan<NodeEntry> nodes, FrameMarks marks = FrameMarks.None)
    {
        byte[] bytes = Begin(
            FrameType.NodeDelta, stamp, nodes.Length, nodes.Length * FrameSizes.NodeChange,
            out ByteSink to, marks);
        foreach (ref readonly NodeEntry node in nodes)
        {
            to.U16(node.Id);
            to.U8(node.State);
            to.U8((byte)node.Cause);
        }
        return Frame.Own(bytes);
    }

    /// <summary>ROUTES.</summary>
    public static Frame Routes(FrameStamp stamp, IReadOnlyList<RouteEntry> routes)
    {
        int size = 0;
        foreach (RouteEntry route in routes)
        {
            size += FrameSizes.RouteHead + (2 * route.Nodes.Length);
        }
        byte[] bytes = Begin(FrameType.Routes, stamp, routes.Count, size, out ByteSink to);
        foreach (RouteEntry route in routes)
        {
            Check.That(route.Nodes.Length <= byte.MaxValue);
            to.U32(route.Stream);
            to.U8(route.PathNo);
            to.U8((byte)route.Nodes.Length);
            foreach (ushort node in route.Nodes)
            {
                to.U16(node);
            }
        }
        return Frame.Own(bytes);
    }

    /// <summary>KPI.</summary>
    public static Frame Kpi(FrameStamp stamp, in KpiEntry kpi)
    {
        byte[] bytes = Begin(FrameType.Kpi, stamp, 1, FrameSizes.Kpi, out ByteSink to);
        foreach (uint whole in (ReadOnlySpan<uint>)[
            kpi.SatellitesUp, kpi.SatellitesAll, kpi.LinksUp, kpi.LinksAll, kpi.GroundUp, kpi.GroundAll,
            kpi.StreamsKept, kpi.StreamsAll])
        {
            to.U32(whole);
        }
        to.F32(kpi.OnTimeShare);
        to.F32(kpi.P99OverBound);
        to.F32(kpi.P50OverBound);
        foreach (uint whole in (ReadOnlySpan<uint>)[
            kpi.Late, kpi.Lost, kpi.Reroutes, kpi.IncidentsOpen, kpi.IncidentsUnacknowledged, kpi.Drills])
        {
            to.U32(whole);
        }
        foreach (float part in (ReadOnlySpan<float>)[
            kpi.OfferedPerS, kpi.DeliveredPerS, kpi.DeliveredMbps, kpi.PacketHopsPerS, kpi.PlanLeftS,
            kpi.LagMs])
        {
            to.F32(part);
        }
        to.U32(kpi.NodesOut);
        return Frame.Own(bytes);
    }

    /// <summary>STREAMSTAT.</summary>
    public static Frame StreamStat(FrameStamp stamp, IReadOnlyList<StreamEntry> streams)
    {
        byte[] bytes = Begin(
            FrameType.StreamStat, stamp, streams.Count, streams.Count * FrameSizes.Stream, out ByteSink to);
        foreach (StreamEntry stream in streams)
        {
            Check.That(stream.Hist.Length == StreamEntry.Buckets);
            to.U32(stream.Stream);
            to.F32(stream.P50Ms);
            to.F32(stream.P99Ms);
            to.F32(stream.MaxMs);
            to.F32(stream.BoundMs);
            to.U32(stream.Sent);
            to.U32(stream.Late);
            to.U32(stream.Lost);
            foreach (ushort count in stream.Hist)
            {
                to.U16(count);
            }
        }
        return Frame.Own(bytes);
    }

    /// <summary>TIMEPARTS.</summary>
    public static Frame Parts(FrameStamp stamp, ReadOnlySpan<PartsEntry> entries)
    {
        byte[] bytes = Begin(
            FrameType.TimeParts, stamp, entries.Length, entries.Length * FrameSizes.Parts,
            out ByteSink to);
        foreach (ref readonly PartsEntry entry in entries)
        {
            to.U32(entry.Stream);
            Write(ref to, entry.Mean);
            Write(ref to, entry.Slowest);
        }
        return Frame.Own(bytes);
    }

    /// <summary>EVENT: a JSON object.</summary>
    public static Frame Event(FrameStamp stamp, ReadOnlySpan<byte> utf8Json)
    {
        byte[] bytes = Begin(FrameType.Event, stamp, utf8Json.Length, utf8Json.Length, out _);
        utf8Json.CopyTo(bytes.AsSpan(FrameHeader.Size));
        return Frame.Own(bytes);
    }

    /// <summary>EVENT, from text.</summary>
    public static Frame Event(FrameStamp stamp, string json) => Event(stamp, Encoding.UTF8.GetBytes(json));

    /// <summary>RESYNC.</summary>
    public static Frame Resync(FrameStamp stamp, ResyncReason reason)
    {
        byte[] bytes = Begin(FrameType.Resync, stamp, 1, FrameSizes.Resync, out ByteSink to);
        to.U8((byte)reason);
        return Frame.Own(bytes);
    }

    /// <summary>Frames one behind the other, each behind its length.</summary>
    public static byte[] Concatenate(IReadOnlyList<Frame> frames)
    {
        int size = 0;
        foreach (Frame frame in frames)
        {
            size += sizeof(uint) + frame.Bytes.Length;
        }
        byte[] bytes = new byte[size];
        Span<byte> to = bytes;
        foreach (Frame frame in frames)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(to, (uint)frame.Bytes.Length);
            frame.Bytes.Span.CopyTo(to[sizeof(uint)..]);
            to = to[(sizeof(uint) + frame.Bytes.Length)..];
        }
        return bytes;
    }

    private static void Write(ref ByteSink to, in SeatEntry seat)
    {
        to.U16(seat.A);
        to.U16(seat.B);
        to.U8((byte)seat.Kind);
        to.U8(seat.State);
        to.U16(seat.Capacity);
    }

    private static void Write(ref ByteSink to, in TimeParts parts)
    {
        to.F32(parts.Best);
        to.F32(parts.Detour);
        to.F32(parts.Serialisation);
        to.F32(parts.Queueing);
        to.F32(parts.Waiting);
        to.F32(parts.Processing);
    }

    private static byte[] Begin(
        FrameType type, FrameStamp stamp, int count, int payloadBytes, out ByteSink to,
        FrameMarks marks = FrameMarks.None)
    {
        byte[] bytes = new byte[FrameHeader.Size + payloadBytes];
        Check.That(bytes.Length <= Frame.BytesMax);
        new FrameHeader(type, marks, stamp.Seq, stamp.SimMs, stamp.Generation, (uint)count).Write(bytes);
        to = new ByteSink(bytes.AsSpan(FrameHeader.Size));
        return bytes;
    }
}
