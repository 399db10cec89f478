using System;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Orbits;
using Xunit;

namespace Orbweaver.Tests.Orbits;

/// <summary>
/// Text that is no element set: each with its file, line, object and reason, and never an exception.
/// </summary>
public sealed class BadElementsTests
{
    private const string Line1 = "1 00005U 58002B   20287.20334968 -.00000016  00000-0 -22483-4 0  9996";
    private const string Line2 = "2 00005  34.2443 225.5254 1845686 162.2516 205.2356 10.84869164218149";

    // Edits of line 1 or 2 of the second object in a file of three; its lines are 5 and 6.
    [Theory]
    [InlineData("20287.20334968", "20367.20334968", 5, "epoch \"20367.20334968\"")]
    [InlineData("20287.20334968", "20xyz.20334968", 5, "epoch")]
    [InlineData("U 58002B   20287.2", "U 58002B   2O287.2", 5, "epoch")]
    [InlineData("-.00000016", "-.000000x6", 5, "first derivative of the mean motion \"-.000000x6\"")]
    [InlineData(" 00000-0 -", " 0x000-0 -", 5, "second derivative of the mean motion")]
    [InlineData("-22483-4", "-22483*4", 5, "drag term \"-22483*4\" is not a number")]
    [InlineData("4 0  999", "4 4  999", 5, "ephemeris type 4 (SGP4-XP)")]
    [InlineData("1 00006U", "1 I0006U", 5, "catalogue number \"I0006\"")]
    [InlineData("1 00006U", "1 -0006U", 5, "catalogue number \"-0006\"")]
    [InlineData("2 00006 ", "2 00008 ", 6, "differs from line 1's 6")]
    [InlineData(" 34.2443", "-34.2443", 6, "inclination -34.2443 deg is outside 0 to 180")]
    [InlineData(" 34.2443", "180.2443", 6, "inclination 180.2443 deg is outside 0 to 180")]
    [InlineData(" 34.2443", "     NaN", 6, "inclination \"     NaN\" is not a number")]
    [InlineData("225.5254", "925.5254", 6, "right ascension of the node 925.5254 deg")]
    [InlineData("1845686", "18.5686", 6, "eccentricity \"18.5686\"")]
    [InlineData("1845686", "1 45686", 6, "eccentricity \"1 45686\"")]
    [InlineData("162.2516", "162,2516", 6, "argument of perigee \"162,2516\"")]
    [InlineData("205.2356", "        ", 6, "mean anomaly \"        \"")]
    [InlineData("10.84869164", "00.00000000", 6, "mean motion 0 rev/day is not above 0")]
    [InlineData("10.84869164", "-1.84869164", 6, "mean motion -1.84869164 rev/day is not above 0")]
    public void Fields_of_two_line_sets_are_judged(string field, string edited, int line, string reason)
    {
        string one = TleText.WithChecksum(Line1.Replace("00005U", "00006U").Replace(field, edited));
        string two = TleText.WithChecksum(Line2.Replace("2 00005", "2 00006").Replace(field, edited));
        string text = $"FIRST\n{Line1}\n{Line2}\nSECOND\n{one}\n{two}\n{Third()}";
        AssertOneBad(text, line, "SECOND", reason);
    }

    [Theory]
    [InlineData("SECOND\n{1}", 5, "SECOND", "line 1 is not followed by a line 2")]
    [InlineData("{2}", 4, "", "line 2 has no line 1 before it")]
    [InlineData("SECOND", 4, "SECOND", "a name is not followed by element lines")]
    [InlineData("SECOND\n{1x}\n{2}", 5, "SECOND", "the checksum is '6', computed 7")]
    [InlineData("SECOND\n{1short}\n{2}", 5, "SECOND", "the line has 60 characters, an element line 69")]
    [InlineData("FIRST AGAIN\n{1old}\n{2old}", 5, "FIRST AGAIN", "5 is given twice for epoch 2020-10")]
    public void Lines_that_do_not_belong_together_are_told(
        string second, int line, string name, string reason)
    {
        string one = TleText.WithChecksum(Line1.Replace("00005U", "00006U"));
        string two = TleText.WithChecksum(Line2.Replace("2 00005", "2 00006"));
        string lines = second.Replace("{1}", one).Replace("{2}", two)
            .Replace("{1x}", Line1.Replace("20287", "20288"))
            .Replace("{1short}", one[..60]).Replace("{1old}", Line1).Replace("{2old}", Line2);
        string text = $"FIRST\n{Line1}\n{Line2}\n{lines}\n{Third()}";
        AssertOneBad(text, line, name, reason);
    }

    [Theory]
    [InlineData("6", "1234567890", "NORAD_CAT_ID \"1234567890\" is not a number of one to nine digits")]
    [InlineData("6", "", "NORAD_CAT_ID is missing")]
    [InlineData("6", "0", "catalogue number 0 is outside 1 to 999999999")]
    [InlineData("2020-10-13T04:52:49.4", "2020-13-13T04:52:49.4", "EPOCH \"2020-13-13T04:52:49.4\"")]
    [InlineData("10.8", "", "MEAN_MOTION is missing")]
    [InlineData("10.8", "NaN", "MEAN_MOTION \"NaN\" is not a finite number")]
    [InlineData("10.8", "1e999", "MEAN_MOTION \"1e999\" is not a finite number")]
    [InlineData("10.8", "1_0", "MEAN_MOTION \"1_0\" is not a finite number")]
    [InlineData(".18", "1.0", "eccentricity 1 is outside 0 to less than 1")]
    [InlineData(".18", "-0.1", "eccentricity -0.1 is outside")]
    [InlineData("TEME", "GCRF", "REF_FRAME is \"GCRF\", not TEME")]
    [InlineData("0.001", "0.001,7", "the line has 12 fields, the header 11")]
    [InlineData("SECOND", "\"SECOND", "a quote is not closed")]
    public void Fields_of_messages_are_judged(string field, string edited, string reason)
    {
        const string header =
            "REF_FRAME,OBJECT_NAME,NORAD_CAT_ID,EPOCH,MEAN_MOTION,ECCENTRICITY,INCLINATION,RA_OF_ASC_NODE,"
            + "ARG_OF_PERICENTER,MEAN_ANOMALY,BSTAR";
        const string row = "TEME,SECOND,6,2020-10-13T04:52:49.4,10.8,.18,34,225,162,205,0.001";
        string text = header + "\n"
            + row.Replace(",6,", ",5,") + "\n"
            + Edit(row, field, edited) + "\n"
            + row.Replace(",6,", ",7,") + "\n";
        bool isSplit = !reason.StartsWith("the line ", StringComparison.Ordinal)
            && !reason.StartsWith("a quote ", StringComparison.Ordinal);
        AssertOneBad(text, 3, isSplit ? "SECOND" : "", reason);
    }

    [Theory]
    [InlineData("MEAN_ELEMENT_THEORY", "\"SGP4-XP\"", "MEAN_ELEMENT_THEORY is \"SGP4-XP\", not SGP4")]
    [InlineData("TIME_SYSTEM", "\"TAI\"", "TIME_SYSTEM is \"TAI\", not UTC")]
    [InlineData("CENTER_NAME", "\"MARS\"", "CENTER_NAME is \"MARS\", not EARTH")]
    [InlineData("EPHEMERIS_TYPE", "4", "EPHEMERIS_TYPE 4 (SGP4-XP) is not supported")]
    [InlineData("ECCENTRICITY", "0.5", "ECCENTRICITY is given twice")]
    [InlineData("COMMENT", "\"\\ud800\"", "a text is not valid Unicode")]
    public void Objects_of_JSON_are_judged(string key, string value, string reason)
        => AssertOneBad(
            "[\n" + Json(5, "") + ",\n\n" + Json(6, $", \"{key}\": {value}") + ",\n" + Json(7, "") + "\n]",
            6,
            "SECOND",
            reason);

    [Theory]
    [InlineData("", 1, "no element sets found")]
    [InlineData("\n# nothing\n", 1, "no element sets found")]
    [InlineData("[]", 1, "no element sets found")]
    [InlineData("<ndm></ndm>", 1, "no element sets found")]
    [InlineData("CCSDS_OMM_VERS = 2.0", 1, "NORAD_CAT_ID is missing")]
    [InlineData("[\n{\n\"EPOCH\": ,\n}]", 3, "not valid JSON: ")]
    [InlineData("[\n  7\n]", 2, "a value where an object belongs")]
    [InlineData("[\n [{}] ]", 2, "an array where an object belongs")]
    [InlineData("{", 1, "not valid JSON: ")]
    [InlineData("NORAD_CAT_ID,\"EPOCH\n", 1, "a quote is not closed")]
    [InlineData("NORAD_CAT_ID,NORAD_CAT_ID\n5,5", 2, "the header names NORAD_CAT_ID twice")]
    [InlineData("\u0000\u0001", 1, "this is no text")]
    public void Files_without_any_set_fail_in_both_modes(string text, int line, string reason)
    {
        foreach (bool skipBad in new[] { false, true })
        {
            ElementsResult result = ElementsReader.Read("f.txt", text, skipBad);
            Assert.False(result.Succeeded);
            ElementProblem problem = Assert.Single(result.Problems);
            Assert.Equal(("f.txt", line), (problem.File, problem.Line));
            Assert.Contains(reason, problem.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Many_problems_are_listed_up_to_twenty_and_counted()
    {
        string text = string.Concat(Enumerable.Range(1, 50).Select(i => $"NAME {i}\n")) + Third();
        ElementsResult strict = ElementsReader.Read("f", text, skipBad: false);
        Assert.Equal((20, 50), (strict.Problems.Count, strict.ProblemCount));
        Assert.Equal("f:1: NAME 1: a name is not followed by element lines", strict.Report().First());
        Assert.Equal("and 30 more problems", strict.Report().Last());
        Assert.Equal(21, strict.Report().Count());

        ElementsResult skipping = ElementsReader.Read("f", text, skipBad: true);
        Assert.Equal((50, 50), (skipping.Problems.Count, skipping.ProblemCount));
        Assert.True(skipping.Succeeded);
        Assert.Single(skipping.Sets);
    }

    // Damage at random: a result or problems, never an exception, and never a set without sense.
    [Fact]
    public void Random_damage_never_throws()
    {
        var dice = new Prng(0xE1E);
        string[] seeds =
        [
            $"FIRST\n{Line1}\n{Line2}\n{Third()}",
            "[" + Json(5, "") + "," + Json(6, "") + "]",
            "NORAD_CAT_ID,EPOCH,MEAN_MOTION,ECCENTRICITY,INCLINATION,RA_OF_ASC_NODE,"
                + "ARG_OF_PERICENTER,MEAN_ANOMALY\n"
                + "6,2020-10-13T04:52:49.4,10.8,.18,34,225,162,205\n",
        ];
        const string alphabet = "0123456789-+.,eE\"\\{}[]:\n\r #\0NaI\ud800\u00e9";
        for (int i = 0; i < 5000; i++)
        {
            char[] text = seeds[i % seeds.Length].ToCharArray();
            for (long edits = dice.NextBetween(1, 4); edits > 0; edits--)
            {
                text[dice.NextBelow(text.Length)] = alphabet[(int)dice.NextBelow(alphabet.Length)];
            }
            int length = dice.NextBelow(3) == 0 ? (int)dice.NextBelow(text.Length) : text.Length;
            ElementsResult result = ElementsReader.Read("f", new string(text, 0, length), skipBad: true);
            Assert.Equal(result.Succeeded, result.Sets.Count > 0);
            foreach (ElementSet set in result.Sets)
            {
                bool hasState = new Sgp4Ephemeris(set).TryPropagateMinutes(100, out TemeState state, out _);
                Assert.True(!hasState || double.IsFinite(state.Position.Metres.Length));
            }
        }
    }

    private static void AssertOneBad(string text, int line, string name, string reason)
    {
        ElementsResult strict = ElementsReader.Read("f.txt", text, skipBad: false);
        Assert.False(strict.Succeeded);
        Assert.Empty(strict.Sets);
        ElementsResult skipping = ElementsReader.Read("f.txt", text, skipBad: true);
        Assert.True(skipping.Succeeded);
        Assert.Equal([5, 7], skipping.Sets.Select(s => s.CatalogueNumber));
        foreach (ElementsResult result in new[] { strict, skipping })
        {
            ElementProblem problem = Assert.Single(result.Problems);
            Assert.Equal(("f.txt", line, name), (problem.File, problem.Line, problem.ObjectName));
            Assert.Contains(reason, problem.Reason, StringComparison.Ordinal);
        }
    }

    private static string Third()
        => $"THIRD\n{TleText.WithChecksum(Line1.Replace("00005U", "00007U"))}\n"
            + $"{TleText.WithChecksum(Line2.Replace("2 00005", "2 00007"))}\n";

    private static string Edit(string row, string field, string edited)
        => string.Join(',', row.Split(',').Select(f => f == field ? edited : f));

    private static string Json(int number, string more) => $$"""
        {"OBJECT_NAME": "SECOND", "NORAD_CAT_ID": {{number}}, "EPOCH": "2020-10-13T04:52:49.4",
          "MEAN_MOTION": 10.8, "ECCENTRICITY": 0.18, "INCLINATION": 34, "RA_OF_ASC_NODE": 225,
          "ARG_OF_PERICENTER": 162, "MEAN_ANOMALY": 205{{more}}}
        """;
}
