using System;
using System.Collections.Generic;
using System.Linq;
using Orbweaver.Console.Access;
using Orbweaver.Console.Operations;
using Orbweaver.Monitor;

namespace Orbweaver.Console.Api;

/// <summary>What an operator may do: incidents and what-ifs; and drills, for who leads them.</summary>
internal sealed class ChangeOperations(ConsoleServices services)
{
    /// <summary>The operations.</summary>
    public IEnumerable<Operation> All() => Incidents().Concat(Drills()).Concat(WhatIfs());

    private IEnumerable<Operation> Incidents()
    {
        yield return OnIncident(
            "ack", "Says that somebody has seen an incident.", null,
            (desk, call) => desk.Acknowledge(call.Text("id"), call.Who));
        yield return OnIncident(
            "unack", "Takes that back.", null, (desk, call) => desk.Unacknowledge(call.Text("id")));
        yield return OnIncident(
            "shelve", "Puts an incident aside until a time of the world, at most 24 hours.", typeof(
                ShelveBody),
            Shelve);
        yield return OnIncident(
            "unshelve", "Takes that back.", null, (desk, call) => desk.Unshelve(call.Text("id")));
        yield return OnIncident(
            "assign", "Makes an incident somebody's.", typeof(AssignBody),
            (desk, call) => desk.Assign(call.Text("id"), call.BodyAs<AssignBody>().To));
        yield return OnIncident(
            "comment", "Says something of an incident.", typeof(CommentBody),
            (desk, call) => desk.Comment(call.Text("id"), call.Who, call.BodyAs<CommentBody>().Text));
        yield return OnIncident(
            "close", "Closes an incident whose alarms have cleared; 409 while one stands.", null, Close);
    }

    private static Incident? Shelve(NetworkDesk desk, Call call)
    {
        ShelveBody body = call.BodyAs<ShelveBody>();
        string id = call.Text("id");
        double leftMs = body.UntilMs - desk.NowMs;
        // Clocks of pages differ from that of the world by a little.
        bool isLong = leftMs > (NetworkDesk.ShelfMax + TimeSpan.FromMinutes(1)).TotalMilliseconds;
        bool isOpen = desk.View.Incident(id) is { State: not IncidentWords.Closed };
        return isOpen && (leftMs <= 0 || isLong)
            ? throw RequestProblem.OfField(
                "untilMs",
                $"must be Unix milliseconds of the world's time between now, {UnixTime.Iso(desk.NowMs)}, and"
                    + $" {NetworkDesk.ShelfMax.TotalHours:0} hours later; it is {UnixTime.Iso(body.UntilMs)}")
            : desk.Shelve(id, call.Who, body.UntilMs, body.Reason);
    }

    private static Incident? Close(NetworkDesk desk, Call call)
        => desk.TryClose(call.Text("id"), out Incident? closed, out string why) || why.Length == 0
            ? closed : throw new RequestProblem(409, $"{call.Text("id")} is not over: {why}.");

    private IEnumerable<Operation> Drills()
    {
        yield return Operation.Command(
            "/drills/preview", Role.Viewer, "Says what a drill would hit, and starts nothing.",
            typeof(DrillRequest), typeof(DrillPreview),
            c => services.Operations.Preview(c.BodyAs<DrillRequest>())) with
        {
            IsCommand = false,
        };
        yield return Operation.Command(
            "/drills", Role.DrillLead, "Starts a drill, which ends by itself.", typeof(DrillRequest),
            typeof(FaultRow), StartDrill);
        yield return Operation.Command(
            "/drills/{id}/stop", Role.DrillLead, "Ends a drill before its time.", null, typeof(FaultRow),
            c => Note(c, services.Operations.StopDrill(c.Whole("id"), c.Who)),
            Parameters.Number("A drill, by number."));
        yield return Operation.Command(
            "/drills/stop-all", Role.DrillLead, "Ends all drills.", null, typeof(IReadOnlyList<FaultRow>),
            c => services.Operations.StopAllDrills(c.Who));
    }

    private IEnumerable<Operation> WhatIfs()
    {
        yield return Operation.Command(
            "/whatif", Role.Operator, "Runs the network ahead with changes, beside what it does now.",
            typeof(WhatIfRequest), typeof(WhatIfAnswer),
            c => services.WhatIfs.Submit(c.BodyAs<WhatIfRequest>(), c.Who));
        yield return new Operation
        {
            Method = "GET",
            Path = "/whatif",
            Role = Role.Operator,
            Summary = "What-ifs, newest first.",
            Answer = typeof(Page<WhatIfAnswer>),
            Parameters = [Parameters.Limit, Parameters.Cursor],
            Do = c => ConsoleServices.PageOf(
                services.AsOf, services.HasOperations ? services.WhatIfs.All() : [], c),
        };
        yield return new Operation
        {
            Method = "GET",
            Path = "/whatif/{id}",
            Role = Role.Operator,
            Summary = "A what-if.",
            Answer = typeof(WhatIfAnswer),
            Parameters = [Parameters.Id("A what-if.")],
            Do = c => services.WhatIfs.Find(c.Text("id")) ?? throw new RequestProblem(404, "There is none."),
        };
        yield return new Operation
        {
            Method = "DELETE",
            Path = "/whatif/{id}",
            Role = Role.Operator,
            Summary = "Ends a what-if, and forgets it.",
            Parameters = [Parameters.Id("A what-if.")],
            Do = c => services.WhatIfs.Remove(c.Text("id")) ? null
                : throw new RequestProblem(404, "There is none."),
        };
    }

    private Operation OnIncident(
        string verb, string summary, Type? body, Func<NetworkDesk, Call, Incident?> change)
        => Operation.Command(
            "/incidents/{id}/" + verb, Role.Operator, summary, body, typeof(Incident),
            c =>
            {
                c.Target = c.Text("id");
                return services.Network.Change(desk => change(desk, c))
                    ?? throw new RequestProblem(404, "There is no such incident, or it is closed.");
            },
            Parameters.Id("An incident, such as INC-7."));

    private object StartDrill(Call call)
    {
        DrillRequest request = call.BodyAs<DrillRequest>();
        call.Target = request.Fields;
        return services.DrillsNeedTwo
            ? throw new RequestProblem(
                409, "Drills of this network need a second person: propose it by POST /drills/proposals.")
            : services.Operations.StartDrill(request, call.Who);
    }

    private static FaultRow Note(Call call, FaultRow fault)
    {
        call.Target = $"{fault.Number} {fault.What}";
        return fault;
    }
}
