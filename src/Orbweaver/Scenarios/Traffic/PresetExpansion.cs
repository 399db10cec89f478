using System;
using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Orbits;
using Orbweaver.Planning;
using Orbweaver.Twin;

namespace Orbweaver.Scenarios;

/// <summary>
/// Makes contracts and traffic of a preset. The sources of a row are spread evenly over the theatre's
/// publishers; what one publisher sends of a row is one contract with many sources as its keys. Subscribers
/// take turns, by row and publisher, so that all of them get some of everything; a row may have several for
/// one contract. The tenant of a contract is its row: what is left over for priority 0-1 is shared between
/// kinds of traffic, so that a crowd of one cannot starve another.
/// </summary>
internal sealed class PresetExpansion(IReadOnlyList<GroundSpec> grounds)
{
    /// <summary>UDP ports of the preset's contracts begin here.</summary>
    public const int FirstPort = 20_000;

    /// <summary>Nearer than this, the near budget holds.</summary>
    private static readonly Distance NearMax = Distance.FromKilometres(5_000);

    // The surge: 90 s, beginning after a minute of calm.
    private static readonly Duration SurgeFrom = Duration.FromSeconds(60);
    private static readonly Duration SurgeLength = Duration.FromSeconds(90);

    private readonly Dictionary<string, GeodeticPosition> _positions =
        grounds.ToDictionary(g => g.Name, g => g.Position, StringComparer.Ordinal);

    /// <summary>All contracts, by theatre, row and publisher.</summary>
    public List<ScenarioContract> Expand(PresetRequest request)
    {
        List<ScenarioContract> all = [];
        for (int i = 0; i < request.Theatres.Count; i++)
        {
            string suffix = request.Theatres.Count > 1 ? $"/t{i + 1}" : "";
            foreach (PresetRow row in request.Rows)
            {
                ExpandRow(row, request, request.Theatres[i], suffix, all);
            }
        }
        return all;
    }

    private void ExpandRow(
        PresetRow row, PresetRequest request, Theatre theatre, string suffix, List<ScenarioContract> all)
    {
        int publishers = theatre.Publishers.Count;
        int rowPlace = OpenBackbone.RowIds.ToList().IndexOf(row.Id);
        // Elastic rows are aggregates of a site: every publisher has one, whatever the scale.
        int sources = row.IsElastic
            ? publishers
            : (int)Math.Max(1, decimal.Round(row.Sources * request.Scale, MidpointRounding.AwayFromZero));
        int used = Math.Min(sources, publishers);
        for (int i = 0; i < used; i++)
        {
            // Rows start at different publishers, or the first ones would carry all the rows with few
            // sources.
            string from = theatre.Publishers[((i * publishers / used) + (rowPlace * 7)) % publishers];
            List<string> to = Subscribers(theatre.Subscribers, row, i + rowPlace, from);
            if (to.Count > 0)
            {
                int share = (sources / used) + (i < sources % used ? 1 : 0);
                all.Add(Make(row, from, to, share, request.IsSurge, suffix, FirstPort + all.Count));
            }
        }
    }

    // In turn from the given one on. How many is drawn from the row and the publisher, whatever the seed: the
    // contracts of a scenario are the same in all its runs.
    private static List<string> Subscribers(
        IReadOnlyList<string> all, PresetRow row, int turn, string publisher)
    {
        List<string> others =
        [
            .. Enumerable.Range(0, all.Count).Select(i => all[(turn + i) % all.Count])
                .Where(name => !string.Equals(name, publisher, StringComparison.Ordinal))
                .Distinct(StringComparer.Ordinal),
        ];
        int most = Math.Min(row.SubscribersMost, others.Count);
        int least = Math.Min(row.SubscribersLeast, most);
        int more = (int)(StableHash.Of($"{row.Name}/{publisher}") % (ulong)(most - least + 1));
        return others[..(least + more)];
    }

    private ScenarioContract Make(
        PresetRow row, string from, List<string> to, int sources, bool isSurge, string suffix,
        int port)
    {
        Check.That(port <= ushort.MaxValue);
        Check.That(Qos.TryParse(row.Qos, out Qos qos));
        TrafficSource source = new()
        {
            ContractIndex = 0,
            Sources = sources,
            Law = row.Law,
            Interval = row.Interval,
            Size = row.Size,
            Surges = isSurge && row.SurgeFactor > 1
                ? [new Surge(SurgeFrom, SurgeLength, row.SurgeFactor)]
                : [],
        };
        bool isNear = to.All(
            name => GreatCircle(_positions[from], _positions[name]).Metres < NearMax.Metres);
        string toWhom = to.Count == 1 ? to[0] : $"{to.Count}-subscribers";
        return new ScenarioContract
        {
            Row = row.Name,
            From = from,
            To = to,
            Traffic = [source],
            Terms = new Contract
            {
                Index = 0,
                Name = $"{row.Name}/{from}/{toWhom}{suffix}",
                Tenant = row.Name,
                Publisher = default,
                Subscribers = [],
                Qos = qos,
                Budget = isNear ? row.BudgetNear : row.BudgetFar,
                Rate = TrafficTerms.RateFor([source]),
                Burst = TrafficTerms.BurstFor([source], row.Size.Greatest),
                MessageSizeMax = row.Size.Greatest,
                Protection = row.IsElastic ? Protection.None : row.Protection,
                PromisePpm = row.PromisePpm,
                IsElastic = row.IsElastic,
                Match = new FlowMatch
                {
                    Protocol = 17,
                    DestinationPorts = new PortRange((ushort)port, (ushort)port),
                    Dscp = row.Dscp,
                },
            },
        };
    }

    /// <summary>
    /// Distance along the sphere of mean radius, 6,371.009 km: good to 0.5 %, for near and far.
    /// </summary>
    public static Distance GreatCircle(GeodeticPosition a, GeodeticPosition b)
    {
        double sinLatitude = Math.Sin((b.Latitude.Radians - a.Latitude.Radians) / 2);
        double sinLongitude = Math.Sin((b.Longitude.Radians - a.Longitude.Radians) / 2);
        double h = (sinLatitude * sinLatitude)
            + (Math.Cos(a.Latitude.Radians) * Math.Cos(b.Latitude.Radians) * sinLongitude * sinLongitude);
        return Distance.FromKilometres(2 * 6371.009 * Math.Asin(Math.Min(1, Math.Sqrt(h))));
    }
}
