using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using Orbweaver.Model;
using Orbweaver.Orbits;

namespace Orbweaver.Scenarios;

/// <summary>A row of a file of cities; the name as it stands there.</summary>
internal readonly record struct City(string Name, GeodeticPosition Position, Place Place);

/// <summary>
/// A CSV file of places with a heading: a name, latitude and longitude in degrees and, if known, the height
/// above the ellipsoid in metres, in any order and among other columns.
/// </summary>
internal sealed class CityFile(string file, string text, Field field)
{
    private const double HeightMaxM = 100_000;
    private const int None = -1;

    private static readonly string[] Names = ["name", "site", "city"];
    private static readonly string[] Latitudes = ["lat_deg", "latitude_deg", "latitude"];
    private static readonly string[] Longitudes = ["lon_deg", "longitude_deg", "longitude"];
    private static readonly string[] Heights = ["height_m", "altitude_m"];

    private List<string> _cells = [];
    private int _line;

    /// <summary>Rows after the first <paramref name="skip"/>, at most <paramref name="take"/>.</summary>
    public IReadOnlyList<City> Read(int skip, int take)
    {
        string[] lines = text.Split('\n');
        _cells = SplitCsv(lines[0].TrimEnd('\r').TrimStart('\uFEFF'));
        _line = 1;
        (int name, int latitude) = (Column(Names), Column(Latitudes));
        (int longitude, int height) = (Column(Longitudes), Column(Heights));
        if (name == None || latitude == None || longitude == None)
        {
            if (field.Findings.IsEmpty)
            {
                Bad(
                    text.Length == 0 ? "the file is empty" : $"the columns are {string.Join(", ", _cells)}",
                    "Name them name (or site, or city), lat_deg, lon_deg and, if known, height_m");
            }
            return [];
        }
        List<City> cities = [];
        for (int i = 1 + Math.Min(skip, lines.Length); i < lines.Length && cities.Count < take; i++)
        {
            _line = i + 1;
            _cells = SplitCsv(lines[i].TrimEnd('\r'));
            double heightM = 0;
            bool isEmpty = _cells.Count == 1 && _cells[0].Length == 0;
            if (!isEmpty
                && TryNumber(latitude, "latitude", "degrees", 90, out double latitudeDeg)
                && TryNumber(longitude, "longitude", "degrees", 360, out double longitudeDeg)
                && (height == None || TryNumber(height, "height", "metres", HeightMaxM, out heightM)))
            {
                GeodeticPosition position = new(
                    Angle.FromDegrees(latitudeDeg), Angle.FromDegrees(longitudeDeg), new Distance(heightM));
                cities.Add(new City(
                    name < _cells.Count ? _cells[name] : "", position, new Place(file, _line, 0)));
            }
        }
        if (cities.Count == 0 && field.Findings.IsEmpty)
        {
            field.Bad(skip == 0
                ? $"'{file}' has a heading and no rows" : $"'{file}' has no cities after the first {skip}");
        }
        return cities;
    }

    // The place of the column with one of these headings; two of them would leave a choice.
    private int Column(string[] headings)
    {
        int place = _cells.FindIndex(c => headings.Contains(c, StringComparer.Ordinal));
        int last = _cells.FindLastIndex(c => headings.Contains(c, StringComparer.Ordinal));
        if (place == last)
        {
            return place;
        }
        Bad($"the columns '{_cells[place]}' and '{_cells[last]}' say the same", "Keep one of them");
        return None;
    }

    private bool TryNumber(int column, string what, string unit, double limit, out double value)
    {
        value = 0;
        string cell = column < _cells.Count ? _cells[column] : "";
        if (double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out value)
            && Math.Abs(value) <= limit)
        {
            return true;
        }
        string range = string.Create(CultureInfo.InvariantCulture, $"from -{limit} to {limit}");
        Bad(
            cell.Length == 0 ? $"there is no {what}" : $"the {what} '{cell}' is not a number {range}",
            $"Write {unit}, {range}");
        return false;
    }

    private void Bad(string what, string advice)
        => field.Findings.Add(new Place(file, _line, 0), "", what, advice);

    // RFC 4180 without line breaks inside quotes.
    private static List<string> SplitCsv(string line)
    {
        List<string> cells = [];
        StringBuilder cell = new();
        bool isQuoted = false;
        foreach (char c in line.Append(','))
        {
            if (c == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (c == ',' && !isQuoted)
            {
                cells.Add(cell.ToString().Trim());
                cell.Clear();
            }
            else
            {
                cell.Append(c);
            }
        }
        return cells;
    }
}
