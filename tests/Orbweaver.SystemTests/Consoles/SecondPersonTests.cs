using System;
using System.Linq;
using System.Text.Json;
using Orbweaver.Console.Access;
using Orbweaver.Console.Operations;
using Xunit;

namespace Orbweaver.SystemTests.Consoles;

/// <summary>Drills that nobody starts alone.</summary>
public sealed class SecondPersonTests
{
    [Fact]
    public void A_drill_waits_until_somebody_else_approves_it()
    {
        using UpNetwork up = new("--no-traffic", "--http", "0", "--two-person-drills");
        using ApiClient admin = ApiClient.SignIn(up.Ask("token").Trim());
        using ApiClient ana = SignIn(admin, "ana");
        using ApiClient again = SignIn(admin, "Ana");
        using ApiClient ben = SignIn(admin, "ben");
        Assert.True(ana.Get("about").GetProperty("drillsNeedTwo").GetBoolean());
        string node = admin.Get("nodes/5").GetProperty("name").GetString()!;
        string body = BodyOf(node, node);

        (int status, JsonElement said) = ana.Post("drills", body);
        Assert.Equal(409, status);
        Assert.Contains(
            "/drills/proposals", said.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(422, ana.Post("drills/proposals", BodyOf(node, "x")).Status);
        JsonElement proposal = Done(ana.Post("drills/proposals", body));
        string path = $"drills/proposals/{proposal.GetProperty("number").GetInt32()}";
        Assert.Equal("ana", proposal.GetProperty("by").GetString());
        Assert.Equal(1, admin.Get("drills/proposals").GetProperty("total").GetInt32());
        Assert.Equal(0, admin.Get("drills").GetProperty("total").GetInt32());

        Assert.Equal(409, ana.Post($"{path}/approve", null).Status);
        Assert.Equal(409, again.Post($"{path}/approve", null).Status);
        JsonElement drill = Done(ben.Post($"{path}/approve", null));
        Assert.Equal("ana, approved by ben", drill.GetProperty("by").GetString());
        Assert.Equal("active", drill.GetProperty("state").GetString());
        Assert.Equal(404, ben.Post($"{path}/approve", null).Status);
        Assert.Equal(0, admin.Get("drills/proposals").GetProperty("total").GetInt32());

        // What cannot be proposed, and what is withdrawn.
        Assert.Equal(409, ana.Post("drills/proposals", body).Status);
        string other = admin.Get("nodes/6").GetProperty("name").GetString()!;
        proposal = Done(ana.Post("drills/proposals", BodyOf(other, other)));
        path = $"drills/proposals/{proposal.GetProperty("number").GetInt32()}";
        Assert.Equal(200, ana.Post($"{path}/withdraw", null).Status);
        Assert.Equal(404, ben.Post($"{path}/approve", null).Status);
    }

    [Fact]
    public void A_proposal_is_forgotten_and_one_that_fails_waits_on()
    {
        Clock clock = new();
        DrillProposals proposals = new(clock);
        DateTime now = clock.GetUtcNow().UtcDateTime;
        Session ana = new(1, "ana", Role.DrillLead, [], now);
        Session ben = new(2, "ben", Role.DrillLead, [], now);
        DrillRequest request = new("kind: node, node: P01-S01", 60_000, "P01-S01");
        DrillPreview preview = new("node P01-S01", [], 0, [], 0, [], null, "P01-S01");

        DrillProposal first = proposals.Propose(request, preview, ana);
        Assert.Throws<RequestProblem>(() => proposals.Approve<int>(
            first.Number, ben, static (_, _) => throw new RequestProblem(409, "not now")));
        Assert.Equal(first, Assert.Single(proposals.All()));
        clock.Now += DrillProposals.Life;
        Assert.Empty(proposals.All());
        Assert.Equal(404, Assert.Throws<RequestProblem>(() => proposals.Withdraw(first.Number)).Status);

        foreach (int i in Enumerable.Range(1, DrillProposals.ProposalsMax))
        {
            proposals.Propose(request with { DurationMs = i * 1_000 }, preview, ana);
        }
        Assert.Equal(
            409, Assert.Throws<RequestProblem>(() => proposals.Propose(
                request with { DurationMs = 1_000 }, preview, ben)).Status);
        Assert.Equal(
            429, Assert.Throws<RequestProblem>(() => proposals.Propose(request, preview, ana)).Status);
    }

    private static ApiClient SignIn(ApiClient admin, string name)
        => ApiClient.SignIn(Done(admin.Post(
            "sessions/tokens", $$"""{"name":"{{name}}","role":"drill lead"}""")).GetProperty("address")
            .GetString()!);

    private static string BodyOf(string node, string confirm)
        => $$"""{"fields":"kind: node, node: {{node}}","durationMs":60000,"confirm":"{{confirm}}"}""";

    private static JsonElement Done((int Status, JsonElement Said) answer)
    {
        Assert.True(answer.Status == 200, answer.Said.ToString());
        return answer.Said;
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
