using System.CommandLine;
using System.IO;
using Orbweaver.Hosting;
using Orbweaver.Scenarios;

namespace Orbweaver.Commands;

/// <summary><c>orbweaver scenarios</c>: what ships.</summary>
internal sealed class ScenariosCommand(ProgramHost host)
{
    /// <summary>The command.</summary>
    public Command Build()
    {
        Command command = new("scenarios", "Lists the scenarios that ship.");
        command.SetAction(_ => Run());
        return command;
    }

    private int Run()
    {
        foreach (string path in ScenarioLocator.Shipped(host))
        {
            // Only its first lines: a scenario that needs a file from the operator is listed as well.
            SourceNode? root = SourceReader.Read(
                path, File.ReadAllText(path), hasLines: true, new Findings());
            int place = root?.IndexOf("description") ?? -1;
            string description = place < 0 ? "" : root!.Entries[place].Value.Text;
            host.Out.WriteLine($"{Path.GetFileNameWithoutExtension(path),-12} {description}");
        }
        return ExitCodes.Kept;
    }
}
