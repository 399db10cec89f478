using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using Orbweaver.Hosting;
using Orbweaver.Model;
using Orbweaver.Orbits;
using Orbweaver.Reports;
using Orbweaver.Scenarios;

namespace Orbweaver.Commands;

/// <summary><c>orbweaver elements</c>: what is in a file of elements, and the planes it flies in.</summary>
internal sealed class ElementsCommand(ProgramHost host)
{
    private readonly Argument<string> _file = new("FILE")
    {
        Description = "A file of elements: TLE, or OMM as JSON, CSV, KVN or XML.",
    };

    private readonly Option<string> _at = new("--at")
    {
        Description = "When planes and slots are looked for; the middle of the epochs by default.",
        HelpName = "T",
    };

    private readonly Option<bool> _places = new("--places")
    {
        Description = "Every object with its shell, plane and slot.",
    };

    private readonly CommonOptions _common = new();

    private sealed record Fleet(
        IReadOnlyList<ElementSet> Sets, Instant First, Instant Last, Instant At, FleetFitResult Fit);

    /// <summary>The command.</summary>
    public Command Build()
    {
        Command command = new("elements", "What is in a file of elements: shells, planes, slots, epochs.")
        {
            _file, _at, _places, _common.Json, _common.SkipBad,
        };
        command.SetAction(Run);
        return command;
    }

    private int Run(ParseResult parse)
    {
        IReadOnlyList<ElementSet> sets = Read(parse);
        Instant[] epochs = [.. sets.Select(s => s.Epoch).Order()];
        Instant at = parse.GetValue(_at) is { } text
            ? TimeText.Parse("--at", text, start: null)
            : epochs[epochs.Length / 2];
        Fleet fleet = new(sets, epochs[0], epochs[^1], at, FleetFit.Of(sets, at));
        if (parse.GetValue(_common.Json))
        {
            WriteJson(fleet);
        }
        else
        {
            WriteText(fleet, parse.GetValue(_places));
        }
        return ExitCodes.Kept;
    }

    private IReadOnlyList<ElementSet> Read(ParseResult parse)
    {
        Findings findings = new();
        ScenarioFiles files = new(host.CurrentFolder, host.CurrentFolder);
        SourceNode node = new(SourceKind.Scalar, new Place("FILE", 0, 0)) { Text = parse.GetValue(_file)! };
        IReadOnlyList<ElementSet>? sets = files.ReadElements(
            new Field(node, "", findings), parse.GetValue(_common.SkipBad));
        foreach (string note in files.Notes)
        {
            host.Err.WriteLine(Findings.Printable(note));
        }
        return findings.IsEmpty ? sets! : throw new BadInputException(findings);
    }

    private void WriteText(Fleet fleet, bool withPlaces)
    {
        FleetFitResult fit = fleet.Fit;
        string objects = fleet.Sets.Count == 1 ? "1 object" : $"{fleet.Sets.Count} objects";
        host.Out.WriteLine($"{objects}, epochs {fleet.First} to {fleet.Last}");
        host.Out.WriteLine($"{fit.Assigned} fly in planes at {fleet.At}");
        TextTable table = new(
        [
            new("shell", true), new("altitude km", true), new("inclination deg", true), new("planes", true),
            new("slots", true), new("phasing", true), new("objects", true), new("pattern", false),
        ]);
        for (int i = 0; i < fit.Shells.Count; i++)
        {
            FleetShell s = fit.Shells[i];
            table.Add(
                null, Whole(i + 1), Number(s.Altitude.Kilometres), Number(s.Inclination.Degrees),
                Whole(s.Planes), s.IsEven ? Whole(s.SlotsPerPlane) : "uneven", Whole(s.Phasing),
                Whole(s.Satellites), s.IsClosed ? "delta" : "star");
        }
        table.Write(host.Out);
        if (!withPlaces)
        {
            return;
        }
        TextTable places = new(
        [
            new("object", true), new("name", false), new("shell", true), new("plane", true),
            new("slot", true),
        ]);
        for (int i = 0; i < fleet.Sets.Count; i++)
        {
            FleetPlace place = fit.Places[i];
            bool isPlaced = place.Shell >= 0;
            places.Add(
                null, Whole(fleet.Sets[i].CatalogueNumber), Findings.Printable(fleet.Sets[i].Name),
                isPlaced ? Whole(place.Shell + 1) : "-", isPlaced ? Whole(place.Plane) : "-",
                isPlaced ? Whole(place.Slot) : "-");
        }
        places.Write(host.Out);
    }

    private void WriteJson(Fleet fleet)
    {
        using Utf8JsonText text = new(host.Out);
        Utf8JsonWriter json = text.Writer;
        json.WriteStartObject();
        json.WriteString("schema", "orbweaver.elements/1");
        json.WriteString("firstEpoch", Utc.Format(fleet.First));
        json.WriteString("lastEpoch", Utc.Format(fleet.Last));
        json.WriteString("at", Utc.Format(fleet.At));
        json.WriteStartArray("shells");
        foreach (FleetShell shell in fleet.Fit.Shells)
        {
            json.WriteStartObject();
            json.WriteNumber("altitudeKm", shell.Altitude.Kilometres);
            json.WriteNumber("inclinationDeg", shell.Inclination.Degrees);
            json.WriteNumber("planes", shell.Planes);
            json.WriteNumber("slotsPerPlane", shell.SlotsPerPlane);
            json.WriteNumber("phasing", shell.Phasing);
            json.WriteBoolean("isClosed", shell.IsClosed);
            json.WriteBoolean("isEven", shell.IsEven);
            json.WriteNumber("satellites", shell.Satellites);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("objects");
        for (int i = 0; i < fleet.Sets.Count; i++)
        {
            FleetPlace place = fleet.Fit.Places[i];
            json.WriteStartObject();
            json.WriteNumber("catalogueNumber", fleet.Sets[i].CatalogueNumber);
            json.WriteString("name", fleet.Sets[i].Name);
            json.WriteString("epoch", Utc.Format(fleet.Sets[i].Epoch));
            json.WriteNumber("shell", place.Shell);
            json.WriteNumber("plane", place.Plane);
            json.WriteNumber("slot", place.Slot);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Whole(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);
}
