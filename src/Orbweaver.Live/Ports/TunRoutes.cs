using System;
using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Live;

/// <summary>
/// Which edge an IP packet goes to: the longest of all TUN ports' prefixes that holds its destination. An
/// address of a device counts alone, without its prefix, as devices of several edges may share a subnet;
/// what lies behind an edge is a route. One table a length that occurs, longest first: there are few.
/// </summary>
public sealed class TunRoutes
{
    /// <summary>Prefixes in all.</summary>
    public const int PrefixesMax = 4096;

    // A prefix of IPv4 is at least this long as IPv6; a shorter one is of IPv6 alone.
    private const int Ipv4LengthMin = 96;

    private readonly List<(byte Length, Dictionary<UInt128, string> Edges)> _byLength = [];

    /// <summary>How many prefixes there are.</summary>
    public int Count { get; private set; }

    /// <summary>Adds what a port's options name; the error says which prefix is taken and by whom.</summary>
    public bool TryAdd(TunPortOptions options, out string error)
    {
        foreach (AddressPrefix address in options.Addresses)
        {
            if (!TryAdd(address with { Length = 128 }, options.Edge, out error))
            {
                return false;
            }
        }
        foreach (AddressPrefix route in options.Routes)
        {
            if (!TryAdd(route, options.Edge, out error))
            {
                return false;
            }
        }
        error = "";
        return true;
    }

    /// <summary>Adds one prefix; a prefix belongs to one edge.</summary>
    public bool TryAdd(AddressPrefix prefix, string edge, out string error)
    {
        prefix = prefix with { Address = Masked(prefix.Address, prefix.Length) };
        Dictionary<UInt128, string> edges = OfLength(prefix.Length);
        if (edges.TryGetValue(prefix.Address, out string? owner))
        {
            error = string.Equals(owner, edge, StringComparison.Ordinal)
                ? $"{edge} has {PortText.Show(prefix)} twice: name it once"
                : $"{PortText.Show(prefix)} is at {owner} and at {edge}: a prefix leads to one edge";
            return false;
        }
        if (Count == PrefixesMax)
        {
            error = $"more than {PrefixesMax:N0} addresses and routes of TUN ports: use shorter prefixes";
            return false;
        }
        edges.Add(prefix.Address, edge);
        Count++;
        error = "";
        return true;
    }

    /// <summary>The edge of the longest prefix that holds an address.</summary>
    public bool TryFind(UInt128 destination, out string edge)
    {
        bool isIpv4 = IpAddresses.IsIpv4(destination);
        foreach ((byte length, Dictionary<UInt128, string> edges) in _byLength)
        {
            if (isIpv4 && length < Ipv4LengthMin)
            {
                break;
            }
            if (edges.TryGetValue(Masked(destination, length), out string? found))
            {
                edge = found;
                return true;
            }
        }
        edge = "";
        return false;
    }

    private Dictionary<UInt128, string> OfLength(byte length)
    {
        int index = 0;
        while (index < _byLength.Count && _byLength[index].Length > length)
        {
            index++;
        }
        if (index == _byLength.Count || _byLength[index].Length != length)
        {
            _byLength.Insert(index, (length, []));
        }
        return _byLength[index].Edges;
    }

    private static UInt128 Masked(UInt128 address, byte length)
        => length == 0 ? UInt128.Zero : address >> (128 - length) << (128 - length);
}
