using System;
using System.Net;

namespace Orbweaver.Live;

/// <summary>Which way a UDP or TCP port goes.</summary>
public enum PortDirection
{
    /// <summary>What comes in goes to the subscriber (to=).</summary>
    ToSubscriber,

    /// <summary>What the publisher sends is handed out (from=).</summary>
    FromPublisher,
}

/// <summary>
/// A UDP or TCP port of an edge, as the operator wrote it: EDGE=ADDR:PORT,to=SUBSCRIBER or
/// EDGE=ADDR:PORT,from=PUBLISHER, with a contract of its own and, for TCP, lines instead of pieces.
/// </summary>
public sealed record SocketPortOptions
{
    private const string Form = "EDGE=ADDR:PORT,to=SUBSCRIBER or EDGE=ADDR:PORT,from=PUBLISHER";

    /// <summary>The edge it belongs to.</summary>
    public required string Edge { get; init; }

    /// <summary>
    /// Where it listens; for a UDP port that hands out, where it sends to. Port 0 lets the kernel choose.
    /// </summary>
    public IPEndPoint EndPoint { get; private set; } = new(IPAddress.Loopback, 0);

    /// <summary>Which way it goes.</summary>
    public PortDirection Direction { get; private set; }

    /// <summary>The other edge: the subscriber, or the publisher.</summary>
    public string Peer { get; private set; } = "";

    /// <summary>The contract it uses, or null for the first that fits.</summary>
    public string? Contract { get; private set; }

    /// <summary>Whether a message is a line, without its end.</summary>
    public bool IsByLine { get; private set; }

    /// <summary>Reads the text of a UDP port.</summary>
    public static bool TryParseUdp(string text, out SocketPortOptions options, out string error)
    {
        if (!TryParse(text, isTcp: false, out options, out error))
        {
            return false;
        }
        if (options.Direction == PortDirection.FromPublisher)
        {
            IPAddress to = options.EndPoint.Address;
            bool isNobody = to.Equals(IPAddress.Any) || to.Equals(IPAddress.IPv6Any);
            error = options.EndPoint.Port == 0
                ? $"'{text}': port 0 is no place to send to: write the receiver's port"
                : isNobody || to.Equals(IPAddress.Broadcast)
                    ? $"'{text}': {to} is no place to send to: write the receiver's address" : "";
        }
        return error.Length == 0;
    }

    /// <summary>Reads the text of a TCP port.</summary>
    public static bool TryParseTcp(string text, out SocketPortOptions options, out string error)
        => TryParse(text, isTcp: true, out options, out error);

    private static bool TryParse(string text, bool isTcp, out SocketPortOptions options, out string error)
    {
        PortText? parts = PortText.Read(text, Form, out error);
        options = new SocketPortOptions { Edge = parts?.Edge ?? "" };
        if (parts is null || !parts.TryEndPoint(out IPEndPoint endPoint, out error))
        {
            return false;
        }
        options.EndPoint = endPoint;
        foreach ((string key, string value) in parts.Settings)
        {
            error = options.Set(parts, key, value, isTcp);
            if (error.Length > 0)
            {
                return false;
            }
        }
        if (options.Peer.Length == 0)
        {
            error = parts.Error("it says neither to=SUBSCRIBER nor from=PUBLISHER: write one of them");
        }
        else if (string.Equals(options.Peer, options.Edge, StringComparison.Ordinal))
        {
            error = parts.Error($"{options.Edge} would send to itself: name another edge");
        }
        else if (options is { Contract: not null, Direction: PortDirection.FromPublisher })
        {
            error = parts.Error("contract= belongs to the port at the publisher, which says to=");
        }
        return error.Length == 0;
    }

    private string Set(PortText parts, string key, string value, bool isTcp)
    {
        string known = isTcp ? "to, from, contract and lines" : "to, from and contract";
        switch (key)
        {
            case "to" or "from" or "contract" when value.Length == 0:
                return parts.Error($"{key}= has no name behind it: write {key}=NAME");
            case "to" or "from" when Peer.Length > 0:
                return parts.Error("to= and from= together, or one of them twice: a port goes one way");
            case "to" or "from":
                Peer = value;
                Direction = key is "to" ? PortDirection.ToSubscriber : PortDirection.FromPublisher;
                return "";
            case "contract" when Contract is not null:
                return parts.Twice(key);
            case "contract":
                Contract = value;
                return "";
            case "lines" when isTcp && value.Length == 0:
                bool isTwice = IsByLine;
                IsByLine = true;
                return isTwice ? parts.Twice(key) : "";
            default:
                return key is "lines" && isTcp
                    ? parts.Error("lines stands alone, without a value") : parts.UnknownKey(key, known);
        }
    }
}
