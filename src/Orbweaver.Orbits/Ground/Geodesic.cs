using System;

namespace Orbweaver.Orbits;

/// <summary>
/// The shortest way along the WGS-84 ellipsoid. Series of Vincenty (Survey Review 23, 1975), good to 1 mm;
/// the starting azimuth is found by bisection, because the longitude it leads to grows with it without
/// exception (Karney, J. Geodesy 87, 2013, section 4). Vincenty's own iteration fails near antipodes; this
/// has no such place.
/// </summary>
internal static class Geodesic
{
    // Nearer to the equator than this (0.6 m) the azimuth no longer says where along it a geodesic is.
    private const double EquatorBandRad = 1e-7;

    // Bisection halves pi until the doubles run out.
    private const int BisectionsMax = 60;

    internal static double DistanceM(GeodeticPosition a, GeodeticPosition b)
    {
        double eastRad = b.Longitude.Radians - a.Longitude.Radians;
        double longitudeRad = Math.Abs(Math.IEEERemainder(eastRad, 2.0 * Math.PI));

        // By symmetry: the point of greater latitude first, and in the south.
        double first = ReducedLatitude(a.Latitude.Radians);
        double second = ReducedLatitude(b.Latitude.Radians);
        if (Math.Abs(first) < Math.Abs(second))
        {
            (first, second) = (second, first);
        }
        if (first > 0)
        {
            (first, second) = (-first, -second);
        }
        if (first > -EquatorBandRad)
        {
            if (longitudeRad <= (1.0 - GeodeticPosition.Flattening) * Math.PI)
            {
                return AlongEquatorM(first, second, longitudeRad);
            }
            // The way goes over a pole; it becomes up to 1.3 m too short, never too long.
            first = -EquatorBandRad;
        }

        double low = 0;
        double high = Math.PI;
        for (int i = 0; i < BisectionsMax; i++)
        {
            double middle = 0.5 * (low + high);
            if (new Arc(first, second, middle).LongitudeRad < longitudeRad)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }
        return new Arc(first, second, 0.5 * (low + high)).LengthM;
    }

    // Two points within 0.6 m of the equator: a plane triangle, less than 1 mm off.
    private static double AlongEquatorM(double first, double second, double longitudeRad)
    {
        double eastM = GeodeticPosition.EquatorialRadiusM * longitudeRad;
        double northM = GeodeticPosition.PolarRadiusM * (second - first);
        return Math.Sqrt((eastM * eastM) + (northM * northM));
    }

    private static double ReducedLatitude(double latitudeRad)
        => Math.Atan((1.0 - GeodeticPosition.Flattening) * Math.Tan(latitudeRad));

    // The geodesic from the first reduced latitude with an azimuth to where it next meets the second one
    // going north.
    private readonly struct Arc
    {
        private readonly double _sinAlpha;
        private readonly double _cosSqAlpha;
        private readonly double _sigma;
        private readonly double _sinSigma;
        private readonly double _cosSigma;
        private readonly double _cos2SigmaM;
        private readonly double _omega;

        internal Arc(double first, double second, double azimuthRad)
        {
            (double sin1, double cos1) = Math.SinCos(first);
            (double sin2, double cos2) = Math.SinCos(second);
            (double sinAzimuth, double cosAzimuth) = Math.SinCos(azimuthRad);
            _sinAlpha = sinAzimuth * cos1;
            _cosSqAlpha = 1.0 - (_sinAlpha * _sinAlpha);
            double north1 = cosAzimuth * cos1;
            double north2 = Math.Sqrt(Math.Max(0, (north1 * north1) + ((sin1 - sin2) * (sin1 + sin2))));
            double sigma1 = Math.Atan2(sin1, north1);
            double sigma2 = Math.Atan2(sin2, north2);
            _sigma = sigma2 - sigma1;
            (_sinSigma, _cosSigma) = Math.SinCos(_sigma);
            _cos2SigmaM = Math.Cos(sigma1 + sigma2);
            _omega = Math.Atan2(_sinAlpha * sin2, north2) - Math.Atan2(_sinAlpha * sin1, north1);
        }

        // Vincenty's equation 11.
        internal double LongitudeRad
        {
            get
            {
                const double f = GeodeticPosition.Flattening;
                double c = f / 16 * _cosSqAlpha * (4 + (f * (4 - (3 * _cosSqAlpha))));
                double sum = _sigma + (c * _sinSigma
                    * (_cos2SigmaM + (c * _cosSigma * (-1 + (2 * _cos2SigmaM * _cos2SigmaM)))));
                return _omega - ((1 - c) * f * _sinAlpha * sum);
            }
        }

        // Vincenty's equations 3, 4, 6 and 19.
        internal double LengthM
        {
            get
            {
                const double a = GeodeticPosition.EquatorialRadiusM;
                const double b = GeodeticPosition.PolarRadiusM;
                double u2 = _cosSqAlpha * ((a * a) - (b * b)) / (b * b);
                double seriesA = 1 + (u2 / 16384 * (4096 + (u2 * (-768 + (u2 * (320 - (175 * u2)))))));
                double seriesB = u2 / 1024 * (256 + (u2 * (-128 + (u2 * (74 - (47 * u2))))));
                double cosSq2SigmaM = _cos2SigmaM * _cos2SigmaM;
                double deltaSigma = seriesB * _sinSigma * (_cos2SigmaM + (seriesB / 4
                    * ((_cosSigma * (-1 + (2 * cosSq2SigmaM)))
                        - (seriesB / 6 * _cos2SigmaM * (-3 + (4 * _sinSigma * _sinSigma))
                            * (-3 + (4 * cosSq2SigmaM))))));
                return b * seriesA * (_sigma - deltaSigma);
            }
        }
    }
}
