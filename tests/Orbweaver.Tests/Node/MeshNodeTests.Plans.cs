using Orbweaver.Model;
using Xunit;

namespace Orbweaver.Tests;

public sealed partial class MeshNodeTests
{
    private static readonly PlanId First = new(1, default);
    private static readonly PlanId Second = new(2, new NodeId(3));

    [Fact]
    public void A_packet_of_another_plan_is_refused()
    {
        Plan plan = Square();
        NodeHarness node = SquareNode(plan, 0, out Contract contract);
        Packet stray = node.Packet(contract, 0);
        stray.PlanVersion = 2;
        stray.PlanController = new NodeId(3);
        Assert.Equal("drop 0.0 PlanRefused", node.Arrive(Ms(5), 4, stray));
    }

    [Fact]
    public void A_neighbour_on_another_plan_is_said_to_be_down_and_asked_for_it()
    {
        NodeHarness node = SquareNode(Square(), 0, out _);
        string said = node.Hear(Ms(5), 1, Note(1, heard: 0, inForce: Second, newest: Second));
        Assert.Contains("tell [1A1 down] on 1", said);
        PlanNote note = Assert.Single(node.LastControls, c => c.Plans?.Ask is not null).Plans!;
        Assert.Equal(new PlanAsk(Second, 0, IsRepeat: false), note.Ask);
        Assert.Equal(First, note.InForce);
        Assert.True(node.Node.Exceptions.IsDown(1));
    }

    [Fact]
    public void A_neighbour_that_comes_to_our_plan_is_up_at_once()
    {
        NodeHarness node = SquareNode(Square(), 0, out _);
        node.Hear(Ms(5), 1, Note(1, heard: 0, inForce: Second, newest: Second));
        string said = node.Hear(Ms(8), 1, Note(2, heard: 1, inForce: First, newest: Second));
        Assert.Contains("1A2 up", said);
        Assert.False(node.Node.Exceptions.IsDown(1));
    }

    [Fact]
    public void What_is_not_heard_is_said_again_and_a_silent_source_is_given_up()
    {
        NodeHarness node = SquareNode(Square(), 0, out _);
        node.Hear(Ms(5), 1, Note(1, heard: 0, inForce: First, newest: Second));
        node.Hear(Ms(6), 0, Note(1, heard: 0, inForce: First, newest: Second));
        string later = node.RunUntil(Ms(1_050));
        Assert.Contains("on 1", later);
        // The first source never answered: after a second the other one is asked, from where it stopped.
        Assert.Contains(node.LastControls, c => c.Plans is not null);
        node.RunUntil(Ms(1_100));
        Assert.Equal(0, node.Node.Exceptions.DownCount);
    }

    private static ControlFrame Note(long number, long heard, PlanId inForce, PlanId newest) => new()
    {
        Incarnation = 1,
        Position = 0,
        PeerIncarnation = 1,
        PeerPosition = 0,
        Plans = new PlanNote(number, heard, 0, inForce, newest),
    };
}
