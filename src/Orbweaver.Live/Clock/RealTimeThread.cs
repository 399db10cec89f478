using Orbweaver.Live.Interop;

namespace Orbweaver.Live;

/// <summary>
/// Real-time scheduling for the thread of a loop: on a busy machine a thread may wait for 100 ms until it is
/// its turn, and to neighbours that is a dead link.
/// </summary>
public static class RealTimeThread
{
    /// <summary>Has the calling thread run before usual ones; false with the reason where that cannot be.</summary>
    public static bool TryBegin(out string error)
    {
        bool isDone = ThreadNative.MakeRealTime();
        error = isDone ? "" : Errno.Last == Errno.NotPermitted
            ? "real-time scheduling needs root, or the capability CAP_SYS_NICE"
            : $"the kernel gives no real-time scheduling: {Errno.Words(Errno.Last)}";
        return isDone;
    }
}
