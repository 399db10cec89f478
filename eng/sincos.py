"""Makes the polynomials of LaneTrig: Chebyshev interpolation in 60 digits, coefficients rounded to doubles.

For each it prints how far the polynomial with the rounded coefficients is from the function, as a part of the
function's value, at 4,000 points. Needs mpmath.
"""
from mpmath import cos, lu_solve, matrix, mp, mpf, nstr, pi, sin, sqrt

mp.dps = 60


def fit(name, function, z_max, count, part):
    """Coefficients of function(z) on (0, z_max]; part(z) turns its error into a part of the whole value."""
    nodes = [(1 + cos(pi * (2 * i + 1) / (2 * count))) / 2 * z_max for i in range(count)]
    powers = matrix(count, count)
    values = matrix(count, 1)
    for i, z in enumerate(nodes):
        values[i] = function(z)
        for j in range(count):
            powers[i, j] = z**j
    coefficients = [float(c) for c in lu_solve(powers, values)]
    worst = 0
    for k in range(1, 4001):
        z = z_max * k / 4000
        polynomial = sum(mpf(c) * z**j for j, c in enumerate(coefficients))
        worst = max(worst, abs((polynomial - function(z)) * part(z)))
    print(f"{name}: off by {nstr(worst, 3)}")
    for c in coefficients:
        print(f"    {c!r}")


def sine_rest(z):
    """(sin r - r) / r^3, r^2 = z."""
    return (sin(sqrt(z)) - sqrt(z)) / (sqrt(z) * z)


def cosine_rest(z):
    """(cos r - 1 + r^2 / 2) / r^4, r^2 = z."""
    return (cos(sqrt(z)) - 1 + z / 2) / (z * z)


def part_of_sine(z):
    return sqrt(z) * z / sin(sqrt(z))


# A little more than an eighth and a quarter of a turn: the number of quarters is itself rounded.
MORE = 1 + mpf(2) ** -20
EIGHTH = (pi / 4 * MORE) ** 2
QUARTER = (pi / 2 * MORE) ** 2
SMALL = mpf("0.06") ** 2

fit("sine up to an eighth of a turn", sine_rest, EIGHTH, 6, part_of_sine)
fit("cosine up to an eighth of a turn", cosine_rest, EIGHTH, 6, lambda z: z * z / cos(sqrt(z)))
fit("sine up to a quarter of a turn", sine_rest, QUARTER, 8, part_of_sine)
fit("sine up to 0.06", sine_rest, SMALL, 3, part_of_sine)
fit("cosine up to 0.06, without its first 1", lambda z: (cos(sqrt(z)) - 1) / z, SMALL, 4, lambda z: z)

for turn, value in (("a quarter turn", pi / 2), ("half a turn", pi)):
    high = float(value)
    print(f"{turn}: {high!r} {float(value - mpf(high))!r}")
