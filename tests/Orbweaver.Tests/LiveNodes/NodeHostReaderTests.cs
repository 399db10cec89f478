// tidy: wide because one case a line.
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Orbweaver.Live.Nodes;
using Orbweaver.LiveNodes;
using Orbweaver.Model;
using Orbweaver.Node;
using Orbweaver.Scenarios;
using Orbweaver.Sim;
using Xunit;

namespace Orbweaver.Tests.LiveNodes;

public sealed class NodeHostReaderTests
{
    private const string Good = """
        host: alpha
        listen: 0.0.0.0:7400
        key: network.key
        scenario: small
        start: 2026-11-21T00:00:00Z
        state: state
        nodes: [P00-*, P01-S0?, edge-0]
        peers:
          beta:
            address: 10.0.0.2:7400
            nodes: [P02-*]
          gamma:
            address: "[2001:db8::3]:7400"
            nodes: edge-1
        ports: [udp edge-0 127.0.0.1:5000]
        """;

    private static readonly Plan Plan = SmallWorld.Of(1).Plan;

    /// <summary>What is replaced in the good file, by what, and what must then be said.</summary>
    public static TheoryData<string, string, string> Cases => new()
    {
        { "host: alpha\n", "", "has no 'host'|such as alpha" },
        { "host: alpha", "host:", "h.yaml:1:6: host: has no value" },
        { "0.0.0.0:7400", "0.0.0.0", "listen: '0.0.0.0' is not an address and a port|10.0.0.2:7400" },
        { "0.0.0.0:7400", "0.0.0.0:0", "'0.0.0.0:0' is not an address" },
        { "10.0.0.2:7400", "::2:7400", "peers.beta.address: '::2:7400' is not an address|[2001:db8::2]:7400" },
        { "10.0.0.2:7400", "0.0.0.0:7400", "peers.beta.address: '0.0.0.0:7400' is the address of 'alpha' as well" },
        { "2026-11-21T00:00:00Z", "tomorrow", "start: 'tomorrow' is not a date and time|the same for all hosts" },
        { "state: state", "stake: state", "stake: there is no field 'stake' here|'state'?" },
        { "nodes: edge-1", "nodes: edge-9", "peers.gamma.nodes: no node of the plan is called 'edge-9'|P00-S00 and edge-5" },
        { "nodes: edge-1", "nodes: edge-*", "'edge-*' names edge-0, which lives at 'alpha'|one host" },
        { "nodes: edge-1", "nodes: []", "peers.gamma.nodes: names no node" },
        { "  gamma:", "  alpha:", "peers.alpha: is the name of two hosts" },
        { "ports:", "model_delay: maybe\nports:", "model_delay: 'maybe' is neither yes nor no" },
    };

    [Fact]
    public void A_good_file_says_who_lives_where()
    {
        NodeHostConfig config = Read(Good);
        HostMap map = NodeHostReader.MapOf(config, Plan, "h.yaml");

        Assert.Equal("alpha", config.Host);
        Assert.Equal(new HostAddress("0.0.0.0", 7400), config.Listen);
        Assert.Equal(Path.GetFullPath("network.key", "/etc/ow"), config.KeyFile);
        Assert.Equal("small", config.Scenario);
        Assert.Equal(Utc.FromCalendar(2026, 11, 21), config.Start);
        Assert.Equal(["udp edge-0 127.0.0.1:5000"], config.Ports);
        Assert.True(config.ModelsDelay);
        Assert.Equal("[2001:db8::3]:7400", config.Peers[1].Address.ToString());
        Assert.Equal([0, 1, 2, 3, 4, 5, 18], map.Own.Select(n => n.Value));
        Assert.Equal([6, 7, 8], map.AllOf(1).Select(n => n.Value));
        Assert.Equal(2, map.HostOf(new NodeId(19)));
        Assert.Equal(HostMap.NoHost, map.HostOf(new NodeId(20)));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_bad_file_is_refused_with_place_and_advice(string good, string bad, string said)
    {
        Assert.Contains(good, Good);
        BadInputException refused = Assert.Throws<BadInputException>(
            () => NodeHostReader.MapOf(Read(Good.Replace(good, bad)), Plan, "h.yaml"));

        StringWriter printed = new();
        refused.Findings.Print(printed);
        Assert.All(said.Split('|'), words => Assert.Contains(words, printed.ToString()));
    }

    [Fact]
    public void A_file_that_is_not_there_is_a_finding()
        => Assert.Throws<BadInputException>(() => NodeHostReader.Read("/nonexistent/h.yaml", "h.yaml"));

    [Theory]
    [InlineData("P00-S01", "P00-S01", true)]
    [InlineData("P00-S01", "P00-*", true)]
    [InlineData("P00-S01", "*", true)]
    [InlineData("P00-S01", "*S?1", true)]
    [InlineData("P00-S01", "P*S*1*", true)]
    [InlineData("P00-S01", "P00-S0", false)]
    [InlineData("P00-S01", "?00", false)]
    [InlineData("P00-S01", "*2", false)]
    [InlineData("P00-S01", "", false)]
    public void Patterns_fit_names(string name, string pattern, bool fits)
        => Assert.Equal(fits, HostMap.Fits(name, pattern));

    [Fact]
    public void A_digest_tells_networks_apart_and_nothing_else()
    {
        SimWorld world = SmallWorld.Of(1);
        ulong digest = NetworkDigest.Of(world.Plan, Table(world.Contracts, world.Admitted));

        SimWorld again = SmallWorld.Of(1);
        Assert.Equal(digest, NetworkDigest.Of(again.Plan, Table(again.Contracts, again.Admitted)));
        Assert.NotEqual(digest, NetworkDigest.Of(SmallWorld.Of(2).Plan, Table(world.Contracts, world.Admitted)));
        Contract[] others = [.. world.Contracts];
        others[3] = others[3] with { Subscribers = [.. others[3].Subscribers.Reverse(), new NodeId(0)] };
        Assert.NotEqual(digest, NetworkDigest.Of(world.Plan, Table(others, world.Admitted)));
        bool[] admitted = [.. world.Admitted];
        admitted[2] = false;
        Assert.NotEqual(digest, NetworkDigest.Of(world.Plan, Table(world.Contracts, admitted)));
    }

    private static ContractTable Table(IReadOnlyList<Contract> contracts, IReadOnlyList<bool> admitted)
        => new(contracts, admitted);

    private static NodeHostConfig Read(string text) => NodeHostReader.ReadText(text, "h.yaml", "/etc/ow");
}
