using System.Net;
using Orbweaver.Live.Interop;

namespace Orbweaver.Live;

/// <summary>What ports of sockets are called, and what the operator is told when one cannot be had.</summary>
internal static class SocketPorts
{
    /// <summary>
    /// The protocol with the address that listens or is sent to; with the port that the kernel chose.
    /// </summary>
    public static string Name(string protocol, int descriptor, SocketPortOptions options)
        => options.EndPoint.Port != 0
            ? $"{protocol} {options.EndPoint}"
            : $"{protocol} {new IPEndPoint(
                options.EndPoint.Address, SocketNative.LocalAddress(descriptor).Port)}";

    /// <summary>Why a port cannot be opened and what to do: a clause without a full stop.</summary>
    public static string OnOpen(string name, int error) => $"{name}: " + error switch
    {
        Errno.AddressInUse => "another program has this port: end it, or name another port",
        Errno.AddressNotAvailable => "this machine has no such address: see 'ip address'",
        Errno.NoAccess or Errno.NotPermitted =>
            "not permitted: ports below 1,024 need root, or the capability CAP_NET_BIND_SERVICE",
        Errno.TooManyFiles => "the process has no descriptor left: raise 'ulimit -n'",
        _ => Errno.Words(error),
    };

    /// <summary>That the waiter is full.</summary>
    public static string TooManyWatched(string name)
        => $"{name}: the live loop watches {Waiter.DescriptorsMax:N0} descriptors already: use fewer ports";
}
