using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Orbweaver.Model;

namespace Orbweaver.Orbits;

// One segment of an ephemeris message while it is read (CCSDS 502.0-B-3, table 5-3): its metadata, then its
// states, which become TEME at once. The first thing that is wrong is the one that is said.
internal sealed class OemSegment(int line)
{
    private static readonly string[] Keys =
    [
        "OBJECT_NAME", "OBJECT_ID", "CENTER_NAME", "REF_FRAME", "REF_FRAME_EPOCH", "TIME_SYSTEM",
        "START_TIME", "USEABLE_START_TIME", "USEABLE_STOP_TIME", "STOP_TIME", "INTERPOLATION",
        "INTERPOLATION_DEGREE",
    ];

    private readonly Dictionary<string, string> _meta = new(StringComparer.Ordinal);
    private readonly List<EphemerisState> _states = [];
    private OemFrame _frame;
    private CcsdsTimeSystem _time;
    private Instant _start;
    private Instant _stop;
    private Instant _useableStart;
    private Instant _useableStop;
    private InterpolationMethod _method = InterpolationMethod.Hermite;
    private int _degree = 7;

    internal int Line { get; } = line;

    internal int BadLine { get; private set; }

    internal string Reason { get; private set; } = "";

    internal bool IsBad => BadLine > 0;

    internal string Name => Meta("OBJECT_NAME");

    internal string ObjectId => Meta("OBJECT_ID");

    internal void Fail(int at, string reason)
    {
        if (!IsBad)
        {
            (BadLine, Reason) = (at, reason);
        }
    }

    internal void AddMeta(int at, string key, string value)
    {
        if (Array.IndexOf(Keys, key) < 0)
        {
            Fail(at, $"{key} is no keyword of an ephemeris' metadata");
        }
        else if (!_meta.TryAdd(key, value.Trim()))
        {
            Fail(at, $"{key} is given twice");
        }
    }

    // Between metadata and states: from here on the frame and the time system are known.
    internal void BeginData(int at)
    {
        string reason = MetaProblem() ?? "";
        if (reason.Length > 0)
        {
            Fail(at, reason);
        }
    }

    // Kilometres and kilometres per second, as messages have them; accelerations are checked and left.
    internal void AddState(int at, ReadOnlySpan<char> epoch, ReadOnlySpan<double> numbers)
    {
        if (IsBad)
        {
            return;
        }
        if (!CcsdsTime.TryParse(epoch, _time, out Instant t))
        {
            Fail(at, $"\"{epoch}\" is not a moment");
            return;
        }
        if (_states.Count > 0 && t <= _states[^1].At)
        {
            Fail(at, $"the state of {epoch} is not later than the one before it");
            return;
        }
        if (t < _start || t > _stop)
        {
            Fail(at, $"the state of {epoch} is outside START_TIME to STOP_TIME");
            return;
        }
        var r = new Vec3(numbers[0] * 1e3, numbers[1] * 1e3, numbers[2] * 1e3);
        var v = new Vec3(numbers[3] * 1e3, numbers[4] * 1e3, numbers[5] * 1e3);
        _states.Add(new EphemerisState(t, OemFrames.ToTeme(_frame, t, r, v)));
    }

    internal void Finish(int at, OemCollector found)
    {
        if (!IsBad && _states.Count < 2)
        {
            Fail(at, $"the segment has {_states.Count} states; interpolation takes two");
        }
        // A step less than STOP_TIME says is how some programs count; more is a file that was cut short.
        if (!IsBad && _stop - _states[^1].At > _states[^1].At - _states[^2].At)
        {
            Fail(at, $"the states end at {_states[^1].At}, before STOP_TIME {_stop}: is the file whole?");
        }
        if (!IsBad && TrySpan(out EphemerisSegment? segment))
        {
            found.Add(Line, Name, ObjectId, segment);
            return;
        }
        Fail(Line, "the useable span holds no states");
        found.AddProblem(BadLine, Name, Reason);
    }

    // A span cannot be useable where there are no states.
    private bool TrySpan([NotNullWhen(true)] out EphemerisSegment? segment)
    {
        Instant from = _useableStart > _states[0].At ? _useableStart : _states[0].At;
        Instant to = _useableStop < _states[^1].At ? _useableStop : _states[^1].At;
        segment = from <= to ? new EphemerisSegment(_states, from, to, _method, _degree) : null;
        return segment is not null;
    }

    private string Meta(string key) => _meta.TryGetValue(key, out string? value) ? value : "";

    private string? MetaProblem()
    {
        foreach (string key in Keys)
        {
            bool isOptional = key.StartsWith("USEABLE", StringComparison.Ordinal)
                || key.StartsWith("INTERPOLATION", StringComparison.Ordinal) || key is "REF_FRAME_EPOCH";
            if (!isOptional && Meta(key).Length == 0)
            {
                return $"{key} is missing";
            }
        }
        if (!Meta("CENTER_NAME").Equals("EARTH", StringComparison.OrdinalIgnoreCase))
        {
            return $"CENTER_NAME is \"{Meta("CENTER_NAME")}\", not EARTH";
        }
        if (!OemFrames.TryFind(Meta("REF_FRAME"), out _frame))
        {
            return $"REF_FRAME is \"{Meta("REF_FRAME")}\"; known are {OemFrames.Known}";
        }
        if (Meta("REF_FRAME_EPOCH").Length > 0)
        {
            return "REF_FRAME_EPOCH is given: frames of a fixed date are not supported, only frames of date";
        }
        if (!CcsdsTime.TryFindSystem(Meta("TIME_SYSTEM"), out _time))
        {
            return $"TIME_SYSTEM is \"{Meta("TIME_SYSTEM")}\"; known are {CcsdsTime.Known}";
        }
        return TimeProblem("START_TIME", default, out _start)
            ?? TimeProblem("STOP_TIME", default, out _stop)
            ?? TimeProblem("USEABLE_START_TIME", _start, out _useableStart)
            ?? TimeProblem("USEABLE_STOP_TIME", _stop, out _useableStop)
            ?? InterpolationProblem();
    }

    private string? TimeProblem(string key, Instant otherwise, out Instant t)
    {
        t = otherwise;
        string text = Meta(key);
        return text.Length == 0 || CcsdsTime.TryParse(text, _time, out t)
            ? null
            : $"{key} \"{text}\" is not a moment";
    }

    private string? InterpolationProblem()
    {
        string method = Meta("INTERPOLATION").ToUpperInvariant();
        string degree = Meta("INTERPOLATION_DEGREE");
        if (method is not ("" or "HERMITE" or "LAGRANGE" or "LINEAR"))
        {
            return $"INTERPOLATION is \"{method}\"; known are HERMITE, LAGRANGE and LINEAR";
        }
        if (method.Length > 0)
        {
            _method = method is "HERMITE" ? InterpolationMethod.Hermite : InterpolationMethod.Lagrange;
            _degree = method is "LINEAR" ? 1 : _degree;
        }
        bool isDegree = degree.Length == 0
            || (int.TryParse(degree, NumberStyles.None, CultureInfo.InvariantCulture, out _degree)
                && _degree is >= 1 and <= SampledEphemeris.DegreeMax);
        return isDegree
            ? null
            : $"INTERPOLATION_DEGREE \"{degree}\" is not a number from 1 to {SampledEphemeris.DegreeMax}";
    }
}
