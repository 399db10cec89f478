using System.Linq;

namespace Orbweaver.Scenarios;

/// <summary>What a name may look like: no dots (they part paths), no spaces (they part arguments).</summary>
internal static class Names
{
    private const int LengthMax = 64;

    /// <summary>Whether a name is fit; else a finding at its key.</summary>
    public static bool IsFit(SourceEntry entry, Field field)
    {
        if (IsFit(entry.Key))
        {
            return true;
        }
        field.Findings.Add(
            entry.KeyPlace, field.Path, $"'{entry.Key}' cannot be a name",
            $"Use 1 to {LengthMax} letters, digits and - _ /, such as '{Fitting(entry.Key)}'");
        return false;
    }

    /// <summary>Whether a text is fit to be a name.</summary>
    public static bool IsFit(string text) => text.Length is > 0 and <= LengthMax && text.All(IsFit);

    /// <summary>The nearest name to a text.</summary>
    public static string Fitting(string text)
    {
        string kept = string.Concat(text.Trim().Select(c => IsFit(c) ? c : '-'));
        return kept.Length switch
        {
            0 => "unnamed",
            > LengthMax => kept[..LengthMax],
            _ => kept,
        };
    }

    private static bool IsFit(char c) => char.IsLetterOrDigit(c) || c is '-' or '_' or '/';
}
