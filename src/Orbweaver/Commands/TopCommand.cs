using System;
using System.CommandLine;
using System.Linq;
using System.Text.Json;
using Orbweaver.Hosting;
using Orbweaver.Reports;
using Orbweaver.Scenarios;
using Orbweaver.Up;

namespace Orbweaver.Commands;

/// <summary>
/// <c>orbweaver top</c>: how a network that is up fares, in a terminal, once a second.
/// </summary>
internal sealed class TopCommand(ProgramHost host)
{
    private const int RowsPiped = 200;

    // The other screen of the terminal, without a cursor; and back to where one was, with the keypad as it
    // was before the runtime read keys.
    private const string Enter = "\e[?1049h\e[?25l";
    private const string Leave = "\e[?1l\e>\e[?25h\e[?1049l";
    private const string Home = "\e[H";
    private const string ClearLine = "\e[K";
    private const string ClearBelow = "\e[J";

    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan KeyEvery = TimeSpan.FromMilliseconds(50);
    private static readonly int Pages = Enum.GetValues<TopPage>().Length;

    private readonly Option<bool> _once = new("--once")
    {
        Description = "Print how it is, and end; so it does when nobody looks at a terminal.",
    };

    private readonly Option<bool> _noColour = new("--no-color") { Description = "No colours (as NO_COLOR)." };

    private readonly Option<bool> _json = new("--json")
    {
        Description = "Print how it is as one JSON object, and end.",
    };

    private readonly Option<string?> _control = UpCommand.ControlOption();

    /// <summary>The command.</summary>
    public Command Build()
    {
        Command command = new("top", "Shows how a network that is up fares, in the terminal.")
        {
            _once, _json, _noColour, _control,
        };
        command.SetAction(Run);
        return command;
    }

    private int Run(ParseResult parse)
    {
        string path = ControlSocket.PathOf(parse.GetValue(_control), host);
        ControlAnswer said = ControlSocket.Ask(path, new ControlRequest("overview"));
        if (said.ExitCode != ExitCodes.Kept)
        {
            foreach (string line in said.Lines)
            {
                host.Err.WriteLine(Findings.Printable(line));
            }
            return said.ExitCode;
        }
        if (parse.GetValue(_json))
        {
            host.Out.WriteLine(said.Lines[0]);
            return ExitCodes.Kept;
        }
        TopAnswer answer = Read(said);
        bool isColoured = host.IsOutColoured && !parse.GetValue(_noColour);
        if (parse.GetValue(_once) || !host.IsOutTerminal)
        {
            int columns = host.IsOutTerminal ? host.ScreenSize().Columns : host.Columns;
            TopRoom room = new(columns, RowsPiped, isColoured);
            foreach (string line in new TopFrame(answer, room).Lines())
            {
                host.Out.WriteLine(line);
            }
            return ExitCodes.Kept;
        }
        host.Out.Write(Enter);
        try
        {
            Show(path, answer, isColoured);
        }
        finally
        {
            host.Out.Write(Leave);
            host.Out.Flush();
        }
        return ExitCodes.Kept;
    }

    private static TopAnswer Read(ControlAnswer said)
        => JsonSerializer.Deserialize<TopAnswer>(said.Lines[0], WhatIfControl.Json)!;

    // Until q or Ctrl-C. A network that goes away is waited for: it may come back.
    private void Show(string path, TopAnswer answer, bool isColoured)
    {
        TopRoom room = new(host.Columns, RowsPiped, isColoured);
        bool isPaused = false;
        bool isGone = false;
        TimeSpan sinceLook = TimeSpan.Zero;
        while (true)
        {
            (int columns, int rows) = host.ScreenSize();
            string state = isGone ? "NO ANSWER, trying on" : isPaused ? "PAUSED" : "";
            room = room with
            {
                Columns = columns,
                Rows = rows - 1,
                Note = $"{state}  [{room.Page}] tab q p".Trim(),
            };
            Draw(answer, room);
            while (true)
            {
                if (host.Interrupt.WaitHandle.WaitOne(KeyEvery))
                {
                    return;
                }
                sinceLook += KeyEvery;
                if (host.ReadKey() is { } key)
                {
                    if (key is ConsoleKey.Q or ConsoleKey.Escape)
                    {
                        return;
                    }
                    isPaused ^= key is ConsoleKey.P or ConsoleKey.Spacebar;
                    room = Turned(room, key);
                    break;
                }
                if (sinceLook >= Refresh)
                {
                    sinceLook = TimeSpan.Zero;
                    isGone = !isPaused && !TryLook(path, ref answer);
                    break;
                }
            }
        }
    }

    private static bool TryLook(string path, ref TopAnswer answer)
    {
        try
        {
            ControlAnswer said = ControlSocket.Ask(path, new ControlRequest("overview"));
            answer = said.ExitCode == ExitCodes.Kept ? Read(said) : answer;
            return said.ExitCode == ExitCodes.Kept;
        }
        catch (BadInputException)
        {
            return false;
        }
    }

    private static TopRoom Turned(TopRoom room, ConsoleKey key) => key switch
    {
        ConsoleKey.Tab or ConsoleKey.RightArrow => Page(room, 1),
        ConsoleKey.LeftArrow => Page(room, -1),
        ConsoleKey.DownArrow => room with { Skipped = Math.Min(TopAnswer.RowsMax, room.Skipped + 1) },
        ConsoleKey.UpArrow => room with { Skipped = Math.Max(0, room.Skipped - 1) },
        _ => room,
    };

    private static TopRoom Page(TopRoom room, int step)
        => room with { Page = (TopPage)(((int)room.Page + step + Pages) % Pages), Skipped = 0 };

    private void Draw(TopAnswer answer, TopRoom room)
    {
        host.Out.Write(Home + string.Concat(
            new TopFrame(answer, room).Lines().Select(line => $"{line}{ClearLine}\n")) + ClearBelow);
        host.Out.Flush();
    }
}
