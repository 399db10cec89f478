using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Orbweaver.Console.Access;
using Orbweaver.Console.Networks;
using Orbweaver.Console.Operations;
using Orbweaver.Monitor;

namespace Orbweaver.Console.Api;

/// <summary>What a viewer may ask.</summary>
internal sealed class ReadOperations(ConsoleServices services)
{
    /// <summary>How frames are named as a kind of bytes.</summary>
    public const string FramesType = "application/vnd.orbweaver.frames";

    private const int PointsMax = 1_000;
    private const int ContactsMax = 2_000;

    private readonly ConsoleServices _services = services;

    private ConsoleNetwork Network => _services.Network;

    /// <summary>The operations.</summary>
    public IEnumerable<Operation> All()
    {
        yield return Get("/about", "The network, the program, and who asks.", typeof(AboutAnswer), About);
        yield return Get(
            "/catalogue", "What does not change: names, places and terms.", typeof(Catalogue),
            _ => new RawAnswer(Network.CatalogueJson, "application/json", null));
        yield return Get("/scene", "The whole state as frames.", null, Scene, Parameters.At) with
        {
            ContentType = FramesType,
        };
        yield return Get(
            "/overview", "The network in one look.", typeof(Overview),
            c => Network.At(c.AtMs, static v => v.Overview()), Parameters.At);
        yield return Get(
            "/series", "Figures over time, by names as in the overview or stream:7:p99.", typeof(Series),
            Series, Parameters.Required("names", "Names, joined by commas."), Parameters.From, Parameters.To,
            Parameters.Whole("points", "How many.", 2, PointsMax, 60));
        foreach (Operation operation in Tables().Concat(Plans()))
        {
            yield return operation;
        }
    }

    private IEnumerable<Operation> Tables()
    {
        yield return Table("/nodes", "Nodes.", typeof(Page<NodeRow>), (v, q) => v.Nodes(q));
        yield return Get(
            "/nodes/{id}", "A node.", typeof(NodeDetail),
            c => Found(Network.At(c.AtMs, v => v.Node(_services.NodeOf(c.Text("id"), "id", 404)))),
            Parameters.Id("A node, by number or name."), Parameters.At);
        yield return Table("/links", "Links.", typeof(Page<LinkRow>), (v, q) => v.Links(q));
        yield return Get(
            "/links/{id}", "A link.", typeof(LinkDetail),
            c => Found(Network.At(c.AtMs, v => v.Link(c.Whole("id")))),
            Parameters.Number("A link, by the number of its seat."), Parameters.At);
        yield return Table("/contracts", "Streams.", typeof(Page<ContractRow>), (v, q) => v.Contracts(q));
        yield return Get(
            "/contracts/{id}", "A stream.", typeof(ContractDetail),
            c => Found(Network.At(c.AtMs, v => v.Contract(c.Whole("id")))),
            Parameters.Number("A stream, by number."), Parameters.At);
        yield return Get(
            "/contracts/{id}/trace", "Follows the next message of a stream, hop by hop.",
            typeof(TraceAnswer), Trace, Parameters.Number("A stream, by number."));
        yield return Table("/incidents", "Incidents.", typeof(Page<Incident>), (v, q) => v.Incidents(q));
        yield return Get(
            "/incidents/{id}", "An incident.", typeof(Incident),
            c => Found(Network.At(c.AtMs, v => v.Incident(c.Text("id")))),
            Parameters.Id("An incident, such as INC-7."), Parameters.At);
        yield return Table(
            "/faults", "Faults so far, drills among them.", typeof(Page<FaultRow>),
            (v, q) => v.Faults(q, drillsOnly: false));
        yield return Table(
            "/drills", "Drills so far.", typeof(Page<FaultRow>), (v, q) => v.Faults(q, drillsOnly: true));
        yield return Get(
            "/events", "What happened.", typeof(Page<EventRow>), Events, Parameters.From, Parameters.To,
            Parameters.Text(
                "kinds", $"Some of {string.Join(", ", EventKinds.All)}, joined by commas; all without it."),
            Parameters.Limit,
            Parameters.Cursor, Parameters.At);
    }

    private IEnumerable<Operation> Plans()
    {
        yield return Get(
            "/paths", "The way of a packet.", typeof(PathAnswer),
            c => _services.Operations.Path(
                Node(c, "from"), Node(c, "to"), c.AtMs is { } at ? JsonTexts.Moment(at) : null),
            Parameters.Required("from", "A node."), Parameters.Required("to", "A node."), Parameters.At);
        yield return Get(
            "/explain", "Why there is or is no link and path.", typeof(ExplainAnswer), Explain,
            Parameters.Text("from", "A node, by number or name; needs 'to'."),
            Parameters.Text("to", "A node, by number or name; needs 'from'."),
            Parameters.Whole(
                "link", "Instead of both: a link, by the number of its seat.", 0, (1 << 24) - 1, null),
            Parameters.At);
        yield return Get(
            "/plan", "The plan in force.", typeof(PlanAnswer), _ => _services.Operations.Plan());
        yield return Get(
            "/plan/contacts", "Planned contacts of a node.", typeof(Page<ContactAnswer>), Contacts,
            Parameters.Required("node", "A node."), Parameters.From, Parameters.To, Parameters.Limit,
            Parameters.Cursor);
    }

    private TraceAnswer Trace(Call call)
    {
        int stream = call.Whole("id");
        Found(Network.Now(v => v.Contract(stream)));
        return _services.Operations.Trace(stream);
    }

    private static Operation Get(
        string path, string summary, Type? answer, Func<Call, object?> work, params Parameter[] parameters)
        => new()
        {
            Method = "GET",
            Path = path,
            Role = Role.Viewer,
            Summary = summary,
            Answer = answer,
            Parameters = parameters,
            Do = work,
        };

    private Operation Table(
        string path, string summary, Type answer, Func<NetworkView, TableQuery, object> read)
        => Get(
            path, summary, answer, c => Network.At(c.AtMs, v => read(v, c.Query)), Parameters.Filter,
            Parameters.Sort, Parameters.Limit, Parameters.Cursor, Parameters.At);

    private static object Found(object? answer) => answer ?? throw new RequestProblem(404, "There is none.");

    private int Node(Call call, string name) => _services.NodeOf(call.Text(name), name, 400);

    private AboutAnswer About(Call call)
    {
        (double nowMs, double? planEndMs) = Network.Now(static v => (v.SimMs, v.Clock?.PlanEndMs));
        (double FromMs, double ToMs)? recorded = Network.Recorded();
        NetworkFacts facts = Network.Facts;
        return new AboutAnswer
        {
            Version = facts.Version,
            Build = facts.Build,
            Network = facts.Network,
            Mode = Network.IsLive ? "live" : "recording",
            Recording = _services.Recording,
            Begun = facts.Begun,
            Now = Moment(nowMs),
            Start = facts.Start,
            End = Network.IsLive ? null : Moment(recorded?.ToMs),
            PlanEnd = Moment(planEndMs),
            HistoryFrom = Moment(recorded?.FromMs),
            EpochMs = facts.EpochMs,
            Speed = facts.Speed,
            DrillsNeedTwo = _services.DrillsNeedTwo,
            User = new UserAnswer(call.Session!.Name, Roles.NameOf(call.Session.Role)),
            Rights = Roles.RightsOf(call.Session.Role, Network.IsLive),
        };
    }

    private static DateTime? Moment(double? ms)
        => ms is { } at && double.IsFinite(at) ? JsonTexts.Moment(at) : null;

    private RawAnswer Scene(Call call)
    {
        (byte[] bytes, double simMs, uint generation) = SceneMaker.At(Network, call.AtMs);
        return new RawAnswer(
            bytes, FramesType,
            string.Create(CultureInfo.InvariantCulture, $"\"{generation}-{simMs:0}-{bytes.Length}\""));
    }

    private Series Series(Call call)
    {
        (double from, double to) = Span(call, TimeSpan.FromHours(1));
        // Before its start there was no network.
        double start = JsonTexts.UnixMs(Network.Facts.Start);
        from = from < start && start < to ? start : from;
        string[] names = call.Text("names").Split(',', StringSplitOptions.RemoveEmptyEntries);
        // What is asked for may lie before all that a live view remembers.
        double? at = Network.IsLive && Network.Recorded() is null ? null : Past(to);
        return Network.At(at, v => v.Series(names, from, to, call.Whole("points")));
    }

    // Null for what the newest state knows as well: a look at the disk is saved.
    private double? Past(double toMs)
    {
        double now = Network.Now(static v => v.SimMs);
        return !(toMs < now - 60_000) ? null : toMs;
    }

    private object Events(Call call)
    {
        (double from, double to) = Span(call, TimeSpan.FromHours(24));
        string[] kinds = call.Text("kinds").Split(',', StringSplitOptions.RemoveEmptyEntries);
        if (Array.Find(kinds, k => !EventKinds.All.Contains(k, StringComparer.Ordinal)) is { } unknown)
        {
            throw new QueryException(
                $"'{unknown}' is no kind of event: there are {string.Join(", ", EventKinds.All)}")
            {
                Field = "kinds",
            };
        }
        return Network.At(
            call.AtMs, v => v.Events(from, to, kinds, call.Whole("limit"), call.Text("cursor")));
    }

    private (double FromMs, double ToMs) Span(Call call, TimeSpan usual)
    {
        double now = Network.Now(static v => v.SimMs);
        double to = call.Has("to") ? call.MomentMs("to")
            : call.AtMs ?? (double.IsFinite(now) ? now : JsonTexts.UnixMs(Network.Facts.Start));
        double from = call.Has("from") ? call.MomentMs("from") : to - usual.TotalMilliseconds;
        return from <= to ? (from, to)
            : throw new QueryException("is later than 'to'") { Field = "from" };
    }

    private ExplainAnswer Explain(Call call)
    {
        DateTime? at = call.AtMs is { } ms ? JsonTexts.Moment(ms) : null;
        bool hasLink = call.Has("link");
        foreach (string end in (string[])["from", "to"])
        {
            if (call.Has(end) == hasLink)
            {
                string what = hasLink ? "stands beside 'link': give the link, or both ends"
                    : "is missing: give both ends, or a link";
                throw new QueryException(what) { Field = end };
            }
        }
        if (!hasLink)
        {
            return _services.Operations.Explain(Node(call, "from"), Node(call, "to"), at);
        }
        LinkDetail link = (LinkDetail)Found(Network.At(call.AtMs, v => v.Link(call.Whole("link"))));
        return _services.Operations.Explain(link.A, link.B, at);
    }

    private Page<ContactAnswer> Contacts(Call call)
    {
        double now = Network.Now(static v => v.SimMs);
        now = double.IsFinite(now) ? now : JsonTexts.UnixMs(Network.Facts.Start);
        double from = call.Has("from") ? call.MomentMs("from") : now;
        double to = call.Has("to") ? call.MomentMs("to") : from + TimeSpan.FromMinutes(90).TotalMilliseconds;
        if (!(from <= to))
        {
            throw new QueryException("is later than 'to'") { Field = "from" };
        }
        IReadOnlyList<ContactAnswer> contacts = _services.Operations.Contacts(
            Node(call, "node"), JsonTexts.Moment(from), JsonTexts.Moment(to), ContactsMax);
        return ConsoleServices.PageOf(_services.AsOf, contacts, call);
    }
}
