using Orbweaver.Model;

namespace Orbweaver.Node;

/// <summary>What kind of input a step takes.</summary>
public enum NodeInputKind : byte
{
    /// <summary>Nothing new: do what has come due.</summary>
    Timer,

    /// <summary>A source hands in a message.</summary>
    Submit,

    /// <summary>A packet came in over a contact.</summary>
    Arrive,
}

/// <summary>A message as a source hands it in. Its source time is the time of the step.</summary>
/// <param name="Flow">By which the edge finds the contract.</param>
/// <param name="Size">Bytes of the message.</param>
/// <param name="Key">Replace-key; only contracts with <c>r</c> look at it.</param>
/// <param name="HostTag">The host's own mark, given back with every effect on the message's packets.</param>
public readonly record struct Submission(FlowKey Flow, DataSize Size, uint Key, int HostTag);

/// <summary>One input of a node. The default value is <see cref="NodeInputKind.Timer"/>.</summary>
public readonly struct NodeInput
{
    private NodeInput(NodeInputKind kind, Submission submission, Packet? packet, int contactIndex)
    {
        Kind = kind;
        Submission = submission;
        Packet = packet;
        ContactIndex = contactIndex;
    }

    /// <summary>Which of the cases this is.</summary>
    public NodeInputKind Kind { get; }

    /// <summary>The message of <see cref="NodeInputKind.Submit"/>.</summary>
    public Submission Submission { get; }

    /// <summary>The packet of <see cref="NodeInputKind.Arrive"/>; the node owns it from here.</summary>
    public Packet? Packet { get; }

    /// <summary>The contact over which it came.</summary>
    public int ContactIndex { get; }

    /// <summary>Do what has come due.</summary>
    public static NodeInput Timer => default;

    /// <summary>A source hands in a message.</summary>
    public static NodeInput Submit(in Submission submission)
        => new(NodeInputKind.Submit, submission, null, -1);

    /// <summary>A packet came in.</summary>
    public static NodeInput Arrive(int contactIndex, Packet packet)
        => new(NodeInputKind.Arrive, default, packet, contactIndex);
}
