using System.Collections.Generic;

namespace Orbweaver.Reports;

/// <summary>
/// Breaks prose at spaces, so that no line is wider than the terminal unless a single word is.
/// </summary>
internal static class TextWrap
{
    /// <summary>The lines of a text; all but the first begin with <paramref name="indent"/> spaces.</summary>
    public static IEnumerable<string> Lines(string text, int columns, int indent)
    {
        while (text.Length > columns)
        {
            int cut = text.LastIndexOf(' ', columns, columns - indent);
            if (cut <= indent)
            {
                break;
            }
            yield return text[..cut];
            text = new string(' ', indent) + text[(cut + 1)..];
        }
        yield return text;
    }
}
