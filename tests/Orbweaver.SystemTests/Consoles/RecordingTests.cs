// tidy: waits because a process that is killed lives in real time.
using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Orbweaver.Console.Access;
using Orbweaver.Console.Http;
using Orbweaver.Console.Networks;
using Orbweaver.Hosting;
using Orbweaver.Live.History;
using Orbweaver.Monitor;
using Xunit;

namespace Orbweaver.SystemTests.Consoles;

/// <summary>Runs that were recorded, and networks that were killed, shown again.</summary>
public sealed class RecordingTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly string _folder = Directory.CreateTempSubdirectory("owrec").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_run_is_recorded_and_shown_with_the_same_tables()
    {
        (int code, string said) = UpNetwork.Run(
            "run", "small", "--until", "130s", "--record", _folder, "--quiet", "--json", "--set",
            "faults=[{kind: node, at: 20s, for: 20s, node: P03-S07}, {kind: node, at: 90s, node: nuuk}]");
        Assert.True(code is ExitCodes.Kept or ExitCodes.Broken, said);
        using ConsoleServer server = Serve(_folder);
        using ApiClient client = ApiClient.SignIn(server.NewEntry("ana", Role.Admin));

        JsonElement about = client.Get("about");
        Assert.Equal("recording", about.GetProperty("mode").GetString());
        DateTime start = about.GetProperty("start").GetDateTime();
        DateTime end = about.GetProperty("end").GetDateTime();
        Assert.Equal(130, (end - start).TotalSeconds, 1.0);
        JsonElement kpi = client.Get("overview").GetProperty("kpi");
        Assert.Equal(66, kpi.GetProperty("satellitesUp").GetInt32());
        Assert.Equal(1, kpi.GetProperty("nodesOut").GetInt32());
        JsonElement early = client.Get($"overview?at={start.AddSeconds(61):O}");
        Assert.InRange(
            (early.GetProperty("asOf").GetDateTime() - start).TotalSeconds, 59.5, 61.1);
        Assert.Equal(75, client.Get("nodes").GetProperty("total").GetInt32());
        Assert.True(client.Get("links").GetProperty("total").GetInt32() > 100);
        // Faults come with scenes and events: the table of each time is as it was then.
        Assert.Equal(["planned", "active"], FaultStates(client, start.AddSeconds(30)));
        Assert.Equal(["planned", "over"], FaultStates(client, start.AddSeconds(61)));
        Assert.Equal(["active", "over"], FaultStates(client, start.AddSeconds(125)));
        JsonElement first = client.Get("faults?filter=state=over").GetProperty("items")[0];
        Assert.Equal(start.AddSeconds(40), first.GetProperty("ends").GetDateTime());
        Assert.True(first.GetProperty("counts").GetProperty("links").GetInt32() > 0);
        Assert.Equal(0, client.Get("drills").GetProperty("total").GetInt32());
        Assert.Equal(
            ["look", "administer"],
            about.GetProperty("rights").EnumerateArray().Select(r => r.GetString()));
        Assert.Equal(404, client.StatusOf("overview?at=2001-01-01T00:00:00Z"));
        Assert.Equal(404, client.StatusOf($"overview?at={end.AddSeconds(10):O}"));
        Assert.Equal(409, client.StatusOf("paths?from=0&to=1"));
        Assert.Equal(409, client.Post("incidents/INC-1/ack", null).Status);
        Assert.Equal(409, client.Post("drills/stop-all", null).Status);

        using LiveSocket socket = await client.OpenLiveAsync();
        await socket.UntilAsync(f => f.Type == FrameType.Clock
            && FrameReader.Clock(f).Mode == ClockMode.Ended);
        double from = (start - DateTime.UnixEpoch).TotalMilliseconds + 50_000;
        await socket.SayAsync($$"""{"op":"replay","from":{{from:0}},"rate":1000}""");
        await socket.UntilAsync(f => f.Type == FrameType.Clock
            && FrameReader.Clock(f).Mode == ClockMode.Replay);
        await socket.UntilAsync(f => f.Type == FrameType.Kpi && f.Header.SimMs > from + 70_000);
        await socket.UntilAsync(f => f.Type == FrameType.Clock
            && FrameReader.Clock(f).Mode == ClockMode.Ended);
    }

    [Fact]
    public void Of_a_moment_that_is_missing_nothing_is_shown()
    {
        (int code, string said) = UpNetwork.Run(
            "run", "small", "--until", "130s", "--record", _folder, "--quiet", "--json");
        Assert.True(code is ExitCodes.Kept or ExitCodes.Broken, said);
        string segment = HistoryFolder.Segments(_folder)[0].Path;
        byte[] bytes = File.ReadAllBytes(segment);
        bytes.AsSpan(bytes.Length / 2, 40).Clear();
        File.WriteAllBytes(segment, bytes);
        using ConsoleServer server = Serve(_folder);
        using ApiClient client = ApiClient.SignIn(server.NewEntry("ana", Role.Admin));

        JsonElement gap = client.Get("history").GetProperty("gaps")[0];
        (DateTime from, DateTime to) = (
            gap.GetProperty("from").GetDateTime(), gap.GetProperty("to").GetDateTime());
        Assert.True(to - from > TimeSpan.FromSeconds(5));
        Assert.Equal(404, client.StatusOf($"overview?at={from + ((to - from) / 2):O}"));
        Assert.Equal(200, client.StatusOf($"overview?at={from:O}"));
        Assert.Equal(200, client.StatusOf($"overview?at={to.AddSeconds(1):O}"));

        (code, said) = UpNetwork.Run("run", "small", "--until", "1s", "--record", _folder);
        Assert.Contains("is replaced", said, StringComparison.Ordinal);
        Assert.True(code is ExitCodes.Kept or ExitCodes.Broken, said);
    }

    [Fact]
    public void A_network_that_was_killed_can_be_shown_until_its_last_second()
    {
        string history = Path.Combine(_folder, "history");
        ProcessStartInfo how = new("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string program = Path.Combine(AppContext.BaseDirectory, "orbweaver.dll");
        foreach (string word in (string[])
        [
            program, "up", "small", "--http", "off", "--history", history, "--control",
            Path.Combine(_folder, "up.sock"),
        ])
        {
            how.ArgumentList.Add(word);
        }
        using Process process = Process.Start(how)!;
        UntilRecorded(history);
        process.Kill();
        process.WaitForExit();

        (int second, string refusal) = UpNetwork.Run(
            "serve", Path.Combine(_folder, "nothing"), "--http", "0");
        Assert.Equal(ExitCodes.BadInput, second);
        Assert.Contains("there is no recording in it", refusal, StringComparison.Ordinal);
        using ConsoleServer server = Serve(history);
        using ApiClient client = ApiClient.SignIn(server.NewEntry("ana", Role.Admin));
        Assert.Equal("recording", client.Get("about").GetProperty("mode").GetString());
        Assert.Equal(
            66, client.Get("overview").GetProperty("kpi").GetProperty("satellitesUp").GetInt32());
        Assert.Equal(75, client.Get("nodes?limit=1").GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task What_was_recorded_before_the_last_start_is_shown_as_recordings_of_its_own()
    {
        string history = Path.Combine(_folder, "history");
        for (int i = 0; i < 2; i++)
        {
            using UpNetwork before = new("--no-traffic", "--http", "off", "--history", history);
            UntilRecorded(history);
        }
        using UpNetwork up = new("--no-traffic", "--http", "0", "--history", history);
        using ApiClient client = ApiClient.SignIn(up.Ask("token").Trim());
        using ApiClient stranger = new(client.Root.GetLeftPart(UriPartial.Authority));

        JsonElement rows = client.Get("history").GetProperty("earlier");
        Assert.Equal(2, rows.GetArrayLength());
        string id = rows[0].GetProperty("id").GetString()!;
        Assert.Equal("small", rows[0].GetProperty("network").GetString());
        Assert.True(
            rows[0].GetProperty("ended").GetDateTime() >= rows[1].GetProperty("ended").GetDateTime());
        Assert.Equal(401, stranger.StatusOf($"history/{id}/about"));
        Assert.Equal(404, client.StatusOf("history/20010101T000000Z/about"));
        Assert.Equal(404, client.StatusOf("history/lock/about"));

        JsonElement about = client.Get($"history/{id}/about");
        Assert.Equal("recording", about.GetProperty("mode").GetString());
        Assert.Equal(id, about.GetProperty("recording").GetString());
        Assert.Equal(rows[0].GetProperty("begun").GetDateTime(), about.GetProperty("begun").GetDateTime());
        Assert.Equal(75, client.Get($"history/{id}/nodes?limit=1").GetProperty("total").GetInt32());
        Assert.Equal(66, client.Get($"history/{id}/overview").GetProperty("kpi")
            .GetProperty("satellitesUp").GetInt32());
        Assert.Equal(0, client.Get($"history/{id}/history").GetProperty("gaps").GetArrayLength());
        Assert.Equal(409, client.Post($"history/{id}/drills/stop-all", null).Status);
        using LiveSocket socket = await client.OpenLiveAsync($"history/{id}/live", receiveBytes: null);
        await socket.UntilAsync(f => f.Type == FrameType.Clock
            && FrameReader.Clock(f).Mode == ClockMode.Ended);
        Assert.Equal("live", client.Get("about").GetProperty("mode").GetString());

        (int code, string said) = UpNetwork.Run(
            "run", "small", "--until", "1s", "--record", history, "--quiet");
        Assert.Equal(ExitCodes.BadInput, code);
        Assert.Contains("holds the history of the network 'small'", said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_and_a_port_that_were_asked_for_must_be_had()
    {
        string history = Path.Combine(_folder, "history");
        using UpNetwork up = new("--no-traffic", "--http", "0", "--history", history);
        (int code, string said) = UpNetwork.Run(
            "up", "small", "--control", up.Control + "2", "--http", "off", "--history", history);
        Assert.Equal(ExitCodes.BadInput, code);
        Assert.Contains("another network records there", said, StringComparison.Ordinal);
        Uri at = ApiClient.SignIn(up.Ask("token").Trim()).Root;
        (code, said) = UpNetwork.Run(
            "up", "small", "--control", up.Control + "2", "--http", $"{at.Port}", "--history", "off");
        Assert.Equal(ExitCodes.BadInput, code);
        Assert.Contains("another program has 127.0.0.1", said, StringComparison.Ordinal);
        (code, said) = UpNetwork.Run("token", "--role", "king", "--control", up.Control);
        Assert.Equal(ExitCodes.BadInput, code);
        Assert.Contains("viewer, operator, drill lead, admin", said, StringComparison.Ordinal);
        (code, said) = UpNetwork.Run("up", "small", "--history-max", "1MB", "--http", "off");
        Assert.Equal(ExitCodes.BadInput, code);
        Assert.Contains("32MB", said, StringComparison.Ordinal);
    }

    private static IEnumerable<string?> FaultStates(ApiClient client, DateTime at)
        => client.Get($"faults?at={at:O}").GetProperty("items").EnumerateArray()
            .Select(f => f.GetProperty("state").GetString());

    private static void UntilRecorded(string history)
    {
        HistoryReader reader = new(history);
        DateTime until = DateTime.UtcNow + Patience;
        double from = 0;
        double to = 0;
        while (!(to - from >= 3_000) && DateTime.UtcNow < until)
        {
            Thread.Sleep(50);
            _ = reader.TrySpan(out from, out to);
        }
        Assert.True(to - from >= 3_000, "nothing was recorded");
    }

    private static ConsoleServer Serve(string folder)
    {
        RecordedNetwork? network = RecordedNetwork.Open(folder, out string error);
        Assert.True(network is not null, error);
        return ConsoleServer.Start(new ConsoleSettings
        {
            At = new IPEndPoint(IPAddress.Loopback, 0),
            Network = network,
        });
    }
}
