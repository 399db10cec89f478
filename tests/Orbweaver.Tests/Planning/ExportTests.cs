using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using Orbweaver.Model;
using Orbweaver.Planning;
using Xunit;

namespace Orbweaver.Tests.Planning;

public sealed class ExportTests
{
    private static readonly PlanRequest Request = Scenes.WithContracts(
        Scenes.Reference480(
            12, [Scenes.Site("gateway", 48, 11), Scenes.Edge("lone", 50, 10, terminals: 1)]),
        4, seed: 1);

    private static readonly System.Lazy<PlannedNetwork> Network =
        new(() => Planner.Plan(Request, SequentialWorkers.Instance));

    [Fact]
    public void Ion_contact_plans_hold_every_contact_in_both_directions_within_its_time()
    {
        Plan plan = Network.Value.Plan;
        var text = new StringWriter();
        int leftOut = IonContactPlan.Write(plan, text);
        Assert.Equal(0, leftOut);
        var rows = new Dictionary<(string, int, int, long), (long End, long Value)>();
        foreach (string[] words in text.ToString().Split('\n').Where(
            l => l.StartsWith("a ", System.StringComparison.Ordinal)).Select(l => l.Split(' ')))
        {
            rows.Add(
                (words[1], Int(words[4]), Int(words[5]), Long(words[2])), (Long(words[3]), Long(words[6])));
        }
        Assert.Equal(plan.Contacts.Count * 4, rows.Count);
        foreach (Contact contact in plan.Contacts)
        {
            int a = contact.A.Node.Value + 1;
            int b = contact.B.Node.Value + 1;
            // The lone terminal opens 100 ms after a boundary: the next whole second.
            long start = ((contact.Opens - plan.Start).Nanoseconds + 999_999_999) / 1_000_000_000;
            long end = 15 * (contact.LastEpoch + 1);
            Assert.Equal((end, contact.RateAToB.BitsPerSecond / 8), rows[("contact", a, b, start)]);
            Assert.Equal((end, contact.RateBToA.BitsPerSecond / 8), rows[("contact", b, a, start)]);
            Assert.Equal((end, 0L), rows[("range", a, b, start)]);
            Assert.Equal((end, 0L), rows[("range", b, a, start)]);
        }
        Assert.Contains("# node 481 gateway\n", text.ToString());
        Assert.Contains("@ 2026/08/11-06:00:00\n", text.ToString());
    }

    [Fact]
    public void Json_holds_the_whole_plan()
    {
        PlannedNetwork network = Network.Value;
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            PlanJson.Write(network, Request.Contracts, writer);
        }
        using JsonDocument document = JsonDocument.Parse(stream.ToArray());
        JsonElement root = document.RootElement;
        Plan read = Read(root);
        Assert.Equal(PlanJson.Schema, root.GetProperty("schema").GetString());
        Assert.Equal(network.Plan.Nodes, read.Nodes);
        Assert.Equal(network.Plan.Contacts, read.Contacts);
        for (int e = 0; e < read.Epochs.Count; e++)
        {
            Assert.Equal(network.Plan.Epochs[e].Links.ToArray(), read.Epochs[e].Links.ToArray());
            Assert.Equal(network.Plan.Epochs[e].Standby, read.Epochs[e].Standby);
        }
        Assert.Equal(
            network.Admission.Contracts.Select(c => c.Reason),
            root.GetProperty("admission").EnumerateArray().Select(c => c.GetProperty("reason").GetString()));
        Assert.Equal(
            Request.Contracts.Select(c => c.Name),
            root.GetProperty("admission").EnumerateArray().Select(c => c.GetProperty("name").GetString()));
        Assert.Equal(2, root.GetProperty("coverage").GetArrayLength());
    }

    private static Plan Read(JsonElement root)
    {
        var hopDelay = new Duration(root.GetProperty("hopDelayNs").GetInt64());
        PlanNode[] nodes = [.. root.GetProperty("nodes").EnumerateArray().Select(n => new PlanNode(
            new NodeId(n.GetProperty("id").GetInt32()), n.GetProperty("name").GetString()!,
            System.Enum.Parse<NodeKind>(n.GetProperty("kind").GetString()!, ignoreCase: true),
            n.GetProperty("group").GetString()!, n.GetProperty("vendor").GetString()!,
            n.GetProperty("plane").GetInt32(), n.GetProperty("slot").GetInt32()))];
        Contact[] contacts = [.. root.GetProperty("contacts").EnumerateArray().Select(c => new Contact(
            c.GetProperty("index").GetInt32(),
            System.Enum.Parse<ContactKind>(c.GetProperty("kind").GetString()!, ignoreCase: true),
            new TerminalRef(new NodeId(c.GetProperty("a").GetInt32()), c.GetProperty("terminalA").GetInt32()),
            new TerminalRef(new NodeId(c.GetProperty("b").GetInt32()), c.GetProperty("terminalB").GetInt32()),
            c.GetProperty("firstEpoch").GetInt32(), c.GetProperty("lastEpoch").GetInt32(),
            new Instant(c.GetProperty("opensTaiNs").GetInt64()),
            new DataRate(c.GetProperty("rateAToBBps").GetInt64()),
            new DataRate(c.GetProperty("rateBToABps").GetInt64())))];
        var epochs = new List<PlanEpoch>();
        foreach (JsonElement epoch in root.GetProperty("epochs").EnumerateArray())
        {
            epochs.Add(new PlanEpoch(
                epoch.GetProperty("index").GetInt32(), nodes.Length,
                [.. epoch.GetProperty("links").EnumerateArray().Select(l => Link(contacts, l))],
                [.. epoch.GetProperty("standby").EnumerateArray().Select(s => Standby(nodes, s))], hopDelay));
        }
        return new Plan
        {
            Version = root.GetProperty("version").GetInt32(),
            Start = new Instant(root.GetProperty("startTaiNs").GetInt64()),
            EpochLength = new Duration(root.GetProperty("epochLengthNs").GetInt64()),
            Drain = new Duration(root.GetProperty("drainNs").GetInt64()),
            HopDelay = hopDelay,
            Nodes = nodes,
            Contacts = contacts,
            Epochs = epochs,
        };
    }

    private static EpochLink Link(Contact[] contacts, JsonElement row)
    {
        Contact contact = contacts[row[0].GetInt32()];
        return new EpochLink(
            contact.Index, contact.A.Node, contact.B.Node, row[1].GetInt32(), row[2].GetInt32(),
                row[3].GetInt32());
    }

    private static StandbyLink Standby(PlanNode[] nodes, JsonElement row) => new(
        new NodeId(row[0].GetInt32()), new NodeId(row[1].GetInt32()), row[2].GetInt32(),
        nodes[row[0].GetInt32()].Kind == NodeKind.Site ? ContactKind.Gateway : ContactKind.Access,
        row[3].GetInt32(), row[4].GetInt32(), row[5].GetInt32(),
        new DataRate(row[6].GetInt64()), new DataRate(row[7].GetInt64()));

    private static int Int(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static long Long(string text) => long.Parse(text.TrimStart('+'), CultureInfo.InvariantCulture);
}
