using System;
using Orbweaver.Model;

namespace Orbweaver.Live;

/// <summary>A message that came in at a port; its bytes are in the caller's buffer.</summary>
/// <param name="LengthBytes">How many octets of the buffer it has.</param>
/// <param name="Flow">What a contract is found by.</param>
/// <param name="Subscriber">The edge it goes to.</param>
public readonly record struct InboundMessage(int LengthBytes, FlowKey Flow, string Subscriber);

/// <summary>
/// Where an edge meets the world: a device or sockets. All members belong to the thread of the loop. What
/// comes from outside never throws: it is counted in <see cref="Counters"/>, and a port that has lost its
/// device says so in <see cref="Failure"/>.
/// </summary>
public interface IEdgePort : IDisposable
{
    /// <summary>The longest message of any port: the buffer of a caller has as many octets.</summary>
    public const int MessageBytesMax = 65_535;

    /// <summary>The edge it belongs to.</summary>
    string Edge { get; }

    /// <summary>What it is called in reports: the device, or protocol and address.</summary>
    string Name { get; }

    /// <summary>The contract that the operator named for it, or null.</summary>
    string? Contract { get; }

    /// <summary>What came, went and was dropped.</summary>
    PortCounters Counters { get; }

    /// <summary>Why it is of no use any more, or null while it is.</summary>
    string? Failure { get; }

    /// <summary>
    /// Whether nothing is read. Senders over TCP then wait; for others the kernel keeps a little and drops
    /// the rest. Set it while the network would refuse what comes.
    /// </summary>
    bool IsPaused { get; set; }

    /// <summary>
    /// The next message. Call it after each wait until it is false, or as often as is fair to other ports: it
    /// also accepts connections, writes what waited for room and lets go of what has ended.
    /// </summary>
    bool TryReceive(Span<byte> buffer, out InboundMessage message);

    /// <summary>Hands a message out without waiting; what finds no room is dropped and counted.</summary>
    void Deliver(ReadOnlySpan<byte> message);
}
