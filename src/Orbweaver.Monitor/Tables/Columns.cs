namespace Orbweaver.Monitor;

/// <summary>What tables can be filtered and sorted by: the fields of their rows, by JSON names.</summary>
internal static class Columns
{
    internal static readonly Table<NodeRow> Nodes = new(
    [
        Column<NodeRow>.Of("id", r => r.Id), Column<NodeRow>.Of("name", r => r.Name),
        Column<NodeRow>.Of("kind", r => r.Kind), Column<NodeRow>.Of("plane", r => r.Plane),
        Column<NodeRow>.Of("slot", r => r.Slot), Column<NodeRow>.Of("vendor", r => r.Vendor),
        Column<NodeRow>.Of("state", r => r.State), Column<NodeRow>.Of("cause", r => r.Cause),
        Column<NodeRow>.Of("since", r => r.Since), Column<NodeRow>.Of("linksUp", r => r.Links.Up),
        Column<NodeRow>.Of("linksAll", r => r.Links.All), Column<NodeRow>.Of("load", r => r.Load),
        Column<NodeRow>.Of("routes", r => r.Routes),
        Column<NodeRow>.Of("clockErrorMs", r => r.ClockErrorMs),
        Column<NodeRow>.Of("eclipse", r => r.Eclipse is bool isDark ? isDark ? "true" : "false" : null),
    ]);

    internal static readonly Table<LinkRow> Links = new(
    [
        Column<LinkRow>.Of("id", r => r.Id), Column<LinkRow>.Of("a", r => r.A),
        Column<LinkRow>.Of("b", r => r.B), Column<LinkRow>.Of("aName", r => r.AName),
        Column<LinkRow>.Of("bName", r => r.BName), Column<LinkRow>.Of("kind", r => r.Kind),
        Column<LinkRow>.Of("state", r => r.State), Column<LinkRow>.Of("cause", r => r.Cause),
        Column<LinkRow>.Of("since", r => r.Since), Column<LinkRow>.Of("rangeKm", r => r.RangeKm),
        Column<LinkRow>.Of("oneWayMs", r => r.OneWayMs),
        Column<LinkRow>.Of("capacityMbps", r => r.CapacityMbps), Column<LinkRow>.Of("load", r => r.Load),
        Column<LinkRow>.Of("opens", r => r.Opens), Column<LinkRow>.Of("closes", r => r.Closes),
    ]);

    internal static readonly Table<ContractRow> Contracts = new(
    [
        Column<ContractRow>.Of("id", r => r.Id), Column<ContractRow>.Of("contract", r => r.Contract),
        Column<ContractRow>.Of("row", r => r.Row), Column<ContractRow>.Of("name", r => r.Name),
        Column<ContractRow>.Of("tenant", r => r.Tenant), Column<ContractRow>.Of("from", r => r.FromName),
        Column<ContractRow>.Of("to", r => r.ToName), Column<ContractRow>.Of("class", r => r.Class),
        Column<ContractRow>.Of("priority", r => r.Priority),
        Column<ContractRow>.Of("assurance", r => r.Assurance),
        Column<ContractRow>.Of("protection", r => r.Protection),
        Column<ContractRow>.Of("deadlineMs", r => r.DeadlineMs),
        Column<ContractRow>.Of("promiseShare", r => r.PromiseShare),
        Column<ContractRow>.Of("verdict", r => r.Verdict), Column<ContractRow>.Of("status", r => r.Status),
        Column<ContractRow>.Of("p50Ms", r => r.P50Ms), Column<ContractRow>.Of("p99Ms", r => r.P99Ms),
        Column<ContractRow>.Of("maxMs", r => r.MaxMs), Column<ContractRow>.Of("boundMs", r => r.BoundMs),
        Column<ContractRow>.Of("floorMs", r => r.FloorMs), Column<ContractRow>.Of("gap", r => r.Gap),
        Column<ContractRow>.Of("sent", r => r.Sent), Column<ContractRow>.Of("late", r => r.Late),
        Column<ContractRow>.Of("lost", r => r.Lost),
        Column<ContractRow>.Of("onTimeShare", r => r.OnTimeShare),
        Column<ContractRow>.Of("budgetShare", r => r.BudgetShare),
        Column<ContractRow>.Of("nextRisk", r => r.NextRisk),
    ]);

    internal static readonly Table<Incident> Incidents = new(
    [
        Column<Incident>.Of("id", r => r.Id), Column<Incident>.Of("severity", r => r.Severity),
        Column<Incident>.Of("state", r => r.State), Column<Incident>.Of("title", r => r.Title),
        Column<Incident>.Of("at", r => r.At), Column<Incident>.Of("clearedAt", r => r.ClearedAt),
        Column<Incident>.Of("closedAt", r => r.ClosedAt), Column<Incident>.Of("cause", r => r.Cause.Kind),
        Column<Incident>.Of("owner", r => r.Owner), Column<Incident>.Of("alarms", r => r.Alarms.Count),
        Column<Incident>.Of("version", r => r.Version), Column<Incident>.Of("drill", r => r.Drill),
    ]);

    internal static readonly Table<FaultRow> Faults = new(
    [
        Column<FaultRow>.Of("number", r => r.Number), Column<FaultRow>.Of("kind", r => r.Kind),
        Column<FaultRow>.Of("what", r => r.What), Column<FaultRow>.Of("begins", r => r.Begins),
        Column<FaultRow>.Of("ends", r => r.Ends), Column<FaultRow>.Of("by", r => r.By),
        Column<FaultRow>.Of("drill", r => r.Drill ? "true" : "false"),
        Column<FaultRow>.Of("state", r => r.State),
    ]);

    internal static readonly Table<EventRow> Events = new(
    [
        Column<EventRow>.Of("at", r => r.At), Column<EventRow>.Of("kind", r => r.Kind),
        Column<EventRow>.Of("id", r => r.Id), Column<EventRow>.Of("text", r => r.Text),
    ]);
}
