using System;
using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Planning;
using Xunit;

namespace Orbweaver.Tests.Planning;

/// <summary>The search on a grid of cells against a look at all pairs.</summary>
public sealed class MountCandidatesTests
{
    [Theory]
    [InlineData("D:550:53:300/20/3", 4, 5400)]
    [InlineData("D:550:53:300/20/3", 4, 1500)]
    [InlineData("S:1200:87:120/12/1", 6, 6000)]
    [InlineData("D:20000:55:24/6/1", 3, 40000)]
    public void The_nearest_that_each_mount_could_hold_are_found(
        string code, int terminals, double rangeMaxKm)
    {
        OpticalTerminals optical = Scenes.FourLasers with
        {
            Count = terminals,
            RangeMax = Distance.FromKilometres(rangeMaxKm),
        };
        PlanRequest request = Scenes.Walker(code, TopologyPolicy.NearestStable, 10, 1, [], optical);
        int count = request.Satellites.Count;
        var sampler = new SkySampler(request.Satellites, withHeadings: true, SequentialWorkers.Instance);
        EpochSky sky = new SkyStream(request, sampler).Epoch(0);
        var sight = new LaserSight(request);
        var mounts = new MountSight(request, sight);
        int[] members = [.. Enumerable.Range(0, count)];
        var search = new MountCandidates(request, members, sight, mounts, SequentialWorkers.Instance);
        List<MountPair> found = search.Find(sky, [], IsFree);

        var expected = new HashSet<(int, int)>();
        foreach (int s in members)
        {
            foreach (IGrouping<int, (int Other, double RangeM)> mount in Holdable(s).GroupBy(
                o => mounts.Facing(sky.Middle, s, o.Other).OfA))
            {
                foreach ((int other, _) in mount.OrderBy(o => o.RangeM).ThenBy(o => o.Other)
                    .Take(MountCandidates.NearestMax))
                {
                    expected.Add((Math.Min(s, other), Math.Max(s, other)));
                }
            }
        }
        Assert.Equal(expected.Order(), found.Select(p => (p.A.Node.Value, p.B.Node.Value)).Order());

        IEnumerable<(int Other, double RangeM)> Holdable(int s)
        {
            foreach (int other in members.Where(o => o != s))
            {
                (int a, int b) = (Math.Min(s, other), Math.Max(s, other));
                (int mine, int theirs) = mounts.Facing(sky.Middle, a, b);
                var first = new TerminalRef(new NodeId(a), mine);
                var second = new TerminalRef(new NodeId(b), theirs);
                if (IsFree(a, mine) && IsFree(b, theirs) && mounts.TryHold(sky, first, second, out _))
                {
                    yield return (other, sky.Middle.RangeM(a, b));
                }
            }
        }
    }

    // Every seventh satellite has its first mount taken.
    private static bool IsFree(int satellite, int mount) => mount != 0 || satellite % 7 != 0;
}
