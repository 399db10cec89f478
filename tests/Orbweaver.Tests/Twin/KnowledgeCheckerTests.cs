using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Twin;
using Xunit;

namespace Orbweaver.Tests;

/// <summary>The judge of invariant K, before sequences made by hand.</summary>
public sealed class KnowledgeCheckerTests
{
    private const int APacket = 7;

    private readonly PlanBuilder _plan = new() { Epochs = 3 };
    private readonly NodeId _a;
    private readonly NodeId _b;
    private readonly NodeId _c;
    private readonly int _link;
    private readonly int _endsEarly;

    public KnowledgeCheckerTests()
    {
        _a = _plan.Satellite();
        _b = _plan.Satellite();
        _c = _plan.Satellite();
        _link = _plan.Link(_a, _b);
        _endsEarly = _plan.Link(_b, _c, new() { Last = 0 });
    }

    private KnowledgeChecker Checker()
    {
        Plan plan = _plan.Build();
        return new KnowledgeChecker(plan, new StandbyTable(plan));
    }

    private static Announcement Down(int link, uint sequence, bool isFromA = true)
        => new(link, isFromA, sequence, IsDown: true);

    [Fact]
    public void A_packet_that_outruns_the_news_is_found()
    {
        KnowledgeChecker checker = Checker();
        checker.Send(_a, 1, 0, [Down(_link, 1)], APacket, _c);
        InvariantException e = Assert.Throws<InvariantException>(
            () => checker.Send(_b, 1, 0, [], APacket, _c));
        Assert.Contains("without knowing entry 0 of 1", e.Message, System.StringComparison.Ordinal);
    }

    [Fact]
    public void Parking_and_delivering_are_going_on_too()
    {
        KnowledgeChecker checker = Checker();
        checker.Send(_a, 1, 0, [Down(_link, 1)], APacket, _c);
        Assert.Throws<InvariantException>(() => checker.Use(_b, 1, 0, [], APacket));
    }

    [Fact]
    public void Whoever_knows_as_much_or_newer_may_go_on()
    {
        KnowledgeChecker checker = Checker();
        checker.Send(_a, 1, 0, [Down(_link, 1), Down(_link, 3)], APacket, _c);
        checker.Send(_b, 1, 0, [Down(_link, 4)], APacket, _c);
        checker.Use(_c, 1, 0, [Down(_link, 5)], APacket);
    }

    [Fact]
    public void The_word_of_the_other_end_is_not_enough()
    {
        KnowledgeChecker checker = Checker();
        checker.Send(_a, 1, 0, [Down(_link, 1)], APacket, _c);
        Assert.Throws<InvariantException>(
            () => checker.Send(_b, 1, 0, [Down(_link, 9, isFromA: false)], APacket, _c));
    }

    [Fact]
    public void Only_what_the_sender_knew_when_it_sent_counts()
    {
        KnowledgeChecker checker = Checker();
        List<Announcement> log = [];
        checker.Send(_a, 1, 0, log, APacket, _c);
        log.Add(Down(_link, 1));
        checker.Send(_a, 1, 0, log, APacket + 1, _c);
        checker.Send(_b, 1, 0, [], APacket, _c);
        Assert.Throws<InvariantException>(() => checker.Send(_b, 1, 0, [], APacket + 1, _c));
    }

    [Fact]
    public void News_of_links_that_have_ended_counts_for_nothing()
    {
        KnowledgeChecker checker = Checker();
        checker.Send(_a, 1, 0, [Down(_endsEarly, 1)], APacket, _c);
        checker.Send(_b, 1, 1, [], APacket, _c);
    }

    [Fact]
    public void A_new_life_has_to_learn_again()
    {
        KnowledgeChecker checker = Checker();
        checker.Send(_a, 1, 0, [Down(_link, 1)], APacket, _c);
        checker.Send(_b, 1, 0, [Down(_link, 1)], APacket, _c);
        checker.Forget(APacket);
        checker.Send(_a, 1, 0, [Down(_link, 1)], APacket, _c);
        Assert.Throws<InvariantException>(() => checker.Send(_b, 2, 0, [], APacket, _c));
    }

    [Fact]
    public void What_an_earlier_life_knew_still_binds()
    {
        KnowledgeChecker checker = Checker();
        checker.Send(_a, 1, 0, [Down(_link, 1)], APacket, _c);
        checker.Send(_a, 2, 0, [], APacket + 1, _c);
        checker.Send(_b, 1, 0, [], APacket + 1, _c);
        Assert.Throws<InvariantException>(() => checker.Send(_b, 1, 0, [], APacket, _c));
    }

    [Fact]
    public void A_loop_under_one_view_is_found()
    {
        KnowledgeChecker checker = Checker();
        checker.Send(_a, 1, 0, [], APacket, _c);
        checker.Send(_b, 1, 0, [], APacket, _c);
        InvariantException e = Assert.Throws<InvariantException>(
            () => checker.Send(_a, 1, 0, [], APacket, _c));
        Assert.Contains("meets Satellite 0 twice", e.Message, System.StringComparison.Ordinal);
    }

    [Fact]
    public void Coming_back_under_a_new_view_is_no_loop()
    {
        KnowledgeChecker checker = Checker();
        checker.Send(_a, 1, 0, [], APacket, _c);
        checker.Send(_b, 1, 0, [Down(_link, 1)], APacket, _c);
        checker.Send(_a, 1, 0, [Down(_link, 1)], APacket, _c);
        checker.Send(_c, 1, 0, [Down(_link, 1)], APacket, _c);
        Assert.Throws<InvariantException>(
            () => checker.Send(_a, 1, 0, [Down(_link, 1)], APacket, _c));
    }

    [Fact]
    public void Equal_exceptions_are_one_view_in_whatever_order_they_came()
    {
        KnowledgeChecker checker = Checker();
        Announcement first = Down(_link, 1);
        Announcement second = Down(_endsEarly, 1);
        checker.Send(_a, 1, 0, [first, second], APacket, _c);
        checker.Send(_b, 1, 0, [second, Down(_link, 2), first], APacket, _c);
        Assert.Throws<InvariantException>(
            () => checker.Send(_a, 1, 0, [first, second, Down(_link, 2)], APacket, _c));
    }
}
