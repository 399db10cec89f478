using System;
using System.Threading;
using Orbweaver.Live;
using Orbweaver.Live.Interop;
using Xunit;

namespace Orbweaver.SystemTests;

public sealed class LoopThreadTests
{
    [Fact]
    public void The_thread_of_the_loop_goes_first_alone_and_can_go_back()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "scheduling classes of threads are Linux's");
        (bool isAllowed, bool isFirst, bool isChildFirst, bool isStillFirst) = (false, false, true, true);
        OnThread(() =>
        {
            isAllowed = LoopThread.TryGoFirst();
            isFirst = PollNative.IsFirst();
            OnThread(() => isChildFirst = PollNative.IsFirst());
            LoopThread.GoAsOthers();
            isStillFirst = PollNative.IsFirst();
        });
        Assert.SkipUnless(isAllowed, "going first needs root, or CAP_SYS_NICE");

        Assert.Equal((true, false, false), (isFirst, isChildFirst, isStillFirst));
        Assert.False(PollNative.IsFirst());
    }

    private static void OnThread(Action work)
    {
        Thread thread = new(() => work());
        thread.Start();
        thread.Join();
    }
}
