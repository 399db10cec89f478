using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Text.Json;
using Orbweaver.Console.Operations;
using Orbweaver.Hosting;
using Orbweaver.Model;
using Orbweaver.Reports;
using Orbweaver.Scenarios;
using Orbweaver.Up;

namespace Orbweaver.Commands;

/// <summary>
/// <c>orbweaver whatif</c>: runs the twin of a network that is up ahead of it, with and without some faults.
/// </summary>
internal sealed class WhatIfCommand(ProgramHost host)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    private readonly Argument<string[]> _changes = new("FAULT")
    {
        Description = "A fault as in scenarios without its beginning, such as 'kind: node, node: P03-S07'."
            + " None: as it is.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string> _horizon = Time("--horizon", "How far to look ahead.", "60s");

    private readonly Option<string> _in = Time("--in", "When the faults begin, from now.", "0s");

    private readonly Option<string?> _for = new("--for")
    {
        Description = "How long they last; without it as they say themselves, or all the time.",
        HelpName = "DURATION",
    };

    private readonly Option<bool> _watch = new("--watch")
    {
        Description = "Wait until that time has come, and show what really happened beside it.",
    };

    private readonly Option<string?> _control = UpCommand.ControlOption();

    private readonly CommonOptions _common = new();

    /// <summary>The command.</summary>
    public Command Build()
    {
        Command command = new("whatif", "Says what faults would do to a network that is up.")
        {
            _changes, _in, _for, _horizon, _watch, _control, _common.Json, _common.Quiet,
        };
        command.SetAction(Run);
        return command;
    }

    private static Option<string> Time(string name, string description, string usual) => new(name)
    {
        Description = description,
        HelpName = "DURATION",
        DefaultValueFactory = _ => usual,
    };

    private int Run(ParseResult parse)
    {
        string path = ControlSocket.PathOf(parse.GetValue(_control), host);
        ControlRequest request = new("what-if") { WhatIf = RequestOf(parse) };
        if (!TryAsk(path, request, out WhatIfAnswer? answer, out int exitCode))
        {
            return exitCode;
        }
        string id = answer!.Id;
        bool isOver = new Progress(host, parse.GetValue(_common.Quiet)).Of(progress =>
        {
            while (!IsOver(answer!, parse.GetValue(_watch)))
            {
                if (host.Interrupt.WaitHandle.WaitOne(LookEvery))
                {
                    ControlSocket.Ask(path, new ControlRequest("what-if-end") { Id = id });
                    exitCode = ExitCodes.Interrupted;
                    return false;
                }
                if (!TryAsk(path, new ControlRequest("what-if-look") { Id = id }, out answer, out exitCode))
                {
                    return false;
                }
                string stage = answer!.State is "queued" ? "waiting" : "looking ahead";
                progress.Show(stage, ShareOf(answer, parse));
            }
            return true;
        });
        return isOver ? Tell(answer!, parse) : exitCode;
    }

    private double ShareOf(WhatIfAnswer answer, ParseResult parse)
    {
        double watched = WatchedMs(answer) / answer.HorizonMs;
        return parse.GetValue(_watch) ? Math.Min(answer.Progress, watched) : answer.Progress;
    }

    private static bool IsOver(WhatIfAnswer answer, bool isWatched)
        => answer.State is "failed"
            || (answer.State is "done"
                && (!isWatched || WatchedMs(answer) >= answer.HorizonMs));

    private static double WatchedMs(WhatIfAnswer answer)
        => answer.Live?.Series.AtMs is [.., double last] ? last : 0;

    private int Tell(WhatIfAnswer answer, ParseResult parse)
    {
        if (answer.State is "failed")
        {
            host.Err.WriteLine(Findings.Printable($"whatif: {answer.Error}."));
            return ExitCodes.BadInput;
        }
        if (parse.GetValue(_common.Json))
        {
            host.Out.WriteLine(JsonSerializer.Serialize(answer, WhatIfControl.Json));
        }
        else
        {
            WhatIfText.Write(answer, host);
        }
        return ExitCodes.Kept;
    }

    private WhatIfRequest RequestOf(ParseResult parse)
    {
        double from = Ms("--in", parse.GetValue(_in)!);
        double? length = parse.GetValue(_for) is { } text ? Ms("--for", text) : null;
        IReadOnlyList<string> changes = parse.GetValue(_changes) ?? [];
        return new WhatIfRequest(
            [.. changes.Select(fields => new WhatIfChange(fields, from, length))],
            Ms("--horizon", parse.GetValue(_horizon)!));
    }

    // Limits are the desk's: it knows them, and says them by option.
    private static double Ms(string option, string text)
        => TimeText.ParseDuration(option, text, Duration.Zero).TotalMilliseconds;

    private bool TryAsk(string path, ControlRequest request, out WhatIfAnswer? answer, out int exitCode)
    {
        ControlAnswer said = ControlSocket.Ask(path, request);
        exitCode = said.ExitCode;
        answer = null;
        if (said.ExitCode == ExitCodes.Kept)
        {
            answer = JsonSerializer.Deserialize<WhatIfAnswer>(said.Lines[0], WhatIfControl.Json);
            return answer is not null;
        }
        foreach (string line in said.Lines)
        {
            host.Err.WriteLine(Findings.Printable(line));
        }
        return false;
    }
}
