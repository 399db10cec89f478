using System.Collections.Generic;
using System.Globalization;
using Orbweaver.Model;

namespace Orbweaver.Orbits;

/// <summary>
/// The constellation code: shells joined by <c>+</c>, each <c>pattern:altitude km:inclination
/// deg:total/planes/phasing</c> with D for delta and S for star, such as
/// <c>D:550:53:1584/72/17+S:780:86.4:66/6/1</c>.
/// </summary>
public static class ConstellationCode
{
    /// <summary>The most shells that one code may join.</summary>
    public const int ShellsMax = 32;

    /// <summary>Parses a code; if it is wrong, <paramref name="reason"/> says which shell and what.</summary>
    public static bool TryParse(string text, out IReadOnlyList<WalkerDesign> designs, out string reason)
    {
        var shells = new List<WalkerDesign>();
        designs = [];
        string[] parts = text.Split('+');
        if (parts.Length > ShellsMax)
        {
            reason = $"{parts.Length} shells are more than {ShellsMax}";
            return false;
        }
        foreach (string part in parts)
        {
            if (!TryParseShell(part.Trim(), out WalkerDesign? design, out reason))
            {
                reason = $"shell {shells.Count + 1} \"{part.Trim()}\": {reason}";
                return false;
            }
            shells.Add(design!);
        }
        designs = shells;
        reason = "";
        return true;
    }

    private static bool TryParseShell(string text, out WalkerDesign? design, out string reason)
    {
        design = null;
        string[] fields = text.Split(':');
        string[] counts = fields.Length == 4 ? fields[3].Split('/') : [];
        if (counts.Length != 3)
        {
            reason = "the form is pattern:altitude:inclination:total/planes/phasing";
            return false;
        }
        if (fields[0] is not ("D" or "S"))
        {
            reason = $"pattern \"{fields[0]}\" is neither D (delta) nor S (star)";
            return false;
        }
        if (!TryNumber(fields[1], "altitude", out double altitudeKm, out reason)
            || !TryNumber(fields[2], "inclination", out double inclinationDeg, out reason)
            || !TryCount(counts[0], "total", out int total, out reason)
            || !TryCount(counts[1], "planes", out int planes, out reason)
            || !TryCount(counts[2], "phasing", out int phasing, out reason))
        {
            return false;
        }
        design = new WalkerDesign(
            fields[0] is "S" ? WalkerPattern.Star : WalkerPattern.Delta,
            Distance.FromKilometres(altitudeKm),
            Angle.FromDegrees(inclinationDeg),
            total,
            planes,
            phasing);
        return design.IsValid(out reason);
    }

    private static bool TryNumber(string text, string what, out double value, out string reason)
    {
        const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        reason = $"{what} \"{text}\" is not a number";
        return double.TryParse(text, style, CultureInfo.InvariantCulture, out value)
            && double.IsFinite(value);
    }

    private static bool TryCount(string text, string what, out int value, out string reason)
    {
        reason = $"{what} \"{text}\" is not a whole number";
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }
}
