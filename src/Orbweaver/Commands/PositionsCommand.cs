using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using Orbweaver.Hosting;
using Orbweaver.Model;
using Orbweaver.Orbits;
using Orbweaver.Scenarios;

namespace Orbweaver.Commands;

/// <summary>
/// <c>orbweaver positions</c>: states of the satellites of a file of elements, as CSV or as ephemerides.
/// </summary>
internal sealed class PositionsCommand(ProgramHost host)
{
    /// <summary>States of one call; 10,758 satellites over a day in 10 s steps are 93 million.</summary>
    private const long RowsMax = 1_000_000_000;

    private readonly Option<string> _at = new("--at")
    {
        Description = "The moment, or the first of several.",
        HelpName = "T",
        Required = true,
    };

    private readonly Option<string> _to = new("--to")
    {
        Description = "The last moment (with --step); +1h counts from --at.",
        HelpName = "T",
    };

    private readonly Option<string> _step =
        new("--step") { Description = "Time between moments.", HelpName = "DURATION" };

    private readonly Option<string> _frame = new("--frame")
    {
        Description = "teme: the frame of SGP4, or itrf: fixed to the Earth.",
        DefaultValueFactory = static _ => "teme",
        HelpName = "teme|itrf",
    };

    private readonly Option<string> _format = new("--format")
    {
        Description = "csv, or oem: a CCSDS ephemeris message of each object.",
        DefaultValueFactory = static _ => "csv",
        HelpName = "csv|oem",
    };

    private readonly Option<string> _out = CommonOptions.Out(
        "The file; - for the standard output. A folder for the messages of several objects.", "FILE",
        isRequired: true);

    private readonly CommonOptions _common = new();

    private readonly record struct Moments(Instant First, Duration Step, long Count);

    /// <summary>The command.</summary>
    public Command Build()
    {
        Command command = new("positions", "States of satellites from a file of elements, as CSV or OEM.")
        {
            _common.Elements, _at, _to, _step, _frame, _format, _out, _common.SkipBad, _common.Quiet,
        };
        command.SetAction(Run);
        return command;
    }

    private int Run(ParseResult parse)
    {
        string frame = parse.GetValue(_frame)!;
        if (frame is not ("teme" or "itrf"))
        {
            throw BadInputException.Of(
                "--frame", $"'{frame}' is not a frame", DidYouMean.Advice(frame, ["teme", "itrf"]));
        }
        string format = parse.GetValue(_format)!;
        if (format is not ("csv" or "oem"))
        {
            throw BadInputException.Of(
                "--format", $"'{format}' is not a format", DidYouMean.Advice(format, ["csv", "oem"]));
        }
        IReadOnlyList<ElementSet> sets = _common.ReadElements(parse, host);
        Moments moments = ReadTimes(parse, sets.Count);
        if (format is "oem")
        {
            new OemFiles(host, isEarthFixed: frame is "itrf", moments.First, moments.Step, moments.Count)
                .Write(sets, parse.GetValue(_out)!, parse.GetValue(_common.Elements)!);
            return ExitCodes.Kept;
        }
        CommonOptions.WriteResult(
            parse.GetValue(_out)!, host,
            writer => Write(writer, sets, moments, isEarthFixed: frame is "itrf"),
            ("--elements", parse.GetValue(_common.Elements)!));
        return ExitCodes.Kept;
    }

    private Moments ReadTimes(ParseResult parse, int sets)
    {
        Instant first = TimeText.Parse("--at", parse.GetValue(_at)!, start: null);
        string? to = parse.GetValue(_to);
        string? step = parse.GetValue(_step);
        if (to is null != step is null)
        {
            throw BadInputException.Of(
                to is null ? "--step" : "--to", "needs the other of --to and --step",
                "Write both, such as --to +1h --step 10s, or neither");
        }
        if (to is null)
        {
            return new Moments(first, Duration.Zero, 1);
        }
        Instant last = TimeText.Parse("--to", to, first);
        Duration stride = TimeText.ParseDuration("--step", step!, Duration.FromMicroseconds(1));
        if (last < first)
        {
            throw BadInputException.Of("--to", $"{last} is before --at {first}", "Write a later moment");
        }
        long count = ((last - first) / stride) + 1;
        return (Int128)count * sets > RowsMax
            ? throw BadInputException.Of(
                "--step", $"makes {(Int128)count * sets} rows; the limit is {RowsMax}", "Lengthen the step")
            : new Moments(first, stride, count);
    }

    // Moments in the outer loop: one rotation of the Earth for all satellites of a moment.
    private void Write(TextWriter to, IReadOnlyList<ElementSet> sets, Moments moments, bool isEarthFixed)
    {
        EphemerisBatch batch = new([.. sets.Select(s => new Sgp4Ephemeris(s))]);
        var states = new TemeState[sets.Count];
        var errors = new PropagationError[sets.Count];
        bool[] hasFailed = new bool[sets.Count];
        to.Write("id,time,x_km,y_km,z_km,vx_km_s,vy_km_s,vz_km_s\n");
        for (long i = 0; i < moments.Count; i++)
        {
            host.Interrupt.ThrowIfCancellationRequested();
            Instant t = moments.First + (moments.Step * i);
            string time = Utc.Format(t);
            EarthRotation rotation = new(t);
            batch.Propagate(t, states, errors);
            for (int s = 0; s < sets.Count; s++)
            {
                if (errors[s] != PropagationError.None)
                {
                    NoState(host, sets[s], time, errors[s], ref hasFailed[s]);
                    continue;
                }
                TemeState teme = states[s];
                (Vec3 r, Vec3 v) = (teme.Position.Metres, teme.Velocity.MetresPerSecond);
                if (isEarthFixed)
                {
                    ItrfState fixedState = rotation.ToItrf(teme);
                    (r, v) = (fixedState.Position.Metres, fixedState.Velocity.MetresPerSecond);
                }
                WriteRow(to, sets[s].CatalogueNumber, time, r, v);
            }
        }
    }

    // "R" and the invariant culture: what is read back is the same double.
    private static void WriteRow(TextWriter to, int id, string time, Vec3 r, Vec3 v)
    {
        to.Write(string.Create(
            CultureInfo.InvariantCulture, $"{id},{time},{r.X / 1e3:R},{r.Y / 1e3:R},{r.Z / 1e3:R}"));
        to.Write(string.Create(
            CultureInfo.InvariantCulture, $",{v.X / 1e3:R},{v.Y / 1e3:R},{v.Z / 1e3:R}\n"));
    }

    /// <summary>
    /// Says that an object has no state, once an object: a decayed one fails at every later moment as well.
    /// </summary>
    public static void NoState(
        ProgramHost host, ElementSet set, string time, PropagationError error, ref bool hasFailed)
    {
        if (!hasFailed)
        {
            host.Err.WriteLine(Findings.Printable(
                $"{set.CatalogueNumber} {set.Name}: no state at {time}: error {(int)error},"
                + $" {error.Describe()}"));
        }
        hasFailed = true;
    }
}
