using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Orbits;
using Orbweaver.Planning;

namespace Orbweaver.Scenarios;

/// <summary>Reads <c>constellations:</c>.</summary>
internal sealed class ConstellationReader(ScenarioFiles files, bool skipBad)
{
    private const string HowToGive =
        "Give a design, such as D:550:70:480/24/1, or a file of elements (TLE, OMM) or ephemerides (OEM)";

    /// <summary>All constellations, in order.</summary>
    public List<Constellation> Read(Section top)
    {
        List<Constellation> all = [];
        if (top.Need("constellations", HowToGive) is not { } field)
        {
            return all;
        }
        foreach ((SourceEntry entry, Field one) in Section.Of(field).Entries())
        {
            if (all.Count == Limits.ConstellationsMax)
            {
                one.Bad($"is one constellation too many; the limit is {Limits.ConstellationsMax}");
                break;
            }
            if (Names.IsFit(entry, one) && ReadOne(entry.Key, Section.Of(one)) is { } constellation)
            {
                all.Add(constellation);
            }
        }
        if (all.Count == 0 && field.Findings.IsEmpty)
        {
            field.Bad("names no constellation", HowToGive);
        }
        return all;
    }

    private Constellation? ReadOne(string name, Section section)
    {
        Field? design = section.Find("design");
        Field? elements = section.Find("elements");
        Field? ephemerides = section.Find("ephemerides");
        IReadOnlyList<WalkerDesign>? shells = design is { } d ? ReadDesign(d) : [];
        IReadOnlyList<ElementSet>? sets = [];
        if (design is not null && elements is { } both)
        {
            both.Bad("stands beside a design", "Keep one of 'design' and 'elements'");
        }
        else if (design is null && ephemerides is null && (elements is null || elements.Value.Node.IsMissing))
        {
            section.Field.Bad(
                "has neither a design nor elements",
                $"Give a file of orbital elements, such as --set {section.Field.Path}.elements=starlink.tle,"
                + " or a design");
            sets = null;
        }
        else if (elements is { } file)
        {
            sets = files.ReadElements(file, skipBad);
        }
        IReadOnlyList<ObjectEphemeris>? own =
            ephemerides is { } given ? ReadEphemerides(given, design is not null, sets) : [];
        int planes = shells?.Sum(s => s.Planes) ?? 0;
        TopologyPolicy policy = ReadPolicy(section, shells ?? []);
        (IReadOnlyList<MotifOffset> motif, MotifAim aim) = MotifReader.Read(section, policy, shells ?? []);
        Constellation constellation = new()
        {
            Name = name,
            Shells = shells ?? [],
            Elements = sets ?? [],
            Ephemerides = own ?? [],
            IsSeamFitted = design is null && section.Find("seam") is null,
            Policy = policy,
            Motif = motif,
            MotifAim = aim,
            Optical = ReadOptical(section.Sub("optical")),
            AccessBeams = ReadBeams(section.Sub("access_beams"), 16, DataRate.FromGigabits(1)),
            GatewayBeams = ReadBeams(section.Sub("gateway_beams"), 4, DataRate.FromGigabits(10)),
            ElevationMin = section.Find("minimum_elevation")?.Angle(Quantity.Angle, "0deg", "89deg")
                ?? Angle.FromDegrees(10),
            VendorOfPlane = ReadVendors(section, planes),
        };
        section.Finish();
        return shells is null || sets is null || own is null ? null : constellation;
    }

    // Beside elements each ephemeris stands for one of them: a misspelt name would fly a satellite twice.
    private IReadOnlyList<ObjectEphemeris>? ReadEphemerides(
        Field field, bool hasDesign, IReadOnlyList<ElementSet>? sets)
    {
        if (hasDesign)
        {
            field.Bad("stand beside a design", "Give them alone, or with the elements that they replace");
            return null;
        }
        if (files.ReadEphemerides(field) is not { } own || sets is null)
        {
            return null;
        }
        bool isBad = false;
        foreach (ObjectEphemeris one in own)
        {
            if (sets.Count > 0 && !sets.Any(s => EphemerisOfElements.IsFor(one, s)))
            {
                field.Bad(
                    $"no element set is of '{one.Name}' ({one.ObjectId})",
                    "Correct OBJECT_ID or OBJECT_NAME, or give it in a constellation without elements");
                isBad = true;
            }
        }
        return isBad ? null : own;
    }

    private static IReadOnlyList<WalkerDesign>? ReadDesign(Field field)
    {
        if (field.Text("a constellation code") is not { } code)
        {
            return null;
        }
        if (!ConstellationCode.TryParse(code, out IReadOnlyList<WalkerDesign> shells, out string reason))
        {
            field.Bad(
                $"'{code}' is not a constellation code: {reason.TrimEnd('.')}",
                "Write D (delta) or S (star), altitude in km, inclination in deg, total/planes/phasing:"
                + " D:550:70:480/24/1; join shells by +");
            return null;
        }
        return shells;
    }

    private static TopologyPolicy ReadPolicy(Section section, IReadOnlyList<WalkerDesign> shells)
    {
        bool isStar = shells.Count > 0 && shells[0].Pattern == WalkerPattern.Star;
        bool isOpen = section.Find("seam")?.Choice(("open", true), ("closed", false)) ?? isStar;
        TopologyPolicy grid = isOpen ? TopologyPolicy.PlusGridOpenSeam : TopologyPolicy.PlusGrid;
        if (section.Find("policy") is not { } field)
        {
            return shells.Count > 0 ? grid : TopologyPolicy.NearestStable;
        }
        if (field.Node.Text is "static")
        {
            field.NotYet("the policy 'static'", "+grid, motif, nearest-stable and none");
            return grid;
        }
        TopologyPolicy policy = field.Choice(
            ("+grid", grid), ("motif", isOpen ? TopologyPolicy.MotifOpenSeam : TopologyPolicy.Motif),
            ("nearest-stable", TopologyPolicy.NearestStable), ("none", TopologyPolicy.None))
            ?? grid;
        // A design that cannot be read has been answered.
        bool hasNoPlaces = shells.Count == 0 && section.Find("design") is null;
        if (policy == grid && hasNoPlaces && section.Find("elements") is null)
        {
            field.Bad(
                "+grid needs the planes and slots of a design or of elements",
                "Use nearest-stable for ephemerides alone");
        }
        if (policy is TopologyPolicy.Motif or TopologyPolicy.MotifOpenSeam && hasNoPlaces)
        {
            field.Bad(
                "motif needs the planes and slots of a design", "Use +grid or nearest-stable for elements");
        }
        return policy;
    }

    private static OpticalTerminals ReadOptical(Section section)
    {
        OpticalTerminals terminals = new(
            (int)(section.Find("count")?.Whole(0, 8) ?? 4),
            section.Find("rate")?.Rate("1kb/s", "10000Gb/s") ?? DataRate.FromGigabits(100),
            section.Find("range")?.Distance("1km", "100000km") ?? Distance.FromKilometres(5400),
            section.Find("pat_time")?.Duration("0s", "1h") ?? Duration.FromSeconds(12),
            section.Find("group")?.Text() ?? "default");
        section.Finish();
        return terminals;
    }

    private static RadioBeams ReadBeams(Section section, int count, DataRate rate)
    {
        RadioBeams beams = new(
            (int)(section.Find("count")?.Whole(0, 1024) ?? count),
            section.Find("rate")?.Rate("1kb/s", "10000Gb/s") ?? rate);
        section.Finish();
        return beams;
    }

    // vendors: {A: 0-7, B: 8-15, C: [16, 18-23]} by plane, or vendor: A for all.
    private static string[] ReadVendors(Section section, int planes)
    {
        string all = section.Find("vendor")?.Text("a name") ?? section.Field.Path.Split('.')[^1];
        string[] vendors = new string[Math.Max(planes, 1)];
        Array.Fill(vendors, all);
        if (section.Find("vendors") is not { } field)
        {
            return vendors;
        }
        if (planes == 0)
        {
            field.Bad("needs the planes of a design", "Write 'vendor: NAME' for a file of elements");
            return vendors;
        }
        int foundBefore = section.Field.Findings.Count;
        int[] ownerLine = new int[planes];
        foreach ((SourceEntry entry, Field ranges) in Section.Of(field).Entries())
        {
            bool isNamed = Names.IsFit(entry, ranges);
            foreach (Field range in isNamed ? ranges.Items("planes such as 0-7") ?? [] : [])
            {
                Claim(range, entry.Key, vendors, ownerLine);
            }
        }
        int unowned = Array.IndexOf(ownerLine, 0);
        if (unowned >= 0 && section.Find("vendor") is null && section.Field.Findings.Count == foundBefore)
        {
            field.Bad(
                $"plane {unowned} belongs to nobody",
                "Give every plane to a vendor, or the rest to one with 'vendor: NAME'");
        }
        return vendors;
    }

    private static void Claim(Field range, string vendor, string[] vendors, int[] ownerLine)
    {
        if (range.Text("planes such as 0-7") is not { } text)
        {
            return;
        }
        string[] ends = text.Split('-');
        if (ends.Length > 2
            || !int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out int first)
            || !int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out int last)
            || first > last || last >= vendors.Length)
        {
            range.Bad(
                $"'{text}' is no range of planes",
                $"Write planes from 0 to {vendors.Length - 1}, such as 0-7 or 3");
            return;
        }
        for (int plane = first; plane <= last; plane++)
        {
            if (ownerLine[plane] != 0)
            {
                range.Bad(
                    $"plane {plane} belongs to {vendors[plane]} already", "Give every plane to one vendor");
                return;
            }
            vendors[plane] = vendor;
            ownerLine[plane] = Math.Max(1, range.Node.Place.Line);
        }
    }
}
