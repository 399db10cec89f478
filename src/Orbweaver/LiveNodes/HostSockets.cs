using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using Orbweaver.Live.Hosts;
using Orbweaver.Live.Links;
using Orbweaver.Live.Nodes;
using Orbweaver.Scenarios;

namespace Orbweaver.LiveNodes;

/// <summary>
/// Where a host listens, and where the others are: names become addresses once, at the start.
/// </summary>
internal static class HostSockets
{
    /// <summary>The socket of a host; what keeps it from opening is bad input.</summary>
    public static UdpLinkSocket Open(NodeHostConfig config, string shown)
    {
        IPAddress address = Resolve(config.Listen, _ => true, $"{shown}: listen");
        try
        {
            return UdpLinkSocket.Open(new IPEndPoint(address, config.Listen.Port));
        }
        catch (SocketException e)
        {
            (string what, string advice) = e.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse =>
                    ("another program has this port", "End it, or name another port here and at all peers"),
                SocketError.AddressNotAvailable =>
                    ("this machine has no such address", "See 'ip address', or write 0.0.0.0"),
                SocketError.AccessDenied =>
                    ("this port needs root", "Write a port above 1,023"),
                _ => (e.Message.TrimEnd('.'), ""),
            };
            throw BadInputException.Of($"{shown}: listen", $"'{config.Listen}': {what}", advice);
        }
    }

    /// <summary>The other hosts with their addresses; all that cannot be found at once.</summary>
    public static IReadOnlyList<LinkPeerSetup> PeersOf(
        NodeHostConfig config, UdpLinkSocket socket, string shown)
    {
        Findings findings = new();
        List<LinkPeerSetup> peers = [];
        foreach (PeerHost peer in config.Peers)
        {
            string path = $"{shown}: peers.{peer.Name}.address";
            try
            {
                IPAddress address = Resolve(peer.Address, a => Fits(a, socket), path);
                peers.Add(new LinkPeerSetup(
                    peer.Name, peer.Address.ToString(), new IPEndPoint(address, peer.Address.Port)));
            }
            catch (BadInputException e)
            {
                foreach (Finding finding in e.Findings.InOrder())
                {
                    findings.Add(finding.Place, finding.Path, finding.What, finding.Advice);
                }
            }
        }
        return findings.IsEmpty ? peers : throw new BadInputException(findings);
    }

    private static bool Fits(IPAddress address, UdpLinkSocket socket)
        => address.AddressFamily == socket.Local.AddressFamily
            || socket.Local.Address.Equals(IPAddress.IPv6Any);

    private static IPAddress Resolve(HostAddress of, Predicate<IPAddress> fits, string path)
    {
        try
        {
            IPAddress[] found = Dns.GetHostAddresses(of.Host);
            return found.FirstOrDefault(a => fits(a))
                ?? throw BadInputException.Of(
                    path, $"'{of.Host}' has no address of the kind that this host listens at",
                    "Listen at an address of the same kind (IPv4 or IPv6), or at [::] for both");
        }
        catch (SocketException e)
        {
            throw BadInputException.Of(
                path, $"'{of.Host}' is not found: {e.Message.TrimEnd('.')}", "Write its address in numbers");
        }
    }
}
