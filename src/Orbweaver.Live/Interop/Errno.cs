using System.Runtime.InteropServices;

namespace Orbweaver.Live.Interop;

/// <summary>
/// Error numbers of Linux that are treated apart; all have the same value on x64 and arm64.
/// </summary>
internal static class Errno
{
    /// <summary>Not permitted (EPERM).</summary>
    public const int NotPermitted = 1;

    /// <summary>Does not exist (ENOENT).</summary>
    public const int NoEntry = 2;

    /// <summary>A signal came in between (EINTR).</summary>
    public const int Interrupted = 4;

    /// <summary>Here: the device cannot cut what it was given into datagrams (EIO).</summary>
    public const int InputOutput = 5;

    /// <summary>Nothing to read, or no room to write, just now (EAGAIN).</summary>
    public const int TryAgain = 11;

    /// <summary>No access (EACCES).</summary>
    public const int NoAccess = 13;

    /// <summary>In use (EBUSY).</summary>
    public const int Busy = 16;

    /// <summary>Exists already (EEXIST).</summary>
    public const int Exists = 17;

    /// <summary>No such device (ENODEV).</summary>
    public const int NoDevice = 19;

    /// <summary>Makes no sense there (EINVAL).</summary>
    public const int Invalid = 22;

    /// <summary>The machine has no descriptor left (ENFILE).</summary>
    public const int TooManyFilesOfAll = 23;

    /// <summary>The process has no descriptor left (EMFILE).</summary>
    public const int TooManyFiles = 24;

    /// <summary>Larger than a datagram can be (EMSGSIZE).</summary>
    public const int MessageTooLong = 90;

    /// <summary>The kernel has no room (ENOBUFS).</summary>
    public const int NoBuffers = 105;

    /// <summary>No driver behind the device file (ENXIO).</summary>
    public const int NoSuchDevice = 6;

    /// <summary>Another socket has the address (EADDRINUSE).</summary>
    public const int AddressInUse = 98;

    /// <summary>No address of this machine (EADDRNOTAVAIL).</summary>
    public const int AddressNotAvailable = 99;

    /// <summary>Nobody listens there (ECONNREFUSED).</summary>
    public const int ConnectionRefused = 111;

    /// <summary>
    /// The error of the last call on this thread. Taken at once: even putting a text together may make calls
    /// of its own.
    /// </summary>
    public static int Last => Marshal.GetLastPInvokeError();

    /// <summary>The system's words for an error, with its number.</summary>
    public static string Words(int error) => $"{Marshal.GetPInvokeErrorMessage(error)} (error {error})";
}
