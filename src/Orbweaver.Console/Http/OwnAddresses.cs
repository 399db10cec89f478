using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Orbweaver.Console.Http;

/// <summary>
/// The address by which others find a server: one that listens at all addresses (0.0.0.0) says the best of
/// this machine's, as nobody can open the other.
/// </summary>
internal static class OwnAddresses
{
    /// <summary>A URL as people can open it; <paramref name="own"/> is asked only where it must be.</summary>
    public static string Reachable(string url, Func<IReadOnlyList<IPAddress>> own)
    {
        UriBuilder at = new(url);
        bool isAny = IPAddress.TryParse(at.Host.Trim('[', ']'), out IPAddress? address)
            && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any));
        if (!isAny)
        {
            return url;
        }
        // A socket of IPv6 takes both kinds.
        bool takesAll = address!.AddressFamily == AddressFamily.InterNetworkV6;
        IPAddress best = own().FirstOrDefault(a => takesAll || a.AddressFamily == address.AddressFamily)
            ?? (takesAll ? IPAddress.IPv6Loopback : IPAddress.Loopback);
        return $"{at.Scheme}://{new IPEndPoint(best, at.Port)}";
    }

    /// <summary>
    /// The addresses of this machine that others may know, best first: of a network with a way out before one
    /// of containers, and IPv4 before IPv6, which is easier to type.
    /// </summary>
    public static IReadOnlyList<IPAddress> OfThisMachine()
    {
        try
        {
            return
            [
                .. NetworkInterface.GetAllNetworkInterfaces()
                    .Where(i => i.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown)
                    .Select(i => i.GetIPProperties())
                    .SelectMany(p => p.UnicastAddresses.Select(
                        a => (a.Address, HasWayOut: p.GatewayAddresses.Count > 0)))
                    .Where(a => !IPAddress.IsLoopback(a.Address) && !a.Address.IsIPv6LinkLocal)
                    .OrderByDescending(a => a.HasWayOut)
                    .ThenBy(a => a.Address.AddressFamily == AddressFamily.InterNetworkV6)
                    .Select(a => a.Address),
            ];
        }
        catch (NetworkInformationException)
        {
            // A sandbox may hide them: then this machine finds itself at least.
            return [];
        }
    }
}
