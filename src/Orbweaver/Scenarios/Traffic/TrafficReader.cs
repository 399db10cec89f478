using System;
using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Twin;

namespace Orbweaver.Scenarios;

/// <summary>Reads the <c>traffic:</c> of a written contract: one entry or a list of them.</summary>
internal static class TrafficReader
{
    /// <summary>All entries; none when the contract has no traffic of its own.</summary>
    public static IReadOnlyList<TrafficSource> Read(Section contract)
    {
        if (contract.Find("traffic") is not { } field)
        {
            return [];
        }
        List<TrafficSource> all = [];
        IReadOnlyList<Field>? entries = field.Node.Kind == SourceKind.List ? field.Items("traffic") : [field];
        foreach (Field entry in entries ?? [])
        {
            if (ReadOne(Section.Of(entry)) is { } source)
            {
                all.Add(source);
            }
        }
        return all;
    }

    private static TrafficSource? ReadOne(Section section)
    {
        TrafficLaw law = section.Find("law")?.Choice(
            ("periodic", TrafficLaw.Periodic), ("poisson", TrafficLaw.Poisson), ("burst", TrafficLaw.Burst))
            ?? TrafficLaw.Periodic;
        int sources = (int)(section.Find("sources")?.Whole(1, Limits.SourcesMax) ?? 1);
        int burst = 1;
        if (section.Find("burst_count") is { } burstField)
        {
            burst = (int)(burstField.Whole(1, 10_000) ?? 1);
            if (law != TrafficLaw.Burst)
            {
                burstField.Bad("is only for the law 'burst'", "Write law: burst, or leave it out");
            }
        }
        Duration? interval = ReadInterval(section);
        SizeLaw? size = section.Need("size", "Write one, such as 200B or 50B..250B") is { } sizeField
            ? ReadSize(sizeField)
            : null;
        List<Surge> surges = [];
        foreach (Field surge in section.Find("surges")?.Items("a list of surges") ?? [])
        {
            ReadSurge(Section.Of(surge), surges);
        }
        if (interval is { } gap && (decimal)sources * burst * 1_000_000_000 / gap.Nanoseconds is var perSecond
            && perSecond > Limits.MessagesPerSecondMax)
        {
            section.Field.Bad(
                $"offers {perSecond:0} messages a second; the limit is {Limits.MessagesPerSecondMax}",
                "Lower the rate, the sources or the burst_count");
        }
        section.Finish();
        return interval is null || size is null
            ? null
            : new TrafficSource
            {
                ContractIndex = 0,
                Sources = sources,
                Law = law,
                Interval = interval.Value,
                BurstCount = burst,
                Size = size.Value,
                Surges = surges,
            };
    }

    private static Duration? ReadInterval(Section section)
    {
        Field? interval = section.Find("interval");
        Field? rate = section.Find("rate");
        if (interval is null == rate is null)
        {
            section.Field.Bad(
                interval is null ? "has neither an interval nor a rate" : "has both an interval and a rate",
                "Write interval: 100ms, or rate: 10/s, for one source");
            return null;
        }
        if (interval is { } given)
        {
            return given.Duration("1us", "30d");
        }
        return rate!.Value.Of(Quantity.Frequency, "1/d", "1000000/s") is { } perDay
            ? new Duration((long)Math.Round(86_400_000_000_000m / perDay))
            : null;
    }

    private static SizeLaw? ReadSize(Field field)
    {
        if (field.Node.Kind == SourceKind.Map)
        {
            Section section = Section.Of(field);
            DataSize? least = section.Need("least", "Write the least size")?.Size("1B", "100MB");
            DataSize? mean = section.Need("mean", "Write the mean size")?.Size("1B", "100MB");
            DataSize? greatest = section.Need("greatest", "Write the greatest size")?.Size("1B", "100MB");
            section.Finish();
            if (least is null || mean is null || greatest is null)
            {
                return null;
            }
            if (least.Value.Bytes > mean.Value.Bytes || mean.Value.Bytes > greatest.Value.Bytes)
            {
                field.Bad($"least {least}, mean {mean}, greatest {greatest} do not ascend");
                return null;
            }
            return new SizeLaw(least.Value, mean.Value, greatest.Value);
        }
        if (field.Text("a size") is not { } text)
        {
            return null;
        }
        string[] ends = text.Split("..");
        if (ends.Length > 2)
        {
            field.Bad($"'{text}' is not a size", "Write 200B, or 50B..250B for a range");
            return null;
        }
        Field first =
            field with { Node = new SourceNode(SourceKind.Scalar, field.Node.Place) { Text = ends[0] } };
        Field last =
            field with { Node = new SourceNode(SourceKind.Scalar, field.Node.Place) { Text = ends[^1] } };
        if (first.Size("1B", "100MB") is not { } low || last.Size("1B", "100MB") is not { } high)
        {
            return null;
        }
        if (low.Bytes > high.Bytes)
        {
            field.Bad($"'{text}' runs from large to small", $"Write {ends[^1]}..{ends[0]}");
            return null;
        }
        return SizeLaw.Uniform(low, high);
    }

    private static void ReadSurge(Section section, List<Surge> surges)
    {
        Duration? from = section.Need("from", "Write when it begins, such as 60s")?.Duration("0s", "30d");
        Duration? length = section.Need("length", "Write how long it lasts, such as 90s")?.Duration(
            "1ms", "30d");
        int factor = (int)(section.Need("factor", "Write how much busier, such as 20")?.Whole(1, 1000) ?? 1);
        section.Finish();
        if (from is { } f && length is { } l)
        {
            surges.Add(new Surge(f, l, factor));
        }
    }
}
