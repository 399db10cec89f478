using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>What a request must keep to. The program asks before it plans and prints all findings.</summary>
public static class PlanRequestRules
{
    /// <summary>Most optical terminals of a space vehicle.</summary>
    public const int OpticalTerminalsMax = 8;

    /// <summary>Shortest epoch: a second.</summary>
    public static readonly Duration EpochLengthMin = Duration.FromSeconds(1);

    /// <summary>How many epochs the horizon takes, rounded up, at least one.</summary>
    public static int EpochCount(this PlanRequest request)
    {
        Duration almostOne = new(request.EpochLength.Nanoseconds - 1);
        return (int)System.Math.Max(1, (request.Horizon + almostOne) / request.EpochLength);
    }

    /// <summary>
    /// Everything that is wrong, each with the place in the request; empty when it can be planned.
    /// </summary>
    public static IReadOnlyList<string> Findings(PlanRequest request)
    {
        var findings = new List<string>();
        CheckTimes(request, findings);
        CheckNames(request, findings);
        CheckSatellites(request, findings);
        MotifRules.Check(request, findings);
        CheckGrounds(request, findings);
        CheckContracts(request, findings);
        return findings;
    }

    private static void CheckTimes(PlanRequest request, List<string> findings)
    {
        if (request.EpochLength < EpochLengthMin)
        {
            findings.Add($"epochLength: {request.EpochLength} is shorter than {EpochLengthMin}");
        }
        if (request.Horizon <= Duration.Zero)
        {
            findings.Add($"horizon: {request.Horizon} is not a span to plan for");
        }
        if (request.HopDelay < Duration.Zero || request.HopDelay > Duration.FromSeconds(1))
        {
            findings.Add($"hopDelay: {request.HopDelay} is not within 0 to 1 s");
        }
    }

    private static void CheckNames(PlanRequest request, List<string> findings)
    {
        var names = new HashSet<string>(System.StringComparer.Ordinal);
        foreach (SatelliteSpec satellite in request.Satellites)
        {
            AddIf(!names.Add(satellite.Name), $"satellites: the name {satellite.Name} is used twice");
        }
        foreach (GroundSpec ground in request.Grounds)
        {
            AddIf(!names.Add(ground.Name), $"grounds: the name {ground.Name} is used twice");
        }
        var constellations = new HashSet<string>(System.StringComparer.Ordinal);
        foreach (ConstellationSpec constellation in request.Constellations)
        {
            AddIf(
                !constellations.Add(constellation.Name),
                $"constellations: the name {constellation.Name} is used twice");
            AddIf(
                constellation.Policy is TopologyPolicy.PlusGrid or TopologyPolicy.PlusGridOpenSeam
                    or TopologyPolicy.Motif or TopologyPolicy.MotifOpenSeam
                    && (constellation.Planes < 1 || constellation.SlotsPerPlane < 1),
                $"constellations: {constellation.Name} has fixed neighbours without planes and slots");
        }

        void AddIf(bool isWrong, string finding)
        {
            if (isWrong)
            {
                findings.Add(finding);
            }
        }
    }

    private static void CheckSatellites(PlanRequest request, List<string> findings)
    {
        var places = new HashSet<(string, int, int)>();
        foreach (SatelliteSpec satellite in request.Satellites)
        {
            if (satellite.Optical.Count is < 0 or > OpticalTerminalsMax)
            {
                findings.Add(
                    $"satellites: {satellite.Name} has {satellite.Optical.Count} optical terminals, "
                    + $"not 0 to {OpticalTerminalsMax}");
            }
            if (satellite.AccessBeams.Count < 0 || satellite.GatewayBeams.Count < 0)
            {
                findings.Add($"satellites: {satellite.Name} has a negative number of beams");
            }
            if (satellite.Plane >= 0 && satellite.Slot >= 0
                && !places.Add((satellite.Constellation, satellite.Plane, satellite.Slot)))
            {
                findings.Add($"satellites: {satellite.Name} shares its plane and slot with another");
            }
        }
    }

    private static void CheckGrounds(PlanRequest request, List<string> findings)
    {
        NodeKind last = NodeKind.Site;
        foreach (GroundSpec ground in request.Grounds)
        {
            if (ground.Kind == NodeKind.Satellite || ground.Kind < last)
            {
                findings.Add($"grounds: {ground.Name} is out of order: sites first, then edges");
            }
            if (ground.Terminals < 0)
            {
                findings.Add($"grounds: {ground.Name} has a negative number of terminals");
            }
            last = ground.Kind;
        }
    }

    private static void CheckContracts(PlanRequest request, List<string> findings)
    {
        for (int i = 0; i < request.Contracts.Count; i++)
        {
            Contract contract = request.Contracts[i];
            if (contract.Index != i)
            {
                findings.Add($"contracts: {contract.Name} has index {contract.Index}, not {i}");
            }
            CheckEnds(request, contract, findings);
        }
    }

    private static void CheckEnds(PlanRequest request, Contract contract, List<string> findings)
    {
        if (contract.Subscribers.Count == 0 || !IsGround(contract.Publisher))
        {
            findings.Add($"contracts: {contract.Name} is not from a ground node to subscribers");
        }
        if (contract.Subscribers.Count > Contract.SubscribersMax)
        {
            findings.Add(
                $"contracts: {contract.Name} has {contract.Subscribers.Count} subscribers; the limit is "
                    + $"{Contract.SubscribersMax}");
        }
        var seen = new HashSet<NodeId>();
        foreach (NodeId subscriber in contract.Subscribers)
        {
            if (!seen.Add(subscriber))
            {
                findings.Add($"contracts: {contract.Name} has {subscriber} as a subscriber twice");
            }
            else if (!IsGround(subscriber) || subscriber == contract.Publisher)
            {
                findings.Add($"contracts: {contract.Name} has {subscriber} as a subscriber");
            }
        }

        bool IsGround(NodeId id)
            => id.Value >= request.Satellites.Count
                && id.Value < request.Satellites.Count + request.Grounds.Count;
    }
}
