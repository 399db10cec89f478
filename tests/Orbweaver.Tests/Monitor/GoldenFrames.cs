using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using Orbweaver.Monitor;

namespace Orbweaver.Tests.Monitor;

/// <summary>Golden frames: what they say as JSON, read into frames and written from them.</summary>
internal static class GoldenFrames
{
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Directory.GetFiles(Folder, "*.hex").Select(f => Path.GetFileNameWithoutExtension(f)).Order(),
    ];

    private static string Folder => Path.Combine(Repo.Root, "tests", "fixtures", "frames");

    public static byte[] BytesOf(string name)
        => Convert.FromHexString(
            File.ReadAllText(Path.Combine(Folder, name + ".hex")).ReplaceLineEndings(""));

    public static JsonNode JsonOf(string name)
        => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, name + ".json")))!;

    public static Frame Encode(JsonNode json)
    {
        JsonNode header = json["header"]!;
        FrameStamp stamp = new((double)header["simMs"]!, (uint)header["generation"]!, (uint)header["seq"]!);
        JsonNode[] entries = [.. json["entries"]!.AsArray().Select(e => e!)];
        return (FrameType)(byte)header["type"]! switch
        {
            FrameType.Clock => FrameWriter.Clock(stamp, ClockOf(entries.Single())),
            FrameType.Ephemeris => FrameWriter.Ephemeris(
                stamp, (double)json["epochMs"]!, [.. entries.Select(OrbitOf)]),
            FrameType.LinkSet => FrameWriter.LinkSet(stamp, [.. entries.Select(SeatOf)]),
            FrameType.LinkDelta => FrameWriter.LinkDelta(
                stamp, [.. entries.Select(e => new LinkEntry((uint)e["id"]!, (byte)e["state"]!))]),
            FrameType.LinkLoad => FrameWriter.LinkLoad(stamp, [.. entries.Select(e => (byte)e)]),
            FrameType.NodeDelta => FrameWriter.NodeDelta(
                stamp,
                [
                    .. entries.Select(e => new NodeEntry(
                        (ushort)e["id"]!, (byte)e["state"]!, (StateCause)(byte)e["cause"]!)),
                ],
                (FrameMarks)(ushort)header["flags"]!),
            FrameType.Routes => FrameWriter.Routes(
                stamp,
                [
                    .. entries.Select(e => new RouteEntry(
                        (uint)e["stream"]!, (byte)e["pathNo"]!,
                        [.. e["nodes"]!.AsArray().Select(n => (ushort)n!)])),
                ]),
            FrameType.Kpi => FrameWriter.Kpi(stamp, KpiOf(entries.Single())),
            FrameType.StreamStat => FrameWriter.StreamStat(stamp, [.. entries.Select(StreamOf)]),
            FrameType.Event => FrameWriter.Event(stamp, (string)entries.Single()!),
            FrameType.Resync => FrameWriter.Resync(
                stamp, (ResyncReason)(byte)entries.Single()["reason"]!),
            FrameType.LinkPatch => FrameWriter.LinkPatch(
                stamp, [.. entries.Select(e => new PatchEntry((uint)e["id"]!, SeatOf(e)))]),
            FrameType.TimeParts => FrameWriter.Parts(
                stamp,
                [
                    .. entries.Select(e => new PartsEntry(
                        (uint)e["stream"]!, PartsOf(e["mean"]!), PartsOf(e["slowest"]!))),
                ]),
            FrameType other => throw new ArgumentException($"no such frame: {other}", nameof(json)),
        };
    }

    public static JsonNode Decode(Frame frame)
    {
        FrameHeader h = frame.Header;
        JsonObject json = new()
        {
            ["header"] = new JsonObject
            {
                ["type"] = (byte)h.Type,
                ["version"] = (int)FrameHeader.Version,
                ["flags"] = (ushort)h.Marks,
                ["seq"] = h.Seq,
                ["simMs"] = h.SimMs,
                ["generation"] = h.Generation,
                ["count"] = h.Count,
            },
        };
        if (frame.Type == FrameType.Ephemeris)
        {
            json["model"] = 1;
            json["epochMs"] = FrameReader.Ephemeris(frame).EpochMs;
        }
        json["entries"] = new JsonArray([.. EntriesOf(frame)]);
        return json;
    }

    private static IEnumerable<JsonNode> EntriesOf(Frame frame) => frame.Type switch
    {
        FrameType.Clock => [Json(FrameReader.Clock(frame))],
        FrameType.Ephemeris => FrameReader.Ephemeris(frame).Orbits.Select(Json),
        FrameType.LinkSet => FrameReader.LinkSet(frame).Select(s => Json(s)),
        FrameType.LinkDelta => FrameReader.LinkDelta(frame)
            .Select(e => new JsonObject { ["id"] = e.Id, ["state"] = e.State }),
        FrameType.LinkLoad => FrameReader.LinkLoad(frame).ToArray().Select(b => (JsonNode)b!),
        FrameType.NodeDelta => FrameReader.NodeDelta(frame).Select(e => new JsonObject
        {
            ["id"] = e.Id,
            ["state"] = e.State,
            ["cause"] = (byte)e.Cause,
        }),
        FrameType.Routes => FrameReader.Routes(frame).Select(e => new JsonObject
        {
            ["stream"] = e.Stream,
            ["pathNo"] = e.PathNo,
            ["nodes"] = new JsonArray([.. e.Nodes.Select(n => (JsonNode)n!)]),
        }),
        FrameType.Kpi => [Json(FrameReader.Kpi(frame))],
        FrameType.StreamStat => FrameReader.StreamStat(frame).Select(Json),
        FrameType.Event => [JsonValue.Create(Encoding.UTF8.GetString(FrameReader.Event(frame)))],
        FrameType.Resync => [new JsonObject { ["reason"] = (byte)FrameReader.Resync(frame) }],
        FrameType.LinkPatch => FrameReader.LinkPatch(frame).Select(e => Json(e.Seat, e.Id)),
        _ => FrameReader.Parts(frame).Select(e => new JsonObject
        {
            ["stream"] = e.Stream,
            ["mean"] = Json(e.Mean),
            ["slowest"] = Json(e.Slowest),
        }),
    };

    private static float Real(JsonNode? node) => node is null ? float.NaN : (float)(double)node;

    private static double Wide(JsonNode? node) => node is null ? double.NaN : (double)node;

    private static JsonValue? Json(double value) => double.IsNaN(value) ? null : JsonValue.Create(value);

    private static ClockEntry ClockOf(JsonNode e) => new(
        (ClockMode)(byte)e["mode"]!, Real(e["rate"]), Wide(e["wallMs"]), Wide(e["dataAsOfMs"]),
        Wide(e["planEndMs"]), Real(e["lagMs"]), (uint)e["build"]!);

    private static JsonObject Json(ClockEntry e) => new JsonObject
    {
        ["mode"] = (byte)e.Mode,
        ["rate"] = Json(e.Rate),
        ["wallMs"] = Json(e.WallMs),
        ["dataAsOfMs"] = Json(e.DataAsOfMs),
        ["planEndMs"] = Json(e.PlanEndMs),
        ["lagMs"] = Json(e.LagMs),
        ["build"] = e.Build,
    };

    private static OrbitEntry OrbitOf(JsonNode e) => new(
        Real(e["axisKm"]), Real(e["e"]), Real(e["i"]), Real(e["node"]), Real(e["perigee"]), Real(e["m"]));

    private static JsonNode Json(OrbitEntry e) => new JsonObject
    {
        ["axisKm"] = Json(e.AxisKm),
        ["e"] = Json(e.Eccentricity),
        ["i"] = Json(e.InclinationRad),
        ["node"] = Json(e.NodeRad),
        ["perigee"] = Json(e.PerigeeRad),
        ["m"] = Json(e.AnomalyRad),
    };

    private static SeatEntry SeatOf(JsonNode e) => new(
        (ushort)e["a"]!, (ushort)e["b"]!, (LinkKind)(byte)e["kind"]!, (byte)e["state"]!,
        (ushort)e["capacity"]!);

    private static JsonObject Json(SeatEntry e, uint? id = null)
    {
        JsonObject json = [];
        if (id is uint known)
        {
            json["id"] = known;
        }
        json["a"] = e.A;
        json["b"] = e.B;
        json["kind"] = (byte)e.Kind;
        json["state"] = e.State;
        json["capacity"] = e.Capacity;
        return json;
    }

    private static KpiEntry KpiOf(JsonNode e) => new()
    {
        SatellitesUp = (uint)e["satellitesUp"]!,
        SatellitesAll = (uint)e["satellitesAll"]!,
        LinksUp = (uint)e["linksUp"]!,
        LinksAll = (uint)e["linksAll"]!,
        GroundUp = (uint)e["groundUp"]!,
        GroundAll = (uint)e["groundAll"]!,
        StreamsKept = (uint)e["streamsKept"]!,
        StreamsAll = (uint)e["streamsAll"]!,
        OnTimeShare = Real(e["onTimeShare"]),
        P99OverBound = Real(e["p99OverBound"]),
        P50OverBound = Real(e["p50OverBound"]),
        Late = (uint)e["late"]!,
        Lost = (uint)e["lost"]!,
        Reroutes = (uint)e["reroutes"]!,
        IncidentsOpen = (uint)e["incidentsOpen"]!,
        IncidentsUnacknowledged = (uint)e["incidentsUnacknowledged"]!,
        Drills = (uint)e["drills"]!,
        OfferedPerS = Real(e["offeredPerS"]),
        DeliveredPerS = Real(e["deliveredPerS"]),
        DeliveredMbps = Real(e["deliveredMbps"]),
        PacketHopsPerS = Real(e["packetHopsPerS"]),
        PlanLeftS = Real(e["planLeftS"]),
        LagMs = Real(e["lagMs"]),
        NodesOut = (uint)e["nodesOut"]!,
    };

    private static JsonObject Json(KpiEntry e) => new JsonObject
    {
        ["satellitesUp"] = e.SatellitesUp,
        ["satellitesAll"] = e.SatellitesAll,
        ["linksUp"] = e.LinksUp,
        ["linksAll"] = e.LinksAll,
        ["groundUp"] = e.GroundUp,
        ["groundAll"] = e.GroundAll,
        ["streamsKept"] = e.StreamsKept,
        ["streamsAll"] = e.StreamsAll,
        ["onTimeShare"] = Json(e.OnTimeShare),
        ["p99OverBound"] = Json(e.P99OverBound),
        ["p50OverBound"] = Json(e.P50OverBound),
        ["late"] = e.Late,
        ["lost"] = e.Lost,
        ["reroutes"] = e.Reroutes,
        ["incidentsOpen"] = e.IncidentsOpen,
        ["incidentsUnacknowledged"] = e.IncidentsUnacknowledged,
        ["drills"] = e.Drills,
        ["offeredPerS"] = Json(e.OfferedPerS),
        ["deliveredPerS"] = Json(e.DeliveredPerS),
        ["deliveredMbps"] = Json(e.DeliveredMbps),
        ["packetHopsPerS"] = Json(e.PacketHopsPerS),
        ["planLeftS"] = Json(e.PlanLeftS),
        ["lagMs"] = Json(e.LagMs),
        ["nodesOut"] = e.NodesOut,
    };

    private static StreamEntry StreamOf(JsonNode e) => new(
        (uint)e["stream"]!, Real(e["p50"]), Real(e["p99"]), Real(e["max"]), Real(e["bound"]),
        (uint)e["sent"]!, (uint)e["late"]!, (uint)e["lost"]!,
        [.. e["hist"]!.AsArray().Select(n => (ushort)n!)]);

    private static JsonNode Json(StreamEntry e) => new JsonObject
    {
        ["stream"] = e.Stream,
        ["p50"] = Json(e.P50Ms),
        ["p99"] = Json(e.P99Ms),
        ["max"] = Json(e.MaxMs),
        ["bound"] = Json(e.BoundMs),
        ["sent"] = e.Sent,
        ["late"] = e.Late,
        ["lost"] = e.Lost,
        ["hist"] = new JsonArray([.. e.Hist.Select(n => (JsonNode)n!)]),
    };

    private static TimeParts PartsOf(JsonNode e) => new(
        Real(e["best"]), Real(e["detour"]), Real(e["serialisation"]), Real(e["queueing"]),
        Real(e["waiting"]), Real(e["processing"]));

    private static JsonObject Json(TimeParts e) => new JsonObject
    {
        ["best"] = Json(e.Best),
        ["detour"] = Json(e.Detour),
        ["serialisation"] = Json(e.Serialisation),
        ["queueing"] = Json(e.Queueing),
        ["waiting"] = Json(e.Waiting),
        ["processing"] = Json(e.Processing),
    };
}
