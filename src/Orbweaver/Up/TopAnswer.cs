using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Orbweaver.Console.Networks;
using Orbweaver.Hosting;
using Orbweaver.Monitor;

namespace Orbweaver.Up;

/// <summary>
/// What <c>orbweaver top</c> shows of a network: one look, and the first rows of its tables.
/// </summary>
internal sealed record TopAnswer
{
    /// <summary>Rows of a table.</summary>
    public const int RowsMax = 60;

    /// <summary>The network's name.</summary>
    public required string Network { get; init; }

    /// <summary>As <c>GET /api/v1/overview</c> has it.</summary>
    public required Overview Overview { get; init; }

    /// <summary>Streams, worst first.</summary>
    public required IReadOnlyList<ContractRow> Contracts { get; init; }

    /// <summary>Incidents that are not closed, newest first.</summary>
    public required IReadOnlyList<Incident> Incidents { get; init; }

    /// <summary>Faults and drills that are not over, a line each.</summary>
    public required IReadOnlyList<string> Faults { get; init; }

    /// <summary>Ports, a line each.</summary>
    public required IReadOnlyList<string> Ports { get; init; }

    /// <summary>The same as an answer of the control socket: one line of JSON.</summary>
    public static ControlAnswer Of(
        ConsoleNetwork network, IEnumerable<string> faults, IEnumerable<string> ports)
    {
        TopAnswer answer = network.Now(view => new TopAnswer
        {
            Network = network.Catalogue.Network,
            Overview = view.Overview(),
            Contracts =
            [
                .. view.Contracts(new TableQuery { Sort = "onTimeShare", Limit = TableQuery.LimitMax }).Items
                    .OrderBy(c => RankOf(c.Status)).ThenBy(c => c.OnTimeShare ?? 2)
                    .ThenByDescending(c => c.Gap).Take(RowsMax),
            ],
            Incidents =
            [
                .. view.Incidents(new TableQuery()).Items
                    .Where(i => !string.Equals(i.State, "closed", StringComparison.Ordinal)).Take(RowsMax),
            ],
            Faults = [.. faults.Take(RowsMax)],
            Ports = [.. ports.Take(RowsMax)],
        });
        return new ControlAnswer(ExitCodes.Kept, [JsonSerializer.Serialize(answer, WhatIfControl.Json)]);
    }

    private static int RankOf(string status) => status switch
    {
        "broken" => 0,
        "risk" => 1,
        "ok" => 2,
        "idle" => 3,
        _ => 4,
    };
}
