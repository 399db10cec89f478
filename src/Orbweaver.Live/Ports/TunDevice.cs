using System.Collections.Generic;
using System.Threading;
using Orbweaver.Live.Interop;
using Orbweaver.Model;

namespace Orbweaver.Live;

/// <summary>
/// Opens a TUN device, in a namespace if asked: on a thread of its own that ends with the work, so that no
/// other thread of the process ever stands in another namespace.
/// </summary>
internal static class TunDevice
{
    private const string DevicePath = "/dev/net/tun";
    private const string NamespaceFolder = "/run/netns/";
    private const int AttachTries = 5;
    private const int AttachPauseMs = 20;
    private const string Needs = "needs root, or the capability CAP_NET_ADMIN";

    /// <summary>The descriptor of the device, or -1 and an error that says what to do.</summary>
    public static int Open(TunPortOptions options, IReadOnlyList<AddressPrefix> reach, out string error)
    {
        if (options.Namespace is null)
        {
            return OpenHere(options, reach, out error);
        }
        int descriptor = -1;
        string why = "";
        Thread thread = new(() => descriptor = Enter(options, out why)
            ? OpenHere(options, reach, out why) : -1)
        {
            IsBackground = true,
            Name = $"tun {options.Interface}",
        };
        thread.Start();
        thread.Join();
        error = why;
        return descriptor;
    }

    private static bool Enter(TunPortOptions options, out string error)
    {
        string name = options.Namespace!;
        error = "";
        int space = PollNative.OpenToRead(NamespaceFolder + name);
        if (space < 0)
        {
            int why = Errno.Last;
            error = why == Errno.NoEntry
                ? $"{options.Interface}: there is no network namespace '{name}': "
                    + $"make it with 'ip netns add {name}'"
                : $"{options.Interface}: the namespace '{name}' cannot be opened: {Errno.Words(why)}";
            return false;
        }
        if (!TunNative.EnterNamespace(space))
        {
            int why = Errno.Last;
            error = why == Errno.NotPermitted
                ? $"{options.Interface}: entering the namespace '{name}' needs root, or CAP_SYS_ADMIN"
                : $"{options.Interface}: '{name}' is no network namespace: {Errno.Words(why)}";
        }
        _ = PollNative.Close(space);
        return error.Length == 0;
    }

    private static int OpenHere(
        TunPortOptions options, IReadOnlyList<AddressPrefix> reach, out string error)
    {
        int descriptor = PollNative.Open(DevicePath);
        int why = Errno.Last;
        if (descriptor < 0)
        {
            error = $"{options.Interface}: " + why switch
            {
                Errno.NoEntry or Errno.NoDevice or Errno.NoSuchDevice =>
                    $"there is no {DevicePath}: load the module tun, or give the container that device",
                Errno.NoAccess or Errno.NotPermitted => $"opening {DevicePath} {Needs}",
                _ => $"{DevicePath} cannot be opened: {Errno.Words(why)}",
            };
            return -1;
        }
        why = Attach(descriptor, options.Interface);
        error = why == 0 ? SetUp(options, reach) : AttachError(options.Interface, why);
        if (error.Length == 0)
        {
            return descriptor;
        }
        _ = PollNative.Close(descriptor);
        return -1;
    }

    // 0, or why not. A process that is being started holds copies of what its parent has closed until it runs
    // itself: a device that was let go of a moment ago may look taken.
    private static int Attach(int descriptor, string name)
    {
        for (int tries = 1; ; tries++)
        {
            if (TunNative.Attach(descriptor, name))
            {
                return 0;
            }
            int why = Errno.Last;
            if (why != Errno.Busy || tries == AttachTries)
            {
                return why;
            }
            Thread.Sleep(AttachPauseMs);
        }
    }

    private static string AttachError(string name, int error) => $"{name}: " + error switch
    {
        Errno.NotPermitted or Errno.NoAccess => $"making a TUN device {Needs}",
        Errno.Busy => "another program has this device: end it, or name another device",
        Errno.Invalid => "there is a device of this name that is no TUN device: name another",
        _ => $"the device cannot be made: {Errno.Words(error)}",
    };

    private static string SetUp(TunPortOptions options, IReadOnlyList<AddressPrefix> reach)
    {
        string name = options.Interface;
        using TunLink link = new(TunNative.IndexOf(name), stackalloc byte[128]);
        int error = link.BringUp(options.MtuBytes, TunPortOptions.QueuePackets);
        if (error != 0)
        {
            return $"{name}: mtu={options.MtuBytes} and bringing it up: {Why(error)}";
        }
        foreach (AddressPrefix address in options.Addresses)
        {
            error = link.AddAddress(address);
            if (error != 0)
            {
                return $"{name}: addr={PortText.Show(address)}: {Why(error)}";
            }
        }
        foreach (AddressPrefix prefix in reach)
        {
            error = link.AddRoute(prefix);
            if (error is not (0 or Errno.Exists))
            {
                return $"{name}: the route to {PortText.Show(prefix)}: {Why(error)}";
            }
        }
        return "";
    }

    private static string Why(int error) => error switch
    {
        Errno.NotPermitted => Needs,
        Errno.NoAccess => "refused; is IPv6 disabled there (net.ipv6.conf.all.disable_ipv6)?",
        _ => Errno.Words(error),
    };
}
