using System;
using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>
/// How many links every ground node has in every epoch; each epoch writes its own place only, so many workers
/// may add at once.
/// </summary>
internal sealed class CoverageCount(PlanRequest request, Plan plan)
{
    private readonly byte[][] _links = new byte[plan.Epochs.Count][];

    /// <summary>Takes an epoch.</summary>
    public void Add(PlanEpoch epoch)
    {
        var links = new byte[request.Grounds.Count];
        for (int g = 0; g < links.Length; g++)
        {
            links[g] = (byte)Math.Min(epoch.Neighbours(Id(g)).Length, 2);
        }
        _links[epoch.Index] = links;
    }

    /// <summary>Shares of all epochs, by ground node.</summary>
    public List<GroundCoverage> Result()
    {
        var coverage = new List<GroundCoverage>(request.Grounds.Count);
        double total = _links.Length;
        for (int g = 0; g < request.Grounds.Count; g++)
        {
            int[] counts = new int[3];
            foreach (byte[] links in _links)
            {
                counts[links[g]]++;
            }
            coverage.Add(
                new GroundCoverage(Id(g), counts[0] / total, counts[1] / total, counts[2] / total));
        }
        return coverage;
    }

    private NodeId Id(int ground) => new(request.Satellites.Count + ground);
}
