using System.Globalization;
using System.Linq;
using Orbweaver.Orbits;
using Xunit;

namespace Orbweaver.Tests.Orbits;

// Helpers around the text of two-line sets.
internal static class TleText
{
    // The same line with a true checksum: the published verification file has cases edited without one.
    internal static string WithChecksum(string line)
    {
        string body = line[..68];
        int sum = body.Sum(c => char.IsAsciiDigit(c) ? c - '0' : c == '-' ? 1 : 0) % 10;
        return body + sum.ToString(CultureInfo.InvariantCulture) + (line.Length > 69 ? line[69..] : "");
    }

    internal static ElementSet ReadOne(string line1, string line2)
    {
        ElementsResult result = ElementsReader.Read(
            "test.tle", WithChecksum(line1) + "\n" + WithChecksum(line2) + "\n", skipBad: false);
        Assert.Empty(result.Problems);
        return Assert.Single(result.Sets);
    }
}
