using System;
using System.Collections.Generic;
using System.Linq;
using Orbweaver.Live;
using Orbweaver.Model;
using Orbweaver.Scenarios;

namespace Orbweaver.Up;

/// <summary>All ports of a run, open; closed together.</summary>
internal sealed class OpenPorts : IDisposable
{
    private readonly List<PortBinding> _bindings = [];
    private readonly PortPlan _plan;
    private readonly Network _network;
    private readonly Plan _nodes;
    private readonly IWaiter _waiter;
    private readonly HostClock _clock = new();
    private readonly Findings _findings = new();

    private readonly Predicate<NodeId> _isHere;

    private OpenPorts(
        PortPlan plan, Network network, Plan nodes, IWaiter waiter, Predicate<NodeId>? isHere)
    {
        _plan = plan;
        _isHere = isHere ?? (static _ => true);
        _network = network;
        _nodes = nodes;
        _waiter = waiter;
    }

    /// <summary>The ports with their places.</summary>
    public IReadOnlyList<PortBinding> Bindings => _bindings;

    /// <summary>
    /// Opens every port, or none: what cannot be opened is named, all of it, as bad input. Where only some
    /// edges are here, only theirs.
    /// </summary>
    public static OpenPorts Open(
        PortPlan plan, Network network, Plan nodes, IWaiter waiter, Predicate<NodeId>? isHere = null)
    {
        OpenPorts ports = new(plan, network, nodes, waiter, isHere);
        ports.OpenTuns();
        ports.OpenSockets(plan.Udp, isTcp: false);
        ports.OpenSockets(plan.Tcp, isTcp: true);
        if (!ports._findings.IsEmpty)
        {
            ports.Dispose();
            throw new BadInputException(ports._findings);
        }
        return ports;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PortBinding binding in _bindings)
        {
            binding.Port.Dispose();
        }
        _bindings.Clear();
    }

    private void OpenTuns()
    {
        foreach (TunPortOptions options in _plan.Tuns)
        {
            if (!_isHere(NodeOf(options.Edge)))
            {
                continue;
            }
            TunPortServices services = new(_plan.Routes, Reach(options), _waiter, _clock);
            if (!TunPort.TryOpen(options, services, out TunPort? port, out string error))
            {
                Bad("--tun", error);
                continue;
            }
            Dictionary<string, IReadOnlyList<PortRule>> rules = new(StringComparer.Ordinal);
            foreach (TunPortOptions other in _plan.Tuns)
            {
                if (other != options)
                {
                    rules.Add(
                        other.Edge, _plan.TunRules(options.Edge, other.Edge, _network.Request.Contracts));
                }
            }
            _bindings.Add(new PortBinding(port!, NodeOf(options.Edge), PayloadKind.IpPacket)
            {
                Rules = rules,
            });
        }
    }

    // What lies behind the other devices: the kernel sends it here.
    private List<AddressPrefix> Reach(TunPortOptions than)
    {
        List<AddressPrefix> reach = [];
        foreach (TunPortOptions other in _plan.Tuns)
        {
            if (other != than)
            {
                reach.AddRange(other.Routes);
                foreach (AddressPrefix address in other.Addresses)
                {
                    reach.Add(address with { Length = 128 });
                }
            }
        }
        return reach;
    }

    private void OpenSockets(IReadOnlyList<SocketPortOptions> all, bool isTcp)
    {
        foreach (SocketPortOptions options in all)
        {
            if (!_isHere(NodeOf(options.Edge)))
            {
                continue;
            }
            IEdgePort? port = isTcp
                ? TcpPort.TryOpen(options, _waiter, out TcpPort? tcp, out string error) ? tcp : null
                : UdpPort.TryOpen(options, _waiter, out UdpPort? udp, out error) ? udp : null;
            if (port is null)
            {
                Bad(isTcp ? "--tcp" : "--udp", error);
                continue;
            }
            bool isInlet = options.Direction == PortDirection.ToSubscriber;
            Dictionary<string, IReadOnlyList<PortRule>> rules = new(StringComparer.Ordinal);
            if (isInlet)
            {
                rules.Add(options.Peer, [_plan.SocketRule(options, isTcp, _network.Request.Contracts)]);
            }
            _bindings.Add(new PortBinding(port, NodeOf(options.Edge), PayloadKind.Opaque)
            {
                Publisher = isInlet ? null : NodeOf(options.Peer),
                Takes = isInlet ? null : TakenBy(options, all, isTcp),
                Rules = rules,
            });
        }
    }

    // What comes in by UDP goes out by UDP, and a stream as a stream, where the pair of edges has both.
    private List<int>? TakenBy(
        SocketPortOptions outlet, IReadOnlyList<SocketPortOptions> all, bool isTcp)
    {
        List<int> contracts =
        [
            .. all.Where(p => p.Direction == PortDirection.ToSubscriber
                    && string.Equals(p.Edge, outlet.Peer, StringComparison.Ordinal)
                    && string.Equals(p.Peer, outlet.Edge, StringComparison.Ordinal))
                .Select(p => _plan.SocketRule(p, isTcp, _network.Request.Contracts).Contract),
        ];
        return contracts.Count > 0 ? contracts : null;
    }

    private NodeId NodeOf(string name)
    {
        Check.That(_nodes.TryFindNode(name, out NodeId id));
        return id;
    }

    private void Bad(string option, string error) => _findings.Add(new Place(option, 0, 0), "", error, "");
}
