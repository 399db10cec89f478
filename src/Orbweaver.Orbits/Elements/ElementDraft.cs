using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Orbweaver.Model;

namespace Orbweaver.Orbits;

// An element set in the units of files, before it is known to make sense.
internal struct ElementDraft
{
    internal string Name, ObjectId;
    internal int CatalogueNumber;
    internal Instant Epoch;
    internal double MeanMotionRevPerDay, Eccentricity, InclinationDeg, NodeDeg, PerigeeDeg, AnomalyDeg;
    internal double BStar, MeanMotionDotRevPerDay2, MeanMotionDdotRevPerDay3;

    // Reference: a day of 1440 minutes over a turn, as AIAA 2006-6753 converts, so that the quotient is the
    // same.
    private const double MinutesPerDayPerTurn = 1440.0 / (2.0 * Math.PI);

    internal readonly bool TryFinish([NotNullWhen(true)] out ElementSet? set, out string reason)
    {
        set = null;
        reason = Problem() ?? "";
        if (reason.Length > 0)
        {
            return false;
        }
        set = new ElementSet
        {
            Name = Name.Length > 0 ? Name : CatalogueNumber.ToString(CultureInfo.InvariantCulture),
            CatalogueNumber = CatalogueNumber,
            ObjectId = ObjectId,
            Epoch = Epoch,
            MeanMotionRadPerMin = MeanMotionRevPerDay / MinutesPerDayPerTurn,
            Eccentricity = Eccentricity,
            Inclination = Angle.FromDegrees(InclinationDeg),
            AscendingNode = Angle.FromDegrees(NodeDeg),
            ArgumentOfPerigee = Angle.FromDegrees(PerigeeDeg),
            MeanAnomaly = Angle.FromDegrees(AnomalyDeg),
            BStar = BStar,
            MeanMotionDotRevPerDay2 = MeanMotionDotRevPerDay2,
            MeanMotionDdotRevPerDay3 = MeanMotionDdotRevPerDay3,
        };
        return true;
    }

    // Every comparison is written so that what is not a number fails it; the parsers refuse those anyway.
    private readonly string? Problem()
    {
        if (CatalogueNumber is < 1 or > 999_999_999)
        {
            return $"catalogue number {CatalogueNumber} is outside 1 to 999999999";
        }
        if (!(MeanMotionRevPerDay > 0))
        {
            return Say("mean motion", MeanMotionRevPerDay, "rev/day is not above 0");
        }
        if (!(Eccentricity >= 0 && Eccentricity < 1))
        {
            return Say("eccentricity", Eccentricity, "is outside 0 to less than 1");
        }
        if (!(InclinationDeg >= 0 && InclinationDeg <= 180))
        {
            return Say("inclination", InclinationDeg, "deg is outside 0 to 180");
        }
        return AngleProblem("right ascension of the node", NodeDeg)
            ?? AngleProblem("argument of perigee", PerigeeDeg)
            ?? AngleProblem("mean anomaly", AnomalyDeg);
    }

    private static string? AngleProblem(string what, double deg)
        => deg >= -360 && deg <= 360 ? null : Say(what, deg, "deg is outside -360 to 360");

    private static string Say(string what, double value, string complaint)
        => string.Create(CultureInfo.InvariantCulture, $"{what} {value} {complaint}");
}
