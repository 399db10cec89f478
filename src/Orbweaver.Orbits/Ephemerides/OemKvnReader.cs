using System;
using System.Globalization;

namespace Orbweaver.Orbits;

// Ephemeris messages in keyword-value notation (CCSDS 502.0-B-3, section 5), one or several one after the
// other.
internal static class OemKvnReader
{
    internal const string VersionKey = "CCSDS_OEM_VERS";

    // Epoch, position, velocity, and perhaps acceleration (5.2.4.1).
    private const int NumbersMax = 9;

    private enum Part
    {
        Header,
        Meta,
        Data,
        Covariance,
    }

    internal static void Read(ReadOnlySpan<char> text, OemCollector found)
    {
        var lines = new LineWalker(text);
        OemSegment? segment = null;
        Part part = Part.Header;
        int covarianceRow = 0;
        while (lines.MoveNext())
        {
            ReadOnlySpan<char> line = lines.Current.Trim();
            if (KvnLine.IsComment(line))
            {
                continue;
            }
            if (line.SequenceEqual("META_START") || line.StartsWith(VersionKey))
            {
                segment?.Finish(lines.Number, found);
                bool isMeta = line[0] == 'M';
                segment = isMeta ? new OemSegment(lines.Number) : null;
                part = isMeta ? Part.Meta : Part.Header;
                if (!isMeta && !IsVersion(line, out string reason))
                {
                    found.AddProblem(lines.Number, "", reason);
                    return;
                }
                continue;
            }
            switch (part)
            {
                case Part.Header:
                    ReadHeader(lines.Number, line, found);
                    break;
                case Part.Meta when line.SequenceEqual("META_STOP"):
                    segment!.BeginData(lines.Number);
                    part = Part.Data;
                    break;
                case Part.Meta:
                    ReadMeta(lines.Number, line, segment!);
                    break;
                case Part.Data when line.SequenceEqual("COVARIANCE_START"):
                    (part, covarianceRow) = (Part.Covariance, 0);
                    break;
                case Part.Data:
                    ReadState(lines.Number, line, segment!);
                    break;
                case Part.Covariance when line.SequenceEqual("COVARIANCE_STOP"):
                    part = Part.Data;
                    break;
                default:
                    ReadCovariance(lines.Number, line, segment!, ref covarianceRow);
                    break;
            }
        }
        if (part is Part.Meta or Part.Covariance)
        {
            string what = part == Part.Meta ? "metadata" : "covariance";
            segment!.Fail(lines.Number, $"the file ends within {what}");
        }
        segment?.Finish(lines.Number, found);
    }

    internal static bool IsKnownVersion(ReadOnlySpan<char> version)
        => version is "1.0" or "2.0" or "3.0";

    private static bool IsVersion(ReadOnlySpan<char> line, out string reason)
    {
        bool isKnown = KvnLine.TrySplit(line, out KvnLine split, out reason) && IsKnownVersion(split.Value);
        reason = isKnown || reason.Length > 0
            ? reason
            : $"{VersionKey} is \"{split.Value}\"; known are 1.0, 2.0 and 3.0";
        return isKnown;
    }

    private static void ReadHeader(int at, ReadOnlySpan<char> line, OemCollector found)
    {
        bool isLine = KvnLine.TrySplit(line, out KvnLine split, out string reason);
        bool isKnown = isLine
            && split.Key is "CREATION_DATE" or "ORIGINATOR" or "MESSAGE_ID" or "CLASSIFICATION";
        if (!isKnown)
        {
            found.AddProblem(at, "", isLine ? $"{split.Key} is no keyword of an ephemeris' header" : reason);
        }
    }

    private static void ReadMeta(int at, ReadOnlySpan<char> line, OemSegment segment)
    {
        if (KvnLine.TrySplit(line, out KvnLine split, out string reason))
        {
            segment.AddMeta(at, split.Key.ToString(), split.Value.ToString());
        }
        else
        {
            segment.Fail(at, reason);
        }
    }

    private static void ReadState(int at, ReadOnlySpan<char> line, OemSegment segment)
    {
        int blank = line.IndexOfAny(' ', '\t');
        Span<double> numbers = stackalloc double[NumbersMax];
        int count = blank < 0 ? 0 : Numbers(line[blank..], numbers);
        if (line.Length > KvnLine.LengthMax || count is not (6 or NumbersMax))
        {
            segment.Fail(
                at, "the line is not an epoch, a position and a velocity, perhaps with an acceleration");
            return;
        }
        segment.AddState(at, line[..blank], numbers);
    }

    // Lower triangles of 6 x 6: row n has n numbers (5.2.5). Nothing is made of them.
    private static void ReadCovariance(int at, ReadOnlySpan<char> line, OemSegment segment, ref int row)
    {
        if (line.Contains('='))
        {
            bool isLine = KvnLine.TrySplit(line, out KvnLine split, out _);
            if (!isLine || split.Key is not ("EPOCH" or "COV_REF_FRAME") || row != 0)
            {
                segment.Fail(at, "a covariance is EPOCH, perhaps COV_REF_FRAME, and six rows of numbers");
            }
            return;
        }
        Span<double> numbers = stackalloc double[NumbersMax];
        row = (row % 6) + 1;
        if (Numbers(line, numbers) != row)
        {
            segment.Fail(at, $"row {row} of a covariance has {row} numbers");
        }
        row %= 6;
    }

    // How many finite numbers the text is; -1 where something else stands in it, or too many.
    private static int Numbers(ReadOnlySpan<char> text, Span<double> numbers)
    {
        int count = 0;
        foreach (Range range in text.SplitAny(' ', '\t'))
        {
            if (text[range].IsEmpty)
            {
                continue;
            }
            if (count == numbers.Length
                || !double.TryParse(
                    text[range], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[count])
                || !double.IsFinite(numbers[count]))
            {
                return -1;
            }
            count++;
        }
        return count;
    }
}
