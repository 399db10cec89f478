using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Orbweaver.Model;

namespace Orbweaver.Orbits;

// One orbit mean-elements message as keywords and their text (CCSDS 502.0-B-3, section 4), before it means
// anything.
internal sealed class OmmObject
{
    // What SGP4 requires of a message that says it. "SGP/SGP4" is the spelling of the standard's own
    // examples.
    private static readonly (string Key, string[] Accepted)[] Required =
    [
        ("MEAN_ELEMENT_THEORY", ["SGP4", "SGP/SGP4"]),
        ("REF_FRAME", ["TEME"]),
        ("TIME_SYSTEM", ["UTC"]),
        ("CENTER_NAME", ["EARTH"]),
    ];

    private readonly Dictionary<string, string> _fields = new(StringComparer.Ordinal);

    // For problems: the name, or the number, or nothing.
    internal string DisplayName
        => Field("OBJECT_NAME") is { Length: > 0 } name ? name : Field("NORAD_CAT_ID");

    internal bool TryAdd(string key, string value) => _fields.TryAdd(key, value.Trim());

    internal bool TryAddOnce(string key, string value, out string reason)
    {
        bool isNew = TryAdd(key, value);
        reason = isNew ? "" : $"{key} is given twice";
        return isNew;
    }

    internal bool TryRead([NotNullWhen(true)] out ElementSet? set, out string reason)
    {
        set = null;
        foreach ((string key, string[] accepted) in Required)
        {
            string value = Field(key);
            if (value.Length > 0 && Array.IndexOf(accepted, value.ToUpperInvariant()) < 0)
            {
                reason = $"{key} is \"{value}\", not {accepted[0]}";
                return false;
            }
        }
        if (string.Equals(Field("EPHEMERIS_TYPE"), "4", StringComparison.Ordinal))
        {
            reason = "EPHEMERIS_TYPE 4 (SGP4-XP) is not supported";
            return false;
        }
        var draft = new ElementDraft { Name = Field("OBJECT_NAME"), ObjectId = Field("OBJECT_ID") };
        return TryNumber(ref draft.CatalogueNumber, out reason)
            && TryEpoch(ref draft.Epoch, out reason)
            && TryDouble("MEAN_MOTION", isRequired: true, out draft.MeanMotionRevPerDay, out reason)
            && TryDouble("ECCENTRICITY", isRequired: true, out draft.Eccentricity, out reason)
            && TryDouble("INCLINATION", isRequired: true, out draft.InclinationDeg, out reason)
            && TryDouble("RA_OF_ASC_NODE", isRequired: true, out draft.NodeDeg, out reason)
            && TryDouble("ARG_OF_PERICENTER", isRequired: true, out draft.PerigeeDeg, out reason)
            && TryDouble("MEAN_ANOMALY", isRequired: true, out draft.AnomalyDeg, out reason)
            && TryDouble("BSTAR", isRequired: false, out draft.BStar, out reason)
            && TryDouble("MEAN_MOTION_DOT", isRequired: false, out draft.MeanMotionDotRevPerDay2, out reason)
            && TryDouble(
                "MEAN_MOTION_DDOT", isRequired: false, out draft.MeanMotionDdotRevPerDay3, out reason)
            && draft.TryFinish(out set, out reason);
    }

    private string Field(string key) => _fields.TryGetValue(key, out string? value) ? value : "";

    private bool TryNumber(ref int number, out string reason)
    {
        string text = Field("NORAD_CAT_ID");
        reason = text.Length == 0
            ? "NORAD_CAT_ID is missing"
            : $"NORAD_CAT_ID \"{text}\" is not a number of one to nine digits";
        return text.Length is > 0 and <= 9
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    private bool TryEpoch(ref Instant epoch, out string reason)
    {
        string text = Field("EPOCH");
        reason = text.Length == 0
            ? "EPOCH is missing"
            : $"EPOCH \"{text}\" is not a date and time of ISO 8601 in UTC";
        return CcsdsTime.TryParse(text, default, out epoch);
    }

    private bool TryDouble(string key, bool isRequired, out double value, out string reason)
    {
        string text = Field(key);
        value = 0;
        reason = text.Length == 0 ? $"{key} is missing" : $"{key} \"{text}\" is not a finite number";
        return (text.Length == 0 && !isRequired)
            || (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value)
                && double.IsFinite(value));
    }
}
