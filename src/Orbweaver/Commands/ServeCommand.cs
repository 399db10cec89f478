using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using Orbweaver.Console.Access;
using Orbweaver.Console.Http;
using Orbweaver.Console.Networks;
using Orbweaver.Hosting;
using Orbweaver.Live.History;
using Orbweaver.Scenarios;
using Orbweaver.Up;

namespace Orbweaver.Commands;

/// <summary><c>orbweaver serve</c>: the console of a network that was recorded.</summary>
internal sealed class ServeCommand(ProgramHost host)
{
    private readonly Argument<string> _folder = new("DIR")
    {
        Description = "A recording: what 'run --record' wrote, or the history of a network that was up.",
    };

    private readonly Option<string?> _http = HttpChoice.OptionOfRecordings();

    private readonly CommonOptions _common = new();

    /// <summary>The command.</summary>
    public Command Build()
    {
        Command command = new("serve", "Shows a recording in the console, until it is told to stop.")
        {
            _folder, _http, _common.Quiet,
        };
        command.SetAction(Run);
        return command;
    }

    private int Run(ParseResult parse)
    {
        string given = parse.GetValue(_folder)!;
        string folder = Path.GetFullPath(given, host.CurrentFolder);
        HttpChoice http = HttpChoice.Of(parse.GetValue(_http));
        if (http.At is not { } at)
        {
            throw BadInputException.Of("--http", "without a server there is nothing to show", "Leave it out");
        }
        if (RecordedNetwork.Open(folder, out string error) is not { } network)
        {
            throw BadInputException.Of(
                "serve", $"'{given}': {error}",
                "Record a run with 'orbweaver run --record DIR', or name the folder of --history");
        }
        ConsoleServer server;
        try
        {
            server = ConsoleServer.Start(new ConsoleSettings
            {
                At = at,
                Network = network,
                PageFolder = UpConsole.PageFolder,
                Warn = line => host.Err.WriteLine($"orbweaver: {line}."),
            });
        }
        catch (CannotListenException e)
        {
            throw BadInputException.Of("--http", e.Message, "Name another, as in --http 8401");
        }
        using (server)
        {
            http.WarnIfOpen(line => host.Err.WriteLine($"orbweaver: {line}."));
            // Whoever wants to look needs the address, however quiet it is.
            foreach (string line in Lines(server, network, parse.GetValue(_common.Quiet)))
            {
                host.Out.WriteLine(line);
            }
            host.Out.Flush();
            host.Interrupt.WaitHandle.WaitOne();
        }
        return ExitCodes.Kept;
    }

    private static IEnumerable<string> Lines(ConsoleServer server, RecordedNetwork network, bool isQuiet)
    {
        yield return $"console at {server.NewEntry("local", Role.Admin)}";
        if (!isQuiet)
        {
            int gaps = new HistoryReader(network.HistoryFolder!).Gaps().Count;
            string missing = gaps == 0 ? "" : gaps == 1 ? ", a span of it is missing"
                : string.Create(CultureInfo.InvariantCulture, $", {gaps} spans of it are missing");
            yield return $"recording of {network.Facts.Network}{missing}; Ctrl-C or SIGTERM stops";
        }
    }
}
