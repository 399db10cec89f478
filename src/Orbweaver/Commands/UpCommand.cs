using System;
using System.CommandLine;
using System.Globalization;
using Orbweaver.Hosting;
using Orbweaver.Live;
using Orbweaver.Model;
using Orbweaver.Scenarios;
using Orbweaver.Up;

namespace Orbweaver.Commands;

/// <summary>
/// <c>orbweaver up</c>: the network of a scenario on the wall clock, with devices and ports for real
/// applications.
/// </summary>
internal sealed class UpCommand
{
    private readonly ProgramHost _host;

    private readonly Argument<string> _scenario = new("SCENARIO")
    {
        Description = "A scenario file, or the name of one that ships (orbweaver scenarios lists them).",
        DefaultValueFactory = static _ => ScenarioLocator.Default,
    };

    private readonly Option<string[]> _tun = Many(
        "--tun", "EDGE=IFNAME[,netns=NAME][,addr=A/LEN]...[,route=PREFIX]...[,mtu=N]",
        "A TUN device at an edge: IP packets between such edges cross the network.");

    private readonly Option<string[]> _udp = Many(
        "--udp", "EDGE=ADDR:PORT,to=SUBSCRIBER | from=PUBLISHER",
        "A UDP port of an edge: each datagram is a message.");

    private readonly Option<string[]> _tcp = Many(
        "--tcp", "EDGE=ADDR:PORT,to=SUBSCRIBER[,lines] | from=PUBLISHER",
        "A TCP port of an edge: bytes, or with 'lines' lines, are messages.");

    private readonly Option<string> _speed = new("--speed")
    {
        Description = "World time per real time, from 0.001 to 100.",
        HelpName = "FACTOR",
        DefaultValueFactory = static _ => "1",
    };

    private readonly Option<bool> _noTraffic = new("--no-traffic")
    {
        Description = "Leave the scenario's own traffic out; only what comes in by ports is carried.",
    };

    private readonly Option<string?> _for = new("--for")
    {
        Description = "Stop after this much of the world's time, instead of when told.",
        HelpName = "DURATION",
    };

    private readonly Option<bool> _twoPersons = new("--two-person-drills")
    {
        Description = "Nobody starts a drill in the console alone: another drill lead has to approve it.",
    };

    private readonly WatchOptions _watch = new();

    private readonly Option<string?> _history;
    private readonly Option<string?> _historyMax;

    private readonly CommonOptions _common = new();

    /// <summary>The command in its surroundings.</summary>
    public UpCommand(ProgramHost host)
    {
        _host = host;
        (_history, _historyMax) = HistoryChoice.Options();
    }

    /// <summary>The option that names the socket of a running network.</summary>
    public static Option<string?> ControlOption() => new("--control")
    {
        Description = "The Unix socket for commands, if not the usual one of this user.",
        HelpName = "PATH",
    };

    private readonly Option<string?> _control = ControlOption();

    /// <summary>The command.</summary>
    public Command Build()
    {
        Command command = new(
            "up", "Runs the network on the wall clock, with devices and ports for real applications.")
        {
            _scenario, _tun, _udp, _tcp, _speed, _noTraffic, _for, _control, _history, _historyMax,
            _twoPersons, _common.Set, _common.Seed, _common.Quiet, _common.SkipBad, _common.Workers,
        };
        _watch.AddTo(command);
        command.SetAction(Run);
        return command;
    }

    private static Option<string[]> Many(string name, string form, string description) => new(name)
    {
        Description = description + " May be repeated.",
        HelpName = form,
        AllowMultipleArgumentsPerToken = false,
    };

    private int Run(ParseResult parse)
    {
        IWorkers workers = _common.WorkersOf(parse);
        Scenario scenario = _common.Read(parse, _host, parse.GetValue(_scenario)!);
        PortPlan ports = PortPlan.Of(
            scenario, parse.GetValue(_tun) ?? [], parse.GetValue(_udp) ?? [], parse.GetValue(_tcp) ?? []);
        UpSettings settings = new()
        {
            Scenario = ports.Scenario,
            Ports = ports,
            SpeedPermille = SpeedOf(parse.GetValue(_speed)!),
            DrillsNeedTwo = parse.GetValue(_twoPersons),
            HasTraffic = !parse.GetValue(_noTraffic),
            Length = parse.GetValue(_for) is { } length
                ? TimeText.ParseDuration("--for", length, Duration.FromMilliseconds(1)) : null,
            Watch = _watch.Of(parse, _host),
            History = HistoryChoice.Of(
                parse.GetValue(_history), parse.GetValue(_historyMax), scenario.Name, _host),
            ControlPath = ControlSocket.PathOf(parse.GetValue(_control), _host),
        };
        return new UpRun(settings, workers, _host, parse.GetValue(_common.Quiet)).Run();
    }

    private static int SpeedOf(string text)
    {
        bool isNumber = decimal.TryParse(
            text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal factor);
        decimal permille = isNumber ? Math.Min(factor, Pace.SpeedPermilleMax) * Pace.RealTimePermille : 0;
        return permille is >= Pace.SpeedPermilleMin and <= Pace.SpeedPermilleMax
            ? (int)permille
            : throw BadInputException.Of(
                "--speed", $"'{text}' is no factor from 0.001 to 100", "Write 1 for real time");
    }
}
