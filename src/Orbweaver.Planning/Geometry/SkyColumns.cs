using System.Numerics;
using Orbweaver.Orbits;

namespace Orbweaver.Planning;

/// <summary>
/// The positions of a sky by coordinate, so that several satellites are looked at in one go: benchmark
/// <c>plan-fleet</c> spends a tenth of the time on visibility that it does one by one.
/// </summary>
internal sealed class SkyColumns
{
    // Roundings of the quick look are some 1e-15 of the squares compared.
    private const double Slack = 1e-12;

    private readonly double[] _x;
    private readonly double[] _y;
    private readonly double[] _z;

    public SkyColumns(SkySample sky)
    {
        _x = new double[sky.PositionM.Length];
        _y = new double[sky.PositionM.Length];
        _z = new double[sky.PositionM.Length];
        for (int s = 0; s < _x.Length; s++)
        {
            (_x[s], _y[s], _z[s]) = sky.PositionM[s];
        }
    }

    /// <summary>
    /// The next group of <see cref="Vector{T}.Count"/> satellites, from the one that begins at <paramref
    /// name="first"/>, in which one may be above its least elevation, given as the signed square of its sine;
    /// the first that is not whole if there is none. Passes over none that is above.
    /// </summary>
    public int NextAbove(int first, Vec3 positionM, Vec3 up, double[] squareMin)
    {
        int lanes = Vector<double>.Count;
        var fromX = new Vector<double>(positionM.X);
        var fromY = new Vector<double>(positionM.Y);
        var fromZ = new Vector<double>(positionM.Z);
        var slack = new Vector<double>(Slack);
        int s = first;
        for (; s + lanes <= _x.Length; s += lanes)
        {
            Vector<double> dx = new Vector<double>(_x, s) - fromX;
            Vector<double> dy = new Vector<double>(_y, s) - fromY;
            Vector<double> dz = new Vector<double>(_z, s) - fromZ;
            Vector<double> height = (dx * up.X) + (dy * up.Y) + (dz * up.Z);
            Vector<double> square = (dx * dx) + (dy * dy) + (dz * dz);
            Vector<double> least = new Vector<double>(squareMin, s) - slack;
            if (Vector.GreaterThanOrEqualAny(height * Vector.Abs(height), least * square))
            {
                break;
            }
        }
        return s;
    }
}
