using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using Orbweaver.Hosting;
using Orbweaver.Scenarios;
using Orbweaver.Live.Fuzz;
using Orbweaver.Wire.Fuzz;

namespace Orbweaver.Commands;

/// <summary>
/// <c>orbweaver fuzz</c>: tries the readers of bytes with inputs that nobody meant, and watches what they
/// throw, how long they take and how much memory.
/// </summary>
internal sealed class FuzzCommand(ProgramHost host)
{
    private const string All = "all";
    private const ulong CountUsual = 100_000;

    private static readonly TimeSpan NoteInterval = TimeSpan.FromSeconds(5);

    private readonly Option<ulong?> _minutes = new("--minutes")
    {
        Description = "Go on for so long.",
        HelpName = "M",
        CustomParser = static result => CommonOptions.Whole<ulong>(result, "--minutes", "from 1"),
    };

    private readonly Option<ulong?> _count = new("--count")
    {
        Description = "Inputs a target; 100,000 unless --minutes is given.",
        HelpName = "N",
        CustomParser = static result => CommonOptions.Whole<ulong>(result, "--count", "from 1"),
    };

    private readonly Option<ulong?> _from = new("--from")
    {
        Description = "The number of the first input, to repeat one.",
        HelpName = "N",
        CustomParser = static result => CommonOptions.Whole<ulong>(result, "--from", "from 0"),
    };

    private readonly Option<string> _target = new("--target")
    {
        Description = "What to try: packet, frame, control, plan, record, ip, or all.",
        HelpName = "NAME",
        DefaultValueFactory = static _ => All,
    };

    private readonly Option<string> _out = CommonOptions.Out(
        "A folder for inputs that fail, as hex.", "DIR", isRequired: false);

    private readonly CommonOptions _common = new();
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>The command.</summary>
    public Command Build()
    {
        Command command = new("fuzz", "Tries the readers of bytes with wrong inputs, and watches them.")
        {
            _minutes, _count, _common.Seed, _target, _from, _out, _common.Quiet,
        };
        command.SetAction(Run);
        return command;
    }

    private int Run(ParseResult parse)
    {
        ulong? minutes = parse.GetValue(_minutes);
        ulong? count = parse.GetValue(_count);
        if (minutes == 0 || count == 0)
        {
            throw BadInputException.Of(
                minutes == 0 ? "--minutes" : "--count", "must be at least 1",
                "Write for example --count 1000");
        }
        if (minutes is not null && count is not null)
        {
            throw BadInputException.Of("--count", "does not go with --minutes", "Give one of them");
        }
        ulong seed = parse.GetValue(_common.Seed) ?? 1;
        List<FuzzLane> lanes = [.. TargetsOf(parse).Select(t => new FuzzLane(t, seed))];
        OutputFolder? folder = parse.GetValue(_out) is { } target
            ? OutputFolder.Open(CommonOptions.FullPath(target, host))
            : null;
        ulong first = parse.GetValue(_from) ?? 0;
        ulong most = minutes is null ? count ?? CountUsual : ulong.MaxValue;
        FuzzFailure? failure = TryAll(
            lanes, first, most, TimeSpan.FromMinutes(minutes ?? 0), parse.GetValue(_common.Quiet));
        double seconds = Stopwatch.GetElapsedTime(_start).TotalSeconds;
        foreach (FuzzLane lane in lanes)
        {
            host.Out.WriteLine(lane.Describe());
        }
        double inputs = lanes.Sum(l => (double)l.Inputs);
        host.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{inputs:N0} inputs in {seconds:0.0} s, {inputs / seconds:N0} a second."));
        if (failure is not null)
        {
            WriteFailure(failure, seed, folder);
            return ExitCodes.Broken;
        }
        return host.Interrupt.IsCancellationRequested ? ExitCodes.Interrupted : ExitCodes.Kept;
    }

    private List<IFuzzTarget> TargetsOf(ParseResult parse)
    {
        string name = parse.GetValue(_target)!;
        IReadOnlyList<IFuzzTarget> all = LiveFuzzTargets.All();
        List<IFuzzTarget> chosen = [.. all.Where(
            t => string.Equals(name, All, StringComparison.Ordinal)
                || string.Equals(t.Name, name, StringComparison.Ordinal))];
        return chosen.Count > 0 ? chosen : throw BadInputException.Of(
            "--target", $"names no reader: {Findings.Printable(name)}",
            $"Name one of {string.Join(", ", all.Select(t => t.Name))}, or {All}");
    }

    // The targets take turns, so that an interrupted run has tried all of them alike.
    private FuzzFailure? TryAll(
        List<FuzzLane> lanes, ulong first, ulong most, TimeSpan limit, bool isQuiet)
    {
        const ulong Batch = 1_000;
        TimeSpan noted = TimeSpan.Zero;
        for (ulong done = 0; done < most && !host.Interrupt.IsCancellationRequested; done += Batch)
        {
            ulong size = Math.Min(Batch, most - done);
            foreach (FuzzLane lane in lanes)
            {
                if (lane.Try((long)(first + done), (int)size) is { } failure)
                {
                    return failure;
                }
            }
            TimeSpan now = Stopwatch.GetElapsedTime(_start);
            if (limit > TimeSpan.Zero && now >= limit)
            {
                break;
            }
            if (!isQuiet && now - noted >= NoteInterval)
            {
                noted = now;
                host.Err.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"{lanes.Sum(l => l.Inputs):N0} inputs"));
            }
        }
        return null;
    }

    private void WriteFailure(FuzzFailure failure, ulong seed, OutputFolder? folder)
    {
        string number = failure.Number.ToString(CultureInfo.InvariantCulture);
        string hex = Convert.ToHexStringLower(failure.Input);
        host.Out.WriteLine($"{failure.Target}, input {number}: {failure.What}");
        string? file = folder?.WriteText(
            $"{failure.Target}-{number}.hex", (TextWriter writer) => writer.WriteLine(hex));
        host.Out.WriteLine(file is null ? $"Bytes: {hex}" : $"Bytes: {file}");
        host.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Again: orbweaver fuzz --target {failure.Target} --seed {seed} --from {number} --count 1"));
    }
}
