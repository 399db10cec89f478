using System.Threading.Tasks;
using Orbweaver.Model;
using Orbweaver.Orbits;
using Xunit;

namespace Orbweaver.Tests.Orbits;

/// <summary>
/// SGP4 without the data folder: a few published states, and what the published runs do not ask.
/// </summary>
public sealed class Sgp4Tests
{
    private const string Vanguard1 = "1 00005U 58002B   00179.78495062  .00000023  00000-0  28098-4 0  4753";
    private const string Vanguard2 = "2 00005  34.2682 348.7242 1859667 331.7664  19.3264 10.82419157413667";
    private const string Delta1 = "1 06251U 62025E   06176.82412014  .00008885  00000-0  12808-3 0  3985";
    private const string Delta2 = "2 06251  58.0579  54.0425 0030035 139.1568 221.1854 15.56387291  6774";
    private const string Molniya1 = "1 08195U 75081A   06176.33215444  .00000099  00000-0  11873-3 0   813";
    private const string Molniya2 = "2 08195  64.1586 279.0717 6877146 264.7651  20.2257  2.00491383225656";
    private const string Italsat1 = "1 24208U 96044A   06177.04061740 -.00000094  00000-0  10000-3 0  1600";
    private const string Italsat2 = "2 24208   3.8536  80.0121 0026640 311.0977  48.3000  1.00778054 36119";

    // Vallado et al., AIAA 2006-6753, file tcppver.out: km to 8 decimals. Tolerance as for the whole file.
    [Theory]
    [InlineData(Vanguard1, Vanguard2, 360, -7154.03120202, -3783.17682504, -3536.19412294)]
    [InlineData(Vanguard1, Vanguard2, 4320, -9060.47373569, 4658.70952502, 813.68673153)]
    [InlineData(Delta1, Delta2, 120, -3935.69800083, 409.10980837, 5471.33577327)]
    [InlineData(Delta1, Delta2, 2880, 1159.27802897, 5056.60175495, 4353.49418579)]
    [InlineData(Molniya1, Molniya2, 2880, 3417.20931586, -16038.79510665, 1894.74934058)]
    [InlineData(Italsat1, Italsat2, 1440, 5501.08137100, 41590.27784405, 138.32522930)]
    public void Published_states_are_met(
        string line1, string line2, double minutes, double xKm, double yKm, double zKm)
    {
        var ephemeris = new Sgp4Ephemeris(TleText.ReadOne(line1, line2));
        Assert.True(ephemeris.TryPropagateMinutes(minutes, out TemeState state, out _));
        Assert.InRange(((state.Position.Metres * 1e-3) - new Vec3(xKm, yKm, zKm)).Length, 0, 2e-7);
    }

    [Fact]
    public void Deep_space_is_told_by_the_period()
    {
        Assert.False(new Sgp4Ephemeris(TleText.ReadOne(Delta1, Delta2)).IsDeepSpace);
        Assert.True(new Sgp4Ephemeris(TleText.ReadOne(Molniya1, Molniya2)).IsDeepSpace);
    }

    [Theory]
    [InlineData(Delta1, Delta2)]
    [InlineData(Molniya1, Molniya2)]
    [InlineData(Italsat1, Italsat2)]
    public void Answers_depend_neither_on_order_nor_on_threads(string line1, string line2)
    {
        var ephemeris = new Sgp4Ephemeris(TleText.ReadOne(line1, line2));
        const int count = 2000;
        var forwards = new TemeState[count];
        for (int i = 0; i < count; i++)
        {
            ephemeris.TryPropagateMinutes(Minute(i), out forwards[i], out _);
        }
        var backwards = new TemeState[count];
        for (int i = count - 1; i >= 0; i--)
        {
            ephemeris.TryPropagateMinutes(Minute(i), out backwards[i], out _);
        }
        var together = new TemeState[count];
        Parallel.For(0, count, i =>
            ephemeris.TryPropagateMinutes(Minute(i * 7 % count), out together[i * 7 % count], out _));
        Assert.Equal(forwards, backwards);
        Assert.Equal(forwards, together);
    }

    // From two weeks before the epoch to two weeks after, so that the resonance integrator goes both ways.
    private static double Minute(int i) => (i - 1000) * 20.16;

    [Fact]
    public void Instants_are_physical_time_across_a_leap_second()
    {
        // Epoch 2016-12-31T12:00 UTC; a leap second ended that day.
        Instant epoch = Utc.FromCalendar(2016, 12, 31, 12);
        ElementSet elements = TleText.ReadOne(Delta1, Delta2) with { Epoch = epoch };
        var ephemeris = new Sgp4Ephemeris(elements);
        Assert.True(ephemeris.TryPropagate(Utc.FromCalendar(2017, 1, 1, 12), out TemeState atNoon, out _));
        Assert.True(ephemeris.TryPropagateMinutes(1440.0 + (1.0 / 60.0), out TemeState dayAndSecond, out _));
        Assert.Equal(dayAndSecond, atNoon);
    }

    [Fact]
    public void The_ends_of_time_are_answered()
    {
        var ephemeris = new Sgp4Ephemeris(TleText.ReadOne(Vanguard1, Vanguard2));
        foreach (long nanoseconds in new[] { long.MinValue, long.MaxValue })
        {
            var t = new Instant(nanoseconds);
            bool hasState = ephemeris.TryPropagate(t, out TemeState state, out PropagationError error);
            Assert.Equal(hasState, error == PropagationError.None);
            Assert.True(double.IsFinite(state.Position.Metres.Length));
        }
        Assert.Throws<InvariantException>(() => ephemeris.TryPropagateMinutes(double.NaN, out _, out _));
    }

    [Fact]
    public void Every_error_has_words()
    {
        foreach (PropagationError error in System.Enum.GetValues<PropagationError>())
        {
            Assert.NotEqual("unknown propagation error", error.Describe());
        }
        Assert.Equal("unknown propagation error", ((PropagationError)5).Describe());
    }

    [Fact]
    public void A_call_allocates_nothing()
    {
        var near = new Sgp4Ephemeris(TleText.ReadOne(Delta1, Delta2));
        var deep = new Sgp4Ephemeris(TleText.ReadOne(Molniya1, Molniya2));
        near.TryPropagateMinutes(1, out _, out _);
        deep.TryPropagateMinutes(1, out _, out _);
        long before = System.GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            near.TryPropagate(near.Elements.Epoch + Duration.FromMinutes(i), out _, out _);
            deep.TryPropagate(deep.Elements.Epoch + Duration.FromMinutes(i), out _, out _);
        }
        Assert.Equal(before, System.GC.GetAllocatedBytesForCurrentThread());
    }
}
