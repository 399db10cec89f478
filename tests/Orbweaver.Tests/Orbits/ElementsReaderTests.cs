using System;
using System.IO;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Orbits;
using Xunit;

namespace Orbweaver.Tests.Orbits;

/// <summary>Every form of element sets, read whole and compared.</summary>
public sealed class ElementsReaderTests
{
    private const string Line1 = "1 00005U 58002B   20287.20334968 -.00000016  00000-0 -22483-4 0  9996";
    private const string Line2 = "2 00005  34.2443 225.5254 1845686 162.2516 205.2356 10.84869164218149";
    private const string OmmHeader =
        "OBJECT_NAME,OBJECT_ID,EPOCH,MEAN_MOTION,ECCENTRICITY,INCLINATION,RA_OF_ASC_NODE,"
        + "ARG_OF_PERICENTER,MEAN_ANOMALY,NORAD_CAT_ID,BSTAR,MEAN_MOTION_DOT,MEAN_MOTION_DDOT\n";

    private const string OmmRow =
        "VANGUARD 1,1958-002B,2020-10-13T04:52:49.412352,10.84869164,.1845686,34.2443,225.5254,"
        + "162.2516,205.2356,5,-.22483E-4,-1.6E-7,0\n";

    [Theory]
    [InlineData("orbits/constellations/celestrak-active_2026-08-11.tle", 16_089)]
    [InlineData("orbits/constellations/starlink_2026-08-11.tle", 10_758)]
    [InlineData("orbits/constellations/oneweb_2026-08-11.tle", 651)]
    [InlineData("orbits/constellations/kuiper_2026-08-11.tle", 391)]
    [InlineData("orbits/constellations/iridium-next_2026-08-11.tle", 80)]
    [InlineData("orbits/constellations/sda-pwsa_2026-08-11.tle", 70)]
    [InlineData("orbits/constellations/qianfan_2026-08-11.tle", 238)]
    [InlineData("orbits/constellations/guowang-hulianwang_2026-08-11.tle", 173)]
    [InlineData("orbits/constellations/sda-t1tl-e_omm_2026-08-30.csv", 21)]
    [InlineData("orbits/sgp4-verification/sample_omm.csv", 1)]
    [InlineData("orbits/sgp4-verification/sample_omm.json", 1)]
    public void Whole_files_are_read_without_a_problem(string file, int count)
    {
        string text = File.ReadAllText(TestData.Require(file));
        ElementsResult result = ElementsReader.Read(file, text, skipBad: false);
        Assert.Empty(result.Report());
        Assert.True(result.Succeeded);
        Assert.Equal(count, result.Sets.Count);
        Assert.All(
            result.Sets, s => Assert.True(new Sgp4Ephemeris(s).TryPropagate(s.Epoch, out _, out _), s.Name));
    }

    [Fact]
    public void The_active_catalogue_has_the_deep_space_share_of_its_source()
    {
        string file = TestData.Require("orbits/constellations/celestrak-active_2026-08-11.tle");
        ElementsResult result = ElementsReader.Read(file, File.ReadAllText(file), skipBad: false);
        Assert.Equal(799, result.Sets.Count(s => new Sgp4Ephemeris(s).IsDeepSpace));
    }

    [Fact]
    public void Six_digit_numbers_and_missing_drag_are_read()
    {
        string file = TestData.Require("orbits/constellations/sda-t1tl-e_omm_2026-08-30.csv");
        ElementsResult result = ElementsReader.Read(file, File.ReadAllText(file), skipBad: false);
        Assert.Equal(Enumerable.Range(100_059, 21), result.Sets.Select(s => s.CatalogueNumber).Order());
        ElementSet first = result.Sets[0];
        Assert.Equal("PRAETORIAN SDA_501", first.Name);
        Assert.Equal("2026-163A", first.ObjectId);
        Assert.Equal(Utc.FromCalendar(2026, 8, 30, 19, 37, 55.992288), first.Epoch);
        Assert.Equal(0, first.BStar);
        Assert.Equal(0, first.MeanMotionDotRevPerDay2);
        Assert.Equal(81.4789, first.Inclination.Degrees, 12);
    }

    [Fact]
    public void One_satellite_reads_the_same_in_every_form()
    {
        ElementSet tle = ReadOne($"VANGUARD 1\n{Line1}\n{Line2}\n");
        Assert.Equal(tle, ReadOne($"0 VANGUARD 1\r\n{Line1}\r\n{Line2}\r\n"));
        string remarks =
            $"# comment\n\nVANGUARD 1              \n{Line1}  a remark\n\n# more\n{Line2}     0.0  4320.0";
        Assert.Equal(tle, ReadOne(remarks));
        Assert.Equal(tle with { Name = "5" }, ReadOne($"{Line1}\n{Line2}"));
        Assert.Equal(tle, ReadOne(OmmHeader + OmmRow));
        string quoted = OmmRow.Replace("VANGUARD 1", "\"VANGUARD 1\"");
        Assert.Equal(tle, ReadOne("\uFEFF" + OmmHeader.Replace("\n", "\r\n") + quoted));
        Assert.Equal(tle, ReadOne("[" + Json("5", "10.84869164") + "]"));
        Assert.Equal(tle, ReadOne(Json("\"5\"", "\"10.84869164\"")));

        Assert.Equal(5, tle.CatalogueNumber);
        Assert.Equal("1958-002B", tle.ObjectId);
        Assert.Equal(0.1845686, tle.Eccentricity);
        Assert.Equal(-0.22483e-4, tle.BStar);
        Assert.Equal(-1.6e-7, tle.MeanMotionDotRevPerDay2);
        Assert.Equal(10.84869164 * 2 * Math.PI / 1440, tle.MeanMotionRadPerMin, 15);
        Assert.Equal(Utc.FromCalendar(2020, 10, 13, 4, 52, 49.412352), tle.Epoch);
    }

    [Fact]
    public void Columns_may_come_in_any_order_and_with_strangers()
    {
        string[] header = OmmHeader.Trim().Split(',');
        string[] row = OmmRow.Trim().Split(',');
        int[] order = [.. Enumerable.Range(0, header.Length).Reverse()];
        string text = string.Join(',', order.Select(i => header[i]).Append("COMMENT")) + "\n"
            + string.Join(',', order.Select(i => row[i]).Append("\"a, \"\"quoted\"\" remark\""));
        Assert.Equal(ReadOne(OmmHeader + OmmRow), ReadOne(text));
    }

    [Fact]
    public void What_a_message_says_of_its_theory_may_be_right()
    {
        string said = "\"MEAN_ELEMENT_THEORY\": \"SGP4\", \"REF_FRAME\": \"TEME\", \"TIME_SYSTEM\": \"UTC\", "
            + "\"CENTER_NAME\": \"EARTH\", \"USER_DEFINED\": {\"a\": [1, 2]}, \"DECAY_DATE\": null, "
            + "\"NORAD_CAT_ID\"";
        Assert.Equal(
            ReadOne(Json("5", "10.84869164")),
            ReadOne(Json("5", "10.84869164").Replace("\"NORAD_CAT_ID\"", said)));
    }

    // Space-Track: A is 10, Z is 33, I and O are left out.
    [Theory]
    [InlineData("A0000", 100_000)]
    [InlineData("E8493", 148_493)]
    [InlineData("H9999", 179_999)]
    [InlineData("J2931", 182_931)]
    [InlineData("P4018", 234_018)]
    [InlineData("Z9999", 339_999)]
    [InlineData("    7", 7)]
    [InlineData("00007", 7)]
    public void Alpha5_numbers_are_read(string field, int number)
    {
        ElementSet set = TleText.ReadOne(Line1.Replace("00005", field), Line2.Replace("00005", field));
        Assert.Equal(number, set.CatalogueNumber);
    }

    [Fact]
    public void Nine_digits_are_read()
    {
        ElementSet set = ReadOne(OmmHeader + OmmRow.Replace(",5,", ",799501234,"));
        Assert.Equal(799_501_234, set.CatalogueNumber);
    }

    [Theory]
    [InlineData("57001.00000000", 1957)]
    [InlineData("99001.00000000", 1999)]
    [InlineData("00001.00000000", 2000)]
    [InlineData("56001.00000000", 2056)]
    public void Two_digit_years_turn_at_57(string field, int year)
        => Assert.Equal(
            Utc.FromCalendar(year, 1, 1),
            TleText.ReadOne(Line1.Replace("20287.20334968", field), Line2).Epoch);

    [Theory]
    [InlineData(" 00000-0", 0)]
    [InlineData(" 00000+0", 0)]
    [InlineData("        ", 0)]
    [InlineData("+12345-3", 0.12345e-3)]
    [InlineData("-12345+1", -1.2345)]
    [InlineData(" 12345 0", 0.12345)]
    public void Implied_points_and_exponents_are_read(string field, double value)
        => Assert.Equal(value, TleText.ReadOne(Line1.Replace("-22483-4", field), Line2).BStar);

    [Fact]
    public void Blanks_before_a_field_are_zeros()
    {
        ElementSet set = TleText.ReadOne(
            Line1.Replace("20287.20334968", "20  7.20334968"), Line2.Replace("1845686", "    686"));
        Assert.Equal(0.0000686, set.Eccentricity);
        Assert.Equal(Utc.FromCalendar(2020, 1, 7, 4, 52, 49.412352), set.Epoch);
    }

    [Fact]
    public void Several_epochs_of_one_object_are_no_duplicates()
    {
        string later = TleText.WithChecksum(Line1.Replace("20287", "20288"));
        string text = $"{Line1}\n{Line2}\n{later}\n{Line2}\n";
        Assert.Equal(2, ElementsReader.Read("f", text, skipBad: false).Sets.Count);
    }

    private static string Json(string number, string meanMotion) => $$"""
        {
          "OBJECT_NAME": "VANGUARD 1", "OBJECT_ID": "1958-002B", "EPOCH": "2020-10-13T04:52:49.412352Z",
          "MEAN_MOTION": {{meanMotion}}, "ECCENTRICITY": 0.1845686, "INCLINATION": 34.2443,
          "RA_OF_ASC_NODE": 225.5254, "ARG_OF_PERICENTER": 162.2516, "MEAN_ANOMALY": 205.2356,
          "NORAD_CAT_ID": {{number}}, "BSTAR": -0.22483e-4, "MEAN_MOTION_DOT": -1.6e-7, "MEAN_MOTION_DDOT": 0
        }
        """;

    private static ElementSet ReadOne(string text)
    {
        ElementsResult result = ElementsReader.Read("file", text, skipBad: false);
        Assert.Empty(result.Report());
        return Assert.Single(result.Sets);
    }
}
