using System.CommandLine;
using Orbweaver.Console.Access;
using Orbweaver.Hosting;
using Orbweaver.Scenarios;
using Orbweaver.Up;

namespace Orbweaver.Commands;

/// <summary><c>orbweaver token</c>: lets somebody into the console of a network that is up.</summary>
internal sealed class TokenCommand(ProgramHost host)
{
    private readonly Option<string> _role = new("--role")
    {
        Description = $"What they may do: {string.Join(", ", Roles.All)}.",
        HelpName = "ROLE",
        DefaultValueFactory = static _ => Roles.NameOf(Role.Admin),
    };

    private readonly Option<string?> _name = new("--name")
    {
        Description = "Who it is for: names the session, here and in the audit log. Usually the role.",
        HelpName = "NAME",
    };

    private readonly Option<string?> _control = UpCommand.ControlOption();

    /// <summary>The command.</summary>
    public Command Build()
    {
        Command command = new(
            "token", "Prints an address of the console with a token, good once and for ten minutes.")
        {
            _role, _name, _control,
        };
        command.SetAction(parse =>
        {
            string path = ControlSocket.PathOf(parse.GetValue(_control), host);
            string role = parse.GetValue(_role)!.Replace('-', ' ');
            ControlAnswer answer = ControlSocket.Ask(path, new ControlRequest("token", role)
            {
                Name = parse.GetValue(_name),
            });
            foreach (string line in answer.Lines)
            {
                (answer.ExitCode == ExitCodes.Kept ? host.Out : host.Err).WriteLine(Findings.Printable(line));
            }
            return answer.ExitCode;
        });
        return command;
    }
}
