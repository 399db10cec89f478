using System.Globalization;
using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>Quantities in sentences for people.</summary>
internal static class Figures
{
    /// <summary>Milliseconds with one decimal where that says enough: <c>84.2 ms</c>.</summary>
    public static string Of(Duration d) => System.Math.Abs(d.Nanoseconds) is >= 1_000_000 and < 1_000_000_000
        ? string.Create(CultureInfo.InvariantCulture, $"{d.TotalMilliseconds:0.#} ms")
        : d.ToString();

    /// <summary>Kilometres with thousands: <c>6,120 km</c>.</summary>
    public static string Km(double metres)
        => string.Create(CultureInfo.InvariantCulture, $"{metres * 1e-3:#,0} km");

    /// <summary>Degrees with one decimal: <c>4.2 deg</c>.</summary>
    public static string Deg(double radians)
        => string.Create(CultureInfo.InvariantCulture, $"{new Angle(radians).Degrees:0.0} deg");

    /// <summary>
    /// <c>best 71.3 ms exceeds budget 60 ms</c>; with more decimals when rounding would hide the excess.
    /// </summary>
    public static string Exceeds(string what, Duration value, Duration budget)
    {
        bool isTold = !string.Equals(Of(value), Of(budget), System.StringComparison.Ordinal);
        return isTold
            ? $"{what} {Of(value)} exceeds budget {Of(budget)}"
            : $"{what} {value} exceeds budget {budget}";
    }

    /// <summary><c>in 3 of 40 epochs</c>, or <c>in all epochs</c>.</summary>
    public static string Epochs(int count, int total)
        => count == total ? "in all epochs" : $"in {count} of {total} epochs";
}
