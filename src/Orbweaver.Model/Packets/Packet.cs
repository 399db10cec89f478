using System.Collections.Generic;

namespace Orbweaver.Model;

/// <summary>
/// A packet on the mesh: the header that travels, and what its present holder notes on it. Pooled: rented at
/// ingress, handed from node to host to node, returned by the host that sees it delivered or dropped. Fields
/// rather than properties, so that a hop touches few cache lines and the collector none.
/// </summary>
public sealed class Packet
{
    /// <summary>Largest packet on a link.</summary>
    public const int MeshMtuBytes = 1_500;

    /// <summary>IPv6 header (40, RFC 8200) and hop-by-hop header with the contract option (40).</summary>
    public const int OverheadBytes = 80;

    /// <summary>Largest piece of a message that one packet carries.</summary>
    public const int PayloadBytesMax = MeshMtuBytes - OverheadBytes;

    /// <summary>Hops before a packet is dropped as lost in a loop; paths of 98 hops have been seen.</summary>
    public const byte HopLimitStart = 255;

    /// <summary>Packets that a message takes; it has at least one byte.</summary>
    public static int PiecesOf(DataSize message) => (int)((message.Bytes - 1) / PayloadBytesMax) + 1;

    /// <summary>Whether it is for several subscribers, so that their ways decide where it goes.</summary>
    public bool IsForSeveral => (Targets & (Targets - 1)) != 0;

    /// <summary>Its place in the pool: hosts keep their own notes by it.</summary>
    public int PoolIndex { get; internal init; }

    /// <summary>Whether it is out of the pool.</summary>
    internal bool IsRented { get; set; }

    // What travels.

    /// <summary>The contract, by index.</summary>
    public int ContractIndex;

    /// <summary>Number of the message under its contract, from zero.</summary>
    public uint Sequence;

    /// <summary>
    /// Replace-key: newer messages of one key replace older ones under an <c>r</c> contract.
    /// </summary>
    public uint Key;

    /// <summary>Which piece of its message this is.</summary>
    public ushort FragmentIndex;

    /// <summary>Pieces of its message; 1 for most.</summary>
    public ushort FragmentCount;

    /// <summary>Bytes on a link, overhead included.</summary>
    public int SizeBytes;

    /// <summary>Where it entered.</summary>
    public NodeId Source;

    /// <summary>
    /// The subscribers it is for, as bits over those of its contract. Where their ways part it is split.
    /// </summary>
    public ulong Targets;

    /// <summary>Where it leaves, if it is for one; nowhere while it is for several.</summary>
    public NodeId Destination;

    /// <summary>Version of the plan it is routed by.</summary>
    public int PlanVersion;

    /// <summary>The controller that made that plan.</summary>
    public NodeId PlanController;

    /// <summary>The newest epoch it has met.</summary>
    public int Epoch;

    /// <summary>Age when it came to its present holder, in microseconds.</summary>
    public uint AgeUs;

    /// <summary>Age it may reach, in microseconds; 0 when nothing is promised.</summary>
    public uint BudgetUs;

    /// <summary>Present priority: 0 when marked as excess.</summary>
    public byte Priority;

    /// <summary>What may overtake it.</summary>
    public Overtaking Overtaking;

    /// <summary>What may drop it: <see cref="Assurance.Congestion"/> when marked as excess.</summary>
    public Assurance Assurance;

    /// <summary>Hops left.</summary>
    public byte HopLimit;

    /// <summary>Incarnation of the node that sent it over the last link.</summary>
    public uint Incarnation;

    /// <summary>Length of that node's log when the packet left: the receiver must have it first.</summary>
    public long Mark;

    /// <summary>
    /// The explicit way of a replica, by nodes; null for an ordinary packet, and from where a way broke.
    /// </summary>
    public IReadOnlyList<NodeId>? Way;

    /// <summary>Its present place on that way.</summary>
    public byte WayIndex;

    /// <summary>Its number on the last link, under which that was kept; 0 when it was not kept.</summary>
    public uint HopSequence;

    /// <summary>All that the sender of the last link had numbered below this is settled.</summary>
    public uint HopBase;

    /// <summary>
    /// Of a guaranteed message: all numbers of its contract below this are settled at the ingress.
    /// </summary>
    public uint Base;

    /// <summary>What an egress tells an ingress; null for data.</summary>
    public Receipt? Receipt;

    // What its present holder notes.

    /// <summary>The neighbour for which <see cref="HopSequence"/> was given, or -1.</summary>
    public int KeptFor = -1;

    /// <summary>The view by which its port was chosen.</summary>
    public long ViewStamp;

    /// <summary>When it came to its present holder.</summary>
    public Instant Entered;

    /// <summary>When it must leave to arrive in time: the slack order of queues.</summary>
    public Instant DepartBy;

    /// <summary>Order of arrival in a queue: breaks ties.</summary>
    public long QueueOrder;

    /// <summary>Its place in a heap, or -1.</summary>
    public int HeapIndex = -1;

    /// <summary>The host's own mark, carried from submission to delivery; no node looks at it.</summary>
    public int HostTag;
}
