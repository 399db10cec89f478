using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Node;

namespace Orbweaver.Live.Nodes;

/// <summary>What the host of some nodes of a network is told at its start.</summary>
public sealed record PartitionConfig
{
    /// <summary>How long a ground node takes to acquire a standby link, where it is not said.</summary>
    public static readonly Duration AcquisitionUsual = Duration.FromSeconds(2);

    /// <summary>The plan, which all hosts of the network hold alike.</summary>
    public required Plan Plan { get; init; }

    /// <summary>All contracts, alike at all hosts as well.</summary>
    public required ContractTable Contracts { get; init; }

    /// <summary>The nodes that live here.</summary>
    public required IReadOnlyList<NodeId> Nodes { get; init; }

    /// <summary>
    /// Which life of its nodes this is, from 1. It must grow with every start of the host, or neighbours
    /// take what its nodes say for something that an earlier life of them has said.
    /// </summary>
    public required uint Incarnation { get; init; }

    /// <summary>The liveness protocol.</summary>
    public LivenessOptions Liveness { get; init; } = new();

    /// <summary>Whether neighbours tell each other the time, as hosts have clocks of their own.</summary>
    public bool ExchangesTime { get; init; }

    /// <summary>
    /// Whether a frame to another host leaves only when it would have arrived by the plan. Not where the
    /// transport is the link itself. Between nodes of one host it is always so.
    /// </summary>
    public bool ModelsDelay { get; init; } = true;

    /// <summary>How long ground nodes take to acquire a standby link; the usual time where it is not
    /// said.</summary>
    public IReadOnlyDictionary<NodeId, Duration> Acquisitions { get; init; }
        = new Dictionary<NodeId, Duration>();

    /// <summary>Byte limit of payloads that packets stand for.</summary>
    public DataSize PayloadMax { get; init; } = PacketBodies.BytesMaxUsual;

    /// <summary>Byte limit of every port's queue.</summary>
    public DataSize PortQueueMax { get; init; } = new(4_000_000);

    /// <summary>Who is told of every step of every node; null for nobody.</summary>
    public IStepWitness? Witness { get; init; }

    /// <summary>How long a ground node takes to acquire a standby link.</summary>
    public Duration AcquisitionOf(NodeId ground) => Acquisitions.GetValueOrDefault(ground, AcquisitionUsual);
}
