using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using Orbweaver.Model;

namespace Orbweaver.Orbits;

/// <summary>
/// Writes an orbit ephemeris message in keyword-value notation (CCSDS 502.0-B-3, section 5, as version 2.0):
/// the header once, then segments of one object, by UTC. Kilometres to nine decimals, kilometres per second
/// to twelve.
/// </summary>
/// <param name="to">Where it goes; lines end with a line feed.</param>
/// <param name="name">The object's name.</param>
/// <param name="objectId">Its international designator; empty where it is not known.</param>
/// <param name="isEarthFixed">Whether states are written fixed to the Earth (ITRF), else in TEME.</param>
public sealed class OemWriter(TextWriter to, string name, string objectId, bool isEarthFixed)
{
    /// <summary>The interpolation that every segment recommends, as far as it has states for it.</summary>
    public const int Degree = 7;

    /// <summary>The header, before all segments.</summary>
    public void WriteHeader(string originator, Instant created)
    {
        Line("CCSDS_OEM_VERS", "2.0");
        if (isEarthFixed)
        {
            to.Write("COMMENT UT1 is taken as UTC, and polar motion is left out\n");
        }
        Line("CREATION_DATE", Time(created));
        Line("ORIGINATOR", originator);
    }

    /// <summary>One run of states without a gap, in ascending order, at least one.</summary>
    public void WriteSegment(IReadOnlyList<EphemerisState> states)
    {
        Check.That(states.Count > 0);
        to.Write("\nMETA_START\n");
        Line("OBJECT_NAME", name);
        Line("OBJECT_ID", objectId.Length > 0 ? objectId : "UNKNOWN");
        Line("CENTER_NAME", "EARTH");
        Line("REF_FRAME", isEarthFixed ? "ITRF2000" : "TEME");
        Line("TIME_SYSTEM", "UTC");
        Line("START_TIME", Time(states[0].At));
        Line("STOP_TIME", Time(states[^1].At));
        if (states.Count > 1)
        {
            int degree = Math.Min(Degree, (2 * states.Count) - 1);
            Line("INTERPOLATION", "HERMITE");
            Line("INTERPOLATION_DEGREE", degree.ToString(CultureInfo.InvariantCulture));
        }
        to.Write("META_STOP\n\n");
        foreach (EphemerisState state in states)
        {
            WriteState(state);
        }
    }

    private void WriteState(EphemerisState at)
    {
        Vec3 r = at.State.Position.Metres;
        Vec3 v = at.State.Velocity.MetresPerSecond;
        if (isEarthFixed)
        {
            ItrfState itrf = new EarthRotation(at.At).ToItrf(at.State);
            (r, v) = (itrf.Position.Metres, itrf.Velocity.MetresPerSecond);
        }
        to.Write(Time(at.At));
        Span<char> number = stackalloc char[64];
        foreach (double km in (ReadOnlySpan<double>)[r.X * 1e-3, r.Y * 1e-3, r.Z * 1e-3])
        {
            Number(number, km, "F9");
        }
        foreach (double kmPerS in (ReadOnlySpan<double>)[v.X * 1e-3, v.Y * 1e-3, v.Z * 1e-3])
        {
            Number(number, kmPerS, "F12");
        }
        to.Write('\n');
    }

    private void Number(Span<char> scratch, double value, string format)
    {
        Check.That(value.TryFormat(scratch, out int length, format, CultureInfo.InvariantCulture));
        to.Write(' ');
        to.Write(scratch[..length]);
    }

    private void Line(string key, string value)
    {
        to.Write(key);
        to.Write(" = ");
        to.Write(value);
        to.Write('\n');
    }

    // The standard allows the Z; the programs that leave it out are more than those that write it.
    private static string Time(Instant t) => Utc.Format(t).TrimEnd('Z');
}
