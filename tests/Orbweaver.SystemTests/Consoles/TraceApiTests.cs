using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Orbweaver.Console.Access;
using Xunit;

namespace Orbweaver.SystemTests.Consoles;

/// <summary>Single messages of a network that is up, followed for whoever asks.</summary>
[Collection(ConsoleGroup.Name)]
public sealed class TraceApiTests(ConsoleFixture console)
{
    [Fact]
    public async Task Messages_are_followed_one_after_the_other()
    {
        using ApiClient client = console.SignIn(Role.Viewer);
        JsonElement busiest = client.Get("contracts?sort=-sent&limit=1").GetProperty("items")[0];
        string path = $"contracts/{busiest.GetProperty("id").GetInt32()}/trace";
        JsonElement[] answers = await Task.WhenAll(
            Enumerable.Range(0, 2).Select(_ => Task.Run(() => client.Get(path))));
        Assert.All(answers, answer =>
        {
            Assert.Equal("delivered", answer.GetProperty("state").GetString());
            JsonElement[] way =
            [
                .. answer.GetProperty("hops").EnumerateArray()
                    .Where(h => h.GetProperty("leads").GetBoolean()),
            ];
            Assert.Equal(busiest.GetProperty("from").GetInt32(), way[0].GetProperty("from").GetInt32());
            Assert.Equal(busiest.GetProperty("to").GetInt32(), way[^1].GetProperty("to").GetInt32());
        });
        Assert.NotEqual(
            answers[0].GetProperty("number").GetUInt32(), answers[1].GetProperty("number").GetUInt32());
    }

    [Fact]
    public void A_stream_that_is_not_there_cannot_be_followed()
    {
        using ApiClient client = console.SignIn(Role.Viewer);
        Assert.Equal(404, client.StatusOf("contracts/99999/trace"));
    }
}
