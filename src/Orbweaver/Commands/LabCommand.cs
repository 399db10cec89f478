using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using Orbweaver.Hosting;
using Orbweaver.Lab;
using Orbweaver.Live.Hosts;
using Orbweaver.Model;
using Orbweaver.Scenarios;

namespace Orbweaver.Commands;

/// <summary>
/// <c>orbweaver lab</c>: a network of real hosts on one machine, each in a network namespace of its own.
/// </summary>
internal sealed class LabCommand(ProgramHost host)
{
    private const string ScenarioUsual = "lab";

    private readonly Argument<string> _scenario = new("SCENARIO")
    {
        Description = "A scenario file, or the name of one that ships.",
        DefaultValueFactory = static _ => ScenarioUsual,
    };

    private readonly Argument<string?> _which = new("SCENARIO")
    {
        Description = "The scenario, or the name of the lab; all labs of this user if not said.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string> _hosts = new("--hosts")
    {
        Description = "Hosts for satellites, or 'per-node'; each edge and site has its own beside them.",
        HelpName = "N",
        DefaultValueFactory = static _ => LabSpec.HostsUsual.ToString(CultureInfo.InvariantCulture),
    };

    private readonly Option<string?> _name = new("--name")
    {
        Description = "What the lab is called, if not as its scenario.",
        HelpName = "NAME",
    };

    private readonly Option<string> _liveness = new("--liveness")
    {
        Description = "How often neighbours say that they are there; three times that is a time-out.",
        HelpName = "DURATION",
        DefaultValueFactory = static _ => "10ms",
    };

    private readonly Option<bool> _noDelay = new("--no-delay")
    {
        Description = "Leave out the light time of links.",
    };

    private readonly Option<int> _port = new("--port")
    {
        Description = "UDP port of the flow, by which it finds its contract.",
        HelpName = "PORT",
        DefaultValueFactory = static _ => 7001,
        CustomParser = static result => CommonOptions.Whole<int>(result, "--port", "from 1 to 65535") ?? 0,
    };

    private readonly Option<string> _break = new("--break")
    {
        Description = "What happens to a host in use: process (kill -9), or light (its links go dark).",
        HelpName = "WHAT",
        DefaultValueFactory = static _ => "process",
    };

    private readonly Option<string?> _victim = new("--victim")
    {
        Description = "The host it happens to, if not the one that carries most.",
        HelpName = "HOST",
    };

    private readonly Option<int> _runs = new("--runs")
    {
        Description = "How often.",
        HelpName = "N",
        DefaultValueFactory = static _ => 1,
        CustomParser = static result => CommonOptions.Whole<int>(result, "--runs", "from 1 to 100") ?? 0,
    };

    /// <summary>The command.</summary>
    public Command Build()
    {
        Command command = new("lab", "Runs a network of real hosts on this machine, in network namespaces.");
        Command up = new("up", "Makes namespaces and keys, starts a process a host, and waits for them.")
        {
            _scenario, _hosts, _name, _liveness, _noDelay,
        };
        up.SetAction(RunUp);
        Command test = new("test", "Brings a lab up, breaks a host in use, heals it, and takes it down.")
        {
            _scenario, _hosts, _name, _liveness, _noDelay, _port, _break, _victim, _runs,
        };
        test.SetAction(RunTest);
        Command down = new("down", "Ends a lab and removes all of it, also after a crash.")
        {
            _which, _name,
        };
        down.SetAction(RunDown);
        command.Subcommands.Add(up);
        command.Subcommands.Add(test);
        command.Subcommands.Add(down);
        return command;
    }

    private int RunUp(ParseResult parse)
    {
        LabTools.Check();
        LabNetwork lab = new(SettingsOf(parse), host.Interrupt);
        try
        {
            lab.Up();
        }
        catch
        {
            // Not what another lab of this name has.
            LetGo(lab);
            throw;
        }
        LabSettings settings = lab.Settings;
        host.Out.WriteLine(
            $"{settings.Folder.Name} is up: {settings.Hosts.Count} hosts, files in {settings.Folder.Path}");
        foreach (LabHost one in settings.Hosts)
        {
            string device = one.Edge is null ? "" : $", {one.Edge} has {settings.AddressOf(one)}";
            host.Out.WriteLine($"  {settings.Folder.NamespaceOf(one)}: {one.Nodes.Count} nodes{device}");
        }
        LabHost[] edges = [.. settings.Edges];
        if (edges.Length > 1)
        {
            host.Out.WriteLine(
                $"ip netns exec {settings.Folder.NamespaceOf(edges[0])} ping"
                + $" {settings.AddressOf(edges[^1])}");
        }
        host.Out.WriteLine($"orbweaver status --control {settings.Folder.ControlOf(settings.Hosts[0])}");
        host.Out.WriteLine($"orbweaver lab down {settings.Folder.Name}");
        return ExitCodes.Kept;
    }

    private int RunTest(ParseResult parse)
    {
        LabTools.Check();
        if (!LabTools.HasTool("ping"))
        {
            throw BadInputException.Of("lab", "the tool 'ping' is not installed", "Install iputils-ping");
        }
        LabSettings settings = SettingsOf(parse);
        if (settings.Edges.Count() < 2)
        {
            throw BadInputException.Of("lab", "the scenario has fewer than two edges", "Add some to it");
        }
        LabTestPlan plan = new(
            Within(parse.GetValue(_port), "--port", ushort.MaxValue), BreakOf(parse.GetValue(_break)!),
            parse.GetValue(_victim), Within(parse.GetValue(_runs), "--runs", 100));
        LabNetwork lab = new(settings, host.Interrupt);
        LabTest test = new(lab, plan, host.Out, host.Interrupt);
        try
        {
            lab.Up();
            test.Run();
        }
        finally
        {
            LetGo(lab);
        }
        string[] wrong = [.. test.Wrong, .. LeftOf(settings.Folder)];
        foreach (string line in wrong)
        {
            host.Err.WriteLine($"orbweaver: {line}.");
        }
        Say(wrong.Length == 0 ? "all held; nothing is left behind" : $"{wrong.Length} things did not hold");
        return wrong.Length == 0 ? ExitCodes.Kept : ExitCodes.Broken;
    }

    private int RunDown(ParseResult parse)
    {
        LabTools.Check();
        string? which = parse.GetValue(_name) ?? parse.GetValue(_which);
        IReadOnlyList<LabFolder> folders = which is null ? LabFolder.All() : [LabFolder.Of(NameOf(which))];
        int code = ExitCodes.Kept;
        foreach (LabFolder folder in folders)
        {
            bool isDown = LabNetwork.Down(folder, out IReadOnlyList<string> left);
            Say(isDown ? $"{folder.Name} is down" : $"{folder.Name}: {string.Join(", ", left)} would not go");
            code = isDown ? code : ExitCodes.Broken;
        }
        if (folders.Count == 0)
        {
            Say("no lab is up");
        }
        return code;
    }

    private LabSettings SettingsOf(ParseResult parse)
    {
        string given = parse.GetValue(_scenario)!;
        (string path, string shown) = ScenarioLocator.Find(given, host);
        (Scenario scenario, _) = ScenarioReader.Read(
            path, shown, new ReadOptions([], false, host.CurrentFolder));
        Duration liveness = TimeText.ParseDuration(
            "--liveness", parse.GetValue(_liveness)!, Duration.FromMilliseconds(4));
        return new LabSettings
        {
            ScenarioPath = path,
            Folder = LabFolder.Of(NameOf(parse.GetValue(_name) ?? given)),
            Hosts = LabSpec.HostsOf(Network.Of(scenario), LabSpec.SatelliteHostsOf(parse.GetValue(_hosts)!)),
            Liveness = liveness,
            ModelsDelay = !parse.GetValue(_noDelay),
            // A whole second that is over: hosts begin at once, and say it in few letters.
            Start = Seconds(HostTime.Tai()),
        };
    }

    private static Instant Seconds(Instant now) => new(now.Nanoseconds / 1_000_000_000 * 1_000_000_000);

    // The name of a lab: its scenario's, without what a file name has beside it.
    private static string NameOf(string given)
    {
        string name = Path.GetFileNameWithoutExtension(given);
        return LabSpec.IsName(name)
            ? name
            : throw BadInputException.Of(
                "lab", $"'{name}' cannot be the name of a lab",
                "Give it one of at most 20 small letters, digits and hyphens with --name");
    }

    private static LabBreak BreakOf(string text) => text switch
    {
        "process" => LabBreak.Process,
        "light" => LabBreak.Light,
        _ => throw BadInputException.Of("--break", $"'{text}' is not known here", "Write process or light"),
    };

    private static int Within(int value, string option, int most)
        => value >= 1 && value <= most
            ? value
            : throw BadInputException.Of(
                option, $"{value} is out of range",
                string.Create(CultureInfo.InvariantCulture, $"Write a number from 1 to {most}"));

    private static void LetGo(LabNetwork lab)
    {
        if (lab.IsOurs)
        {
            LabNetwork.Down(lab.Settings.Folder, out _);
        }
    }

    private static IEnumerable<string> LeftOf(LabFolder folder)
        =>
        [
            .. LabTools.Namespaces(folder.Prefix).Select(n => $"the namespace {n} is left"),
            .. LabProcesses.Of(folder).Select(p => $"the process {p.Id} is left"),
            .. folder.Exists ? [$"{folder.Path} is left"] : Array.Empty<string>(),
        ];

    private void Say(string line)
    {
        host.Out.WriteLine(line);
        host.Out.Flush();
    }
}
