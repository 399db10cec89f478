using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Planning;
using Xunit;

namespace Orbweaver.Tests.Planning;

public sealed class GroundSightTests
{
    // Several numbers of satellites, so that the last group that is looked at in one go is not whole.
    [Theory]
    [InlineData("D:550:53:480/24/1", 10)]
    [InlineData("D:550:53:77/7/1", 0)]
    [InlineData("S:780:86.4:66/6/1", 30)]
    public void Who_is_seen_is_who_is_high_enough_at_all_three_instants(string code, double elevationMinDeg)
    {
        PlanRequest request = Scenes.Walker(
            code, TopologyPolicy.PlusGrid, elevationMinDeg, 1, Scenes.Grounds(12, 20));
        var sampler = new SkySampler(request.Satellites, withHeadings: false, SequentialWorkers.Instance);
        EpochSky sky = new SkyStream(request, sampler).Epoch(0);
        var sight = new GroundSight(request);

        VisibleSatellite[][] visible = sight.Visible(sky);
        for (int g = 0; g < request.Grounds.Count; g++)
        {
            List<int> expected = [.. Enumerable.Range(0, request.Satellites.Count).Where(s =>
                new[] { sky.Start, sky.Middle, sky.End }.All(at =>
                    sight.Look(at, g, s).ElevationRad >= Angle.FromDegrees(elevationMinDeg).Radians))];
            Assert.Equal(expected, visible[g].Select(v => v.Satellite));
        }
        Assert.Contains(visible, v => v.Length > 0);
    }
}
