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

/// <summary><c>orbweaver access</c>: when sites see satellites, as CSV.</summary>
internal sealed class AccessCommand(ProgramHost host)
{
    /// <summary>
    /// Satellites times sites times days of one call: ten times the active catalogue over 1,000 sites.
    /// </summary>
    private const double SatelliteSiteDaysMax = 2e8;

    // What is in memory at once: at some 200 characters a satellite, site and day 64 MB a chunk.
    private const double ChunkSiteDays = 160_000;
    private const int ChunkMax = 256;

    private readonly Option<string> _sites = new("--sites", "-s")
    {
        Description = "A CSV file with the columns name (or site), lat_deg, lon_deg and, if known, height_m.",
        HelpName = "FILE",
        Required = true,
    };

    private readonly Option<string> _from = new("--from")
    {
        Description = "Where the span begins.",
        HelpName = "T",
        Required = true,
    };

    private readonly Option<string> _to = new("--to")
    {
        Description = "Where it ends; +24h counts from --from.",
        HelpName = "T",
        Required = true,
    };

    private readonly Option<string> _elevation = new("--min-elevation")
    {
        Description = "The least elevation in degrees at which a site sees a satellite.",
        HelpName = "DEG",
        Required = true,
    };

    private readonly Option<string> _out = CommonOptions.Out(
        "The CSV file; - for the standard output.", "FILE", isRequired: true);

    private readonly CommonOptions _common = new();

    // How rows of a satellite at a site begin, and where satellites ended.
    private sealed record Table(string[] Satellites, string[] Sites, AccessEnd?[] Ends);

    /// <summary>The command.</summary>
    public Command Build()
    {
        Command command = new("access", "When sites see satellites: every rise and set of a span, as CSV.")
        {
            _common.Elements, _sites, _from, _to, _elevation, _out, _common.SkipBad, _common.Workers,
            _common.Quiet,
        };
        command.SetAction(Run);
        return command;
    }

    private int Run(ParseResult parse)
    {
        IWorkers workers = _common.WorkersOf(parse);
        Instant from = TimeText.Parse("--from", parse.GetValue(_from)!, start: null);
        Instant to = TimeText.Parse("--to", parse.GetValue(_to)!, from);
        Angle elevation = ReadElevation(parse.GetValue(_elevation)!);
        IReadOnlyList<City> sites = ReadSites(parse.GetValue(_sites)!);
        IReadOnlyList<ElementSet> sets = _common.ReadElements(parse, host);
        CheckSpan(from, to, (double)sets.Count * sites.Count);
        AccessQuery query = new()
        {
            Sites = [.. sites.Select(s => s.Position)],
            From = from,
            To = to,
            ElevationMin = elevation,
        };
        Table table = new(
            [.. sets.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.CatalogueNumber},"))],
            [.. sites.Select(s => $"{Quoted(s.Name)},")],
            new AccessEnd?[sets.Count]);
        Progress progress = new(host, parse.GetValue(_common.Quiet));
        CommonOptions.WriteResult(
            parse.GetValue(_out)!, host, writer => progress.Of(p => Write(writer, p)),
            ("--elements", parse.GetValue(_common.Elements)!), ("--sites", parse.GetValue(_sites)!));
        Tell(sets, table.Ends, from);
        return ExitCodes.Kept;

        int Write(TextWriter writer, Progress shown)
        {
            AccessSearch search =
                new(query, [.. sets.Select(s => new Sgp4Ephemeris(s))], workers);
            WriteRows(writer, search, table, workers, shown);
            return sets.Count;
        }
    }

    private void WriteRows(
        TextWriter writer, AccessSearch search, Table table, IWorkers workers, Progress shown)
    {
        writer.Write("id,site,rise,set\n");
        int chunk = (int)Math.Clamp(ChunkSiteDays / (table.Sites.Length * search.Days), 1, ChunkMax);
        OrderedRows.Write(
            writer, (table.Satellites.Length, chunk), workers, NewMaker,
            done => shown.Report("searching", done, table.Satellites.Length));

        Action<int, RowBuffer> NewMaker()
        {
            AccessScratch scratch = search.NewScratch();
            List<AccessWindow> windows = [];
            return (satellite, rows) =>
            {
                host.Interrupt.ThrowIfCancellationRequested();
                windows.Clear();
                table.Ends[satellite] = search.Find(satellite, scratch, windows);
                foreach (AccessWindow window in windows)
                {
                    rows.Add(table.Satellites[satellite]).Add(table.Sites[window.Site])
                        .Add(window.Rise).Add(",").Add(window.Set).Add("\n");
                }
            };
        }
    }

    // A decayed satellite is no mistake of the operator's; its windows up to then are in the file.
    private void Tell(IReadOnlyList<ElementSet> sets, AccessEnd?[] ends, Instant from)
    {
        for (int i = 0; i < ends.Length; i++)
        {
            if (ends[i] is { } end)
            {
                string when = end.At == from ? $"at {from}" : $"after {end.At}";
                host.Err.WriteLine(Findings.Printable(
                    $"{sets[i].CatalogueNumber} {sets[i].Name}: no state {when}:"
                    + $" error {(int)end.Error}, {end.Error.Describe()}"));
            }
        }
    }

    private IReadOnlyList<City> ReadSites(string given)
    {
        Findings findings = new();
        ScenarioFiles files = new(host.CurrentFolder, host.CurrentFolder);
        Field field = CommonOptions.FieldOf("--sites", given, findings);
        IReadOnlyList<City> sites = files.ReadCities(field, skip: 0, Limits.GroundsMax + 1);
        if (sites.Count > Limits.GroundsMax)
        {
            field.Bad($"'{given}' has more than {Limits.GroundsMax} sites", "Ask for them in parts");
        }
        Dictionary<string, Place> taken = new(StringComparer.Ordinal);
        foreach (City site in sites)
        {
            if (site.Name.Length == 0)
            {
                findings.Add(
                    site.Place, "", "the site has no name", "Give it one: rows are told apart by it");
            }
            else if (!taken.TryAdd(site.Name, site.Place))
            {
                findings.Add(
                    site.Place, "", $"the name '{site.Name}' is taken by {taken[site.Name]}",
                    "Rows are told apart by the names of sites: give each its own");
            }
        }
        return findings.IsEmpty ? sites : throw new BadInputException(findings);
    }

    private static Angle ReadElevation(string text)
    {
        string number = text.EndsWith("deg", StringComparison.Ordinal) ? text[..^3] : text;
        return double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double degrees)
            && Math.Abs(degrees) <= 90
            ? Angle.FromDegrees(degrees)
            : throw BadInputException.Of(
                "--min-elevation", $"'{text}' is not an elevation",
                "Write degrees from -90 to 90, such as 25");
    }

    private static void CheckSpan(Instant from, Instant to, double satelliteSites)
    {
        if (to <= from)
        {
            throw BadInputException.Of("--to", $"{to} is not after --from {from}", "Write a later moment");
        }
        if (to - from > AccessSearch.SpanMax)
        {
            throw BadInputException.Of(
                "--to", $"makes a span of {to - from}; the limit is {AccessSearch.SpanMax}",
                "Ask for it in parts");
        }
        double siteDays = satelliteSites * (to - from).TotalSeconds / 86_400;
        if (siteDays > SatelliteSiteDaysMax)
        {
            throw BadInputException.Of(
                "--to",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"makes {siteDays:0} satellites times sites times days; the limit is"
                    + $" {SatelliteSiteDaysMax:0}"),
                "Ask for it in parts");
        }
    }

    // RFC 4180.
    private static string Quoted(string name)
        => name.AsSpan().IndexOfAny(',', '"') < 0
            ? name
            : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
