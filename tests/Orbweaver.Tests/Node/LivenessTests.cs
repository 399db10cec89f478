using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Node;
using Xunit;

namespace Orbweaver.Tests;

/// <summary>A node that finds dead links by itself: what it says, when, and what it believes.</summary>
public sealed class LivenessTests
{
    private const int Radio = 0;
    private const int Laser = 1;

    private readonly uint[] _numbers = new uint[2];
    private Duration _next = Ms(5);
    private Contract? _contract;

    private static Duration Ms(long milliseconds) => Duration.FromMilliseconds(milliseconds);

    [Fact]
    public void An_idle_end_says_that_it_hears_once_an_interval()
    {
        NodeHarness node = Node(new LivenessOptions());

        Assert.Equal("tell nothing on 0, tell nothing on 1", node.Step(Ms(0)));
        Assert.All(node.LastControls, f => Assert.True(f.HearsPeer && f.Number == 1));
        Assert.Equal(Ms(5), node.Deadline);
        Assert.Equal("tell nothing on 0", node.Step(Ms(5)));
        Assert.Equal(2u, node.LastControls.Single().Number);
    }

    [Fact]
    public void Without_options_it_says_nothing()
    {
        NodeHarness node = Node(options: null);

        Assert.Equal("", node.Step(Ms(0)));
        Assert.Null(node.Deadline);
    }

    [Fact]
    public void A_link_that_falls_silent_is_announced_and_its_peer_told_at_once()
    {
        NodeHarness node = Known(out Duration heard);
        Duration silent = heard + Ms(15) + Slack;
        RunTo(node, silent - new Duration(1), isRadioSilent: true);
        Assert.False(node.Node.Exceptions.IsDown(Radio));

        string lines = node.Step(silent);

        Assert.StartsWith("notice 0, tell nothing on 0", lines);
        Assert.Contains("tell [0B1 down] on 1", lines);
        ControlFrame told = node.LastControls.First();
        Assert.False(told.HearsPeer);
        Assert.True(node.Node.Exceptions.IsDown(Radio));
    }

    [Fact]
    public void An_end_that_is_not_heard_gives_the_link_up_at_once_and_goes_on_speaking()
    {
        NodeHarness node = Known(out Duration heard);

        string lines = node.Hear(heard + Ms(1), Radio, Word(Radio, hears: false));

        Assert.StartsWith("notice 0", lines);
        Assert.True(node.Node.Exceptions.IsDown(Radio));
        string later = RunTo(node, heard + Ms(12), isRadioSilent: true);
        Assert.Contains("tell nothing on 0", later);
    }

    [Fact]
    public void A_link_is_back_when_both_hear_each_other_and_counts_after_its_hold_down()
    {
        NodeHarness node = Known(out Duration heard);
        RunTo(node, heard + Ms(100), isRadioSilent: true);
        // It is heard again, but does not hear: both must.
        node.Hear(heard + Ms(101), Radio, Word(Radio, hears: false, skip: 20));
        Assert.True(node.LastControls.Last().HearsPeer);
        RunTo(node, heard + Ms(1_200), isRadioSilent: false, hears: false);
        Assert.True(node.Node.Exceptions.IsDown(Radio));

        node.Hear(heard + Ms(1_201), Radio, Word(Radio));
        RunTo(node, heard + Ms(2_200), isRadioSilent: false);
        Assert.True(node.Node.Exceptions.IsDown(Radio));
        RunTo(node, heard + Ms(2_202), isRadioSilent: false);
        Assert.False(node.Node.Exceptions.IsDown(Radio));
    }

    [Fact]
    public void A_word_that_was_overtaken_says_nothing()
    {
        NodeHarness node = Known(out Duration heard);
        ControlFrame old = Word(Radio, hears: false);
        node.Hear(heard + Ms(1), Radio, Word(Radio));

        node.Hear(heard + Ms(2), Radio, old);

        Assert.False(node.Node.Exceptions.IsDown(Radio));
    }

    [Fact]
    public void The_word_of_an_older_life_is_void_and_a_new_life_counts_from_one()
    {
        NodeHarness node = Known(out Duration heard);
        ControlFrame reborn = Word(Radio) with { Incarnation = 2, Number = 1 };
        node.Hear(heard + Ms(1), Radio, reborn);

        node.Hear(heard + Ms(2), Radio, Word(Radio, hears: false));
        Assert.False(node.Node.Exceptions.IsDown(Radio));
        node.Hear(heard + Ms(3), Radio, reborn with { Number = 2, HearsPeer = false });
        Assert.True(node.Node.Exceptions.IsDown(Radio));
    }

    [Fact]
    public void Light_is_the_terminals_word_and_silence_in_the_dark_says_nothing_new()
    {
        NodeHarness node = Known(out Duration heard);
        node.Lose(heard + Ms(1), Laser);
        Assert.True(node.Node.Exceptions.IsDown(Laser));
        string dark = RunTo(node, heard + Ms(500), isRadioSilent: false);
        Assert.DoesNotContain("on 1", dark);
        Assert.DoesNotContain("notice", dark);

        Assert.Contains("tell", node.Return(heard + Ms(501), Laser));
    }

    [Fact]
    public void A_node_that_was_not_woken_in_time_gives_everybody_a_fresh_start()
    {
        NodeHarness node = Known(out Duration heard);

        string lines = node.Step(heard + Ms(900));

        Assert.DoesNotContain("notice", lines);
        _next = heard + Ms(905);
        Duration silent = heard + Ms(900) + Ms(15) + Slack;
        RunTo(node, silent - new Duration(1), isRadioSilent: true);
        Assert.False(node.Node.Exceptions.IsDown(Radio));
        node.Step(silent);
        Assert.True(node.Node.Exceptions.IsDown(Radio));
    }

    [Fact]
    public void Data_is_a_sign_of_life_and_saves_a_word()
    {
        NodeHarness node = Known(out Duration heard);
        Duration at = heard + Ms(3);
        RunTo(node, at, isRadioSilent: false);
        Packet packet = node.Packet(_contract!, 1);
        packet.Incarnation = 1;

        Assert.Contains("send 0.1 on 0", node.Arrive(at, Laser, packet));

        Assert.DoesNotContain("on 0", node.RunUntil(at + Ms(5) - new Duration(1)));
        Assert.Contains("tell nothing on 0", node.RunUntil(at + Ms(5)));
    }

    // The longest record at 1 Gb/s, and the drift of satellites.
    private static Duration Slack
        => DataRate.FromGigabits(1).TimeFor(new DataSize(16_384)) + Duration.FromMicroseconds(100);

    // A satellite with an edge and another satellite.
    private NodeHarness Node(LivenessOptions? options)
    {
        PlanBuilder builder = new();
        ContractBuilder contracts = new();
        NodeId edge = builder.Edge();
        NodeId satellite = builder.Satellite();
        NodeId other = builder.Satellite();
        builder.Link(edge, satellite);
        builder.Link(satellite, other);
        _contract = contracts.Add(other, edge, "5-i-d");
        Plan plan = builder.Build();
        return new NodeHarness(plan, new NodeConfig
        {
            Id = satellite,
            Plan = plan,
            Contracts = contracts.Table(),
            Liveness = options,
        });
    }

    // One that has heard enough of both to know that nothing is lost; and when it last did.
    private NodeHarness Known(out Duration heard)
    {
        NodeHarness node = Node(new LivenessOptions());
        node.Step(Ms(0));
        RunTo(node, Ms(500), isRadioSilent: false);
        heard = Ms(500);
        return node;
    }

    // Both neighbours say each 5 ms that they hear; or one does not, or says that it does not.
    private string RunTo(NodeHarness node, Duration until, bool isRadioSilent, bool hears = true)
    {
        List<string> lines = [];
        for (; _next <= until; _next += Ms(5))
        {
            lines.Add(node.RunUntil(_next));
            lines.Add(node.Hear(_next, Laser, Word(Laser)));
            lines.Add(isRadioSilent ? "" : node.Hear(_next, Radio, Word(Radio, hears)));
        }
        lines.Add(node.RunUntil(until));
        return string.Join("; ", lines);
    }

    private ControlFrame Word(int link, bool hears = true, uint skip = 0) => new()
    {
        Incarnation = 1,
        Position = 0,
        PeerIncarnation = 1,
        PeerPosition = 0,
        HearsPeer = hears,
        Number = _numbers[link] += 1 + skip,
    };
}
