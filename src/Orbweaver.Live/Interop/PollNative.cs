using System;
using System.Runtime.InteropServices;

namespace Orbweaver.Live.Interop;

/// <summary>One entry of poll: a descriptor, what is asked and what came (struct pollfd).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollEntry
{
    /// <summary>The descriptor; a negative one is passed over.</summary>
    public int Descriptor;

    /// <summary>What is waited for.</summary>
    public short Asked;

    /// <summary>What there is.</summary>
    public short Came;
}

/// <summary>Waiting, reading and writing on descriptors.</summary>
internal static unsafe partial class PollNative
{
    /// <summary>There is something to read (POLLIN).</summary>
    public const short In = 1;

    /// <summary>There is room to write (POLLOUT).</summary>
    public const short Out = 4;

    private const int NicenessMost = 19;
    private const int NonBlocking = 0x800;
    private const int CloseOnExec = 0x80000;
    private const int ReadWrite = 2;
    private const int SetTimerSlack = 29;
    private const int RoundRobin = 2;
    private const int ResetOnFork = 0x40000000;

    /// <summary>Waits at most <paramref name="timeoutNs"/>; how many entries have something, or -1.</summary>
    public static int Wait(Span<PollEntry> entries, long timeoutNs)
    {
        Timespec timeout = new() { Seconds = timeoutNs / 1_000_000_000, Ns = timeoutNs % 1_000_000_000 };
        fixed (PollEntry* first = entries)
        {
            return Poll(first, (nuint)entries.Length, &timeout, null);
        }
    }

    /// <summary>
    /// Lets the timers of the calling thread fire on time: by default the kernel may wait 50 us for company.
    /// </summary>
    public static void MakeTimersExact() => _ = Control(SetTimerSlack, 1, 0, 0, 0);

    /// <summary>
    /// Schedules the calling thread, and none that it makes, in turns before all ordinary ones, or like them
    /// again; false when that is not allowed.
    /// </summary>
    public static bool SetFirst(bool isFirst)
    {
        int priority = isFirst ? 1 : 0;
        return SetScheduler(0, (isFirst ? RoundRobin : 0) | ResetOnFork, &priority) == 0;
    }

    /// <summary>Whether the calling thread goes before all ordinary ones.</summary>
    public static bool IsFirst() => (GetScheduler(0) & ~ResetOnFork) == RoundRobin;

    /// <summary>
    /// Makes the calling thread the last of its user's ordinary ones; on Linux niceness is a thread's own.
    /// </summary>
    public static bool SetLast() => SetNiceness(which: 0, who: 0, NicenessMost) == 0;

    /// <summary>A counter that makes a waiting thread readable.</summary>
    public static int CreateEvent() => CreateEvent(0, NonBlocking | CloseOnExec);

    /// <summary>Opens a file to read and write without blocking; -1 when it fails.</summary>
    public static int Open(string path) => Open(path, ReadWrite | NonBlocking | CloseOnExec);

    /// <summary>Opens a file to read; -1 when it fails.</summary>
    public static int OpenToRead(string path) => Open(path, CloseOnExec);

    /// <summary>Reads what is there; 0 at the end, -1 when nothing is or it fails.</summary>
    public static int Read(int descriptor, Span<byte> buffer)
    {
        fixed (byte* first = buffer)
        {
            return (int)Read(descriptor, first, (nuint)buffer.Length);
        }
    }

    /// <summary>Writes what there is room for; -1 when there is none or it fails.</summary>
    public static int Write(int descriptor, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* first = bytes)
        {
            return (int)Write(descriptor, first, (nuint)bytes.Length);
        }
    }

    /// <summary>Closes a descriptor.</summary>
    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int descriptor);

    /// <summary>Has a file or folder written to the disk; 0 when it is.</summary>
    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    public static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "ppoll", SetLastError = true)]
    private static partial int Poll(PollEntry* entries, nuint count, Timespec* timeout, void* signals);

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int Control(int option, nuint a, nuint b, nuint c, nuint d);

    [LibraryImport("libc", EntryPoint = "sched_setscheduler", SetLastError = true)]
    private static partial int SetScheduler(int thread, int policy, int* priority);

    [LibraryImport("libc", EntryPoint = "sched_getscheduler", SetLastError = true)]
    private static partial int GetScheduler(int thread);

    [LibraryImport("libc", EntryPoint = "setpriority", SetLastError = true)]
    private static partial int SetNiceness(int which, uint who, int niceness);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    private static partial int CreateEvent(uint start, int flags);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true,
        StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(int descriptor, byte* buffer, nuint length);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(int descriptor, byte* buffer, nuint length);

    [StructLayout(LayoutKind.Sequential)]
    private struct Timespec
    {
        public long Seconds;
        public long Ns;
    }
}
