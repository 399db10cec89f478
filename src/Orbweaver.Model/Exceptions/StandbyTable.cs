using System.Collections.Generic;

namespace Orbweaver.Model;

/// <summary>A pair of nodes that a plan lists as standby in some epoch.</summary>
public readonly record struct StandbyPair(NodeId Satellite, NodeId Ground);

/// <summary>
/// All standby pairs of a plan, numbered alike everywhere: by satellite, then ground; those that a longer
/// plan adds come behind, likewise. Shared by all nodes of a host. A link that is not planned is named by the
/// complement of its pair's number, so it is below zero.
/// </summary>
public sealed class StandbyTable
{
    private readonly List<StandbyPair> _pairs = [];
    private readonly Dictionary<StandbyPair, int> _linkOf = [];

    private StandbyTable(StandbyTable of)
    {
        _pairs.AddRange(of._pairs);
        _linkOf = new Dictionary<StandbyPair, int>(of._linkOf);
    }

    /// <summary>The pairs of a plan.</summary>
    public StandbyTable(Plan plan) => Extend(plan, fromEpoch: 0);

    /// <summary>Numbers what epochs from one on bring anew; those before it are numbered.</summary>
    public void Extend(Plan plan, int fromEpoch)
    {
        SortedSet<(int Satellite, int Ground)> pairs = [];
        for (int e = fromEpoch; e < plan.Epochs.Count; e++)
        {
            foreach (StandbyLink standby in plan.Epochs[e].Standby)
            {
                if (!_linkOf.ContainsKey(new StandbyPair(standby.Satellite, standby.Ground)))
                {
                    pairs.Add((standby.Satellite.Value, standby.Ground.Value));
                }
            }
        }
        foreach ((int satellite, int ground) in pairs)
        {
            StandbyPair pair = new(new NodeId(satellite), new NodeId(ground));
            _linkOf.Add(pair, ~_pairs.Count);
            _pairs.Add(pair);
        }
    }

    /// <summary>The same numbers, for who wants to look at them while these are extended.</summary>
    public StandbyTable Copy() => new(this);

    /// <summary>How many there are.</summary>
    public int Count => _pairs.Count;

    /// <summary>The pair of a link below zero.</summary>
    public StandbyPair PairOf(int link) => _pairs[~link];

    /// <summary>The link of a standby entry of an epoch.</summary>
    public int LinkOf(in StandbyLink standby) => _linkOf[new StandbyPair(standby.Satellite, standby.Ground)];

    /// <summary>Whether a number names a standby pair rather than a planned contact.</summary>
    public static bool IsStandby(int link) => link < 0;
}
