using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using Orbweaver.Hosting;
using Orbweaver.Model;
using Orbweaver.Orbits;
using Orbweaver.Reports;
using Orbweaver.Scenarios;

namespace Orbweaver.Commands;

/// <summary><c>orbweaver pairs</c>: which satellites could be linked at one moment, as CSV.</summary>
internal sealed class PairsCommand(ProgramHost host)
{
    // Rows of a chunk are in memory at once: of 10,758 satellites at 5,000 km some 40 MB.
    private const int Chunk = 256;

    private readonly Option<string> _at = new("--at")
    {
        Description = "The moment.",
        HelpName = "T",
        Required = true,
    };

    private readonly Option<string> _range = new("--max-range")
    {
        Description = "The longest link, such as 5000km.",
        HelpName = "DISTANCE",
        Required = true,
    };

    private readonly Option<string> _grazing = new("--grazing-altitude")
    {
        Description = "The least altitude at which a line of sight may pass the Earth.",
        HelpName = "DISTANCE",
        DefaultValueFactory = static _ => "80km",
    };

    private readonly Option<string> _out = CommonOptions.Out(
        "The CSV file; - for the standard output.", "FILE", isRequired: true);

    private readonly CommonOptions _common = new();

    /// <summary>The command.</summary>
    public Command Build()
    {
        Command command = new("pairs", "Pairs of satellites that could be linked at one moment, as CSV.")
        {
            _common.Elements, _at, _range, _grazing, _out, _common.SkipBad, _common.Workers, _common.Quiet,
        };
        command.SetAction(Run);
        return command;
    }

    private int Run(ParseResult parse)
    {
        IWorkers workers = _common.WorkersOf(parse);
        Instant at = TimeText.Parse("--at", parse.GetValue(_at)!, start: null);
        Distance range = ReadDistance("--max-range", parse.GetValue(_range)!, "1m");
        Distance grazing = ReadDistance("--grazing-altitude", parse.GetValue(_grazing)!, "-6378km");
        IReadOnlyList<ElementSet> sets = _common.ReadElements(parse, host);
        TemePosition?[] positions = Positions(sets, at, workers);
        string[] ids = [.. sets.Select(s => s.CatalogueNumber.ToString(CultureInfo.InvariantCulture))];
        Progress progress = new(host, parse.GetValue(_common.Quiet));
        CommonOptions.WriteResult(
            parse.GetValue(_out)!, host, writer => progress.Of(p => Write(writer, p)),
            ("--elements", parse.GetValue(_common.Elements)!));
        return ExitCodes.Kept;

        int Write(TextWriter writer, Progress shown)
        {
            WriteRows(writer, new SatellitePairs(positions, range, grazing), ids, workers, shown);
            return ids.Length;
        }
    }

    private void WriteRows(
        TextWriter writer, SatellitePairs pairs, string[] ids, IWorkers workers, Progress shown)
    {
        writer.Write("a,b,range_km,grazing_altitude_km\n");
        OrderedRows.Write(
            writer, (ids.Length, Chunk), workers, NewMaker,
            done => shown.Report("pairing", done, ids.Length));

        Action<int, RowBuffer> NewMaker()
        {
            SatellitePairMarks marks = pairs.NewMarks();
            List<SatellitePair> found = [];
            return (satellite, rows) =>
            {
                host.Interrupt.ThrowIfCancellationRequested();
                found.Clear();
                pairs.Find(satellite, marks, found);
                foreach (SatellitePair pair in found)
                {
                    // To the millimetre.
                    rows.Add(ids[pair.A]).Add(",").Add(ids[pair.B]).Add(",")
                        .Add(pair.Range.Kilometres, "F6").Add(",")
                        .Add(pair.GrazingAltitude.Kilometres, "F6").Add("\n");
                }
            };
        }
    }

    private TemePosition?[] Positions(IReadOnlyList<ElementSet> sets, Instant at, IWorkers workers)
    {
        TemePosition?[] positions = new TemePosition?[sets.Count];
        PropagationError[] errors = new PropagationError[sets.Count];
        workers.For(sets.Count, (first, end) =>
        {
            for (int i = first; i < end; i++)
            {
                Sgp4Ephemeris satellite = new(sets[i]);
                bool isKnown = satellite.TryPropagate(at, out TemeState state, out errors[i]);
                positions[i] = isKnown ? state.Position : null;
            }
        });
        for (int i = 0; i < errors.Length; i++)
        {
            if (errors[i] != PropagationError.None)
            {
                bool hasFailed = false;
                PositionsCommand.NoState(host, sets[i], $"{at}", errors[i], ref hasFailed);
            }
        }
        return positions;
    }

    private static Distance ReadDistance(string option, string text, string least)
    {
        Findings findings = new();
        Distance? distance = CommonOptions.FieldOf(option, text, findings).Distance(least, "1000000km");
        return distance ?? throw new BadInputException(findings);
    }
}
