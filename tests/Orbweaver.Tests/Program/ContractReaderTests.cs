using System;
using System.Linq;
using System.Text.Json;
using Orbweaver.Commands;
using Orbweaver.Model;
using Orbweaver.Scenarios;
using Xunit;

namespace Orbweaver.Tests.Program;

/// <summary>Contracts with several subscribers and guaranteed ones, as read.</summary>
public sealed class ContractReaderTests
{
    [Fact]
    public void Subscribers_are_numbered_in_the_order_they_are_written()
    {
        Network network = Read("to: svalbard", "to: [tromso, svalbard]");
        Contract contract = Assert.Single(network.Request.Contracts);
        // 66 satellites, then svalbard, nuuk, tromso.
        Assert.Equal([68, 66], contract.Subscribers.Select(s => s.Value));
        Assert.Equal(["tromso", "svalbard"], Assert.Single(network.Scenario.Contracts).To);
    }

    [Theory]
    [InlineData("to: svalbard", "to: [svalbard]", 1)]
    [InlineData("to: svalbard", "to: [svalbard, tromso]", 2)]
    public void One_subscriber_may_stand_in_a_list(string good, string changed, int count)
        => Assert.Equal(count, Assert.Single(Read(good, changed).Request.Contracts).Subscribers.Count);

    [Theory]
    [InlineData("qos: 5-r-g", 86_400)]
    [InlineData("qos: 9-i-g\n    protection: replicate\n    hold: 90s", 90)]
    [InlineData("qos: 0-f-g\n    hold: 30d", 30 * 86_400)]
    [InlineData("qos: 5-r-d", 86_400)]
    public void Guaranteed_messages_are_held_a_day_unless_said_otherwise(string qos, long seconds)
    {
        Contract contract = Assert.Single(Read("qos: 5-r-d", qos).Request.Contracts);
        Assert.Equal(qos[5..10], contract.Qos.ToString());
        Assert.Equal(Duration.FromSeconds(seconds), contract.HoldTime);
    }

    [Fact]
    public void Nothing_is_given_up_before_its_budget_ends()
        => Assert.Equal(
            Duration.FromMinutes(2 * 24 * 60),
            Assert.Single(Read("budget: 1s", "budget: 2d").Request.Contracts).HoldTime);

    [Fact]
    public void The_plan_says_of_every_subscriber_what_was_found()
    {
        using Shell shell = new();
        shell.Write("s.yaml", Shell.Good.Replace(
            "to: svalbard", "to: [tromso, svalbard]", StringComparison.Ordinal).Replace(
            "budget: 1s", "budget: 9ms", StringComparison.Ordinal));
        Shell.Result result = shell.Run("plan", "s.yaml", "--out", "p");
        Assert.Equal(0, result.Code);
        Assert.Contains("refused weather: tromso: floor ", result.Out, StringComparison.Ordinal);
        using JsonDocument plan = JsonDocument.Parse(shell.Read("p/plan.json"));
        JsonElement admission = plan.RootElement.GetProperty("admission")[0];
        JsonElement[] subscribers = [.. admission.GetProperty("subscribers").EnumerateArray()];
        Assert.Equal([68, 66], subscribers.Select(s => s.GetProperty("subscriber").GetInt32()));
        Assert.StartsWith(
            $"tromso: {subscribers[0].GetProperty("reason").GetString()}",
            admission.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.All(subscribers, s => Assert.True(s.GetProperty("floorNs").GetInt64() > 0));
    }

    [Fact]
    public void An_explanation_tells_what_was_found_for_the_contracts_between_the_two()
    {
        using Shell shell = new();
        // The way to svalbard takes 13.6 ms, that to tromso 14.5 in the middle.
        shell.Write("s.yaml", Shell.Good.Replace(
            "to: svalbard", "to: [svalbard, tromso]", StringComparison.Ordinal).Replace(
            "budget: 1s", "budget: 14ms", StringComparison.Ordinal));
        string text = shell.Run("explain", "s.yaml", "nuuk", "svalbard", "--at", "+1s").Out;
        Assert.Contains(
            "\ncontract weather: at-risk: loss of P05-S02 leaves no way within 14 ms in all epochs\n"
                + "  - refused for another subscriber: tromso: best 14.5 ms exceeds budget 14 ms in all "
                + "epochs\n",
            text, StringComparison.Ordinal);
        string json = shell.Run("explain", "s.yaml", "nuuk", "tromso", "--at", "+1s", "--json").Out;
        using JsonDocument explanation = JsonDocument.Parse(json);
        JsonElement contract = Assert.Single(
            explanation.RootElement.GetProperty("contracts").EnumerateArray());
        Assert.Equal("weather", contract.GetProperty("name").GetString());
        Assert.True(contract.GetProperty("refused").GetBoolean());
        Assert.Equal("impossible", contract.GetProperty("verdict").GetString());
        Assert.Equal(
            "best 14.5 ms exceeds budget 14 ms in all epochs", contract.GetProperty("reason").GetString());
        // Nothing is promised the other way.
        Assert.DoesNotContain(
            "contract", shell.Run("explain", "s.yaml", "svalbard", "nuuk", "--at", "+1s").Out,
            StringComparison.Ordinal);
    }

    private static Network Read(string good, string changed)
    {
        using Shell shell = new();
        Assert.Contains(good, Shell.Good, StringComparison.Ordinal);
        string path = shell.Write("s.yaml", Shell.Good.Replace(good, changed, StringComparison.Ordinal));
        (Scenario scenario, _) = ScenarioReader.Read(
            path, "s.yaml", new ReadOptions([], SkipBad: false, shell.Folder));
        return PlanStep.Prepare(scenario);
    }
}
