using System.Collections.Generic;
using System.Globalization;
using Orbweaver.Model;
using Orbweaver.Orbits;
using Orbweaver.Twin;

namespace Orbweaver.Scenarios;

/// <summary>
/// Reads <c>faults:</c>, a list of small maps. Names are looked up later, by <see cref="FaultNames"/>.
/// </summary>
internal static partial class FaultReader
{
    private const string LongestText = "30d";

    /// <summary>All faults, in order, of the kinds that are taken where they are written.</summary>
    public static List<ScenarioFault> Read(Section top, FaultKinds kinds)
    {
        List<ScenarioFault> all = [];
        if (top.Find("faults") is not { } field)
        {
            return all;
        }
        if (field.Node.Kind == SourceKind.Map)
        {
            field.Bad("is a map", "Write a list: a '-' before each fault");
            return all;
        }
        foreach (Field one in field.Items("a list of faults") ?? [])
        {
            if (all.Count == Limits.FaultsMax)
            {
                one.Bad($"is one fault too many; the limit is {Limits.FaultsMax}");
                break;
            }
            if (ReadOne(Section.Of(one), kinds) is { } fault)
            {
                all.Add(fault);
            }
        }
        return all;
    }

    private static ScenarioFault? ReadOne(Section section, FaultKinds kinds)
    {
        int before = section.Field.Findings.Count;
        if (section.Need("kind", kinds.List) is not { } field
            || field.Text("a kind of fault") is not { } kind)
        {
            return null;
        }
        if (!kinds.Takes(kind, out string why, out string advice))
        {
            field.Bad(why, advice);
            return null;
        }
        ScenarioFault? fault = kind is "random" ? ReadRandom(section) : ReadTimed(section, kind);
        section.Finish();
        return section.Field.Findings.Count == before ? fault : null;
    }

    private static ScenarioFault? ReadTimed(Section section, string kind)
    {
        Duration at = section.Need("at", "Write when it begins, such as at: 60s")?.Duration("0s", LongestText)
            ?? default;
        Duration? length = section.Find("for")?.Duration("1us", LongestText);
        Duration until = length is { } l ? at + l : Duration.Max;
        switch (kind)
        {
            case "node" or "site" or "hang":
                NodeHitKind hit = kind is "hang" ? NodeHitKind.Hung : NodeHitKind.Lost;
                return new NamedNodesFault(
                    kind, at, until, ReadNames(section, kind is "site" ? "site" : "node"), hit, default);
            case "slow":
                Duration by = section.Need("by", "Write how much longer it takes, such as by: 5ms")?
                    .Duration("1us", "10s") ?? default;
                return new NamedNodesFault(
                    kind, at, until, ReadNames(section, "node"), NodeHitKind.Slow, by);
            case "plane":
                Field? plane = section.Need("plane", "Write its number, from 0");
                return ReadName(section, "constellation", "Name the constellation") is { } constellation
                    && plane?.Whole(0, 100_000) is { } number
                        ? new PlaneFault(at, until, constellation, (int)number, plane.Value)
                        : null;
            case "vendor":
                return ReadName(section, "vendor", "Name the vendor") is { } vendor
                    ? new VendorFault(at, until, vendor)
                    : null;
            case "noise":
                return ReadNoise(section, at, until);
            case "acquisition":
                return ReadAcquisition(section, at, until);
            case "region-jam" or "weather":
                return ReadRegion(section, kind, at, until);
            case "clock":
                return ReadClock(section, at, until);
            case "controller":
                return ReadController(section, at, until);
            case "partition":
                return ReadPartition(section, at, until);
            case "overload":
                return ReadOverload(section, at, until);
            default:
                return ReadPair(section, kind, at, until);
        }
    }

    private static PairFault? ReadPair(Section section, string kind, Duration at, Duration until)
    {
        bool isOneWay = kind is "one-way";
        (NameRef From, NameRef To)? pair = isOneWay
            ? (ReadName(section, "from", "Name the node whose frames are lost"),
                ReadName(section, "to", "Name the node that hears nothing")) is ({ } from, { } to)
                    ? (from, to)
                    : null
            : ReadBetween(section, isNeeded: true);
        LinkFlap? flap = kind is "flap" ? ReadFlap(section) : null;
        LinkHitKind hit = kind is "silent" or "one-way" ? LinkHitKind.Silent : LinkHitKind.Dark;
        return pair is { } ends
            ? new PairFault(kind, at, until, ends.From, ends.To, hit, isOneWay) { Flap = flap }
            : null;
    }

    private static LinkFlap ReadFlap(Section section)
    {
        Duration period = section.Need("period", "Write how often it goes, such as period: 2s")?
            .Duration("1ms", "1h") ?? Duration.FromSeconds(1);
        int dutyPpm = section.Find("duty") is { } duty ? ReadShare(duty, "0.1%", "99.9%") : 500_000;
        // The duty is the share of time in which the link is up.
        return new LinkFlap(period, new Duration(period.Nanoseconds / 1_000_000 * (1_000_000 - dutyPpm)));
    }

    private static ScenarioFault? ReadNoise(Section section, Duration at, Duration until)
    {
        FrameNoise noise = new(
            ReadShareOf(section, "loss"), ReadShareOf(section, "corruption"),
            ReadShareOf(section, "duplication"), ReadShareOf(section, "reordering"),
            section.Find("spread")?.Duration("0s", "10s") ?? Duration.FromMilliseconds(5));
        if (!noise.IsSome)
        {
            section.Field.Bad(
                "disturbs nothing", "Write loss, corruption, duplication or reordering, such as loss: 5%");
        }
        if (ReadBetween(section, isNeeded: false) is { } pair)
        {
            if (section.Find("on") is { } both)
            {
                both.Bad("stands beside 'between'", "Keep one of the two");
            }
            return new PairFault("noise", at, until, pair.From, pair.To, LinkHitKind.Noisy, IsOneWay: false)
            {
                Noise = noise,
            };
        }
        if (section.Find("between") is not null)
        {
            return null;
        }
        ContactKind[] all = [ContactKind.Optical, ContactKind.Access, ContactKind.Gateway];
        int? on = section.Find("on")?.Choice(("all", 3), ("lasers", 0), ("access", 1), ("gateway", 2));
        return new NoiseFault(at, until, on is { } one and < 3 ? [all[one]] : all, noise);
    }

    private static AcquisitionFault ReadAcquisition(Section section, Duration at, Duration until)
    {
        Duration? late = section.Find("late")?.Duration("1ms", "10min");
        int sharePpm = section.Find("share") is { } share ? ReadShare(share, "1ppm", "100%") : 1_000_000;
        NameRef? node = section.Find("node") is null ? null : ReadName(section, "node", "Name a node");
        return new AcquisitionFault(at, until, sharePpm, node, late);
    }

    private static RegionFault ReadRegion(Section section, string kind, Duration at, Duration until)
    {
        const string How = "Write latitude and longitude, such as 48N 11E";
        GeodeticPosition centre = section.Need("centre", How) is { } field
            ? GroundReader.ReadPlace(field) ?? default
            : default;
        GeodeticPosition? to = section.Find("to") is { } end ? GroundReader.ReadPlace(end) : null;
        Distance radius = section.Need("radius", "Write how large it is, such as radius: 800km")?
            .Distance("1km", "20000km") ?? default;
        if (to is not null && until == Duration.Max)
        {
            section.Field.Bad("moves, but not until when", "Write how long it takes, such as for: 2min");
        }
        JamBand? band = kind is "weather"
            ? null
            : section.Find("band")?.Choice(
                ("up", JamBand.Up), ("down", JamBand.Down), ("both", JamBand.Both),
                ("access", JamBand.Access)) ?? JamBand.Both;
        return new RegionFault(kind, at, until, band, centre, to, radius);
    }

    private static RandomFault? ReadRandom(Section section)
    {
        Duration from = section.Need("from", "Write when the first may be lost, such as from: 60s")?
            .Duration("0s", LongestText) ?? default;
        Duration until = section.Need("until", "Write when all are lost, such as until: 240s")?
            .Duration("0s", LongestText) ?? Duration.Max;
        if (until <= from)
        {
            section.Field.Bad($"ends at {until}, before it begins at {from}", "Write a later 'until'");
            return null;
        }
        int sharePpm = section.Need("share", "Write how many, such as share: 15%") is { } share
            ? ReadShare(share, "1ppm", "100%")
            : 0;
        int atOncePpm = section.Find("at_once") is { } atOnce ? ReadShare(atOnce, "0%", "100%") : 0;
        NodeKind of = section.Need("of", "Write satellites, sites or edges")?.Choice(
            ("satellites", NodeKind.Satellite), ("sites", NodeKind.Site), ("edges", NodeKind.Edge))
            ?? default;
        return new RandomFault(
            from, until, of, sharePpm, atOncePpm, section.Find("for")?.Duration("1us", LongestText));
    }

    private static int ReadShareOf(Section section, string key)
        => section.Find(key) is { } field ? ReadShare(field, "0%", "100%") : 0;

    // 15 %, or 1/3 where percents have no end.
    private static int ReadShare(Field field, string least, string greatest)
    {
        string[] parts = field.Node.Text.Split('/');
        if (parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int above)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int below)
            && above <= below && below > 0)
        {
            int ppm = (int)(above * 1_000_000L / below);
            if (ppm < Quantity.Share.Limit(least) || ppm > Quantity.Share.Limit(greatest))
            {
                field.Bad(
                    $"'{field.Node.Text}' is out of range", $"Write a share from {least} to {greatest}");
            }
            return ppm;
        }
        return (int)(field.Of(Quantity.Share, least, greatest) ?? 0);
    }

    private static (NameRef From, NameRef To)? ReadBetween(Section section, bool isNeeded)
    {
        const string How = "Name two nodes, such as between: [P03-S07, P04-S07]";
        Field? found = isNeeded ? section.Need("between", How) : section.Find("between");
        if (found is not { } field || field.Items("two names") is not { } items)
        {
            return null;
        }
        if (items.Count != 2)
        {
            field.Bad($"has {items.Count} names where two are expected", How);
            return null;
        }
        return items[0].Text("a name") is { } first && items[1].Text("a name") is { } second
            ? (new NameRef(first, items[0]), new NameRef(second, items[1]))
            : null;
    }

    private static NameRef? ReadName(Section section, string key, string how)
        => section.Need(key, how) is { } field && field.Text("a name") is { } name
            ? new NameRef(name, field)
            : null;

    private static List<NameRef> ReadNames(Section section, string key)
    {
        List<NameRef> names = [];
        if (section.Need(key, $"Name it, or list several: {key}: [...]") is not { } field)
        {
            return names;
        }
        foreach (Field item in field.Items("a name") ?? [])
        {
            if (item.Text("a name") is { } name)
            {
                names.Add(new NameRef(name, item));
            }
        }
        if (names.Count == 0 && field.Findings.IsEmpty)
        {
            field.Bad("names nobody");
        }
        return names;
    }
}
