using System;
using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Linq;
using Orbweaver.Hosting;
using Orbweaver.Scenarios;

namespace Orbweaver.Commands;

/// <summary>The commands of the program, their examples, and how wrong arguments are answered.</summary>
internal static class CommandLine
{
    private static readonly Dictionary<string, string[]> Examples = new(StringComparer.Ordinal)
    {
        ["orbweaver"] =
        [
            "orbweaver run                                  the default backbone, ten simulated minutes",
            "orbweaver run small --out /tmp/small           a small one, with its report.json",
            "orbweaver explain small nuuk troll --at +30s   which way, or why there is none",
        ],
        ["run"] =
        [
            "orbweaver run",
            "orbweaver run small --seed 7 --until 60s --out out",
            "orbweaver run backbone --set traffic.scale=0.02 --set traffic.intensity=surge",
            "orbweaver run contested --judge --contracts 'r1-*,probe-*'",
            "orbweaver run fleet --set constellations.fleet.elements=starlink.tle --json > report.json",
        ],
        ["up"] =
        [
            "orbweaver up small",
            "orbweaver up --tun london=ow-l,netns=lon --tun tokyo=ow-t,netns=tok",
            "orbweaver up live --tun london=ow-l,netns=lon --tun tokyo=ow-t,netns=tok --pcap captures",
            "orbweaver up live --http 9464 --otlp http://127.0.0.1:4318",
            "orbweaver up --udp london=5001,to=tokyo --udp tokyo=127.0.0.1:6001,from=london",
        ],
        ["node"] =
        [
            "orbweaver node --config alpha.yaml",
            "orbweaver status --control state/alpha/node.sock",
            "orbweaver fault add node node=P00-S03 for=30s --control state/alpha/node.sock",
        ],
        ["lab"] =
        [
            "orbweaver lab test",
            "orbweaver lab up lab --hosts 8",
            "orbweaver lab down",
        ],
        ["add"] =
        [
            "orbweaver fault add node node=P03-S07 for=30s",
            "orbweaver fault add link between=[P03-S07,P04-S07]",
            "orbweaver fault add region-jam centre='48N 11E' radius=800km for=2min",
        ],
        ["plan"] =
        [
            "orbweaver plan small --out plan",
            "orbweaver plan small --out plan --format ion",
        ],
        ["serve"] =
        [
            "orbweaver run small --record recording && orbweaver serve recording",
            "orbweaver serve ~/.local/state/orbweaver/history/backbone --http 8401",
        ],
        ["token"] =
        [
            "orbweaver token",
            "orbweaver token --role viewer --name ana",
        ],
        ["top"] =
        [
            "orbweaver top",
            "orbweaver top --once --control /tmp/mine.sock",
            "orbweaver top --json | jq .overview.kpi",
        ],
        ["whatif"] =
        [
            "orbweaver whatif 'kind: node, node: P03-S07' --in 5s --for 30s",
            "orbweaver whatif 'kind: overload, row: 9, factor: 5' --horizon 2min --watch",
        ],
        ["topologies"] =
        [
            "orbweaver topologies shell-1584",
            "orbweaver topologies backbone --for 30min --json > topologies.json",
        ],
        ["explain"] =
        [
            "orbweaver explain backbone P00-S03 P01-S03 --at +90s",
            "orbweaver explain backbone brussels P00-S03 --at 2026-08-11T00:01:30Z --json",
        ],
        ["routes"] =
        [
            "orbweaver routes small --at +30s --out routes.csv",
            "orbweaver routes small --at +30s --all --out -",
        ],
        ["sim"] =
        [
            "orbweaver sim --seeds 100",
            "orbweaver sim --minutes 10 --scenario small",
            "orbweaver sim --scenario contested --own-faults --seeds 50",
            "orbweaver sim --shrink 4711",
            "orbweaver sim --exhaustive --scenario small",
        ],
        ["fuzz"] =
        [
            "orbweaver fuzz",
            "orbweaver fuzz --minutes 10 --seed 7 --out fuzz",
            "orbweaver fuzz --target plan --count 20000",
        ],
        ["access"] =
        [
            "orbweaver access -e starlink.tle -s cities.csv --from 2026-08-11 --to +24h --min-elevation 25"
            + " -o access.csv",
        ],
        ["pairs"] =
        [
            "orbweaver pairs -e starlink.tle --at 2026-08-11T00:00:00Z --max-range 5000km -o pairs.csv",
        ],
        ["positions"] =
        [
            "orbweaver positions --elements starlink.tle --at 2026-08-11T00:00:00Z --out positions.csv",
            "orbweaver positions -e iss.json --at 2026-08-11T00:00:00Z --to +90min --step 60s --out -",
            "orbweaver positions -e iss.json --at 2026-08-11 --to +1d --step 60s --format oem --out iss.oem",
        ],
        ["elements"] =
        [
            "orbweaver elements starlink.tle",
            "orbweaver elements oneweb.xml --at 2026-08-11T00:00:00Z --places",
        ],
        ["keys"] =
        [
            "orbweaver keys network --out network.key       the same file goes to each host of the network",
        ],
        ["bench"] =
        [
            "orbweaver bench --list",
            "orbweaver bench twin-torus trees",
            "orbweaver bench --json > figures.json",
        ],
    };

    private static readonly Dictionary<string, string[]> Keys = new(StringComparer.Ordinal)
    {
        ["top"] =
        [
            "Tab, right   the next table          left     the one before",
            "down, up     scroll the table        p        hold the picture (or space)",
            "q            end (or Escape)",
        ],
    };

    private const int MessagesMax = 10;

    /// <summary>Runs the program with these arguments and returns its exit code.</summary>
    public static int Run(IReadOnlyList<string> args, ProgramHost host)
    {
        ParseResult parse = Build(host).Parse(args.Count == 0 ? ["--help"] : args);
        // The help of another command than was asked for helps nobody.
        bool isOfNoCommand =
            parse.CommandResult.Command.Subcommands.Count > 0 && parse.UnmatchedTokens.Count > 0;
        bool isHelp = parse.Action is ExampleHelp && !isOfNoCommand;
        if (!isHelp && (parse.Errors.Count > 0 || Misplaced(parse).Any()))
        {
            return Refuse(parse, host);
        }
        return parse.Invoke(new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
            Output = host.Out,
            Error = host.Err,
        });
    }

    private static RootCommand Build(ProgramHost host)
    {
        RootCommand root = new(
            "Plans a backbone network in low Earth orbit, runs it in virtual time, and reports"
            + " contract by contract what was promised and what was delivered.");
        root.Subcommands.Add(new RunCommand(host).Build());
        root.Subcommands.Add(new UpCommand(host).Build());
        root.Subcommands.Add(new ServeCommand(host).Build());
        root.Subcommands.Add(new TokenCommand(host).Build());
        root.Subcommands.Add(new NodeCommand(host).Build());
        root.Subcommands.Add(new LabCommand(host).Build());
        root.Subcommands.Add(new ControlCommands(host).BuildFault());
        root.Subcommands.Add(new ControlCommands(host).BuildStatus());
        root.Subcommands.Add(new ControlCommands(host).BuildPath());
        root.Subcommands.Add(new WhatIfCommand(host).Build());
        root.Subcommands.Add(new TopCommand(host).Build());
        root.Subcommands.Add(new PlanCommand(host).Build());
        root.Subcommands.Add(new TopologiesCommand(host).Build());
        root.Subcommands.Add(new ExplainCommand(host).Build());
        root.Subcommands.Add(new RoutesCommand(host).Build());
        root.Subcommands.Add(new PositionsCommand(host).Build());
        root.Subcommands.Add(new AccessCommand(host).Build());
        root.Subcommands.Add(new PairsCommand(host).Build());
        root.Subcommands.Add(new ElementsCommand(host).Build());
        root.Subcommands.Add(new SimCommand(host).Build());
        root.Subcommands.Add(new FuzzCommand(host).Build());
        root.Subcommands.Add(new ScenariosCommand(host).Build());
        root.Subcommands.Add(new KeysCommand(host).Build());
        root.Subcommands.Add(new BenchCommand(host).Build());
        foreach (Option option in root.Options)
        {
            switch (option)
            {
                case HelpOption help:
                    help.Action = new ExampleHelp((HelpAction)help.Action!, host);
                    break;
                case VersionOption version:
                    version.Action = new VersionAction(host);
                    break;
            }
        }
        return root;
    }

    // All of what is wrong, the nearest right word, and where to look.
    private static string PathOf(Command command)
        => command is RootCommand ? "orbweaver"
            : command.Parents.OfType<Command>().FirstOrDefault() is { } parent
                ? $"{PathOf(parent)} {command.Name}" : $"orbweaver {command.Name}";

    // Which argument is missing, as the parser says only of which command.
    private static string Words(string message, ParseResult parse)
    {
        Argument? missing = parse.CommandResult.Command.Arguments.FirstOrDefault(
            a => a.Arity.MinimumNumberOfValues > 0 && !a.HasDefaultValue
                && parse.GetResult(a) is not { Tokens.Count: > 0 });
        return missing is not null && message.StartsWith("Required argument", StringComparison.Ordinal)
            ? $"{missing.Name} is missing: {missing.Description}" : message;
    }

    private static int Refuse(ParseResult parse, ProgramHost host)
    {
        Command command = parse.CommandResult.Command;
        string[] misplaced = [.. Misplaced(parse)];
        IEnumerable<string> messages = misplaced.Length > 0
            ? misplaced.Select(m => $"Unrecognized option '{m}'.")
            // After a wrong command everything else is unknown too: the first message is the one that helps.
            : parse.Errors.Select(e => Words(e.Message, parse))
                .Where(m => parse.UnmatchedTokens.Count == 0
                    || !m.StartsWith("Required command", StringComparison.Ordinal))
                .Take(command is RootCommand ? 1 : MessagesMax);
        foreach (string message in messages.Distinct(StringComparer.Ordinal))
        {
            host.Err.WriteLine($"orbweaver: {message}");
        }
        string[] known =
        [
            .. command.Subcommands.Select(c => c.Name),
            .. command.Options.Select(o => o.Name),
        ];
        string? wrong = misplaced.Concat(parse.UnmatchedTokens).FirstOrDefault();
        if (wrong is not null && (Within(command, wrong) ?? DidYouMean.Nearest(wrong, known)) is { } nearest)
        {
            host.Err.WriteLine($"    Did you mean '{nearest}' in place of '{wrong}'?");
        }
        string path = PathOf(command);
        host.Err.WriteLine($"    '{path} --help' shows how it is used.");
        return ExitCodes.BadInput;
    }

    // The end of a fault is 'fault end', which somebody who remembers the end of it looks for.
    private static string? Within(Command command, string wrong)
        => command.Subcommands.FirstOrDefault(
            c => c.Subcommands.Any(s => string.Equals(s.Name, wrong, StringComparison.Ordinal))) is { } its
                ? $"{its.Name} {wrong}" : null;

    // An unknown option would be taken for the scenario's name: orbweaver run --sed 3.
    private static IEnumerable<string> Misplaced(ParseResult parse)
        => parse.CommandResult.Command.Arguments
            .Select(a => parse.GetResult(a))
            .SelectMany(r => r?.Tokens ?? [])
            .Select(t => t.Value)
            .Where(v => v.Length > 1 && v[0] == '-');

    private sealed class ExampleHelp(HelpAction usual, ProgramHost host) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parse)
        {
            usual.MaxWidth = host.Columns;
            int code = usual.Invoke(parse);
            string name = parse.CommandResult.Command is RootCommand
                ? "orbweaver"
                : parse.CommandResult.Command.Name;
            Write("Keys", Keys.GetValueOrDefault(name, []));
            Write("Examples", Examples.GetValueOrDefault(name, []));
            return code;
        }

        private void Write(string title, string[] lines)
        {
            if (lines.Length == 0)
            {
                return;
            }
            host.Out.WriteLine($"{title}:");
            foreach (string line in lines)
            {
                host.Out.WriteLine($"  {line}");
            }
            host.Out.WriteLine();
        }
    }

    private sealed class VersionAction(ProgramHost host) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            string commit = BuildInfo.Commit is { } known ? $" ({known[..Math.Min(12, known.Length)]})" : "";
            host.Out.WriteLine($"orbweaver {BuildInfo.Version}{commit}");
            return ExitCodes.Kept;
        }
    }
}
