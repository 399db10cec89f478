using System;
using System.Collections.Generic;
using System.Globalization;
using System.Net;
using Orbweaver.Model;

namespace Orbweaver.Live;

/// <summary>
/// The common form of what the operator writes of a port: EDGE=PLACE[,KEY[=VALUE]]... Errors are clauses
/// without a full stop that say what was read, why it is refused and what to write.
/// </summary>
internal sealed class PortText
{
    private const int EdgeCharsMax = 255;

    private readonly string _text;
    private readonly string[] _parts;

    private PortText(string text, string edge, string[] parts)
    {
        _text = text;
        Edge = edge;
        _parts = parts;
    }

    /// <summary>The edge before the first equals sign.</summary>
    public string Edge { get; }

    /// <summary>What follows it: a device, or an address with a port.</summary>
    public string Place => _parts[0];

    /// <summary>The settings, with an empty value where there is no equals sign.</summary>
    public IEnumerable<(string Key, string Value)> Settings
    {
        get
        {
            for (int i = 1; i < _parts.Length; i++)
            {
                int equals = _parts[i].IndexOf('=', StringComparison.Ordinal);
                yield return equals < 0
                    ? (_parts[i], "") : (_parts[i][..equals], _parts[i][(equals + 1)..]);
            }
        }
    }

    /// <summary>Takes a text apart; <paramref name="form"/> is what the error says to write.</summary>
    public static PortText? Read(string text, string form, out string error)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        string edge = equals < 0 ? "" : text[..equals].Trim();
        string[] parts = equals < 0 ? [] : text[(equals + 1)..].Split(',', StringSplitOptions.TrimEntries);
        if (edge.Length is 0 or > EdgeCharsMax || edge.Contains(',', StringComparison.Ordinal)
            || parts[0].Length == 0)
        {
            error = $"'{text}' does not begin with an edge and its place: write {form}";
            return null;
        }
        error = "";
        return new PortText(text, edge, parts);
    }

    /// <summary>An error about a part of this text.</summary>
    public string Error(string what) => $"'{_text}': {what}";

    /// <summary>The error about a key that nobody knows.</summary>
    public string UnknownKey(string key, string known)
        => Error(key.Length == 0
            ? $"nothing stands between two commas or behind the last: remove it, or write {known}"
            : $"'{key}' is no setting of this port: there are {known}");

    /// <summary>The error about a key that may stand once.</summary>
    public string Twice(string key) => Error($"{key} is given twice: keep one");

    /// <summary>A whole number in a range.</summary>
    public static bool TryNumber(string value, (int Least, int Most) range, out int number)
        => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out number)
            && number >= range.Least && number <= range.Most;

    /// <summary>ADDR:PORT, [ADDR]:PORT or PORT, which means the loopback address.</summary>
    public bool TryEndPoint(out IPEndPoint endPoint, out string error)
    {
        endPoint = new IPEndPoint(IPAddress.Loopback, 0);
        string place = Place;
        int colon = place.LastIndexOf(':');
        string host = colon < 0 ? "127.0.0.1" : place[..colon];
        bool isBracketed = host.Length > 2 && host[0] == '[' && host[^1] == ']';
        string address = isBracketed ? host[1..^1] : host;
        error = "";
        if (!int.TryParse(
                place.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int port)
            || port > ushort.MaxValue)
        {
            error = Error($"'{place}' has no port number from 0 to 65,535 at its end: write ADDR:PORT");
        }
        else if (isBracketed != address.Contains(':', StringComparison.Ordinal))
        {
            error = Error($"'{place}' is no address with a port: IPv6 is written [2001:db8::1]:5000");
        }
        else if (!AddressPrefix.TryParse(address, out AddressPrefix prefix) || prefix.Length != 128
            || address.Contains('/', StringComparison.Ordinal))
        {
            error = Error($"'{host}' is no address: write numbers, as in 127.0.0.1:{port} or [::1]:{port}");
        }
        else
        {
            endPoint = new IPEndPoint(IPAddress.Parse(address), port);
        }
        return error.Length == 0;
    }

    /// <summary>A prefix as the operator would write it.</summary>
    public static string Show(AddressPrefix prefix)
    {
        bool isIpv4 = IpAddresses.IsIpv4(prefix.Address) && prefix.Length >= 96;
        int length = isIpv4 ? prefix.Length - 96 : prefix.Length;
        return $"{IpAddresses.ToIPAddress(prefix.Address)}/{length}";
    }
}
