using System.Linq;
using Orbweaver.Model;
using Orbweaver.Node;
using Orbweaver.Twin;
using Xunit;

namespace Orbweaver.Tests;

/// <summary>A node keeps the last of its news, and who has missed more gets a snapshot.</summary>
public sealed class NewsTrimTests
{
    [Fact]
    public void The_oldest_news_goes_and_positions_stay()
    {
        NewsLog log = new(keptMax: 4);
        for (int i = 0; i < 11; i++)
        {
            log.Add(new Announcement(i, IsFromA: true, 1, IsDown: true));
        }

        Assert.Equal((8, 11), (log.First, log.Count));
        Assert.Equal([8, 9, 10], log.Select(a => a.Link));
        Assert.Equal(10, log[10].Link);
        Assert.Equal([9, 10], log.From(9).Select(a => a.Link));
        Assert.Empty(log.From(11));
    }

    [Fact]
    public void Who_was_away_too_long_learns_all_that_counts()
    {
        // A laser flaps so often that its news outgrows what is kept, while the node at the end of the chain
        // is cut off; then that comes back.
        WorldBuilder builder = new();
        NodeId[] nodes = builder.Chain(4);
        NodeId spare = builder.Plan.Satellite();
        int flapping = builder.Plan.Link(nodes[1], spare, null);
        int cut = builder.Plan.Link(nodes[4], spare, null);
        builder.Length = Duration.FromSeconds(120);
        Contract contract = builder.Contracts.Add(nodes[0], nodes[^1], "5-i-g");
        builder.Offer(contract, Duration.FromMilliseconds(100));
        Duration second = Duration.FromSeconds(1);
        for (int i = 0; i < 40; i++)
        {
            builder.Hit(flapping, LinkHitKind.Dark, second * ((2 * i) + 5), second * ((2 * i) + 6));
        }
        builder.Hit(NodeHitKind.Hung, second * 3, second * 100, nodes[4]);
        builder.Hit(cut, LinkHitKind.Dark, second * 104, null);

        TwinWorld world = builder.Build(c => c with { NewsKeptMax = 6, IsKnowledgeChecked = false });
        world.AdvanceTo(world.End);

        RunResult result = WorldBuilder.Closed(world);
        Assert.Empty(result.Contracts[0].Lost);
        Assert.True(world.NodeOf(nodes[1]).Learned.Count > 12);
        Assert.True(world.NodeOf(nodes[1]).Learned.Select(a => a).Count() <= 6);
        foreach (NodeId node in nodes)
        {
            Assert.True(world.NodeOf(node).Exceptions.IsDown(cut));
            Assert.False(world.NodeOf(node).Exceptions.IsDown(flapping));
        }
    }
}
