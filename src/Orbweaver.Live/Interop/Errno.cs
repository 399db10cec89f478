namespace Orbweaver.Live.Interop;

/// <summary>Error numbers of Linux that callers act on.</summary>
internal static class Errno
{
    /// <summary>EINTR: a signal came in between.</summary>
    public const int Interrupted = 4;

    /// <summary>EIO: here, the device cannot cut what it was given into datagrams.</summary>
    public const int InputOutput = 5;

    /// <summary>EAGAIN: nothing there, or no room.</summary>
    public const int Again = 11;

    /// <summary>EINVAL.</summary>
    public const int Invalid = 22;

    /// <summary>EMSGSIZE: larger than the path takes.</summary>
    public const int MessageSize = 90;

    /// <summary>ENOBUFS: the device's queue is full.</summary>
    public const int NoBuffers = 105;
}
