using System;
using System.CommandLine;
using System.IO;
using Orbweaver.Commands;
using Orbweaver.Hosting;
using Orbweaver.Model;
using Orbweaver.Scenarios;

namespace Orbweaver.Up;

/// <summary>The options of captures and metrics.</summary>
internal sealed class WatchOptions
{
    private static readonly Duration EveryLeast = Duration.FromSeconds(1);
    private static readonly Duration EveryMost = Duration.FromMinutes(60);

    private readonly Option<string?> _pcap = new("--pcap")
    {
        Description = "Capture packets to DIR, one pcapng file a node.",
        HelpName = "DIR",
    };

    private readonly Option<string[]> _pcapNodes = new("--pcap-node")
    {
        Description = "Whose packets, if not those of the edges with ports. May be repeated.",
        HelpName = "NAME",
        AllowMultipleArgumentsPerToken = false,
    };

    private readonly Option<string?> _http = HttpChoice.Option();

    private readonly Option<string?> _otlp = new("--otlp")
    {
        Description = "Push metrics to an OpenTelemetry collector, by OTLP over HTTP.",
        HelpName = "URL",
    };

    private readonly Option<string> _otlpEvery = new("--otlp-every")
    {
        Description = "How often, from 1s to 60min.",
        HelpName = "DURATION",
        DefaultValueFactory = static _ => "10s",
    };

    /// <summary>Gives a command the options.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_pcap);
        command.Options.Add(_pcapNodes);
        command.Options.Add(_http);
        command.Options.Add(_otlp);
        command.Options.Add(_otlpEvery);
    }

    /// <summary>What was asked for, checked as far as it can be without a plan.</summary>
    public WatchSettings Of(ParseResult parse, ProgramHost host)
    {
        string[] nodes = parse.GetValue(_pcapNodes) ?? [];
        string? folder = parse.GetValue(_pcap);
        if (folder is null && nodes.Length > 0)
        {
            throw BadInputException.Of(
                "--pcap-node", "there is no folder for captures", "Name one with --pcap DIR");
        }
        if (parse.GetValue(_otlp) is null && parse.GetResult(_otlpEvery) is { Implicit: false })
        {
            throw BadInputException.Of(
                "--otlp-every", "there is no collector to push to", "Name one with --otlp URL");
        }
        return new WatchSettings
        {
            CaptureFolder = folder is null ? null : Path.GetFullPath(folder, host.CurrentFolder),
            CaptureNodes = nodes,
            Http = HttpChoice.Of(parse.GetValue(_http)),
            Collector = parse.GetValue(_otlp) is { } url ? CollectorOf(url) : null,
            CollectorEvery = EveryOf(parse.GetValue(_otlpEvery)!),
        };
    }

    /// <summary>The address of a collector, whole: without a path it is the usual one for metrics.</summary>
    public static Uri CollectorOf(string text)
    {
        bool isUrl = Uri.TryCreate(text, UriKind.Absolute, out Uri? url)
            && url.Scheme is "http" or "https" && url.UserInfo.Length == 0;
        if (!isUrl)
        {
            throw BadInputException.Of(
                "--otlp", $"'{text}' is no http or https address",
                "Write that of the collector, as in http://127.0.0.1:4318");
        }
        return url!.AbsolutePath is "/" ? new Uri(url, "/v1/metrics") : url;
    }

    private static TimeSpan EveryOf(string text)
    {
        Duration every = TimeText.ParseDuration("--otlp-every", text, EveryLeast);
        return every <= EveryMost
            ? TimeSpan.FromMilliseconds(every.Nanoseconds / 1_000_000)
            : throw BadInputException.Of(
                "--otlp-every", $"'{text}' is more than an hour", "Write a span from 1s to 60min");
    }
}
