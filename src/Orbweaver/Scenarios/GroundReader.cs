using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Orbits;
using Orbweaver.Planning;

namespace Orbweaver.Scenarios;

/// <summary>
/// Reads <c>sites:</c> and <c>edges:</c>, their defaults, and the files they may come from.
/// </summary>
internal sealed class GroundReader(ScenarioFiles files)
{
    private readonly Dictionary<string, Place> _taken = [];

    /// <summary>All sites, then all edges.</summary>
    public List<GroundSpec> Read(Section top)
    {
        Section defaults = top.Sub("defaults");
        List<GroundSpec> all = [];
        ReadKind(top, defaults, "sites", NodeKind.Site, all);
        ReadKind(top, defaults, "edges", NodeKind.Edge, all);
        defaults.Finish();
        return all;
    }

    private void ReadKind(Section top, Section allDefaults, string key, NodeKind kind, List<GroundSpec> all)
    {
        Section defaults = allDefaults.Sub(key);
        // Read by themselves once, so that unknown keys among them are found even if nobody takes them.
        ReadTerms(defaults, kind, name: "", position: default);
        if (top.Find(key) is { } field)
        {
            foreach ((SourceEntry entry, Field one) in Section.Of(field).Entries())
            {
                if (Names.IsFit(entry, one) && Take(entry.Key, entry.KeyPlace, one))
                {
                    ReadOne(entry.Key, one, kind, defaults, all);
                }
            }
        }
        if (top.Find($"{key}_from") is { } from)
        {
            Section section = Section.Of(from);
            Field? file = section.Need(
                "file", "Name a CSV file with the columns name (or city), lat_deg, lon_deg");
            int take = (int)(section.Find("take")?.Whole(1, Limits.GroundsMax) ?? Limits.GroundsMax);
            int skip = (int)(section.Find("skip")?.Whole(0, int.MaxValue) ?? 0);
            section.Finish();
            foreach (City city in file is { } f ? files.ReadCities(f, skip, take) : [])
            {
                string name = Names.Fitting(city.Name);
                if (Take(name, city.Place, file!.Value))
                {
                    all.Add(ReadTerms(Section.Empty(from, defaults), kind, name, city.Position));
                }
            }
        }
        defaults.Finish();
        if (all.Count > Limits.GroundsMax)
        {
            top.Field.Bad($"has {all.Count} sites and edges; the limit is {Limits.GroundsMax}");
        }
    }

    private static void ReadOne(
        string name, Field field, NodeKind kind, Section defaults, List<GroundSpec> all)
    {
        if (field.Node is { Kind: SourceKind.Scalar, IsMissing: false })
        {
            // Added even if its place is no place: those who name it should not be told that it does not
            // exist.
            all.Add(ReadTerms(Section.Empty(field, defaults), kind, name, ReadPlace(field) ?? default));
            return;
        }
        Section section = Section.Of(field, defaults);
        Angle? latitude = section.Need("latitude", "Write it as 47.38N or -33.9deg")
            ?.Angle(Quantity.Latitude, "-90deg", "90deg");
        Angle? longitude = section.Need("longitude", "Write it as 8.54E or -70.7deg")
            ?.Angle(Quantity.Longitude, "-180deg", "360deg");
        Distance altitude = section.Find("altitude")?.Distance("-500m", "100km") ?? default;
        GroundSpec ground = ReadTerms(
            section, kind, name, new GeodeticPosition(latitude ?? default, longitude ?? default, altitude));
        section.Finish();
        all.Add(ground);
    }

    // zurich: 47.38N 8.54E
    internal static GeodeticPosition? ReadPlace(Field field)
    {
        string[] words = field.Node.Text.Split([' ', ','], System.StringSplitOptions.RemoveEmptyEntries);
        if (words.Length != 2)
        {
            field.Bad(
                $"'{field.Node.Text}' is not a place",
                "Write latitude and longitude, such as 47.38N 8.54E, or a map");
            return null;
        }
        Place place = field.Node.Place;
        Field latitudeField =
            field with { Node = new SourceNode(SourceKind.Scalar, place) { Text = words[0] } };
        Field longitudeField =
            field with { Node = new SourceNode(SourceKind.Scalar, place) { Text = words[1] } };
        Angle? latitude = latitudeField.Angle(Quantity.Latitude, "-90deg", "90deg");
        Angle? longitude = longitudeField.Angle(Quantity.Longitude, "-180deg", "360deg");
        return latitude is { } lat && longitude is { } lon ? new GeodeticPosition(lat, lon, default) : null;
    }

    private static GroundSpec ReadTerms(
        Section section, NodeKind kind, string name, GeodeticPosition position)
    {
        bool isSite = kind == NodeKind.Site;
        return new GroundSpec
        {
            Name = name,
            Kind = kind,
            Position = position,
            Terminals = (int)(section.Find("terminals")?.Whole(1, 64) ?? (isSite ? 4 : 2)),
            RateUp = section.Find("rate_up")?.Rate("1kb/s", "1000Gb/s")
                ?? (isSite ? DataRate.FromGigabits(10) : DataRate.FromMegabits(200)),
            RateDown = section.Find("rate_down")?.Rate("1kb/s", "1000Gb/s")
                ?? (isSite ? DataRate.FromGigabits(10) : DataRate.FromMegabits(500)),
            Acquisition = section.Find("acquisition")?.Duration("0s", "10min") ?? Duration.FromSeconds(2),
            HandoverGap = section.Find("handover_gap")?.Duration("0s", "1min")
                ?? Duration.FromMilliseconds(100),
            Vendor = section.Find("vendor")?.Text("a name") ?? "",
        };
    }

    private bool Take(string name, Place place, Field field)
    {
        if (_taken.TryAdd(name, place))
        {
            return true;
        }
        field.Findings.Add(
            place, field.Path, $"the name '{name}' is taken by {_taken[name]}",
            "Names are unique over all sites and edges");
        return false;
    }
}
