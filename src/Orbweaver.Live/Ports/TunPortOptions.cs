using System;
using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Live;

/// <summary>
/// A TUN device of an edge, as the operator wrote it:
/// EDGE=IFNAME[,netns=NAME][,addr=A/LEN]...[,route=PREFIX]...[,mtu=N].
/// </summary>
public sealed record TunPortOptions
{
    /// <summary>The payload of one packet of the mesh: a packet of this size travels in one piece.</summary>
    public const int MtuBytesDefault = 1420;

    /// <summary>The least MTU of IPv4 (RFC 791).</summary>
    public const int MtuBytesMin = 68;

    /// <summary>The least MTU of IPv6 (RFC 8200 section 5); the kernel removes IPv6 below it.</summary>
    public const int MtuBytesMinIpv6 = 1280;

    /// <summary>The longest IP packet, and the kernel's limit for TUN devices.</summary>
    public const int MtuBytesMax = 65_535;

    /// <summary>
    /// Packets that the kernel keeps for the loop: a fifth of a second at the usual rate, so that a machine
    /// that is busy for a moment makes them late and not lost.
    /// </summary>
    public const int QueuePackets = 2_000;

    /// <summary>Addresses of one device.</summary>
    public const int AddressesMax = 16;

    /// <summary>Routes of one device.</summary>
    public const int RoutesMax = 256;

    private const int NameCharsMax = 15;
    private const string Form = "EDGE=IFNAME[,netns=NAME][,addr=A/LEN]...[,route=PREFIX]...[,mtu=N]";

    private readonly List<AddressPrefix> _addresses = [];
    private readonly List<AddressPrefix> _routes = [];

    /// <summary>The edge it belongs to.</summary>
    public required string Edge { get; init; }

    /// <summary>The device's name.</summary>
    public required string Interface { get; init; }

    /// <summary>The named network namespace it is in; null for the one of the process.</summary>
    public string? Namespace { get; private set; }

    /// <summary>Addresses of the device, each with the length of its subnet.</summary>
    public IReadOnlyList<AddressPrefix> Addresses => _addresses;

    /// <summary>What lies behind the edge besides.</summary>
    public IReadOnlyList<AddressPrefix> Routes => _routes;

    /// <summary>The longest packet that the device hands over.</summary>
    public int MtuBytes { get; private set; } = MtuBytesDefault;

    /// <summary>Reads the operator's text.</summary>
    public static bool TryParse(string text, out TunPortOptions options, out string error)
    {
        PortText? parts = PortText.Read(text, Form, out error);
        options = new TunPortOptions { Edge = parts?.Edge ?? "", Interface = parts?.Place ?? "" };
        if (parts is null)
        {
            return false;
        }
        error = NameError(parts);
        HashSet<string> once = [];
        foreach ((string key, string value) in parts.Settings)
        {
            if (error.Length == 0)
            {
                error = key is "netns" or "mtu" && !once.Add(key)
                    ? parts.Twice(key) : options.Set(parts, key, value);
            }
        }
        bool hasIpv6 = options._addresses.Exists(a => !IpAddresses.IsIpv4(a.Address))
            || options._routes.Exists(r => r.Length < 96 || !IpAddresses.IsIpv4(r.Address));
        if (error.Length == 0 && hasIpv6 && options.MtuBytes < MtuBytesMinIpv6)
        {
            error = parts.Error(
                $"mtu={options.MtuBytes} is too small for IPv6: it needs {MtuBytesMinIpv6:N0}");
        }
        return error.Length == 0;
    }

    private static string NameError(PortText parts)
    {
        string name = parts.Place;
        if (name.Length > NameCharsMax)
        {
            return parts.Error(
                $"the device name '{name}' has {name.Length} characters: {NameCharsMax} at most");
        }
        // The kernel would take '%' for a place to number devices.
        return name is "." or ".." || name.AsSpan().ContainsAny("/:%=") || !IsPrintable(name)
            ? parts.Error($"'{name}' is no device name: use letters, digits, '-', '_' and '.'") : "";
    }

    private string Set(PortText parts, string key, string value)
    {
        switch (key)
        {
            case "netns":
                Namespace = value;
                return value is "" or "." or ".." || value.AsSpan().Contains('/') || !IsPrintable(value)
                    ? parts.Error($"netns={value} is no name of a namespace: see 'ip netns list'") : "";
            case "mtu":
                bool isNumber = PortText.TryNumber(value, (MtuBytesMin, MtuBytesMax), out int mtuBytes);
                MtuBytes = isNumber ? mtuBytes : MtuBytesDefault;
                return isNumber ? "" : parts.Error(
                    $"mtu={value} is no whole number of bytes from {MtuBytesMin} to {MtuBytesMax:N0}");
            case "addr":
                return AddAddress(parts, value);
            case "route":
                return AddRoute(parts, value);
            default:
                return parts.UnknownKey(key, "netns, addr, route and mtu");
        }
    }

    private string AddAddress(PortText parts, string value)
    {
        if (!value.Contains('/', StringComparison.Ordinal)
            || !AddressPrefix.TryParse(value, out AddressPrefix prefix))
        {
            return parts.Error($"addr={value} is no address with a length, as 10.1.0.1/24 or fd00::1/64");
        }
        if (IpAddresses.IsMulticast(prefix.Address) || IpAddresses.StaysOnLink(prefix.Address))
        {
            return parts.Error($"addr={value} is multicast, loopback or link-local, which no mesh carries");
        }
        _addresses.Add(prefix);
        return _addresses.Count > AddressesMax
            ? parts.Error($"more than {AddressesMax} addresses: use route= for what lies behind") : "";
    }

    private string AddRoute(PortText parts, string value)
    {
        if (!AddressPrefix.TryParse(value, out AddressPrefix prefix))
        {
            return parts.Error($"route={value} is no prefix, as 10.1.0.0/16 or fd00:1::/48");
        }
        UInt128 beyond = prefix.Length == 0 ? UInt128.MaxValue : (UInt128.One << (128 - prefix.Length)) - 1;
        if ((prefix.Address & beyond) != 0)
        {
            AddressPrefix meant = prefix with { Address = prefix.Address & ~beyond };
            return parts.Error($"route={value} has bits beyond its length: write {PortText.Show(meant)}");
        }
        _routes.Add(prefix);
        return _routes.Count > RoutesMax
            ? parts.Error($"more than {RoutesMax} routes: use shorter prefixes") : "";
    }

    private static bool IsPrintable(string name)
    {
        foreach (char letter in name)
        {
            if (letter is <= ' ' or > '~')
            {
                return false;
            }
        }
        return true;
    }
}
