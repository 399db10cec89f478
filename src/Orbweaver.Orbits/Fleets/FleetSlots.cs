using System;
using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;

namespace Orbweaver.Orbits;

// The slots of a shell. Slots of neighbouring planes have the same number where they fly side by side: two
// circles whose nodes are d apart are nearest to each other when the later one is d cos i behind in its
// argument of latitude.
internal static class FleetSlots
{
    // The grid for planes without even slots: half a degree, 60 km.
    private const int FineSlots = 720;

    // Further from the middle of its slot a satellite is under way to somewhere.
    private const double OffSlotMax = 0.35;

    // More than this share of seconds in one slot is no spare but the design: pairs that follow each other.
    private const double SecondsMax = 0.1;

    // The widest gap between nodes that is no seam, in mean distances of planes.
    private const double SeamGaps = 2.5;

    private sealed record Plane(FleetMember[] Members, double NodeDeg);

    internal static (FleetShell Shell, List<(FleetMember Member, int Plane, int Slot)> Places) Of(
        FleetPlanes found)
    {
        Plane[] planes = [.. found.Planes.Select(p => new Plane(p, MeanNodeDeg(p)))];
        double inclinationDeg = Median(found.Planes, m => m.InclinationDeg);
        double cosI = Math.Cos(inclinationDeg * (Math.PI / 180.0));
        bool isEven = found.Evenness >= FleetPlanes.EvenMin;
        (List<(FleetMember Member, int Plane, int Slot)> places, int slots, int phasing) = isEven
            ? Even(planes, found.Slots, cosI)
            : Fine(planes, cosI);
        var shell = new FleetShell(
            Distance.FromKilometres(Median(found.Planes, m => m.AltitudeKm)),
            Angle.FromDegrees(inclinationDeg), planes.Length, slots, phasing,
            planes.Length > 2 && found.WidestGapDeg < SeamGaps * 360.0 / planes.Length, isEven, places.Count);
        return (shell, places);
    }

    private static (List<(FleetMember Member, int Plane, int Slot)> Places, int Slots, int Phasing) Even(
        Plane[] planes, int slots, double cosI)
    {
        double slotDeg = 360.0 / slots;
        List<(FleetMember Member, int Plane, int Slot, double Off)> all = [];
        double firstDeg = 0;
        double phaseDeg = 0;
        for (int p = 0; p < planes.Length; p++)
        {
            (double cos, double sin) = FleetPlanes.Resultant(planes[p].Members, slots);
            double ownDeg = Math.Atan2(sin, cos) * (180.0 / Math.PI) / slots;
            double wantedDeg = p == 0 ? ownDeg : phaseDeg - (StepDeg(planes, p) * cosI);
            phaseDeg = ownDeg + (slotDeg * Math.Round((wantedDeg - ownDeg) / slotDeg));
            firstDeg = p == 0 ? phaseDeg : firstDeg;
            foreach (FleetMember member in planes[p].Members)
            {
                double place = (member.LatitudeDeg - phaseDeg) / slotDeg;
                double nearest = Math.Round(place);
                if (Math.Abs(place - nearest) <= OffSlotMax)
                {
                    all.Add((member, p, Circle.Modulo((long)nearest, slots), place - nearest));
                }
            }
        }
        double seamDeg = Circle.Turn(planes[0].NodeDeg - planes[^1].NodeDeg);
        double shiftDeg = phaseDeg - (seamDeg * cosI) - firstDeg;
        int phasing = Circle.Modulo((long)Math.Round(shiftDeg / slotDeg), slots);
        return Share(all, slots, phasing);
    }

    // Two satellites in one slot: a spare is left out, a pair of the design takes half a slot each.
    private static (List<(FleetMember Member, int Plane, int Slot)> Places, int Slots, int Phasing) Share(
        List<(FleetMember Member, int Plane, int Slot, double Off)> all, int slots, int phasing)
    {
        List<(FleetMember Member, int Plane, int Slot, double Off)[]> shared =
            [.. all.GroupBy(a => (a.Plane, a.Slot)).Select(g => g.ToArray())];
        int seconds = shared.Count(g => g.Length > 1);
        bool isPaired = seconds > SecondsMax * shared.Count;
        int share = isPaired ? 2 : 1;
        List<(FleetMember Member, int Plane, int Slot)> places = [];
        foreach ((FleetMember Member, int Plane, int Slot, double Off)[] group in shared)
        {
            var kept = group.OrderBy(g => Math.Abs(g.Off)).ThenBy(g => g.Member.CatalogueNumber).Take(share)
                .OrderBy(g => g.Off).ThenBy(g => g.Member.CatalogueNumber);
            places.AddRange(kept.Select((g, rank) => (g.Member, g.Plane, (g.Slot * share) + rank)));
        }
        return (places, slots * share, phasing * share);
    }

    private static (List<(FleetMember Member, int Plane, int Slot)> Places, int Slots, int Phasing) Fine(
        Plane[] planes, double cosI)
    {
        List<(FleetMember Member, int Plane, int Slot)> places = [];
        double sinceFirstDeg = 0;
        for (int p = 0; p < planes.Length; p++)
        {
            sinceFirstDeg += p == 0 ? 0 : StepDeg(planes, p);
            var taken = new HashSet<int>();
            foreach (FleetMember member in planes[p].Members
                .OrderBy(m => m.LatitudeDeg).ThenBy(m => m.CatalogueNumber))
            {
                double alongDeg = member.LatitudeDeg + (sinceFirstDeg * cosI);
                int slot = Circle.Modulo((long)Math.Round(alongDeg * (FineSlots / 360.0)), FineSlots);
                while (!taken.Add(slot))
                {
                    slot = (slot + 1) % FineSlots;
                }
                places.Add((member, p, slot));
                if (taken.Count == FineSlots)
                {
                    break;
                }
            }
        }
        return (places, FineSlots, Circle.Modulo((long)Math.Round(-FineSlots * cosI), FineSlots));
    }

    private static double StepDeg(Plane[] planes, int p)
        => Circle.Turn(planes[p].NodeDeg - planes[p - 1].NodeDeg);

    // Nodes of a plane lie together, perhaps on both sides of 0.
    private static double MeanNodeDeg(FleetMember[] plane)
    {
        double firstDeg = plane[0].NodeDeg;
        return Circle.Turn(firstDeg + plane.Average(m => Circle.Turn(m.NodeDeg - firstDeg)));
    }

    private static double Median(List<FleetMember[]> planes, Func<FleetMember, double> value)
    {
        double[] all = [.. planes.SelectMany(p => p).Select(value).Order()];
        return all[all.Length / 2];
    }
}
