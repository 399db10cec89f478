using Orbweaver.Model;
using Orbweaver.Twin;
using Xunit;

namespace Orbweaver.Tests;

/// <summary>Messages are sent every 10 ms with a budget of 100 ms: number n at 10 n, due at 10 n +
/// 100.</summary>
public sealed class AgeOfInformationTests
{
    private readonly AgeOfInformation _age = new();

    [Fact]
    public void A_superseded_message_is_excused_when_a_newer_one_arrives_before_its_deadline()
    {
        Assert.Equal(0, _age.Supersede(Number(1)));
        Assert.Equal(0, _age.Supersede(Number(2)));
        Assert.Equal(0, _age.Supersede(Number(9)));

        // At 115 the first is due already (110), the second is not (120), the third is newer than what
        // arrives.
        Assert.Equal(1, _age.Deliver(Number(3), At(115)));
        Assert.Equal(0, _age.Deliver(Number(4), At(116)));
        Assert.Equal(1, _age.Deliver(Number(10), At(190)));
    }

    [Fact]
    public void The_deadline_itself_is_in_time()
    {
        _age.Supersede(Number(1));

        Assert.Equal(1, _age.Deliver(Number(2), At(110)));
    }

    [Fact]
    public void A_message_superseded_where_a_newer_one_is_already_is_excused_at_once()
    {
        _age.Deliver(Number(5), At(90));

        Assert.Equal(1, _age.Supersede(Number(1)));
        Assert.Equal(0, _age.Supersede(Number(6)));
        Assert.Equal(0, _age.Supersede(Number(1) with { Key = 2 }));
    }

    [Fact]
    public void The_first_newer_one_that_came_in_time_excuses_not_only_the_newest()
    {
        _age.Deliver(Number(2), At(60));
        _age.Deliver(Number(3), At(130));

        // Due at 110: number 2 was there at 60, though by now number 3 is the newest.
        Assert.Equal(1, _age.Supersede(Number(1)));
        // Due at 120, and only number 3 is newer.
        Assert.Equal(0, _age.Supersede(Number(2)));
    }

    [Fact]
    public void An_older_one_that_arrives_excuses_nothing_newer_and_makes_nothing_younger()
    {
        _age.Deliver(Number(5), At(60));
        _age.Deliver(Number(4), At(70));
        _age.Sample(At(80));

        // Number 5 was sent at 50.
        Assert.Equal(Duration.FromMilliseconds(30), _age.Summary().Greatest);
        Assert.Equal(1, _age.Summary().Count);
    }

    [Fact]
    public void Ages_are_sampled_for_keys_that_are_known()
    {
        _age.Supersede(Number(1) with { Key = 9 });
        _age.Deliver(Number(1) with { Key = 1 }, At(20));
        _age.Deliver(Number(2) with { Key = 2 }, At(30));
        _age.Sample(At(30));

        Assert.Equal(2, _age.Summary().Count);
        Assert.Equal(Duration.FromMilliseconds(20), _age.Summary().Greatest);
    }

    [Fact]
    public void What_may_still_be_excused_is_known()
    {
        _age.Supersede(Number(1));
        _age.Supersede(Number(5));

        Assert.Equal(2, _age.OpenAt(At(109)));
        Assert.Equal(1, _age.OpenAt(At(110)));
        _age.Deliver(Number(6), At(120));
        Assert.Equal(0, _age.OpenAt(At(120)));
    }

    private static Instant At(long milliseconds)
        => PlanBuilder.Start + Duration.FromMilliseconds(milliseconds);

    private static Message Number(uint number) => new()
    {
        Number = number,
        Key = 1,
        Source = At(number * 10),
        Deadline = At((number * 10) + 100),
    };
}
