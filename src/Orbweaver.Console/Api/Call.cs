using System;
using System.Collections.Generic;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Orbweaver.Console.Access;
using Orbweaver.Monitor;

namespace Orbweaver.Console.Api;

/// <summary>A request whose parameters and body have been checked.</summary>
internal sealed class Call(HttpContext http, Session? session)
{
    private readonly Dictionary<string, object> _values = new(StringComparer.Ordinal);

    /// <summary>The request itself.</summary>
    public HttpContext Http { get; } = http;

    /// <summary>Whose it is; null for an operation that is for all.</summary>
    public Session? Session { get; set; } = session;

    /// <summary>What was sent with it.</summary>
    public object? Body { get; private set; }

    /// <summary>What it was about, for the audit log.</summary>
    public string Target { get; set; } = "";

    /// <summary>Who it is, for what is written down.</summary>
    public string Who => Session?.Name ?? "nobody";

    /// <summary>The moment it is about, as Unix milliseconds; null for now.</summary>
    public double? AtMs => Has("at") ? MomentMs("at") : null;

    /// <summary>The body.</summary>
    public T BodyAs<T>() => (T)Body!;

    /// <summary>Whether a parameter was given.</summary>
    public bool Has(string name) => _values.ContainsKey(name);

    /// <summary>A text; empty where it was not given.</summary>
    public string Text(string name) => _values.TryGetValue(name, out object? value) ? (string)value : "";

    /// <summary>A whole number, which was given or has a usual value.</summary>
    public int Whole(string name) => (int)(long)_values[name];

    /// <summary>A moment that was given, as Unix milliseconds.</summary>
    public double MomentMs(string name) => (double)_values[name];

    /// <summary>The page of a table that is asked for.</summary>
    public TableQuery Query => new()
    {
        Filter = Text("filter"),
        Sort = Text("sort"),
        Limit = Whole("limit"),
        Cursor = Text("cursor"),
    };

    /// <summary>Takes the body.</summary>
    public void Take(object? body) => Body = body;

    /// <summary>Reads the parameters of an operation; says of each that is wrong what.</summary>
    public Dictionary<string, string[]> Read(Operation operation, IReadOnlyList<string> path)
    {
        Dictionary<string, string[]> errors = new(StringComparer.Ordinal);
        string[] parts = operation.Parts;
        HashSet<string> known = new(StringComparer.Ordinal);
        foreach (Parameter parameter in operation.Parameters)
        {
            string? given = null;
            if (parameter.IsInPath)
            {
                given = path[Array.IndexOf(parts, "{" + parameter.Name + "}")];
            }
            else if (Http.Request.Query.TryGetValue(parameter.Name, out var values))
            {
                given = values.Count == 1 ? values[0] : null;
                if (values.Count > 1)
                {
                    errors[parameter.Name] = ["was given more than once"];
                }
            }
            known.Add(parameter.Name);
            string error = Take(parameter, given);
            if (error.Length > 0)
            {
                errors.TryAdd(parameter.Name, [error]);
            }
        }
        foreach (string name in Http.Request.Query.Keys)
        {
            if (!known.Contains(name))
            {
                errors.TryAdd(name.Length <= 40 ? name : name[..40], ["is no parameter of this operation"]);
            }
        }
        return errors;
    }

    private string Take(Parameter parameter, string? given)
    {
        if (string.IsNullOrEmpty(given))
        {
            if (parameter.Usual is { } usual)
            {
                _values[parameter.Name] = usual;
            }
            return parameter.IsRequired ? "is missing" : "";
        }
        switch (parameter.Kind)
        {
            case ParameterKind.Whole:
                bool isWhole = long.TryParse(
                    given, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole);
                _values[parameter.Name] = whole;
                return isWhole && whole >= parameter.Least && whole <= parameter.Most
                    ? "" : $"must be a whole number from {parameter.Least} to {parameter.Most}";
            case ParameterKind.Moment:
                bool isMoment = TryMoment(given, out double ms);
                _values[parameter.Name] = ms;
                return isMoment ? "" : "must be a moment, such as 2026-08-11T00:01:30Z or Unix milliseconds";
            default:
                _values[parameter.Name] = given;
                return given.Length > Parameter.TextCharsMax
                    ? $"must have at most {Parameter.TextCharsMax} characters" : "";
        }
    }

    private static bool TryMoment(string text, out double ms)
    {
        bool isNumber = double.TryParse(
            text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture, out ms);
        if (!isNumber)
        {
            bool isDate = DateTimeOffset.TryParseExact(
                text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset date);
            ms = isDate ? JsonTexts.UnixMs(date.UtcDateTime) : double.NaN;
        }
        // From 1900 to 2200: what calendars and the arithmetic of milliseconds agree on.
        return ms is > -2.2e12 and < 7.3e12;
    }

    private static readonly string[] Forms = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];
}
