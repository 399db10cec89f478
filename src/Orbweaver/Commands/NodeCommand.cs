using System.CommandLine;
using System.IO;
using Orbweaver.Hosting;
using Orbweaver.LiveNodes;
using Orbweaver.Up;

namespace Orbweaver.Commands;

/// <summary><c>orbweaver node</c>: a host of some nodes of a network, with others over UDP.</summary>
internal sealed class NodeCommand(ProgramHost host)
{
    private readonly Option<string> _config = new("--config", "-c")
    {
        Description = "The host's configuration (docs/node-host.md).",
        HelpName = "FILE",
        Required = true,
    };

    private readonly Option<string?> _control = new("--control")
    {
        Description = "The Unix socket for commands, if not node.sock in the host's state folder.",
        HelpName = "PATH",
    };

    private readonly CommonOptions _common = new();

    /// <summary>The command.</summary>
    public Command Build()
    {
        Command command = new("node", "Hosts some nodes of a network whose other nodes live at other hosts.")
        {
            _config, _control, _common.Quiet, _common.Workers,
        };
        command.SetAction(Run);
        return command;
    }

    private int Run(ParseResult parse)
    {
        string shown = parse.GetValue(_config)!;
        string? control = parse.GetValue(_control);
        NodeRunOptions options = new(
            control is null ? null : ControlSocket.PathOf(control, host), _common.WorkersOf(parse),
            parse.GetValue(_common.Quiet));
        return new NodeRun(Path.GetFullPath(shown, host.CurrentFolder), shown, host, options).Run();
    }
}
