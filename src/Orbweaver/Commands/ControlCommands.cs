using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using Orbweaver.Hosting;
using Orbweaver.Scenarios;
using Orbweaver.Up;

namespace Orbweaver.Commands;

/// <summary>
/// Commands to a network that is up: how it fares, which way packets take, and what is to break.
/// </summary>
internal sealed class ControlCommands(ProgramHost host)
{
    private readonly Argument<string> _kind = new("KIND")
    {
        Description = "A kind of fault as in scenarios: node, link, plane, region-jam, noise, ...",
    };

    private readonly Argument<string[]> _fields = new("FIELD=VALUE")
    {
        Description = "Its fields as in scenarios, such as node=P03-S07 or for=30s.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Argument<int> _number = new("NUMBER")
    {
        Description = "The number that 'fault add' and 'fault list' print.",
        CustomParser = static result => CommonOptions.Whole<int>(result, "NUMBER", "from 0") ?? 0,
    };

    private readonly Argument<string> _from = new("FROM") { Description = "A node, by name." };

    private readonly Argument<string> _to = new("TO") { Description = "Another." };

    /// <summary><c>orbweaver fault</c>: breaks things, and mends them.</summary>
    public Command BuildFault()
    {
        Command command = new("fault", "Injects faults into a network that is up, and ends them.");
        command.Subcommands.Add(Part(
            "add", "Something goes wrong from now on.",
            parse => new ControlRequest("fault-add", FieldsOf(parse)), _kind, _fields));
        command.Subcommands.Add(Part(
            "end", "Ends a fault before its time.",
            parse => new ControlRequest("fault-end", Number: parse.GetValue(_number)), _number));
        command.Subcommands.Add(Part(
            "list", "The faults so far.", static _ => new ControlRequest("fault-list")));
        return command;
    }

    /// <summary><c>orbweaver status</c>: how a network that is up fares.</summary>
    public Command BuildStatus()
        => Part("status", "Says how a network that is up fares.", static _ => new ControlRequest("status"));

    /// <summary><c>orbweaver path</c>: which way packets take now.</summary>
    public Command BuildPath()
        => Part(
            "path", "Says which way packets take now in a network that is up.",
            parse => new ControlRequest("path") { Ends = [parse.GetValue(_from)!, parse.GetValue(_to)!] },
            _from, _to);

    private Command Part(
        string name, string description, Func<ParseResult, ControlRequest> request,
        params Argument[] arguments)
    {
        Command command = new(name, description);
        foreach (Argument argument in arguments)
        {
            command.Arguments.Add(argument);
        }
        Option<string?> control = UpCommand.ControlOption();
        command.Options.Add(control);
        command.SetAction(parse =>
        {
            string path = ControlSocket.PathOf(parse.GetValue(control), host);
            ControlAnswer answer = ControlSocket.Ask(path, request(parse));
            foreach (string line in answer.Lines)
            {
                (answer.ExitCode == ExitCodes.Kept ? host.Out : host.Err).WriteLine(
                    Findings.Printable(line));
            }
            return answer.ExitCode;
        });
        return command;
    }

    // The words of a scenario: each field=value becomes field: value.
    private string FieldsOf(ParseResult parse)
    {
        IEnumerable<string> fields = (parse.GetValue(_fields) ?? []).Select(static f =>
        {
            int at = f.IndexOf('=', StringComparison.Ordinal);
            return at > 0
                ? $"{f[..at]}: {f[(at + 1)..]}"
                : throw BadInputException.Of(
                    "fault", $"'{f}' is no field with a value", "Write FIELD=VALUE, such as node=P03-S07");
        });
        return string.Join(", ", [$"kind: {parse.GetValue(_kind)}", .. fields]);
    }
}
