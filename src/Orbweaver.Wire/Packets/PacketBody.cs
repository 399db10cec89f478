namespace Orbweaver.Wire;

/// <summary>Where in the bytes of a packet its payload lies, and what it is.</summary>
public readonly record struct PacketBody(PayloadProtocol Protocol, int Offset, int Length);
