using System;
using Orbweaver.Model;

namespace Orbweaver.Orbits;

// A frame of ephemeris messages that can be turned into TEME.
internal enum OemFrame : byte
{
    Teme,
    EarthFixed,
    MeanOf2000,
}

// The names of frames in messages (CCSDS 502.0-B-3, annex B). The realisations of the terrestrial frame
// differ by centimetres, and the celestial frame from the mean equator of 2000 by 0.02 arcseconds: both are
// taken as one.
internal static class OemFrames
{
    internal const string Known = "TEME, ITRF (any year), EME2000, ICRF and GCRF";

    internal static bool TryFind(string name, out OemFrame frame)
    {
        string upper = name.ToUpperInvariant();
        frame = upper is "TEME" ? OemFrame.Teme
            : upper is "EME2000" or "J2000" or "ICRF" or "GCRF" ? OemFrame.MeanOf2000
            : OemFrame.EarthFixed;
        return frame != OemFrame.EarthFixed || upper.StartsWith("ITRF", StringComparison.Ordinal);
    }

    internal static TemeState ToTeme(OemFrame frame, Instant t, Vec3 positionM, Vec3 velocityMPerS)
    {
        switch (frame)
        {
            case OemFrame.EarthFixed:
                var itrf = new ItrfState(new ItrfPosition(positionM), new ItrfVelocity(velocityMPerS));
                return new EarthRotation(t).ToTeme(itrf);
            case OemFrame.MeanOf2000:
                // The frames turn against each other by 8e-12 rad/s: 0.06 mm/s, which is left out.
                var turn = new EquatorOf2000(t);
                return new TemeState(
                    turn.ToTeme(positionM), new TemeVelocity(turn.ToTeme(velocityMPerS).Metres));
            default:
                return new TemeState(new TemePosition(positionM), new TemeVelocity(velocityMPerS));
        }
    }
}
