using System.Runtime.InteropServices;

namespace Orbweaver.Live.Interop;

/// <summary>How the kernel lets a thread run.</summary>
internal static unsafe partial class ThreadNative
{
    // Round robin; threads that this one starts begin as usual.
    private const int RoundRobin = 2;
    private const int ResetOnFork = 0x40000000;

    /// <summary>Has the calling thread run before all others that do not ask for the same.</summary>
    public static bool MakeRealTime()
    {
        int priority = 1;
        return SetScheduler(0, RoundRobin | ResetOnFork, &priority) == 0;
    }

    [LibraryImport("libc", EntryPoint = "sched_setscheduler", SetLastError = true)]
    private static partial int SetScheduler(int thread, int policy, int* priority);
}
