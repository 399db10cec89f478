using System;
using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Orbits;

namespace Orbweaver.Planning;

/// <summary>
/// Finds for every free mount of a constellation the nearest satellites that could be held through the epoch
/// by a free mount of theirs. Works on a grid of cells: all pairs of 10,758 satellites would be 58 million.
/// </summary>
internal sealed class MountCandidates(
    PlanRequest request, int[] members, LaserSight sight, MountSight mounts, IWorkers workers)
{
    /// <summary>
    /// Nearest candidates kept for a mount: enough for a second and third choice when the first is taken.
    /// </summary>
    public const int NearestMax = 16;

    // A bit a mount, by satellite: those of this epoch.
    private readonly int[] _freeMounts = new int[request.Satellites.Count];

    /// <summary>All candidate pairs, each once, in the order in which mounts are filled.</summary>
    public List<MountPair> Find(EpochSky sky, SkySample[] ahead, Func<int, int, bool> isFree)
    {
        // A link takes a free mount at both ends, and once the first epoch is past few satellites have one.
        Array.Clear(_freeMounts);
        int[] free = Array.FindAll(members, s => sky.IsKnown(s) && HasFree(s, isFree));
        double rangeMaxM = 0;
        foreach (int s in free)
        {
            rangeMaxM = Math.Max(rangeMaxM, request.Satellites[s].Optical.RangeMax.Metres);
        }
        var grid = new CellGrid(
            sky.Middle.PositionM, free, Math.Min(CellEdgeM(free.Length), Math.Max(rangeMaxM, 1)));
        var found = new List<MountPair>[free.Length];
        workers.For(free.Length, (first, end) =>
        {
            var search = new NearestSearch(sky, grid, sight, mounts, _freeMounts);
            for (int i = first; i < end; i++)
            {
                found[i] = search.Around(free[i], ahead);
            }
        });
        return Merge(found);
    }

    // About twice the mean distance between neighbours if the satellites were spread over a sphere at 600 km.
    private static double CellEdgeM(int count) => 2 * Math.Sqrt(4 * Math.PI * 7e6 * 7e6 / Math.Max(count, 1));

    private bool HasFree(int satellite, Func<int, int, bool> isFree)
    {
        for (int m = 0; m < mounts.MountCount(satellite); m++)
        {
            _freeMounts[satellite] |= isFree(satellite, m) ? 1 << m : 0;
        }
        return _freeMounts[satellite] != 0;
    }

    private static List<MountPair> Merge(List<MountPair>[] found)
    {
        var merged = new List<MountPair>();
        foreach (List<MountPair> some in found)
        {
            merged.AddRange(some);
        }
        merged.Sort();
        // A pair may have been found from both ends; equal pairs now lie side by side.
        int kept = 0;
        for (int i = 0; i < merged.Count; i++)
        {
            if (kept == 0 || merged[kept - 1] != merged[i])
            {
                merged[kept++] = merged[i];
            }
        }
        merged.RemoveRange(kept, merged.Count - kept);
        return merged;
    }

    /// <summary>The search around one satellite; keeps scratch, so one for every range of work.</summary>
    private sealed class NearestSearch(
        EpochSky sky,
        CellGrid grid,
        LaserSight sight,
        MountSight mounts,
        int[] freeMounts)
    {
        private readonly List<MountPair>[] _nearest = [[], [], [], [], [], [], [], []];
        private int _satellite;
        private int _free;
        private double _squareMax;

        public List<MountPair> Around(int satellite, SkySample[] ahead)
        {
            _satellite = satellite;
            _free = freeMounts[satellite];
            int mountCount = mounts.MountCount(satellite);
            for (int m = 0; m < mountCount; m++)
            {
                _nearest[m].Clear();
            }
            double rangeMaxM = sight.RangeMaxM(satellite, satellite);
            // A quick look only: with room for rounding, as the range itself is compared later.
            _squareMax = rangeMaxM * rangeMaxM * (1 + 1e-9);
            Vec3 aroundM = sky.Middle.PositionM[satellite];
            for (int ring = 0; (ring - 1) * grid.EdgeM <= rangeMaxM && !IsSettled(mountCount, ring); ring++)
            {
                if (!grid.VisitRing(aroundM, ring, Offer))
                {
                    break;
                }
            }
            return Result(mountCount, ahead);
        }

        // All mounts have their fill from cells that no further ring can beat.
        private bool IsSettled(int mountCount, int ring)
        {
            for (int m = 0; m < mountCount; m++)
            {
                if ((_free & (1 << m)) != 0
                    && (_nearest[m].Count < NearestMax || _nearest[m][^1].RangeM > (ring - 1) * grid.EdgeM))
                {
                    return false;
                }
            }
            return true;
        }

        private void Offer(ReadOnlySpan<int> others)
        {
            Vec3[] positionM = sky.Middle.PositionM;
            Vec3 aroundM = positionM[_satellite];
            foreach (int other in others)
            {
                Vec3 sightM = positionM[other] - aroundM;
                if (other != _satellite && sightM.Dot(sightM) <= _squareMax)
                {
                    Offer(other);
                }
            }
        }

        private void Offer(int other)
        {
            // Most of those that are near fail at the first question: the mount towards them is taken.
            int mine = Mounts.Towards(sky.Middle, _satellite, other, mounts.MountCount(_satellite));
            if ((_free & (1 << mine)) == 0)
            {
                return;
            }
            double rangeM = sky.Middle.RangeM(Math.Min(_satellite, other), Math.Max(_satellite, other));
            List<MountPair> nearest = _nearest[mine];
            if (rangeM > sight.RangeMaxM(_satellite, other)
                || (nearest.Count == NearestMax && nearest[^1].RangeM <= rangeM))
            {
                return;
            }
            int theirs = Mounts.Towards(sky.Middle, other, _satellite, mounts.MountCount(other));
            if ((freeMounts[other] & (1 << theirs)) == 0 || !sight.AreCompatible(_satellite, other))
            {
                return;
            }
            var me = new TerminalRef(new NodeId(_satellite), mine);
            var they = new TerminalRef(new NodeId(other), theirs);
            (TerminalRef a, TerminalRef b) = _satellite < other ? (me, they) : (they, me);
            if (mounts.TryHold(sky, a, b, out LinkDelays delays))
            {
                Insert(nearest, new MountPair(a, b, delays, 0, rangeM));
            }
        }

        // All have life 0 here, so the order is by range, then by number.
        private static void Insert(List<MountPair> nearest, MountPair pair)
        {
            int place = nearest.BinarySearch(pair);
            nearest.Insert(place < 0 ? ~place : place, pair);
            if (nearest.Count > NearestMax)
            {
                nearest.RemoveAt(NearestMax);
            }
        }

        private List<MountPair> Result(int mountCount, SkySample[] ahead)
        {
            var result = new List<MountPair>();
            for (int m = 0; m < mountCount; m++)
            {
                foreach (MountPair pair in _nearest[m])
                {
                    result.Add(pair with { LifeSteps = mounts.LifeSteps(ahead, pair.A, pair.B) });
                }
            }
            return result;
        }
    }
}
