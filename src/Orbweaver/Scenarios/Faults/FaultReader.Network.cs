using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Twin;

namespace Orbweaver.Scenarios;

// Clocks, controllers, partitions and crowds.
internal static partial class FaultReader
{
    private static ClockNodesFault ReadClock(Section section, Duration at, Duration until)
    {
        Duration offset = section.Find("offset")?.Duration("-3660d", "3660d") ?? Duration.Zero;
        int driftPpm = (int)(section.Find("drift")?.Of(Quantity.Share, "-500ppm", "500ppm") ?? 0);
        bool isFrozen = section.Find("freeze")?.YesNo() ?? false;
        ClockFault clock = new(offset, driftPpm, isFrozen);
        if (!clock.IsSome)
        {
            section.Field.Bad(
                "leaves the clock right", "Write offset: -3s, drift: 200ppm or freeze: true");
        }
        return new ClockNodesFault(at, until, ReadNames(section, "node"), clock);
    }

    private static ControllerFault ReadController(Section section, Duration at, Duration until)
    {
        Duration? late = section.Find("late")?.Duration("1s", LongestText);
        List<NameRef> nodes = section.Find("node") is null ? [] : ReadNames(section, "node");
        return new ControllerFault(at, until, nodes, late);
    }

    private static PartitionFault? ReadPartition(Section section, Duration at, Duration until)
    {
        LinkDirections lost = section.Find("way")?.Choice(
            ("both", LinkDirections.Both), ("in", LinkDirections.AToB), ("out", LinkDirections.BToA))
            ?? LinkDirections.Both;
        int ways = 0;
        foreach (string key in new[] { "node", "constellation", "centre" })
        {
            ways += section.Field.Node.IndexOf(key) >= 0 ? 1 : 0;
        }
        if (ways != 1)
        {
            section.Field.Bad(
                ways == 0 ? "does not say who is cut off" : "says in several ways who is cut off",
                "Write node: [...], or constellation and plane, or centre and radius");
            return null;
        }
        if (section.Find("node") is not null)
        {
            return new PartitionFault(at, until, ReadNames(section, "node"), lost);
        }
        if (section.Find("centre") is not null)
        {
            // Who is inside when it begins is cut off, wherever it goes then.
            Duration instant = Duration.FromMicroseconds(1);
            RegionFault region = ReadRegion(section, "weather", at, at + instant);
            return new PartitionFault(at, until, [], lost) { Region = region };
        }
        Field? plane = section.Need("plane", "Write its number, from 0");
        return ReadName(section, "constellation", "Name the constellation") is { } constellation
            && plane?.Whole(0, 100_000) is { } number
                ? new PartitionFault(at, until, [], lost)
                {
                    Plane = new PlaneFault(at, until, constellation, (int)number, plane.Value),
                }
                : null;
    }

    private static OverloadFault? ReadOverload(Section section, Duration at, Duration until)
    {
        int factor = (int)(section.Need("factor", "Write how many times as much, such as factor: 5")?
            .Whole(2, 100) ?? 2);
        List<NameRef> contracts = section.Find("contract") is null ? [] : ReadNames(section, "contract");
        NameRef? row = section.Find("row") is null ? null : ReadName(section, "row", "Write its number");
        NameRef? from = section.Find("from") is null ? null : ReadName(section, "from", "Name a publisher");
        if (contracts.Count == 0 && row is null && from is null && section.Field.Findings.IsEmpty)
        {
            section.Field.Bad("overloads nobody", "Write contract: [...], row: 5 or from: lagos");
        }
        return new OverloadFault(at, until, factor, contracts, row, from);
    }
}
