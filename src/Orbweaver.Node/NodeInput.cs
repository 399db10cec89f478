using Orbweaver.Model;

namespace Orbweaver.Node;

/// <summary>What kind of input a step takes.</summary>
public enum NodeInputKind : byte
{
    /// <summary>Nothing new: do what has come due.</summary>
    Timer,

    /// <summary>A source hands in a message.</summary>
    Submit,

    /// <summary>A packet came in over a link.</summary>
    Arrive,

    /// <summary>A control frame came in over a link.</summary>
    Control,

    /// <summary>The terminal of a link has lost light, or the link's liveness has timed out.</summary>
    LinkLost,

    /// <summary>The terminal of a link has light again, or hears its peer again.</summary>
    LinkBack,

    /// <summary>The terminal has acquired a standby link that the ground node asked for.</summary>
    Acquired,

    /// <summary>The host says how far behind it is with what comes in: silence counts from there.</summary>
    Behind,

    /// <summary>The controller of this node has made a plan.</summary>
    PlanMade,

    /// <summary>The clock of this node shows something else than it would by going on.</summary>
    ClockReads,
}

/// <summary>A message as a source hands it in. Its source time is the time of the step.</summary>
/// <param name="Flow">By which the edge finds the contract.</param>
/// <param name="Size">Bytes of the message.</param>
/// <param name="Key">Replace-key; only contracts with <c>r</c> look at it.</param>
/// <param name="HostTag">The host's own mark, given back with every effect on the message's packets.</param>
public readonly record struct Submission(FlowKey Flow, DataSize Size, uint Key, int HostTag)
{
    /// <summary>
    /// The contract, by index, where what came in belongs to one of this edge's; null to find it by rules.
    /// </summary>
    public int? Contract { get; init; }
}

/// <summary>One input of a node. The default value is <see cref="NodeInputKind.Timer"/>.</summary>
public readonly struct NodeInput
{
    private NodeInput(
        NodeInputKind kind, Submission submission, Packet? packet, int link, ControlFrame? control)
    {
        Kind = kind;
        Submission = submission;
        Packet = packet;
        Link = link;
        Control = control;
    }

    /// <summary>Which of the cases this is.</summary>
    public NodeInputKind Kind { get; }

    /// <summary>The message of <see cref="NodeInputKind.Submit"/>.</summary>
    public Submission Submission { get; }

    /// <summary>The packet of <see cref="NodeInputKind.Arrive"/>; the node owns it from here.</summary>
    public Packet? Packet { get; }

    /// <summary>The link over which it came, or of which it speaks: below zero a standby pair.</summary>
    public int Link { get; }

    /// <summary>The frame of <see cref="NodeInputKind.Control"/>.</summary>
    public ControlFrame? Control { get; }

    /// <summary>The time of <see cref="NodeInputKind.Behind"/>.</summary>
    public Duration BehindBy { get; private init; }

    /// <summary>The document of <see cref="NodeInputKind.PlanMade"/>.</summary>
    public PlanDocument? Document { get; private init; }

    /// <summary>The reading of <see cref="NodeInputKind.ClockReads"/>.</summary>
    public ClockReading Clock { get; private init; }

    /// <summary>How long the host had the control frame before this step: a slow one notes it.</summary>
    public Duration Late { get; private init; }

    /// <summary>Do what has come due.</summary>
    public static NodeInput Timer => default;

    /// <summary>A source hands in a message.</summary>
    public static NodeInput Submit(in Submission submission)
        => new(NodeInputKind.Submit, submission, null, -1, null);

    /// <summary>A packet came in.</summary>
    public static NodeInput Arrive(int link, Packet packet)
        => new(NodeInputKind.Arrive, default, packet, link, null);

    /// <summary>A control frame came in.</summary>
    public static NodeInput ControlFrom(int link, ControlFrame control, Duration late = default)
        => new(NodeInputKind.Control, default, null, link, control) { Late = late };

    /// <summary>A link is lost, as its terminal or its liveness says.</summary>
    public static NodeInput LinkLost(int link) => new(NodeInputKind.LinkLost, default, null, link, null);

    /// <summary>A link is back, as its terminal or its liveness says.</summary>
    public static NodeInput LinkBack(int link) => new(NodeInputKind.LinkBack, default, null, link, null);

    /// <summary>The host is so far behind with what comes in.</summary>
    public static NodeInput Behind(Duration by)
        => new(NodeInputKind.Behind, default, null, -1, null) { BehindBy = by };

    /// <summary>A standby link is acquired.</summary>
    public static NodeInput Acquired(int link) => new(NodeInputKind.Acquired, default, null, link, null);

    /// <summary>The clock of this node shows something else than it would by going on.</summary>
    public static NodeInput ClockReads(ClockReading reading)
        => new(NodeInputKind.ClockReads, default, null, -1, null) { Clock = reading };

    /// <summary>The controller of this node has made a plan.</summary>
    public static NodeInput PlanMade(PlanDocument document)
        => new(NodeInputKind.PlanMade, default, null, -1, null) { Document = document };
}
