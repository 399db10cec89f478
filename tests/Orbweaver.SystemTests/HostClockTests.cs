using Orbweaver.Live;
using Xunit;

namespace Orbweaver.SystemTests;

public sealed class HostClockTests
{
    [Fact]
    public void The_monotonic_clock_goes_on()
    {
        HostClock clock = new();
        long first = clock.MonotonicNs;
        long later = first;
        for (int i = 0; i < 1_000_000 && later == first; i++)
        {
            later = clock.MonotonicNs;
        }

        Assert.True(later > first);
    }
}
