using System;
using Orbweaver.Live.Interop;

namespace Orbweaver.Live;

/// <summary>The thread of a live loop among the others of its machine.</summary>
public static class LoopThread
{
    /// <summary>
    /// Lets the calling thread run before all ordinary ones (SCHED_RR): what is late here is late for every
    /// message. Niceness would not do: the kernel shares a machine between sessions first. False, and all as
    /// before, without the right to it (CAP_SYS_NICE).
    /// </summary>
    public static bool TryGoFirst() => OperatingSystem.IsLinux() && PollNative.SetFirst(true);

    /// <summary>
    /// Lets the calling thread run when the others of this program do not: what it does can wait. The
    /// runtime's own priorities mean nothing on Unix.
    /// </summary>
    public static bool TryGoLast() => OperatingSystem.IsLinux() && PollNative.SetLast();

    /// <summary>
    /// Makes the calling thread ordinary again: one whose work is too much for the machine must not take it
    /// away from everybody else.
    /// </summary>
    public static void GoAsOthers()
    {
        if (OperatingSystem.IsLinux() && PollNative.IsFirst())
        {
            PollNative.SetFirst(false);
        }
    }
}
