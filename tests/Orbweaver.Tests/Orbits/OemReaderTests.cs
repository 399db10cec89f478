// tidy: wide because one case a line.
using System;
using System.IO;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Orbits;
using Xunit;

namespace Orbweaver.Tests.Orbits;

/// <summary>Ephemeris messages: what is read, what is refused, and what comes back from our own.</summary>
public sealed class OemReaderTests
{
    private const string Head = """
        CCSDS_OEM_VERS = 2.0
        CREATION_DATE = 2026-08-11T00:00:00
        ORIGINATOR = TEST
        META_START
        OBJECT_NAME = ONE
        OBJECT_ID = 2026-001A
        CENTER_NAME = EARTH
        REF_FRAME = TEME
        TIME_SYSTEM = UTC
        START_TIME = 2026-08-11T00:00:00
        STOP_TIME = 2026-08-11T00:02:00
        META_STOP

        """;

    private const string States = """
        2026-08-11T00:00:00 7000 0 0 0 7.5 0
        2026-223T00:01:00 6985 450 0 -0.49 7.49 0 0.001 0.002 0.003
        2026-08-11T00:02:00.000Z 6941 897 0 -0.97 7.43 0

        """;

    private const string Covariance = """
        COVARIANCE_START
        EPOCH = 2026-08-11T00:01:00
        COV_REF_FRAME = RTN
        1e-4
        1e-4 2e-4
        1e-4 2e-4 3e-4
        1e-7 2e-7 3e-7 4e-10
        1e-7 2e-7 3e-7 4e-10 5e-10
        1e-7 2e-7 3e-7 4e-10 5e-10 6e-10
        COVARIANCE_STOP

        """;

    [Theory]
    [InlineData("LEO_10s")]
    [InlineData("LEO_60s")]
    [InlineData("MEO_60s")]
    [InlineData("GEO_60s")]
    public void Public_samples_are_read(string name)
    {
        string file = TestData.Require($"streams/orbit/mit-{name}.oem");
        EphemeridesResult result = OemReader.Read(file, File.ReadAllText(file));
        Assert.Empty(result.Report());
        ObjectEphemeris one = Assert.Single(result.Objects);
        Assert.Equal(("TEST_OBJ", "0000-000A"), (one.Name, one.ObjectId));
        Assert.Equal(Utc.FromCalendar(2020, 6, 1, 12), one.Ephemeris.First);
        Assert.Equal(Utc.FromCalendar(2020, 6, 1, 13), one.Ephemeris.Last);
    }

    [Theory]
    [InlineData("mit-sample06.oem", 17, "CENTER_NAME is \"MARS BARYCENTER\", not EARTH")]
    [InlineData("mit-sample10.oem", 23, "CENTER_NAME is \"MARS BARYCENTER\", not EARTH")]
    public void Another_planet_is_refused(string name, int line, string reason)
    {
        string file = TestData.Require($"streams/orbit/{name}");
        ElementProblem problem = Assert.Single(OemReader.Read(name, File.ReadAllText(file)).Problems);
        Assert.Equal((line, "MARS GLOBAL SURVEYOR", reason), (problem.Line, problem.ObjectName, problem.Reason));
    }

    [Fact]
    public void The_XML_sample_is_read_where_its_planet_is_ours()
    {
        string file = TestData.Require("streams/orbit/mit-sample10.oem");
        string text = File.ReadAllText(file).Replace("MARS BARYCENTER", "EARTH");
        ObjectEphemeris one = Assert.Single(OemReader.Read("f", text).Objects);
        Assert.Equal(Utc.FromCalendar(1996, 12, 18, 12, 10, 0.331), one.Ephemeris.First);
        string all = text.Replace("12:10:00.331", "12:00:00.331");
        one = Assert.Single(OemReader.Read("f", all).Objects);
        Assert.True(one.Ephemeris.TryPropagate(one.Ephemeris.First, out TemeState state, out _));
        Vec3 given = new(2789.6e3, -280.0e3, -1746.8e3);
        Assert.InRange(state.Position.Metres.Length - given.Length, -1e-6, 1e-6);
    }

    [Fact]
    public void States_come_back_at_their_own_moments()
    {
        ObjectEphemeris one = ReadOne(Head + States + Covariance + "COMMENT end");
        Assert.True(one.Ephemeris.TryPropagate(
            Utc.FromCalendar(2026, 8, 11, 0, 1), out TemeState state, out _));
        Assert.Equal(new Vec3(6985e3, 450e3, 0), state.Position.Metres);
        Assert.Equal(new Vec3(-490, 7490, 0), state.Velocity.MetresPerSecond);
    }

    [Theory]
    [InlineData("UTC", 0)]
    [InlineData("UT1", 0)]
    [InlineData("TAI", 37_000)]
    [InlineData("TT", 69_184)]
    [InlineData("GPS", 18_000)]
    public void Time_systems_are_told_apart(string name, int laterInUtcMs)
    {
        ObjectEphemeris one = ReadOne((Head + States).Replace("TIME_SYSTEM = UTC", $"TIME_SYSTEM = {name}"));
        Instant expected = Utc.FromCalendar(2026, 8, 11) - Duration.FromMilliseconds(laterInUtcMs);
        Assert.Equal(expected, one.Ephemeris.First);
    }

    [Fact]
    public void Segments_of_one_object_are_joined_and_others_are_not()
    {
        string later = (Head + States).Replace("T00:0", "T00:1").Replace("OBJECT_NAME = ONE", "OBJECT_NAME = ONE");
        string[] parts = later.Split("META_START");
        string text = Head + States + "META_START" + parts[1]
            + (Head + States).Replace("2026-001A", "2026-001B").Replace("= ONE", "= TWO");
        EphemeridesResult result = OemReader.Read("f", text);
        Assert.Empty(result.Report());
        Assert.Equal(["ONE", "TWO"], result.Objects.Select(o => o.Name));
        SampledEphemeris joined = result.Objects[0].Ephemeris;
        Assert.Equal(Utc.FromCalendar(2026, 8, 11, 0, 12), joined.Last);
        Assert.False(joined.TryPropagate(
            Utc.FromCalendar(2026, 8, 11, 0, 5), out _, out PropagationError error));
        Assert.Equal(PropagationError.OutsideSpan, error);
        Assert.Equal(100, (int)error);
        string overlapping = Head + States + "META_START" + (Head + States).Split("META_START")[1];
        Assert.Contains(
            "useable spans overlap", Assert.Single(OemReader.Read("f", overlapping).Problems).Reason,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CENTER_NAME = EARTH", "CENTER_NAME = MOON", 12, "CENTER_NAME is \"MOON\", not EARTH")]
    [InlineData("REF_FRAME = TEME", "REF_FRAME = RTN", 12, "REF_FRAME is \"RTN\"; known are TEME")]
    [InlineData("REF_FRAME = TEME", "REF_FRAME = TEME\nREF_FRAME_EPOCH = 2000-01-01", 13, "REF_FRAME_EPOCH is given")]
    [InlineData("TIME_SYSTEM = UTC", "TIME_SYSTEM = TDB", 12, "TIME_SYSTEM is \"TDB\"; known are UTC")]
    [InlineData("TIME_SYSTEM = UTC", "TIME_SYSTEM = UTC\nTIME_SYSTEM = TAI", 10, "TIME_SYSTEM is given twice")]
    [InlineData("TIME_SYSTEM = UTC\n", "", 11, "TIME_SYSTEM is missing")]
    [InlineData("TIME_SYSTEM = UTC", "TIME_SYSTEM = UTC\nCOLOUR = RED", 10, "COLOUR is no keyword")]
    [InlineData("ORIGINATOR = TEST", "COLOUR = RED", 3, "COLOUR is no keyword of an ephemeris' header")]
    [InlineData("CCSDS_OEM_VERS = 2.0", "CCSDS_OEM_VERS = 7", 1, "known are 1.0, 2.0 and 3.0")]
    [InlineData("META_STOP", "INTERPOLATION = SPLINE\nMETA_STOP", 13, "INTERPOLATION is \"SPLINE\"")]
    [InlineData("META_STOP", "INTERPOLATION_DEGREE = 99\nMETA_STOP", 13, "INTERPOLATION_DEGREE \"99\"")]
    [InlineData("START_TIME = 2026-08-11T00:00:00", "START_TIME = soon", 12, "START_TIME \"soon\" is not a moment")]
    [InlineData("STOP_TIME = 2026-08-11T00:02:00", "STOP_TIME = 2026-08-11T00:01:00", 15, "outside START_TIME to STOP_TIME")]
    [InlineData("STOP_TIME = 2026-08-11T00:02:00", "STOP_TIME = 2026-08-11T00:04:00", 26, "is the file whole?")]
    [InlineData("2026-223T00:01:00", "2026-08-11T00:00:00", 14, "not later than the one before it")]
    [InlineData("6985 450", "6985 x", 14, "not an epoch, a position and a velocity")]
    [InlineData("6985 450", "6985 NaN", 14, "not an epoch, a position and a velocity")]
    [InlineData("0.001 0.002 0.003", "0.001", 14, "not an epoch, a position and a velocity")]
    [InlineData("2026-223T", "2026-000T", 14, "\"2026-000T00:01:00\" is not a moment")]
    [InlineData("1e-4 2e-4 3e-4", "1e-4 2e-4", 21, "row 3 of a covariance has 3 numbers")]
    [InlineData("COVARIANCE_STOP", "", 26, "the file ends within covariance")]
    [InlineData("META_STOP\n", "", 12, "the line is not KEYWORD = value")]
    public void What_is_wrong_is_named_by_its_line(string part, string edited, int line, string reason)
    {
        string text = Head + States + Covariance;
        Assert.Contains(part, text, StringComparison.Ordinal);
        int place = text.IndexOf(part, StringComparison.Ordinal);
        text = text[..place] + edited + text[(place + part.Length)..];
        EphemeridesResult result = OemReader.Read("f.oem", text);
        Assert.Empty(result.Objects);
        Assert.False(result.Succeeded);
        Assert.Equal(("f.oem", line), (result.Problems[0].File, result.Problems[0].Line));
        Assert.Contains(reason, result.Problems[0].Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "not an ephemeris message")]
    [InlineData("CCSDS_OEM_VERS = 2.0", "no ephemeris found")]
    [InlineData("<oem/>", "no ephemeris found")]
    [InlineData("<opm/>", "<opm> is not an ephemeris message")]
    [InlineData("<ndm><opm/></ndm>", "<opm> is not an ephemeris message")]
    [InlineData("<oem><segment/></oem>", "the segment has 0 states")]
    public void Files_without_an_ephemeris_say_so(string text, string reason)
        => Assert.Contains(
            reason, Assert.Single(OemReader.Read("f", text).Problems).Reason, StringComparison.Ordinal);

    [Theory]
    [InlineData(false, 1e-6)]
    [InlineData(true, 1e-6)]
    public void What_we_write_comes_back_to_the_last_digit_that_is_printed(bool isEarthFixed, double toleranceM)
    {
        ElementSet set = TleText.ReadOne(
            "1 25544U 98067A   20194.88612269 -.00002218  00000-0 -31515-4 0  9992",
            "2 25544  51.6461 221.2784 0001413  89.1723 280.4612 15.49507896236008");
        Sgp4Ephemeris sgp4 = new(set);
        Instant start = Utc.FromCalendar(2020, 7, 13);
        EphemerisState[] states = [.. Enumerable.Range(0, 50).Select(i =>
        {
            Instant t = start + Duration.FromMilliseconds(60_500L * i);
            Assert.True(sgp4.TryPropagate(t, out TemeState state, out _));
            return new EphemerisState(t, state);
        })];
        using StringWriter text = new();
        OemWriter writer = new(text, "ISS (ZARYA)", set.ObjectId, isEarthFixed);
        writer.WriteHeader("ORBWEAVER", start);
        writer.WriteSegment(states[..25]);
        writer.WriteSegment(states[25..]);
        Assert.All(text.ToString().Split('\n'), l => Assert.InRange(l.Length, 0, 254));
        ObjectEphemeris back = ReadOne(text.ToString());
        Assert.Equal(("ISS (ZARYA)", "1998-067A"), (back.Name, back.ObjectId));
        Assert.All(states, s =>
        {
            Assert.True(back.Ephemeris.TryPropagate(s.At, out TemeState state, out _));
            Assert.InRange((state.Position.Metres - s.State.Position.Metres).Length, 0, toleranceM);
            Assert.InRange(
                (state.Velocity.MetresPerSecond - s.State.Velocity.MetresPerSecond).Length, 0, 1e-8);
        });
        Assert.False(back.Ephemeris.TryPropagate(states[24].At + Duration.FromSeconds(1), out _, out _));
    }

    [Fact]
    public void Random_damage_never_throws()
    {
        var dice = new Prng(0x0E3);
        const string alphabet = "0123456789-+.,eE\"[]=<>/&;!\n\r #\0NaI\ud800\u00e9";
        const string xml = "<ndm><oem><body><segment><metadata><OBJECT_NAME>A</OBJECT_NAME><OBJECT_ID>B</OBJECT_ID>"
            + "<CENTER_NAME>EARTH</CENTER_NAME><REF_FRAME>EME2000</REF_FRAME><TIME_SYSTEM>TT</TIME_SYSTEM>"
            + "<START_TIME>2026-001</START_TIME><STOP_TIME>2026-02-01</STOP_TIME></metadata><data><stateVector>"
            + "<EPOCH>2026-01-01T01</EPOCH><X>1</X><Y>1</Y></stateVector></data></segment></body></oem></ndm>";
        string[] seeds = [Head + States + Covariance, xml];
        for (int i = 0; i < 4000; i++)
        {
            char[] text = seeds[i % seeds.Length].ToCharArray();
            for (long edits = dice.NextBetween(1, 4); edits > 0; edits--)
            {
                text[dice.NextBelow(text.Length)] = alphabet[(int)dice.NextBelow(alphabet.Length)];
            }
            int length = dice.NextBelow(3) == 0 ? (int)dice.NextBelow(text.Length) : text.Length;
            EphemeridesResult result = OemReader.Read("f", new string(text, 0, length));
            Assert.Equal(result.Succeeded, result.Objects.Count > 0);
        }
    }

    private static ObjectEphemeris ReadOne(string text)
    {
        EphemeridesResult result = OemReader.Read("file", text);
        Assert.Empty(result.Report());
        return Assert.Single(result.Objects);
    }
}
