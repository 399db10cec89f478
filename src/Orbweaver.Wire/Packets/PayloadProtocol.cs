namespace Orbweaver.Wire;

/// <summary>What a packet carries, as an IP protocol number.</summary>
public enum PayloadProtocol : byte
{
    /// <summary>A user's IPv4 packet, encapsulated as it is (H.Encaps, RFC 8986 section 5.1).</summary>
    Ipv4 = 4,

    /// <summary>A user's IPv6 packet, encapsulated as it is.</summary>
    Ipv6 = 41,

    /// <summary>A piece of a message that nobody here understands (RFC 3692: for experiments).</summary>
    Opaque = 253,

    /// <summary>A receipt of an egress for an ingress (RFC 3692: for experiments).</summary>
    Receipt = 254,
}
