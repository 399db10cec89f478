using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Orbits;
using Orbweaver.Planning;
using Orbweaver.Routing;
using static Orbweaver.Reports.HtmlPage;

namespace Orbweaver.Reports;

/// <summary>
/// A map of the world with the ground nodes, and the planned ways of some contracts in the middle of the run.
/// Equirectangular, in tenths of degrees; the coastline is Natural Earth's, simplified (eng/coastline.py).
/// </summary>
internal sealed class PathMap
{
    private const int LabelsMax = 60;

    private readonly HtmlPage _page;
    private readonly Plan _plan;
    private readonly int _epoch;
    private readonly (double X, double Y)?[] _places;

    private PathMap(HtmlPage page, Plan plan, PlanRequest request, Duration simulated)
    {
        _page = page;
        _plan = plan;
        _epoch = plan.EpochAt(plan.Start + new Duration(simulated.Nanoseconds / 2));
        _places = new (double, double)?[plan.Nodes.Count];
        Place(request);
    }

    /// <summary>Draws the ways of some contracts, each to its subscriber.</summary>
    public static void Write(
        HtmlPage page, RunReport report, PlanRequest request, IReadOnlyList<ContractLine> lines)
    {
        PathMap map = new(page, report.Plan, request, report.Result.Simulated);
        page.Element("svg", () => map.Draw(lines),
            ("viewBox", "-1800 -900 3600 1800"), ("role", "img"),
            ("aria-label", "Map of ground nodes and of planned ways"));
        map.WriteKey(lines);
    }

    private void Place(PlanRequest request)
    {
        Instant at = _plan.EpochStart(_epoch) + new Duration(_plan.EpochLength.Nanoseconds / 2);
        EarthRotation rotation = new(at);
        for (int i = 0; i < request.Satellites.Count; i++)
        {
            if (request.Satellites[i].Ephemeris.TryPropagate(at, out TemeState state, out _))
            {
                Vec3 r = rotation.ToItrf(state).Position.Metres;
                double length = Math.Sqrt((r.X * r.X) + (r.Y * r.Y) + (r.Z * r.Z));
                _places[i] = OnMap(Math.Asin(r.Z / length), Math.Atan2(r.Y, r.X));
            }
        }
        for (int i = 0; i < request.Grounds.Count; i++)
        {
            GeodeticPosition position = request.Grounds[i].Position;
            _places[request.Satellites.Count + i] =
                OnMap(position.Latitude.Radians, position.Longitude.Radians);
        }
    }

    private static (double X, double Y) OnMap(double latitudeRad, double longitudeRad)
    {
        double x = longitudeRad * (1_800 / Math.PI);
        return (x - (3_600 * Math.Floor((x + 1_800) / 3_600)), latitudeRad * (-1_800 / Math.PI));
    }

    private void Draw(IReadOnlyList<ContractLine> lines)
    {
        Empty("rect", ("class", "sea"), ("x", "-1800"), ("y", "-900"), ("width", "3600"), ("height", "1800"));
        Empty("path", ("class", "land"), ("d", Coastline()));
        for (int y = -600; y <= 600; y += 300)
        {
            Empty("line", ("class", "parallel"), ("x1", "-1800"), ("x2", "1800"), ("y1", N(y)), ("y2", N(y)));
        }
        for (int i = 0; i < lines.Count; i++)
        {
            DrawWay(lines[i], i);
        }
        DrawGround();
    }

    private static string Coastline()
    {
        using Stream stream = typeof(PathMap).Assembly.GetManifestResourceStream("coastline.txt")!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd().ReplaceLineEndings(" ").Trim();
    }

    private void DrawWay(ContractLine line, int index)
    {
        List<NodeId> way = WayOf(line);
        string colour = HtmlStyle.Ways[index % HtmlStyle.Ways.Length];
        string dash = index < HtmlStyle.Ways.Length ? "none" : "24 14";
        for (int i = 0; i + 1 < way.Count; i++)
        {
            if (_places[way[i].Value] is not { } a || _places[way[i + 1].Value] is not { } b)
            {
                continue;
            }
            // The short way round, also where that leaves the map on one side.
            double turn = b.X - a.X > 1_800 ? -3_600 : b.X - a.X < -1_800 ? 3_600 : 0;
            Segment(a.X, a.Y, b.X + turn, b.Y, colour, dash);
            if (turn != 0)
            {
                Segment(a.X - turn, a.Y, b.X, b.Y, colour, dash);
            }
        }
        foreach (NodeId node in way.Where(n => _plan.Nodes[n.Value].IsTransit))
        {
            if (_places[node.Value] is { } place)
            {
                _page.Element("circle", () => _page.Text("title", _plan.Nodes[node.Value].Name),
                    ("class", "hop"), ("cx", N(place.X)), ("cy", N(place.Y)), ("r", "9"));
            }
        }
    }

    private void Segment(double x1, double y1, double x2, double y2, string colour, string dash)
        => Empty("line", ("class", "route"), ("stroke", colour), ("stroke-dasharray", dash), ("x1", N(x1)),
            ("y1", N(y1)), ("x2", N(x2)), ("y2", N(y2)));

    private void DrawGround()
    {
        int labels = 0;
        bool hasLabels = _plan.Nodes.Count(n => n.Kind != NodeKind.Satellite) <= LabelsMax;
        foreach (PlanNode node in _plan.Nodes.Where(n => n.Kind != NodeKind.Satellite))
        {
            if (_places[node.Id.Value] is not { } place)
            {
                continue;
            }
            _page.Element("circle", () => _page.Text("title", node.Name),
                ("class", node.Kind == NodeKind.Site ? "site" : "edge"), ("cx", N(place.X)),
                ("cy", N(place.Y)), ("r", node.Kind == NodeKind.Site ? "13" : "9"));
            if (hasLabels && node.Kind == NodeKind.Site && labels++ < LabelsMax)
            {
                bool isRight = place.X < 1_500;
                _page.Text("text", node.Name, ("class", "place"), ("x", N(place.X + (isRight ? 18 : -18))),
                    ("y", N(place.Y + 9)), ("text-anchor", isRight ? "start" : "end"));
            }
        }
    }

    private List<NodeId> WayOf(ContractLine line)
    {
        RouteTree tree = new RouteTable(_plan).Tree(_epoch, line.Result.Subscriber);
        NodeId from = line.Contract.Publisher;
        return
        [
            from,
            .. tree.Way(_plan.Epochs[_epoch], from).Select(static hop => new NodeId(hop.Neighbour)),
        ];
    }

    private void WriteKey(IReadOnlyList<ContractLine> lines)
    {
        _page.Element("p", () =>
        {
            for (int i = 0; i < lines.Count; i++)
            {
                string colour = HtmlStyle.Ways[i % HtmlStyle.Ways.Length];
                int hops = WayOf(lines[i]).Count - 1;
                _page.Element("span", () =>
                {
                    _page.Element("i", static () => { }, ("style", $"background:{colour}"));
                    _page.Say(string.Create(
                        CultureInfo.InvariantCulture,
                        $"{lines[i].Contract.Name}: {(hops > 0 ? $"{hops} hops" : "no way")}"));
                });
                _page.Say(" ");
            }
        }, ("class", "key"));
        _page.Text(
            "p",
            $"Planned ways at {Utc.Format(_plan.EpochStart(_epoch))}, the middle of the run. Large dots are"
                + " sites, small ones edges, grey ones the satellites of the ways. Coastline: Natural Earth.",
            ("class", "muted"));
    }

    private void Empty(string name, params (string Name, string Value)[] attributes)
        => _page.Element(name, static () => { }, attributes);
}
