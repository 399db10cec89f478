using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Orbweaver.Console.Access;
using Orbweaver.Console.Networks;
using Orbweaver.Console.Operations;
using Orbweaver.Monitor;

namespace Orbweaver.Console.Api;

/// <summary>All that operations work with.</summary>
internal sealed class ConsoleServices(
    ConsoleNetwork network, INetworkOperations? operations, SessionBook sessions, AuditLog audit)
{
    /// <summary>The network.</summary>
    public ConsoleNetwork Network { get; } = network;

    /// <summary>Which earlier recording it is; null for the network itself.</summary>
    public string? Recording { get; private init; }

    /// <summary>Who is in.</summary>
    public SessionBook Sessions { get; } = sessions;

    /// <summary>What was done.</summary>
    public AuditLog Audit { get; } = audit;

    /// <summary>Drills that wait for a second person.</summary>
    public DrillProposals Proposals { get; } = new(TimeProvider.System);

    /// <summary>Whether every drill needs one.</summary>
    public bool DrillsNeedTwo { get; init; }

    /// <summary>Where the server is: its page, without a token.</summary>
    public string Address { get; set; } = "";

    /// <summary>What the program does; a problem where the network is a recording.</summary>
    public INetworkOperations Operations => operations
        ?? throw new RequestProblem(409, "This is a recording: there is no network that could be asked.");

    /// <summary>The same for an earlier recording of the network.</summary>
    public ConsoleServices For(RecordedNetwork recorded, string id)
        => new(recorded, null, Sessions, Audit) { Recording = id, Address = Address };

    /// <summary>Whether there is a network that can be asked.</summary>
    public bool HasOperations => operations is not null;

    /// <summary>What runs what-ifs.</summary>
    public IWhatIfDesk WhatIfs => Operations.WhatIfs
        ?? throw new RequestProblem(409, "This network runs no what-ifs.");

    /// <summary>A node by number or name; a problem where there is none.</summary>
    public int NodeOf(string text, string field, int status)
    {
        IReadOnlyList<CatalogueNode> nodes = Network.Catalogue.Nodes;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
        {
            return number < nodes.Count ? number : throw None();
        }
        foreach (CatalogueNode node in nodes)
        {
            if (string.Equals(node.Name, text, StringComparison.Ordinal))
            {
                return node.Id;
            }
        }
        throw None();

        RequestProblem None() => new(status, "There is no such node.")
        {
            Errors = new Dictionary<string, string[]>(StringComparer.Ordinal)
            {
                [field] = ["is no node, by number or name"],
            },
        };
    }

    /// <summary>A piece of a list that is whole in memory.</summary>
    public static Page<T> PageOf<T>(DateTime? asOf, IReadOnlyList<T> rows, Call call)
    {
        int limit = call.Whole("limit");
        string cursor = call.Text("cursor");
        int from = 0;
        if (cursor.Length > 0
            && !int.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out from))
        {
            throw new QueryException("is none that a page gave") { Field = "cursor" };
        }
        T[] items = [.. rows.Skip(from).Take(limit)];
        long next = (long)from + items.Length;
        return new Page<T>(
            asOf is { } at ? JsonTexts.Text(at) : null, rows.Count, items,
            next < rows.Count ? next.ToString(CultureInfo.InvariantCulture) : null);
    }

    /// <summary>The moment of the newest state; null before the first.</summary>
    public DateTime? AsOf
        => Network.Now(static view => view.SimMs) is var ms && double.IsFinite(ms)
            ? JsonTexts.Moment(ms) : null;
}
