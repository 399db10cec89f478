using System.Text.Json;
using Orbweaver.Model;

namespace Orbweaver.Reports;

/// <summary>
/// What all JSON of the program shares: optional fields are there as null, milliseconds are exact.
/// </summary>
internal static class JsonFields
{
    /// <summary>Indented, with names in any script readable: the files are never embedded in HTML.</summary>
    public static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Milliseconds, exact to the nanosecond: in decimals, as doubles would print noise.</summary>
    public static void WriteMs(this Utf8JsonWriter json, string name, Duration? value)
        => json.WriteOptional(name, value?.Nanoseconds / 1_000_000m);

    /// <summary>A number, or null.</summary>
    public static void WriteOptional(this Utf8JsonWriter json, string name, decimal? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    /// <summary>A text, or null.</summary>
    public static void WriteOptional(this Utf8JsonWriter json, string name, string? value)
    {
        if (value is null)
        {
            json.WriteNull(name);
        }
        else
        {
            json.WriteString(name, value);
        }
    }

    /// <summary>A measured number to six decimals.</summary>
    public static decimal Rounded(double value) => decimal.Round((decimal)value, 6);
}
