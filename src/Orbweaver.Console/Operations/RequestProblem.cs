using System;
using System.Collections.Generic;

namespace Orbweaver.Console.Operations;

/// <summary>
/// A request that cannot be done, said to whoever asked: a status of HTTP, what is wrong, and where it is
/// known the field that is wrong.
/// </summary>
public sealed class RequestProblem : Exception
{
    /// <summary>A problem.</summary>
    public RequestProblem(int status, string detail)
        : base(detail) => Status = status;

    // The one field that is wrong, where it is one.
    private string? _field;

    /// <summary>The status of HTTP, from 400 to 503.</summary>
    public int Status { get; }

    /// <summary>What is wrong, with the name of the field where it is one.</summary>
    public string Sentence => _field is null ? Message : $"{_field}: {Message}";

    /// <summary>What is wrong by field.</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    /// <summary>After how many seconds to try again; 0 where that is not known.</summary>
    public int RetryAfterSeconds { get; init; }

    /// <summary>A field that is wrong.</summary>
    public static RequestProblem OfField(string field, string detail) => new(422, detail)
    {
        _field = field,
        Errors = new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [detail] },
    };
}
