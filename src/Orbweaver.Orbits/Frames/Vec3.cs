using System;

namespace Orbweaver.Orbits;

/// <summary>
/// Three numbers and no frame: the arithmetic that the frame types share. Its unit is the one its holder
/// names.
/// </summary>
public readonly record struct Vec3(double X, double Y, double Z)
{
    /// <summary>Sum.</summary>
    public static Vec3 operator +(Vec3 a, Vec3 b) => new(a.X + b.X, a.Y + b.Y, a.Z + b.Z);

    /// <summary>Difference.</summary>
    public static Vec3 operator -(Vec3 a, Vec3 b) => new(a.X - b.X, a.Y - b.Y, a.Z - b.Z);

    /// <summary>The opposite.</summary>
    public static Vec3 operator -(Vec3 a) => new(-a.X, -a.Y, -a.Z);

    /// <summary>Multiple.</summary>
    public static Vec3 operator *(Vec3 a, double factor) => new(a.X * factor, a.Y * factor, a.Z * factor);

    /// <summary>Multiple.</summary>
    public static Vec3 operator *(double factor, Vec3 a) => a * factor;

    /// <summary>Scalar product.</summary>
    public static double Dot(Vec3 a, Vec3 b) => (a.X * b.X) + (a.Y * b.Y) + (a.Z * b.Z);

    /// <summary>Vector product.</summary>
    public static Vec3 Cross(Vec3 a, Vec3 b)
        => new((a.Y * b.Z) - (a.Z * b.Y), (a.Z * b.X) - (a.X * b.Z), (a.X * b.Y) - (a.Y * b.X));

    /// <summary>Scalar product with <paramref name="other"/>.</summary>
    public double Dot(Vec3 other) => Dot(this, other);

    /// <summary>Vector product with <paramref name="other"/>.</summary>
    public Vec3 Cross(Vec3 other) => Cross(this, other);

    /// <summary>Euclidean length, in the unit of the components.</summary>
    public double Length => Math.Sqrt(Dot(this, this));
}
