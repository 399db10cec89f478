using System;
using System.Collections.Generic;
using System.Globalization;
using Orbweaver.Orbits;

namespace Orbweaver.Monitor;

/// <summary>Alarms with what explains them.</summary>
internal sealed record Explained(CaseCause Cause, string Title, List<Alarm> Alarms);

/// <summary>
/// What explains most alarms with least. First the fewest nodes that do: a node that is silent explains its
/// links, and so does one that several links have in common. Where three or more such nodes or links are of
/// one plane or vendor, or lie in one circle, that is the cause of them all.
/// </summary>
internal sealed class CauseSearch(Catalogue catalogue, Func<int, Vec3?> directionOf)
{
    private const int MergeMin = 3;
    private const double EarthRadiusKm = 6371;

    // A jammed region is rarely larger; farther apart things go wrong by chance.
    private const double RegionRadiusKm = 2_500;
    private const int SilentBonus = 1_000;

    private readonly Dictionary<int, int> _planeSizes = Sizes(catalogue, n => n.Plane);

    // A node that explains alarms, or -1 for a single link.
    private sealed record Hub(int Node, List<Alarm> Alarms);

    internal List<Explained> Explain(IReadOnlyList<Alarm> alarms)
    {
        List<Explained> found = [];
        List<Alarm> links = [];
        foreach (Alarm alarm in alarms)
        {
            if (alarm.Key.Kind is AlarmKind.Node or AlarmKind.Link)
            {
                links.Add(alarm);
            }
            else
            {
                found.Add(new Explained(
                    new CaseCause(WordOf(alarm.Key.Kind), alarm.What, []), alarm.What, [alarm]));
            }
        }
        List<Hub> hubs = Cover(links);
        Merge(hubs, found, h => VendorOf(h.Node), LeastOfVendor, ("vendor", "Vendor"));
        Merge(
            hubs, found, h => PlaneOf(h.Node),
            p => Math.Max(MergeMin, (_planeSizes.GetValueOrDefault(Number(p)) + 1) / 2),
            ("plane", "Plane"));
        MergeRegions(hubs, found);
        foreach (Hub hub in hubs)
        {
            found.Add(Single(hub));
        }
        return found;
    }

    private static List<Hub> Cover(List<Alarm> alarms)
    {
        List<Hub> hubs = [];
        List<Alarm> left = [.. alarms];
        while (left.Count > 0)
        {
            Dictionary<int, int> scores = [];
            foreach (Alarm alarm in left)
            {
                int score = alarm.Key.Kind == AlarmKind.Node ? SilentBonus : 1;
                scores[alarm.Key.A] = scores.GetValueOrDefault(alarm.Key.A) + score;
                if (alarm.Key.B >= 0)
                {
                    scores[alarm.Key.B] = scores.GetValueOrDefault(alarm.Key.B) + score;
                }
            }
            int best = -1;
            foreach ((int node, int score) in scores)
            {
                int most = best < 0 ? 0 : scores[best];
                best = score > most || (score == most && node < best) ? node : best;
            }
            if (scores[best] == 1)
            {
                hubs.AddRange(left.ConvertAll(a => new Hub(-1, [a])));
                break;
            }
            hubs.Add(new Hub(best, left.FindAll(a => a.Touches(best))));
            left.RemoveAll(a => a.Touches(best));
        }
        return hubs;
    }

    private static void Merge(
        List<Hub> hubs, List<Explained> found, Func<Hub, string> keyOf, Func<string, int> least,
        (string Kind, string Name) word)
    {
        SortedDictionary<string, List<Hub>> byKey = new(StringComparer.Ordinal);
        foreach (Hub hub in hubs)
        {
            string key = keyOf(hub);
            if (key.Length > 0)
            {
                if (!byKey.TryGetValue(key, out List<Hub>? known))
                {
                    known = [];
                    byKey.Add(key, known);
                }
                known.Add(hub);
            }
        }
        foreach ((string key, List<Hub> members) in byKey)
        {
            if (members.Count < least(key))
            {
                continue;
            }
            string text = string.Create(
                CultureInfo.InvariantCulture, $"{word.Name} {key}: {members.Count} satellites hit");
            found.Add(new Explained(
                new CaseCause(word.Kind, text, members.ConvertAll(h => h.Node)), text, AlarmsOf(members)));
            hubs.RemoveAll(members.Contains);
        }
    }

    private void MergeRegions(List<Hub> hubs, List<Explained> found)
    {
        List<(Hub Hub, Vec3 At)> places = [];
        foreach (Hub hub in hubs)
        {
            if (MiddleOf(hub) is Vec3 at)
            {
                places.Add((hub, at));
            }
        }
        while (places.Count >= MergeMin)
        {
            // Around each in turn: the circle that holds most.
            List<(Hub Hub, Vec3 At)> best = [];
            foreach ((_, Vec3 middle) in places)
            {
                List<(Hub Hub, Vec3 At)> within =
                    places.FindAll(p => AngleRad(p.At, middle) * EarthRadiusKm <= RegionRadiusKm);
                best = within.Count > best.Count ? within : best;
            }
            if (best.Count < MergeMin)
            {
                return;
            }
            found.Add(RegionOf(best));
            hubs.RemoveAll(h => best.Exists(b => b.Hub == h));
            places.RemoveAll(best.Contains);
        }
    }

    private static Explained RegionOf(List<(Hub Hub, Vec3 At)> members)
    {
        Vec3 sum = default;
        foreach ((_, Vec3 at) in members)
        {
            sum += at;
        }
        Vec3 middle = sum * (1 / sum.Length);
        double radius = 0;
        SortedSet<int> nodes = [];
        List<Alarm> alarms = [];
        foreach ((Hub hub, Vec3 at) in members)
        {
            radius = Math.Max(radius, AngleRad(at, middle));
            alarms.AddRange(hub.Alarms);
            foreach (Alarm alarm in hub.Alarms)
            {
                nodes.Add(alarm.Key.A);
                nodes.Add(alarm.Key.B < 0 ? alarm.Key.A : alarm.Key.B);
            }
        }
        double lat = Math.Asin(Math.Clamp(middle.Z, -1, 1)) * 180 / Math.PI;
        double lon = Math.Atan2(middle.Y, middle.X) * 180 / Math.PI;
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"{alarms.Count} alarms within {Math.Max(1, radius * EarthRadiusKm):0} km around "
            + $"{Math.Abs(lat):0}{(lat < 0 ? 'S' : 'N')} {Math.Abs(lon):0}{(lon < 0 ? 'W' : 'E')}");
        return new Explained(
            new CaseCause("region", text, [.. nodes]) { Middle = middle, RadiusRad = Math.Max(radius, 0.02) },
            text, alarms);
    }

    private Explained Single(Hub hub)
    {
        Alarm first = hub.Alarms[0];
        if (hub.Node < 0)
        {
            return new Explained(
                new CaseCause("link", first.What, [first.Key.A, first.Key.B]), first.What, hub.Alarms);
        }
        Alarm? silent = hub.Alarms.Find(a => a.Key.Kind == AlarmKind.Node && a.Key.A == hub.Node);
        string text = silent?.What ?? string.Create(
            CultureInfo.InvariantCulture,
            $"{hub.Alarms.Count} links of {catalogue.Nodes[hub.Node].Name} lost");
        return new Explained(new CaseCause("node", text, [hub.Node]), text, hub.Alarms);
    }

    /// <summary>Whether an alarm is explained by what is known already.</summary>
    internal bool IsExplainedBy(Alarm alarm, CaseCause cause)
    {
        const double RimRad = 0.08;
        if (alarm.Key.Kind is not (AlarmKind.Node or AlarmKind.Link))
        {
            return false;
        }
        if (cause.RadiusRad > 0)
        {
            return MiddleOf(new Hub(-1, [alarm])) is Vec3 at
                && AngleRad(at, cause.Middle) <= cause.RadiusRad + RimRad;
        }
        if (cause.Kind is "link")
        {
            return cause.Nodes.Count == 2 && alarm.Touches(cause.Nodes[0]) && alarm.Touches(cause.Nodes[1]);
        }
        foreach (int node in cause.Nodes)
        {
            if (alarm.Touches(node))
            {
                return true;
            }
        }
        return false;
    }

    private Vec3? MiddleOf(Hub hub)
    {
        if (hub.Node >= 0)
        {
            return directionOf(hub.Node);
        }
        AlarmKey key = hub.Alarms[0].Key;
        if (directionOf(key.A) is not Vec3 a)
        {
            return null;
        }
        return key.B < 0 || directionOf(key.B) is not Vec3 b || (a + b).Length < 1e-6
            ? a : (a + b) * (1 / (a + b).Length);
    }

    private static List<Alarm> AlarmsOf(List<Hub> hubs)
    {
        List<Alarm> alarms = [];
        foreach (Hub hub in hubs)
        {
            alarms.AddRange(hub.Alarms);
        }
        return alarms;
    }

    private int LeastOfVendor(string vendor)
    {
        int nodes = 0;
        foreach (CatalogueNode node in catalogue.Nodes)
        {
            nodes += string.Equals(node.Vendor, vendor, StringComparison.Ordinal) ? 1 : 0;
        }
        return Math.Max(MergeMin, (nodes + 1) / 2);
    }

    // A vendor of everything explains nothing, and one of a single plane no more than that.
    private string VendorOf(int node)
    {
        if (node < 0 || catalogue.Nodes[node].Vendor.Length == 0)
        {
            return "";
        }
        string vendor = catalogue.Nodes[node].Vendor;
        int same = 0;
        HashSet<int> planes = [];
        foreach (CatalogueNode other in catalogue.Nodes)
        {
            if (string.Equals(other.Vendor, vendor, StringComparison.Ordinal))
            {
                same++;
                planes.Add(other.Plane);
            }
        }
        return planes.Count > 1 && same * 2 <= catalogue.Nodes.Count ? vendor : "";
    }

    private string PlaneOf(int node)
        => node < 0 || catalogue.Nodes[node].Plane < 0 ? ""
            : catalogue.Nodes[node].Plane.ToString(CultureInfo.InvariantCulture);

    private static int Number(string plane) => int.Parse(plane, CultureInfo.InvariantCulture);

    private static Dictionary<int, int> Sizes(Catalogue catalogue, Func<CatalogueNode, int> keyOf)
    {
        Dictionary<int, int> sizes = [];
        foreach (CatalogueNode node in catalogue.Nodes)
        {
            sizes[keyOf(node)] = sizes.GetValueOrDefault(keyOf(node)) + 1;
        }
        return sizes;
    }

    private static double AngleRad(Vec3 a, Vec3 b) => Math.Atan2(a.Cross(b).Length, a.Dot(b));

    private static string WordOf(AlarmKind kind) => kind switch
    {
        AlarmKind.Stream => "stream",
        AlarmKind.Clock => "clock",
        _ => "plan",
    };
}
