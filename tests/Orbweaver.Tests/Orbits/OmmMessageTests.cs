// tidy: wide because one case a line.
using System;
using System.IO;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Orbits;
using Xunit;

namespace Orbweaver.Tests.Orbits;

/// <summary>Mean elements as KVN and XML: the same set as every other form gives, and the same strictness.</summary>
public sealed class OmmMessageTests
{
    // The standard's own order, with remarks, blank lines and units.
    private const string Kvn = """
        CCSDS_OMM_VERS = 3.0
        COMMENT a remark = with an equals sign
        CREATION_DATE = 2020-288T10:00:00
        ORIGINATOR = TEST

        OBJECT_NAME = VANGUARD 1
        OBJECT_ID = 1958-002B
        CENTER_NAME = EARTH
        REF_FRAME = TEME
        TIME_SYSTEM = UTC
        MEAN_ELEMENT_THEORY = SGP/SGP4

        EPOCH = 2020-10-13T04:52:48.472320
        MEAN_MOTION = 10.84869164 [rev/day]
        ECCENTRICITY = .1845686
        INCLINATION = 34.2443 [deg]
        RA_OF_ASC_NODE = 225.5254 [deg]
        ARG_OF_PERICENTER = 162.2516 [deg]
        MEAN_ANOMALY = 205.2356 [deg]
        GM = 398600.8 [km**3/s**2]
        EPHEMERIS_TYPE = 0
        NORAD_CAT_ID = 5
        BSTAR = -.22483E-4 [1/ER]
        MEAN_MOTION_DOT = -1.6E-7 [rev/day**2]
        MEAN_MOTION_DDOT = 0 [rev/day**3]
        USER_DEFINED_SOURCE = anything
        """;

    private const string Xml = """
        <?xml version="1.0" encoding="UTF-8"?>
        <ndm><omm id="CCSDS_OMM_VERS" version="3.0">
        <header><COMMENT>one</COMMENT><COMMENT>two</COMMENT><CREATION_DATE/><ORIGINATOR/></header>
        <body><segment><metadata><OBJECT_NAME>VANGUARD 1</OBJECT_NAME><OBJECT_ID>1958-002B</OBJECT_ID>
        <CENTER_NAME>EARTH</CENTER_NAME><REF_FRAME>TEME</REF_FRAME><TIME_SYSTEM>UTC</TIME_SYSTEM>
        <MEAN_ELEMENT_THEORY>SGP4</MEAN_ELEMENT_THEORY></metadata><data><meanElements>
        <EPOCH>2020-287T04:52:48.472320</EPOCH><MEAN_MOTION units="rev/day">10.84869164</MEAN_MOTION>
        <ECCENTRICITY>.1845686</ECCENTRICITY><INCLINATION units="deg">34.2443</INCLINATION>
        <RA_OF_ASC_NODE>225.5254</RA_OF_ASC_NODE><ARG_OF_PERICENTER>162.2516</ARG_OF_PERICENTER>
        <MEAN_ANOMALY><![CDATA[205.2356]]></MEAN_ANOMALY></meanElements>
        <tleParameters><NORAD_CAT_ID>5</NORAD_CAT_ID><BSTAR>-.22483E-4</BSTAR>
        <MEAN_MOTION_DOT>-1.6E-7</MEAN_MOTION_DOT><MEAN_MOTION_DDOT>0</MEAN_MOTION_DDOT></tleParameters>
        <userDefinedParameters><USER_DEFINED parameter="A">1</USER_DEFINED>
        <USER_DEFINED parameter="B">2</USER_DEFINED></userDefinedParameters>
        </data></segment></body></omm></ndm>
        """;

    [Fact]
    public void The_published_sample_reads_the_same_as_CSV_and_as_XML()
    {
        ElementSet csv = ReadSample("csv");
        Assert.Equal(csv, ReadSample("xml"));
        Assert.Equal(csv, ReadOne(Kvn));
        Assert.Equal(csv, ReadOne(Xml));
        // The JSON sample is a later set of the same satellite.
        Assert.Equal((csv.CatalogueNumber, csv.ObjectId), (5, ReadSample("json").ObjectId));
    }

    [Fact]
    public void Several_messages_follow_each_other()
    {
        string second = Kvn.Replace("NORAD_CAT_ID = 5", "NORAD_CAT_ID = 123456789");
        ElementsResult kvn = ElementsReader.Read("f", "\uFEFF" + Kvn + "\r\n" + second, skipBad: false);
        Assert.Equal([5, 123456789], kvn.Sets.Select(s => s.CatalogueNumber));
        string two = Xml.Replace(
            "</ndm>", Xml[Xml.IndexOf("<omm", StringComparison.Ordinal)..].Replace(">5<", ">6<"));
        ElementsResult xml = ElementsReader.Read("f", two, skipBad: false);
        Assert.Equal([5, 6], xml.Sets.Select(s => s.CatalogueNumber));
        string alone = Xml.Replace("<ndm>", "").Replace("</ndm>", "");
        Assert.Equal(ReadOne(Xml), ReadOne(alone));
    }

    [Theory]
    [InlineData("INCLINATION = 34.2443 [deg]", "INCLINATION = 0.5977 [rad]", 42, "INCLINATION is in \"rad\", not deg")]
    [InlineData("ECCENTRICITY = .1845686", "ECCENTRICITY", 41, "the line is not KEYWORD = value")]
    [InlineData("ECCENTRICITY = .1845686", "ECCENTRICITY = 1.1", 27, "eccentricity 1.1 is outside")]
    [InlineData("EPHEMERIS_TYPE = 0", "ECCENTRICITY = .1", 47, "ECCENTRICITY is given twice")]
    [InlineData("REF_FRAME = TEME", "REF_FRAME = GCRF", 27, "REF_FRAME is \"GCRF\", not TEME")]
    [InlineData("EPOCH = 2020-10-13T", "EPOCH = 2020-367T", 27, "EPOCH \"2020-367T04:52:48.472320\"")]
    [InlineData("MEAN_MOTION = 10.84869164 [rev/day]", "", 27, "MEAN_MOTION is missing")]
    public void A_bad_message_of_several_is_named(string part, string edited, int line, string reason)
    {
        string bad = Kvn.Replace(part, edited);
        string text = Kvn + "\n" + bad.Replace("CAT_ID = 5", "CAT_ID = 6") + "\n"
            + Kvn.Replace("CAT_ID = 5", "CAT_ID = 7");
        ElementsResult skipping = ElementsReader.Read("f", text, skipBad: true);
        Assert.Equal([5, 7], skipping.Sets.Select(s => s.CatalogueNumber));
        Assert.Empty(ElementsReader.Read("f", text, skipBad: false).Sets);
        ElementProblem problem = Assert.Single(skipping.Problems);
        Assert.Equal((line, "VANGUARD 1"), (problem.Line, problem.ObjectName));
        Assert.Contains(reason, problem.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("units=\"deg\"", "units=\"rad\"", 8, "INCLINATION is in \"rad\", not deg")]
    [InlineData("<BSTAR>-.22483E-4</BSTAR>", "<MEAN_MOTION>1</MEAN_MOTION>", 11, "MEAN_MOTION is given twice")]
    [InlineData("<EPOCH>", "<EPOCH2>", 7, "not valid XML: ")]
    [InlineData("<ndm>", "<!DOCTYPE a [<!ENTITY b 'c'>]><ndm>", 1, "not valid XML: ")]
    [InlineData("<EPOCH>2020", "<EPOCH>&b;2020", 7, "not valid XML: ")]
    [InlineData("<ndm>", "<ndm><oem/>", 2, "<oem> is not a message of mean elements")]
    [InlineData("205.2356", "&b;", 2, "MEAN_ANOMALY \"&b;\" is not a finite number")]
    public void Wrong_XML_is_named_by_its_line(string part, string edited, int line, string reason)
    {
        ElementsResult result = ElementsReader.Read("f", Xml.Replace(part, edited), skipBad: false);
        Assert.False(result.Succeeded);
        Assert.Contains(reason, result.Problems[0].Reason, StringComparison.Ordinal);
        Assert.Equal(line, result.Problems[0].Line);
    }

    [Fact]
    public void Depth_is_limited()
    {
        string deep = string.Concat(Enumerable.Repeat("<a>", 50)) + string.Concat(Enumerable.Repeat("</a>", 50));
        ElementsResult result = ElementsReader.Read("f", $"<omm>{deep}</omm>", skipBad: false);
        Assert.Contains("deeper than 16 levels", Assert.Single(result.Problems).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_ephemeris_is_no_file_of_elements()
    {
        ElementsResult result = ElementsReader.Read("f", "CCSDS_OEM_VERS = 2.0\n", skipBad: false);
        Assert.Contains("this is an ephemeris", Assert.Single(result.Problems).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Random_damage_never_throws()
    {
        var dice = new Prng(0x0DD);
        const string alphabet = "0123456789-+.,eE\"[]=<>/&;!\n\r #\0NaI\ud800\u00e9";
        string[] seeds = [Kvn + "\n" + Kvn.Replace("CAT_ID = 5", "CAT_ID = 6"), Xml];
        for (int i = 0; i < 4000; i++)
        {
            char[] text = seeds[i % seeds.Length].ToCharArray();
            for (long edits = dice.NextBetween(1, 4); edits > 0; edits--)
            {
                text[dice.NextBelow(text.Length)] = alphabet[(int)dice.NextBelow(alphabet.Length)];
            }
            int length = dice.NextBelow(3) == 0 ? (int)dice.NextBelow(text.Length) : text.Length;
            ElementsResult result = ElementsReader.Read("f", new string(text, 0, length), skipBad: true);
            Assert.Equal(result.Succeeded, result.Sets.Count > 0);
        }
    }

    private static ElementSet ReadSample(string form)
        => ReadOne(File.ReadAllText(TestData.Require($"orbits/sgp4-verification/sample_omm.{form}")));

    private static ElementSet ReadOne(string text)
    {
        ElementsResult result = ElementsReader.Read("file", text, skipBad: false);
        Assert.Empty(result.Report());
        return Assert.Single(result.Sets);
    }
}
