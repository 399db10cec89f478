using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Twin;

namespace Orbweaver.Scenarios;

/// <summary>Reads <c>contracts:</c>.</summary>
internal sealed class ContractReader(IReadOnlySet<string> grounds)
{
    /// <summary>UDP ports of written contracts without a match of their own begin here.</summary>
    public const int FirstPort = 10_000;

    private readonly ContractEnds _ends = new(grounds);

    /// <summary>All written contracts, in order.</summary>
    public List<ScenarioContract> Read(Section top)
    {
        List<ScenarioContract> all = [];
        if (top.Find("contracts") is not { } field)
        {
            return all;
        }
        foreach ((SourceEntry entry, Field one) in Section.Of(field).Entries())
        {
            if (all.Count == Limits.ContractsMax)
            {
                one.Bad($"is one contract too many; the limit is {Limits.ContractsMax}");
                break;
            }
            if (!Names.IsFit(entry, one))
            {
                continue;
            }
            ScenarioContract? contract = ReadOne(entry.Key, Section.Of(one), all.Count);
            // A contract is never left out in silence.
            Check.That(contract is not null || !one.Findings.IsEmpty);
            if (contract is not null)
            {
                CheckReached(contract, all, one);
                all.Add(contract);
            }
        }
        return all;
    }

    private ScenarioContract? ReadOne(string name, Section section, int place)
    {
        string? from = _ends.ReadFrom(section);
        IReadOnlyList<string>? to = _ends.ReadTo(section, from);
        bool isElastic = section.Find("elastic")?.YesNo() ?? false;
        Qos? qos = ReadQos(section);
        Duration? budget = section.Find("budget")?.Duration("1ms", "30d");
        int? promise = section.Find("promise") is { } p && p.Of(Quantity.Share, "0%", "100%") is { } ppm
            ? (int)ppm
            : null;
        if (promise is not null && budget is null && section.Find("budget") is null)
        {
            section.Field.Bad("promises a share on time but has no budget", "Add one, such as budget: 1s");
        }
        if (isElastic)
        {
            CheckElastic(section, to, promise);
        }
        int foundBefore = section.Field.Findings.Count;
        IReadOnlyList<TrafficSource> traffic = TrafficReader.Read(section);
        bool isTrafficWrong = section.Field.Findings.Count > foundBefore;
        DataSize? size = section.Find("size")?.Size("1B", "100MB");
        DataSize greatest = new(traffic.Count > 0 ? traffic.Max(t => t.Size.Greatest.Bytes) : 1500);
        if (size is { } limit && greatest.Bytes > limit.Bytes && traffic.Count > 0)
        {
            section.Find("size")!.Value.Bad(
                $"is {limit}, but its traffic has messages of {greatest}", $"Write size: {greatest.Bytes}B");
        }
        DataSize? burst = section.Find("burst")?.Size("1B", "10GB");
        if (burst is { } bucket && greatest.Bytes > bucket.Bytes && traffic.Count > 0)
        {
            // The bucket would never hold enough: every such message would be excess, at any rate.
            section.Find("burst")!.Value.Bad(
                $"is {bucket}, but its traffic has messages of {greatest}",
                $"Write burst: {greatest.Bytes}B or more");
        }
        if (section.Find("rate") is null && traffic.Count == 0 && !isTrafficWrong)
        {
            section.Field.Bad(
                "has neither a rate nor traffic to take it from", "Add one, such as rate: 2Mb/s");
        }
        Protection protection = ReadProtection(section, isElastic);
        Contract terms = new()
        {
            Index = place,
            Name = name,
            Tenant = section.Find("tenant")?.Text("a name") ?? "default",
            Publisher = default,
            Subscribers = [],
            Qos = qos ?? default,
            Budget = budget,
            Rate = section.Find("rate")?.Rate("1b/s", "1000Gb/s") ?? TrafficTerms.RateFor(traffic),
            Burst = burst ?? TrafficTerms.BurstFor(traffic, greatest),
            MessageSizeMax = size ?? greatest,
            Protection = protection,
            Disjointness = ReadDisjointness(section, protection),
            PromisePpm = promise,
            HoldTime = ReadHold(section, qos, budget),
            IsElastic = isElastic,
            Match = ReadMatch(section, place),
        };
        section.Finish();
        return from is null || to is null
            ? null
            : new ScenarioContract { Row = "", From = from, To = to, Terms = terms, Traffic = traffic };
    }

    private static void CheckElastic(Section section, IReadOnlyList<string>? to, int? promise)
    {
        if (promise is not null)
        {
            section.Find("promise")!.Value.Bad(
                "stands at an elastic contract, which takes what is left and is owed nothing",
                "Leave out the promise, or elastic");
        }
        if (to?.Count > 1)
        {
            section.Find("to")!.Value.NotYet(
                "several subscribers of an elastic contract", "one; write one contract for each");
        }
    }

    /// <summary>Whether a site or edge of that name exists; else a finding with the nearest.</summary>
    public static bool IsKnown(Field field, string name, IReadOnlySet<string> grounds)
    {
        if (grounds.Contains(name))
        {
            return true;
        }
        field.Bad(
            $"there is no site or edge '{name}'",
            DidYouMean.Advice(name, grounds.Order(StringComparer.Ordinal)));
        return false;
    }

    private static Qos? ReadQos(Section section)
    {
        const string How =
            "Write priority 0-9, r|f|i (replace, follow, independent),"
            + " g|d|c (guaranteed, deadline, congestion): 7-r-d";
        if (section.Need("qos", How) is not { } field || field.Text("a quality of service") is not { } text)
        {
            return null;
        }
        if (!Qos.TryParse(text, out Qos qos))
        {
            field.Bad($"'{text}' is not a quality of service", How);
            return null;
        }
        return qos;
    }

    // Nobody gives a message up before its budget has ended.
    private static Duration ReadHold(Section section, Qos? qos, Duration? budget)
    {
        Duration least = budget ?? default;
        Duration usual = least > Contract.HoldTimeUsual ? least : Contract.HoldTimeUsual;
        if (section.Find("hold") is not { } field)
        {
            return usual;
        }
        if (qos is { Assurance: not Assurance.Guaranteed } other)
        {
            field.Bad(
                "is only for assurance g (guaranteed)",
                $"Write qos: {other with { Assurance = Assurance.Guaranteed }}, or leave it out");
        }
        Duration? hold = field.Duration("1s", "30d");
        if (hold < least)
        {
            field.Bad($"is {hold}, shorter than the budget of {least}", "Write the budget or more");
        }
        return hold ?? usual;
    }

    private static Protection ReadProtection(Section section, bool isElastic)
    {
        Protection usual = isElastic ? Protection.None : Protection.Repair;
        if (section.Find("protection") is not { } field)
        {
            return usual;
        }
        Protection protection = field.Choice(
            ("none", Protection.None), ("repair", Protection.Repair), ("replicate", Protection.Replicate))
                ?? usual;
        if (protection == Protection.Replicate && isElastic)
        {
            field.Bad("replicates an elastic contract, which is owed nothing", "Leave it out, or elastic");
        }
        return protection;
    }

    private static Disjointness ReadDisjointness(Section section, Protection protection)
    {
        if (section.Find("disjoint") is not { } field)
        {
            return Disjointness.Node;
        }
        if (protection != Protection.Replicate)
        {
            field.Bad("is only for protection 'replicate'", "Write protection: replicate, or leave it out");
        }
        return field.Choice(
            ("link", Disjointness.Link),
            ("node", Disjointness.Node),
            ("plane", Disjointness.Plane),
            ("vendor", Disjointness.Vendor),
            ("gateway", Disjointness.Gateway)) ?? Disjointness.Node;
    }

    private static FlowMatch ReadMatch(Section contract, int place)
    {
        if (contract.Find("match") is not { } field)
        {
            ushort port = (ushort)(FirstPort + (place % (ushort.MaxValue - FirstPort)));
            return new FlowMatch { Protocol = 17, DestinationPorts = new PortRange(port, port) };
        }
        Section section = Section.Of(field);
        FlowMatch match = new()
        {
            IsDefault = section.Find("default")?.YesNo() ?? false,
            Source = ReadPrefix(section.Find("source")),
            Destination = ReadPrefix(section.Find("destination")),
            Protocol = ReadProtocol(section.Find("protocol")),
            SourcePorts = ReadPorts(section.Find("source_port")),
            DestinationPorts = ReadPorts(section.Find("port")),
            Dscp = (byte?)section.Find("dscp")?.Whole(0, 63),
        };
        if (match.IsDefault && match != new FlowMatch { IsDefault = true })
        {
            field.Bad(
                "is the default, which takes what no other rule fits, and names fields as well",
                "Leave out default: true, or the other fields");
        }
        section.Finish();
        return match;
    }

    private static byte? ReadProtocol(Field? found)
    {
        if (found is not { } field)
        {
            return null;
        }
        return field.Node.Text switch
        {
            "udp" => 17,
            "tcp" => 6,
            "icmp" => 1,
            "icmpv6" => 58,
            _ => (byte?)field.Whole(0, 255),
        };
    }

    private static AddressPrefix ReadPrefix(Field? found)
    {
        if (found is not { } field || field.Text("an address prefix") is not { } text)
        {
            return default;
        }
        if (!AddressPrefix.TryParse(text, out AddressPrefix prefix))
        {
            field.Bad($"'{text}' is not an address prefix", "Write 2001:db8::/32, 10.0.0.0/8 or one address");
        }
        return prefix;
    }

    private static PortRange ReadPorts(Field? found)
    {
        if (found is not { } field || field.Text("a port") is not { } text)
        {
            return PortRange.Any;
        }
        string[] ends = text.Split('-');
        if (ends.Length <= 2
            && ushort.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out ushort first)
            && ushort.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out ushort last)
            && first <= last)
        {
            return new PortRange(first, last);
        }
        field.Bad($"'{text}' is not a port", "Write a port from 0 to 65535 or a range, such as 5000-5010");
        return PortRange.Any;
    }

    // At an edge the first rule that fits wins, so a contract below a wider one would never see its own
    // traffic.
    private static void CheckReached(ScenarioContract contract, List<ScenarioContract> earlier, Field field)
    {
        FlowKey flow = contract.Terms.Match.Example();
        foreach (ScenarioContract other in earlier)
        {
            bool isSameEdge = string.Equals(other.From, contract.From, StringComparison.Ordinal);
            FlowMatch rule = other.Terms.Match;
            if (isSameEdge && rule.IsDefault == contract.Terms.Match.IsDefault && rule.Fits(flow))
            {
                field.Bad(
                    rule.IsDefault
                        ? $"is a second default at {contract.From}, after {other.Terms.Name}"
                        : $"never gets its flows: {other.Terms.Name} above fits them first at"
                            + $" {contract.From}",
                    "Give the two different matches, or move the narrower one up");
                return;
            }
        }
    }
}
