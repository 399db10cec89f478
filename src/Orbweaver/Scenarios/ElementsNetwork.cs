using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Orbits;
using Orbweaver.Planning;

namespace Orbweaver.Scenarios;

/// <summary>Which ephemeris stands for which elements.</summary>
internal static class EphemerisOfElements
{
    /// <summary>
    /// By international designator; where either side has none, by name. Capitals do not matter.
    /// </summary>
    public static bool IsFor(ObjectEphemeris ephemeris, ElementSet elements)
        => IsDesignator(ephemeris.ObjectId) && elements.ObjectId.Length > 0
            ? string.Equals(ephemeris.ObjectId, elements.ObjectId, StringComparison.OrdinalIgnoreCase)
            : string.Equals(ephemeris.Name, elements.Name, StringComparison.OrdinalIgnoreCase);

    // Year, dash, number: what operators write for objects without one is anything else.
    private static bool IsDesignator(string id)
        => id.Length >= 8 && id[4] == '-' && id[..4].All(char.IsAsciiDigit)
            && !id.StartsWith("0000", StringComparison.Ordinal);
}

/// <summary>Satellites of files: from elements, from ephemerides, or from both.</summary>
internal static class ElementsNetwork
{
    private const int NamedMax = 5;

    private readonly record struct Flying(string Name, string Number, IEphemeris Ephemeris);

    /// <summary>
    /// Adds the satellites of a constellation and how they are joined; returns what the operator should know.
    /// </summary>
    public static IReadOnlyList<string> Add(
        string file, Constellation constellation, string prefix, Instant start, List<ConstellationSpec> specs,
        List<SatelliteSpec> satellites)
    {
        Flying[] flying = constellation.Elements.Count > 0
            ? [.. constellation.Elements.Select(e => Of(e, constellation.Ephemerides))]
            : [.. constellation.Ephemerides.Select(e => new Flying(e.Name, e.ObjectId, e.Ephemeris))];
        if (flying.Length == 0)
        {
            return [];
        }
        bool isGrid = constellation.Policy is TopologyPolicy.PlusGrid or TopologyPolicy.PlusGridOpenSeam;
        FleetFitResult? fit = isGrid ? FleetFit.Of(constellation.Elements, start) : null;
        if (fit is { Shells.Count: 0 })
        {
            throw BadInputException.Of(
                file, $"the elements of '{constellation.Name}' fly in no planes that +grid could join",
                "Use the policy nearest-stable");
        }
        string[] shells = fit is null
            ? [constellation.Name]
            : [.. fit.Shells.Select((_, i) => fit.Shells.Count == 1
                ? constellation.Name : $"{constellation.Name}/{i + 1}")];
        string rest = $"{constellation.Name}/rest";
        specs.AddRange(fit is null
            ? [new ConstellationSpec(constellation.Name, constellation.Policy, 0, 0, 0)]
            : fit.Shells.Select((s, i) => Spec(shells[i], constellation, s)));
        string[] names = UniqueNames(flying);
        List<string> without = [];
        for (int i = 0; i < flying.Length; i++)
        {
            FleetPlace place = fit?.Places[i] ?? FleetPlace.None;
            bool isPlaced = fit is null || place.Shell >= 0;
            string shell = isPlaced ? shells[Math.Max(0, place.Shell)] : rest;
            if (!isPlaced)
            {
                without.Add(names[i]);
            }
            satellites.Add(Network.Satellite(
                constellation, shell, prefix + names[i], constellation.VendorOfPlane[0], flying[i].Ephemeris)
                with
            { Plane = place.Plane, Slot = place.Slot });
        }
        if (without.Count > 0)
        {
            specs.Add(new ConstellationSpec(rest, TopologyPolicy.None, 0, 0, 0));
        }
        return fit is null ? [] : Notes(constellation.Name, flying.Length, fit, without);
    }

    private static Flying Of(ElementSet elements, IReadOnlyList<ObjectEphemeris> own)
    {
        string number = elements.CatalogueNumber.ToString(CultureInfo.InvariantCulture);
        ObjectEphemeris? ephemeris = own.FirstOrDefault(o => EphemerisOfElements.IsFor(o, elements));
        IEphemeris flown = ephemeris is null ? new Sgp4Ephemeris(elements) : ephemeris.Ephemeris;
        return new Flying(elements.Name, number, flown);
    }

    private static ConstellationSpec Spec(string name, Constellation constellation, FleetShell shell)
    {
        TopologyPolicy policy = !constellation.IsSeamFitted ? constellation.Policy
            : shell.IsClosed ? TopologyPolicy.PlusGrid
            : TopologyPolicy.PlusGridOpenSeam;
        return new ConstellationSpec(name, policy, shell.Planes, shell.SlotsPerPlane, shell.Phasing);
    }

    // Names repeat in catalogues ("OBJECT A"): those take their catalogue number as well.
    private static string[] UniqueNames(Flying[] flying)
    {
        HashSet<string> repeated =
        [
            .. flying.GroupBy(f => Names.Fitting(f.Name), StringComparer.Ordinal)
                .Where(g => g.Skip(1).Any()).Select(g => g.Key),
        ];
        HashSet<string> taken = [];
        return
        [
            .. flying.Select(f =>
            {
                string name = Names.Fitting(f.Name);
                string number = Names.Fitting(f.Number);
                string unique = repeated.Contains(name) ? $"{name}-{number}" : name;
                for (int i = 2; !taken.Add(unique); i++)
                {
                    unique = $"{name}-{number}-{i}";
                }
                return unique;
            }),
        ];
    }

    private static List<string> Notes(string name, int count, FleetFitResult fit, List<string> without)
    {
        List<string> notes =
        [
            .. fit.Shells.Select((s, i) => string.Create(
                CultureInfo.InvariantCulture,
                $"{name}: shell {i + 1} at {s.Altitude.Kilometres:0} km, {s.Inclination.Degrees:0.0} deg:"
                + $" {s.Satellites} satellites in {s.Planes} planes of {s.SlotsPerPlane} slots")),
        ];
        if (without.Count > 0)
        {
            string more = without.Count > NamedMax ? $" and {without.Count - NamedMax} more" : "";
            notes.Add(
                $"{name}: {without.Count} of {count} satellites fit no plane and have no lasers:"
                + $" {string.Join(", ", without.Take(NamedMax))}{more}");
        }
        return notes;
    }
}
