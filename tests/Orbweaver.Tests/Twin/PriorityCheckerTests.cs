using System.Globalization;
using Orbweaver.Model;
using Orbweaver.Twin;
using Xunit;

namespace Orbweaver.Tests;

/// <summary>The judge of priority inversion, before sequences made by hand.</summary>
public sealed class PriorityCheckerTests
{
    private const int Port = 0;

    private readonly PlanBuilder _builder = new();
    private readonly NodeId _node;
    private readonly NodeId _from;
    private readonly PacketPool _pool = new();
    private readonly PriorityChecker _checker;

    public PriorityCheckerTests()
    {
        _node = _builder.Satellite();
        _from = _builder.Satellite();
        _builder.Link(_node, _from);
        _checker = new PriorityChecker(_builder.Build(), places: 2);
        Look(known: 0, at: 0);
    }

    private static Instant At(long ms) => PlanBuilder.Start + Duration.FromMilliseconds(ms);

    private void Look(int known, long at) => _checker.Look(_node, 1, 0, known, At(at));

    private Packet Packet(byte priority, Assurance assurance = Assurance.Deadline)
    {
        Packet packet = _pool.Rent();
        packet.Priority = priority;
        packet.Assurance = assurance;
        _checker.Enter(packet.PoolIndex, _from);
        return packet;
    }

    private void Send(Packet packet, long entered, long at)
        => _checker.Send(_node, packet, Port, At(entered), At(at));

    [Fact]
    public void A_packet_that_was_overtaken_by_less_is_found()
    {
        Packet high = Packet(7);
        Send(Packet(5), entered: 0, at: 3);
        InvariantException e = Assert.Throws<InvariantException>(() => Send(high, entered: 2, at: 4));
        Assert.Contains("one of rank 5 left before it", e.Message, System.StringComparison.Ordinal);
        Assert.Contains("priority 7", e.Message, System.StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(7, 7)]
    [InlineData(7, 9)]
    [InlineData(0, 0)]
    public void Equals_and_betters_may_go_first(byte priority, byte first)
    {
        Packet waits = Packet(priority);
        Send(Packet(first), entered: 0, at: 3);
        Send(waits, entered: 2, at: 4);
    }

    [Fact]
    public void A_frame_that_was_on_its_way_is_no_inversion()
    {
        Send(Packet(1), entered: 0, at: 2);
        Send(Packet(9), entered: 2, at: 3);
    }

    [Fact]
    public void Since_the_view_changed_it_may_be_another_port()
    {
        Packet high = Packet(7);
        Send(Packet(5), entered: 0, at: 3);
        Look(known: 1, at: 4);
        Send(high, entered: 2, at: 5);
        Packet late = Packet(7);
        Send(Packet(5), entered: 4, at: 7);
        Assert.Throws<InvariantException>(() => Send(late, entered: 6, at: 8));
    }

    [Fact]
    public void News_from_its_sender_may_have_released_it()
    {
        Packet held = Packet(7);
        Send(Packet(5), entered: 0, at: 3);
        _checker.Hear(_node, _from, At(4));
        Send(held, entered: 2, at: 5);
    }

    [Fact]
    public void A_copy_is_judged_from_the_next_node_on()
    {
        Packet copy = Packet(7);
        _checker.Copy(copy.PoolIndex);
        Send(Packet(5), entered: 0, at: 3);
        Send(copy, entered: 2, at: 4);
        _checker.Enter(copy.PoolIndex, _from);
        Send(Packet(5), entered: 4, at: 6);
        Assert.Throws<InvariantException>(() => Send(copy, entered: 5, at: 7));
    }

    [Theory]
    [InlineData(0, Assurance.Congestion, 1, Assurance.Congestion, false)]
    [InlineData(0, Assurance.Deadline, 1, Assurance.Congestion, false)]
    [InlineData(1, Assurance.Congestion, 0, Assurance.Deadline, true)]
    public void What_shares_the_leftovers_is_one_rank(
        byte first, Assurance firstOf, byte second, Assurance secondOf, bool isInversion)
    {
        Packet waits = Packet(second, secondOf);
        Send(Packet(first, firstOf), entered: 0, at: 3);
        InvariantException? e = null;
        try
        {
            Send(waits, entered: 2, at: 4);
        }
        catch (InvariantException found)
        {
            e = found;
        }
        Assert.True(
            isInversion == e is not null, string.Create(CultureInfo.InvariantCulture, $"{first} {second}"));
    }
}
