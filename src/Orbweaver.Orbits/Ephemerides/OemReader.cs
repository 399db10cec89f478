using System;
using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;

namespace Orbweaver.Orbits;

/// <summary>
/// Reads orbit ephemeris messages (OEM, CCSDS 502.0-B-3, section 5) in keyword-value notation or as XML
/// (CCSDS 505.0-B-3). Bad text is a value, never an exception.
/// </summary>
public static class OemReader
{
    /// <summary>
    /// Reads <paramref name="text"/>, one message or several; <paramref name="fileName"/> only names it in
    /// problems. Segments of one object become one ephemeris.
    /// </summary>
    public static EphemeridesResult Read(string fileName, string text)
    {
        var found = new OemCollector(fileName);
        ReadOnlySpan<char> body = text.AsSpan().TrimStart('\uFEFF').TrimStart();
        if (body.StartsWith("<"))
        {
            OemXmlReader.Read(text, found);
        }
        else if (body.StartsWith(OemKvnReader.VersionKey))
        {
            OemKvnReader.Read(text, found);
        }
        else
        {
            found.AddProblem(
                1, "", $"not an ephemeris message: it begins with {OemKvnReader.VersionKey} or <oem>");
        }
        return found.Finish();
    }
}

// Gathers segments, and looks at what only the whole file shows: spans that overlap, and emptiness.
internal sealed class OemCollector(string fileName)
{
    private readonly List<(string Name, string Id)> _objects = [];
    private readonly Dictionary<(string Name, string Id), List<(int Line, EphemerisSegment Segment)>>
        _found = [];
    private readonly List<ElementProblem> _problems = [];
    private int _problemCount;

    internal void Add(int line, string name, string id, EphemerisSegment segment)
    {
        if (!_found.TryGetValue((name, id), out List<(int Line, EphemerisSegment Segment)>? segments))
        {
            segments = [];
            _found.Add((name, id), segments);
            _objects.Add((name, id));
        }
        segments.Add((line, segment));
    }

    internal void AddProblem(int line, string objectName, string reason)
    {
        _problemCount++;
        if (_problems.Count < ElementsResult.ProblemsListedMax)
        {
            _problems.Add(new ElementProblem(fileName, line, objectName, reason));
        }
    }

    internal EphemeridesResult Finish()
    {
        if (_objects.Count == 0 && _problemCount == 0)
        {
            AddProblem(1, "", "no ephemeris found");
        }
        var made = new List<ObjectEphemeris>();
        foreach ((string name, string id) in _objects)
        {
            (int Line, EphemerisSegment Segment)[] segments =
                [.. _found[(name, id)].OrderBy(s => s.Segment.UseableStart)];
            int overlap = Overlap(segments);
            if (overlap > 0)
            {
                Instant from = segments[overlap].Segment.UseableStart;
                AddProblem(
                    segments[overlap].Line, name,
                    $"two segments hold at {from}: their useable spans overlap");
            }
            else
            {
                var ephemeris = new SampledEphemeris([.. segments.Select(s => s.Segment)]);
                made.Add(new ObjectEphemeris(name, id, ephemeris));
            }
        }
        return new EphemeridesResult(_problemCount == 0 ? made : [], _problems)
        {
            ProblemCount = _problemCount,
        };
    }

    private static int Overlap((int Line, EphemerisSegment Segment)[] segments)
    {
        for (int i = 1; i < segments.Length; i++)
        {
            if (segments[i].Segment.UseableStart < segments[i - 1].Segment.UseableStop)
            {
                return i;
            }
        }
        return 0;
    }
}
