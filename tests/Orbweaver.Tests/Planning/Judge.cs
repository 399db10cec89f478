using System;
using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Orbits;
using Orbweaver.Planning;
using Xunit;

namespace Orbweaver.Tests.Planning;

/// <summary>Checks of plans that share no code with the planner: own geometry, own book-keeping.</summary>
internal static class Judge
{
    /// <summary>
    /// Links are tried at three instants of an epoch. Between two of them, 7.5 s apart, a range or a grazing
    /// height that bends at 10 m/s2 strays by 10/8 x 7.5^2 = 70 m.
    /// </summary>
    public const double BetweenSamplesM = 100;

    public const double BetweenSamplesDeg = 0.02;

    public static Vec3 SatelliteM(PlanRequest request, int satellite, Instant t)
    {
        Assert.True(request.Satellites[satellite].Ephemeris.TryPropagate(t, out TemeState state, out _));
        return new EarthRotation(t).ToItrf(state.Position).Metres;
    }

    public static double ElevationDeg(GeodeticPosition site, Vec3 targetM)
    {
        Vec3 sight = targetM - site.ToItrf().Metres;
        return Math.Asin(sight.Dot(site.Up()) / sight.Length) * 180 / Math.PI;
    }

    public static double GrazingAltitudeM(Vec3 a, Vec3 b)
    {
        double least = double.MaxValue;
        // By steps and then by parabola would be exact enough; 2,000 steps of 2.7 km err by less than 1 m at
        // the sag.
        for (int i = 0; i <= 2000; i++)
        {
            least = Math.Min(least, (a + ((b - a) * (i / 2000.0))).Length);
        }
        return least - 6_378_137.0;
    }

    public static Vec3 NodeM(PlanRequest request, NodeId node, Instant t)
        => node.Value < request.Satellites.Count
        ? SatelliteM(request, node.Value, t)
        : request.Grounds[node.Value - request.Satellites.Count].Position.ToItrf().Metres;

    /// <summary>
    /// A link has the sight its kind needs at an instant, and the planned delay is the light time then.
    /// </summary>
    public static void LinkIsValid(PlanRequest request, Plan plan, int epoch, EpochLink link, Instant t)
    {
        Vec3 a = NodeM(request, link.A, t);
        Vec3 b = NodeM(request, link.B, t);
        double rangeM = (b - a).Length;
        if (plan.Contacts[link.ContactIndex].Kind == ContactKind.Optical)
        {
            Assert.True(rangeM <= request.Satellites[link.A.Value].Optical.RangeMax.Metres + BetweenSamplesM);
            Assert.True(GrazingAltitudeM(a, b) >= request.GrazingAltitude.Metres - BetweenSamplesM);
        }
        else
        {
            GroundSpec ground = request.Grounds[link.B.Value - request.Satellites.Count];
            double minDeg = request.Satellites[link.A.Value].ElevationMin.Degrees;
            Assert.True(ElevationDeg(ground.Position, a) >= minDeg - BetweenSamplesDeg);
        }
        // A parabola over 15 s errs by 0.09 us on access links. Satellites that cross at 15 km/s bend more:
        // the third derivative of a straight fly-by at distance d is at most 0.86 v^3/d^2, and the parabola
        // errs by 7.5^3 / (9 sqrt 3) of it.
        double nearestM =
            299_792_458e-9 * Math.Min(link.DelayStartNs, Math.Min(link.DelayMiddleNs, link.DelayEndNs));
        double flyByM =
            0.86 * Math.Pow(15e3, 3) / (nearestM * nearestM) * Math.Pow(7.5, 3) / (9 * Math.Sqrt(3));
        double errorNs = plan.DelayAt(link, epoch, t).Nanoseconds - (rangeM / 299_792_458.0 * 1e9);
        Assert.InRange(Math.Abs(errorNs), 0, 200 + (flyByM / 299_792_458e-9));
    }

    public static void BooksAreInOrder(PlanRequest request, PlannedNetwork network)
    {
        Plan plan = network.Plan;
        foreach (PlanEpoch epoch in plan.Epochs)
        {
            EpochIsInOrder(request, network, epoch);
        }
        for (int i = 0; i < plan.Contacts.Count; i++)
        {
            Contact contact = plan.Contacts[i];
            Assert.Equal(i, contact.Index);
            Assert.True(contact.A.Node.Value < contact.B.Node.Value);
            Assert.True(contact.Opens >= plan.EpochStart(contact.FirstEpoch));
            Assert.True(contact.Opens < plan.EpochStart(contact.FirstEpoch + 1));
            for (int e = contact.FirstEpoch - 1; e <= contact.LastEpoch + 1; e++)
            {
                bool isWithin = e >= contact.FirstEpoch && e <= contact.LastEpoch;
                if (e >= 0 && e < plan.Epochs.Count)
                {
                    Assert.Equal(
                        isWithin, plan.Epochs[e].Links.ToArray().Any(l => SamePair(plan, l, contact)));
                }
            }
        }
    }

    private static bool SamePair(Plan plan, EpochLink link, Contact contact)
        => plan.Contacts[link.ContactIndex].A == contact.A && plan.Contacts[link.ContactIndex].B == contact.B
            && plan.Contacts[link.ContactIndex].Kind == contact.Kind;

    private static void EpochIsInOrder(PlanRequest request, PlannedNetwork network, PlanEpoch epoch)
    {
        Plan plan = network.Plan;
        var taken = new HashSet<(ContactKind, TerminalRef)>();
        int last = -1;
        foreach (EpochLink link in epoch.Links)
        {
            Contact contact = plan.Contacts[link.ContactIndex];
            Assert.True(link.ContactIndex > last);
            last = link.ContactIndex;
            Assert.Equal(contact.A.Node, link.A);
            Assert.Equal(contact.B.Node, link.B);
            Assert.InRange(epoch.Index, contact.FirstEpoch, contact.LastEpoch);
            Assert.True(taken.Add((contact.Kind, contact.A)), "a terminal is booked twice");
            Assert.True(taken.Add((contact.Kind, contact.B)), "a terminal is booked twice");
            if (request.Access == AccessPolicy.Assigned || contact.Kind == ContactKind.Optical)
            {
                Assert.InRange(contact.A.Terminal, 0, Terminals(request, contact.A.Node, contact.Kind) - 1);
                Assert.InRange(contact.B.Terminal, 0, Terminals(request, contact.B.Node, contact.Kind) - 1);
            }
        }
        foreach (Acquisition acquisition in network.Acquisitions)
        {
            if (epoch.Index >= acquisition.FirstEpoch && epoch.Index <= acquisition.LastEpoch)
            {
                Assert.True(
                    taken.Add((ContactKind.Optical, acquisition.A)), "an acquiring terminal is booked");
                Assert.True(
                    taken.Add((ContactKind.Optical, acquisition.B)), "an acquiring terminal is booked");
            }
        }
    }

    private static int Terminals(PlanRequest request, NodeId node, ContactKind kind)
    {
        if (node.Value >= request.Satellites.Count)
        {
            return request.Grounds[node.Value - request.Satellites.Count].Terminals;
        }
        SatelliteSpec satellite = request.Satellites[node.Value];
        return kind switch
        {
            ContactKind.Optical => satellite.Optical.Count,
            ContactKind.Access => satellite.AccessBeams.Count,
            _ => satellite.GatewayBeams.Count,
        };
    }

    /// <summary>Everything a plan says, as one number.</summary>
    public static ulong Hash(PlannedNetwork network)
    {
        ulong hash = 0;
        void Mix(long word) => hash = StableHash.Mix(hash, (ulong)word);
        foreach (Contact c in network.Plan.Contacts)
        {
            Mix(c.A.Node.Value);
            Mix(c.A.Terminal);
            Mix(c.B.Node.Value);
            Mix(c.B.Terminal);
            Mix(c.FirstEpoch);
            Mix(c.LastEpoch);
            Mix(c.Opens.Nanoseconds);
            Mix(c.RateAToB.BitsPerSecond);
            Mix(c.RateBToA.BitsPerSecond);
        }
        foreach (PlanEpoch epoch in network.Plan.Epochs)
        {
            foreach (EpochLink l in epoch.Links)
            {
                Mix(l.ContactIndex);
                Mix(l.DelayStartNs);
                Mix(l.DelayMiddleNs);
                Mix(l.DelayEndNs);
            }
            foreach (StandbyLink s in epoch.Standby)
            {
                Mix(s.Ground.Value);
                Mix(s.Satellite.Value);
                Mix(s.Rank);
                Mix(s.DelayMiddleNs);
            }
        }
        foreach (ContractAdmission admission in network.Admission.Contracts)
        {
            Mix((long)admission.Verdict);
            Mix((long)StableHash.Of(admission.Reason));
            Mix(admission.Best?.Median.Nanoseconds ?? -1);
        }
        return hash;
    }
}
