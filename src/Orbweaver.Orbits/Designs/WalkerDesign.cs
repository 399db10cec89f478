using System;
using System.Collections.Generic;
using System.Globalization;
using Orbweaver.Model;

namespace Orbweaver.Orbits;

/// <summary>How the planes of a Walker constellation are spread.</summary>
public enum WalkerPattern : byte
{
    /// <summary>Ascending nodes over the whole circle.</summary>
    Delta,

    /// <summary>
    /// Ascending nodes over half of it; between the last plane and the first there is a seam.
    /// </summary>
    Star,
}

/// <summary>One satellite of a design. Plane and slot count from zero.</summary>
/// <param name="Name">Unique within the design, such as <c>P03-S07</c>; callers put the shell's name before
/// it.</param>
/// <param name="Plane">Which plane.</param>
/// <param name="Slot">Which place in the plane.</param>
/// <param name="Ephemeris">Its orbit.</param>
public sealed record DesignSatellite(string Name, int Plane, int Slot, CircularEphemeris Ephemeris);

/// <summary>
/// A shell of circular orbits after Walker: total / planes / phasing. Plane 0 has its ascending node at right
/// ascension 0 at the epoch; satellite p,s has the argument of latitude 360 s/S + 360 F p/T degrees, S
/// satellites a plane.
/// </summary>
/// <param name="Pattern">How the planes are spread.</param>
/// <param name="Altitude">Above <see cref="GeodeticPosition.EquatorialRadiusM"/>.</param>
/// <param name="Inclination">From 0 to 180 degrees.</param>
/// <param name="Total">T: satellites in all.</param>
/// <param name="Planes">P: planes; divides the total.</param>
/// <param name="Phasing">F: from 0 to one less than the planes.</param>
public sealed record WalkerDesign(
    WalkerPattern Pattern, Distance Altitude, Angle Inclination, int Total, int Planes, int Phasing)
{
    /// <summary>The largest design: some three times the largest ever filed.</summary>
    public const int TotalMax = 100_000;

    /// <summary>Lowest altitude; below it nothing stays in orbit for long.</summary>
    public static readonly Distance AltitudeMin = Distance.FromKilometres(100);

    /// <summary>Highest altitude.</summary>
    public static readonly Distance AltitudeMax = Distance.FromKilometres(100_000);

    /// <summary>S: satellites in each plane.</summary>
    public int SlotsPerPlane => Total / Planes;

    /// <summary>
    /// Whether the design makes sense; if not, <paramref name="reason"/> says which number is wrong.
    /// </summary>
    public bool IsValid(out string reason)
    {
        reason = Problem() ?? "";
        return reason.Length == 0;
    }

    /// <summary>Every satellite by plane, then slot. The design must be valid.</summary>
    public IReadOnlyList<DesignSatellite> Satellites(Instant epoch)
    {
        Check.That(IsValid(out _));
        var satellites = new List<DesignSatellite>(Total);
        double spreadRad = Pattern == WalkerPattern.Star ? Math.PI : 2.0 * Math.PI;
        int planeDigits = Digits(Planes);
        int slotDigits = Digits(SlotsPerPlane);
        for (int plane = 0; plane < Planes; plane++)
        {
            for (int slot = 0; slot < SlotsPerPlane; slot++)
            {
                double turns = ((double)slot / SlotsPerPlane) + ((double)Phasing * plane / Total);
                var orbit = new CircularOrbit
                {
                    Epoch = epoch,
                    Radius = new Distance(GeodeticPosition.EquatorialRadiusM + Altitude.Metres),
                    Inclination = Inclination,
                    AscendingNode = new Angle(spreadRad * plane / Planes),
                    ArgumentOfLatitude = new Angle(2.0 * Math.PI * turns),
                };
                string name = $"P{Number(plane, planeDigits)}-S{Number(slot, slotDigits)}";
                satellites.Add(new DesignSatellite(name, plane, slot, new CircularEphemeris(orbit)));
            }
        }
        return satellites;
    }

    /// <summary>The code of this design, such as <c>D:550:53:1584/72/17</c>.</summary>
    public override string ToString()
    {
        char letter = Pattern == WalkerPattern.Star ? 'S' : 'D';
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{letter}:{Altitude.Kilometres:0.######}:{Inclination.Degrees:0.######}:")
            + string.Create(CultureInfo.InvariantCulture, $"{Total}/{Planes}/{Phasing}");
    }

    private string? Problem()
    {
        if (!(Altitude.Metres >= AltitudeMin.Metres && Altitude.Metres <= AltitudeMax.Metres))
        {
            return $"altitude {Altitude} is outside {AltitudeMin} to {AltitudeMax}";
        }
        if (!(Inclination.Radians >= 0 && Inclination.Radians <= Math.PI))
        {
            return $"inclination {Inclination} is outside 0 to 180 deg";
        }
        if (Total is < 1 or > TotalMax)
        {
            return $"total of {Total} satellites is outside 1 to {TotalMax}";
        }
        if (Planes < 1 || Total % Planes != 0)
        {
            return $"{Total} satellites cannot be divided into {Planes} equal planes";
        }
        return Phasing >= 0 && Phasing < Planes ? null : $"phasing {Phasing} is outside 0 to {Planes - 1}";
    }

    // Wide enough for the last number, and at least two: names then sort as the satellites do.
    private static int Digits(int count)
        => Math.Max(2, (count - 1).ToString(CultureInfo.InvariantCulture).Length);

    private static string Number(int value, int digits)
        => value.ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
}
