using System;
using System.CommandLine;
using System.Globalization;
using System.Net;
using Orbweaver.Scenarios;

namespace Orbweaver.Up;

/// <summary>Where the server of a program listens.</summary>
/// <param name="At">The place; null for nowhere.</param>
/// <param name="IsGiven">Whether somebody asked for it: then it must be had.</param>
internal readonly record struct HttpChoice(IPEndPoint? At, bool IsGiven)
{
    /// <summary>The port where nothing else is said.</summary>
    public const int PortUsual = 8400;

    /// <summary>The option.</summary>
    public static Option<string?> Option() => new("--http")
    {
        Description = "Where the console, its API and /metrics are; a port alone means 127.0.0.1. Usually"
            + " 127.0.0.1:8400; 0 takes any port, off none.",
        HelpName = "[ADDR:]PORT|off",
    };

    /// <summary>The option of a program that is there to serve: without metrics, and never off.</summary>
    public static Option<string?> OptionOfRecordings() => new("--http")
    {
        Description = "Where the console and its API are; a port alone means 127.0.0.1. Usually"
            + " 127.0.0.1:8400; 0 takes any port.",
        HelpName = "[ADDR:]PORT",
    };

    /// <summary>What was asked for.</summary>
    public static HttpChoice Of(string? text) => text switch
    {
        null => new HttpChoice(new IPEndPoint(IPAddress.Loopback, PortUsual), IsGiven: false),
        "off" => new HttpChoice(null, IsGiven: true),
        _ => new HttpChoice(EndPointOf(text), IsGiven: true),
    };

    /// <summary>Says what an address beyond this machine means; nothing is to be said of the
    /// loopback.</summary>
    public void WarnIfOpen(Action<string> warn)
    {
        if (At is { } at && !IPAddress.IsLoopback(at.Address))
        {
            warn("the console is open to all who reach this machine, over plain HTTP: who listens on the way"
                + " can take tokens and sessions; put a proxy with TLS before it, or use the loopback and"
                + " ssh -L");
        }
    }

    /// <summary>PORT, ADDR, ADDR:PORT or [ADDR]:PORT; a port alone is the loopback's.</summary>
    public static IPEndPoint EndPointOf(string text)
    {
        bool isPort = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int port);
        if (isPort && port <= IPEndPoint.MaxPort)
        {
            return new IPEndPoint(IPAddress.Loopback, port);
        }
        // Without a dot or a colon it would be read as one number of 32 bits.
        bool hasForm = text.Contains('.', StringComparison.Ordinal)
            || text.Contains(':', StringComparison.Ordinal);
        if (isPort || !hasForm || !IPEndPoint.TryParse(text, out IPEndPoint? endPoint))
        {
            throw BadInputException.Of(
                "--http", $"'{text}' is no address with a port",
                "Write a port, for this machine only, or"
                    + " ADDR:PORT, as in 192.0.2.1:8400 or [::1]:8400");
        }
        bool hasPort = endPoint.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork
            ? text.Contains(':', StringComparison.Ordinal)
            : text.Contains("]:", StringComparison.Ordinal);
        return hasPort ? endPoint : new IPEndPoint(endPoint.Address, PortUsual);
    }
}
