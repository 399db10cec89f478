using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Orbweaver.Live.Links;
using Orbweaver.Live.Nodes;
using Orbweaver.Model;
using Orbweaver.Node;
using Orbweaver.Scenarios;

namespace Orbweaver.LiveNodes;

/// <summary>Reads the file that tells a process which nodes it hosts; all findings at once.</summary>
internal static class NodeHostReader
{
    private const string AddressExample = "10.0.0.2:7400, [2001:db8::2]:7400 or alpha.example:7400";
    private const string NodesAdvice = "Name them, such as [P00-*, edge-0]";

    /// <summary>Reads a file; throws <see cref="BadInputException"/> with all findings.</summary>
    public static NodeHostConfig Read(string path, string shown)
    {
        string text;
        try
        {
            long length = new FileInfo(path).Length;
            text = length > SourceReader.TextBytesMax
                ? throw BadInputException.Of(
                    shown, $"the file has {length} bytes; the limit is {SourceReader.TextBytesMax}")
                : File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw BadInputException.Of(shown, $"the file cannot be read: {e.Message.TrimEnd('.')}");
        }
        return ReadText(text, shown, Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>The same of a text; paths in it are relative to a folder.</summary>
    public static NodeHostConfig ReadText(string text, string shown, string folder)
    {
        Findings findings = new();
        NodeHostConfig? config = null;
        if (SourceReader.Read(shown, text, hasLines: true, findings) is { } root)
        {
            config = ReadTop(Section.Of(new Field(root, "", findings)), folder);
        }
        return findings.IsEmpty ? config! : throw new BadInputException(findings);
    }

    /// <summary>Which node lives where; throws with all findings when that does not add up.</summary>
    public static HostMap MapOf(NodeHostConfig config, Plan plan, string shown)
    {
        List<HostFinding> found = [];
        if (HostMap.Of(config, plan, found) is { } map)
        {
            return map;
        }
        Findings findings = new();
        foreach (HostFinding finding in found)
        {
            findings.Add(new Place(shown, 0, 0), finding.Path, finding.What, finding.Advice);
        }
        throw new BadInputException(findings);
    }

    private static NodeHostConfig ReadTop(Section top, string folder)
    {
        NodeHostConfig config = new()
        {
            Host = Word(top, "host", "Give this host a name, such as alpha"),
            Listen = Address(top, "listen", "Say where other hosts reach it, such as 0.0.0.0:7400"),
            KeyFile = PathAt(top, "key", "Name the file with the network's key", folder),
            Scenario = ScenarioOf(top, folder),
            Start = StartOf(top),
            StateFolder = PathAt(top, "state", "Name the folder for what survives a restart", folder),
            Nodes = Words(top.Need("nodes", NodesAdvice), "the name of a node"),
            Peers = PeersOf(top.Sub("peers")),
            Ports = Words(top.Find("ports"), "a port"),
            ModelsDelay = top.Find("model_delay")?.YesNo() ?? true,
            Horizon = top.Find("horizon")?.Duration("1min", "30d") ?? NodeHostConfig.HorizonUsual,
            Profile = top.Find("records")?.Choice(
                (LinkProfile.Unknown.Name, false), (LinkProfile.Large.Name, true)) is true
                ? LinkProfile.Large : LinkProfile.Unknown,
            IsRealTime = top.Find("realtime")?.YesNo() ?? false,
            Liveness = LivenessOf(top.Sub("liveness")),
        };
        top.Finish();
        return config;
    }

    private static LivenessOptions LivenessOf(Section section)
    {
        LivenessOptions usual = new();
        LivenessOptions asked = new()
        {
            LaserInterval = section.Find("lasers")?.Duration("4ms", "10s") ?? usual.LaserInterval,
            RadioInterval = section.Find("radio")?.Duration("4ms", "10s") ?? usual.RadioInterval,
        };
        section.Finish();
        return asked;
    }

    private static List<PeerHost> PeersOf(Section peers)
    {
        List<PeerHost> all = [];
        foreach ((SourceEntry entry, Field field) in peers.Entries())
        {
            Section peer = Section.Of(field);
            all.Add(new PeerHost(
                entry.Key,
                Address(peer, "address", $"Say where it is, such as {AddressExample}"),
                Words(peer.Need("nodes", NodesAdvice), "the name of a node")));
            peer.Finish();
        }
        return all;
    }

    private static string Word(Section section, string key, string advice)
        => section.Need(key, advice)?.Text() ?? "";

    private static string[] Words(Field? field, string expected)
        => [.. (field?.Items(expected) ?? []).Select(i => i.Text(expected)).OfType<string>()];

    private static string PathAt(Section section, string key, string advice, string folder)
        => section.Need(key, advice)?.Text("a path") is { } path ? Path.GetFullPath(path, folder) : "";

    // A name stays a name; what looks like a path is one, from where the file is.
    private static string ScenarioOf(Section top, string folder)
    {
        string given = Word(top, "scenario", "Name the scenario that all hosts of the network plan");
        bool isPath = given.Contains('/', StringComparison.Ordinal)
            || given.EndsWith(".yaml", StringComparison.Ordinal);
        return isPath ? Path.GetFullPath(given, folder) : given;
    }

    private static Instant StartOf(Section top)
    {
        const string How = "Write ISO 8601 in UTC, the same for all hosts, such as 2026-08-11T07:30:00Z";
        if (top.Need("start", How) is not { } field || field.Text("a date and time") is not { } text)
        {
            return default;
        }
        if (!Utc.TryParse(text, out Instant start))
        {
            field.Bad($"'{text}' is not a date and time", How);
        }
        return start;
    }

    private static HostAddress Address(Section section, string key, string advice)
    {
        if (section.Need(key, advice) is not { } field || field.Text("an address and port") is not { } text)
        {
            return default;
        }
        if (!HostAddress.TryParse(text, out HostAddress address))
        {
            field.Bad($"'{text}' is not an address and a port", $"Write one such as {AddressExample}");
        }
        return address;
    }
}
