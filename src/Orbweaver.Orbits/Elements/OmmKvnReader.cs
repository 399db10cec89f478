using System;

namespace Orbweaver.Orbits;

// Orbit mean-elements messages in keyword-value notation (CCSDS 502.0-B-3, sections 4 and 7), one or several
// one after the other: each begins with its version.
internal static class OmmKvnReader
{
    internal const string VersionKey = "CCSDS_OMM_VERS";

    internal static void Read(ReadOnlySpan<char> text, ElementsCollector found)
    {
        var lines = new LineWalker(text);
        OmmObject? message = null;
        int begin = 0;
        int badLine = 0;
        string reason = "";
        while (lines.MoveNext())
        {
            if (KvnLine.IsComment(lines.Current))
            {
                continue;
            }
            bool isLine = KvnLine.TrySplit(lines.Current, out KvnLine line, out string wrong);
            if (isLine && line.Key.SequenceEqual(VersionKey))
            {
                Finish(message, begin, badLine, reason, found);
                (message, begin, badLine, reason) = (new OmmObject(), lines.Number, 0, "");
            }
            // The first thing that is wrong with a message is the one that is said.
            if (message is not null && reason.Length == 0 && (!isLine || !TryAdd(message, line, out wrong)))
            {
                (badLine, reason) = (lines.Number, wrong);
            }
        }
        Finish(message, begin, badLine, reason, found);
    }

    private static bool TryAdd(OmmObject message, KvnLine line, out string reason)
    {
        string key = line.Key.ToString();
        return OmmUnits.IsRight(key, line.Unit, out reason)
            && message.TryAddOnce(key, line.Value.ToString(), out reason);
    }

    private static void Finish(
        OmmObject? message, int begin, int badLine, string reason, ElementsCollector found)
    {
        if (message is null)
        {
            return;
        }
        if (reason.Length > 0)
        {
            found.AddProblem(badLine, message.DisplayName, reason);
        }
        else if (message.TryRead(out ElementSet? set, out reason))
        {
            found.Add(begin, set);
        }
        else
        {
            found.AddProblem(begin, message.DisplayName, reason);
        }
    }
}

// The units in which a message gives mean elements; another would be misread, so it is refused.
internal static class OmmUnits
{
    internal static bool IsRight(string key, ReadOnlySpan<char> unit, out string reason)
    {
        string expected = key switch
        {
            "MEAN_MOTION" => "rev/day",
            "MEAN_MOTION_DOT" => "rev/day**2",
            "MEAN_MOTION_DDOT" => "rev/day**3",
            "BSTAR" => "1/ER",
            "INCLINATION" or "RA_OF_ASC_NODE" or "ARG_OF_PERICENTER" or "MEAN_ANOMALY" => "deg",
            _ => "",
        };
        bool isRight = unit.Length == 0 || expected.Length == 0
            || unit.Equals(expected, StringComparison.OrdinalIgnoreCase);
        reason = isRight ? "" : $"{key} is in \"{unit}\", not {expected}";
        return isRight;
    }
}
