using System;
using System.Collections.Generic;
using Orbweaver.Console.Access;

namespace Orbweaver.Console.Api;

/// <summary>What a parameter may be.</summary>
internal enum ParameterKind
{
    /// <summary>Text of a length.</summary>
    Text,

    /// <summary>A whole number in bounds.</summary>
    Whole,

    /// <summary>A moment: ISO 8601 with its zone, or Unix milliseconds.</summary>
    Moment,
}

/// <summary>
/// A parameter of an operation: how it is checked, and how the description of the API says it.
/// </summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it may be.</param>
/// <param name="Description">What it does.</param>
internal sealed record Parameter(string Name, ParameterKind Kind, string Description)
{
    /// <summary>Characters of a text.</summary>
    public const int TextCharsMax = 200;

    /// <summary>Whether it is a part of the path.</summary>
    public bool IsInPath { get; init; }

    /// <summary>Whether it must be there.</summary>
    public bool IsRequired { get; init; }

    /// <summary>The least, of whole numbers.</summary>
    public long Least { get; init; }

    /// <summary>The most, of whole numbers.</summary>
    public long Most { get; init; } = int.MaxValue;

    /// <summary>What it is where it is not there, of whole numbers.</summary>
    public long? Usual { get; init; }
}

/// <summary>Bytes that are an answer as they are.</summary>
internal sealed record RawAnswer(ReadOnlyMemory<byte> Bytes, string ContentType, string? Tag);

/// <summary>
/// One operation of the API. The table of them is what requests are checked by, what roles are checked by,
/// and what the description is made of: they cannot differ.
/// </summary>
internal sealed record Operation
{
    /// <summary>GET, POST or DELETE.</summary>
    public required string Method { get; init; }

    /// <summary>Behind <c>/api/v1</c>, with names of parameters in braces.</summary>
    public required string Path { get; init; }

    /// <summary>Who may.</summary>
    public required Role Role { get; init; }

    /// <summary>What it does, in a sentence.</summary>
    public required string Summary { get; init; }

    /// <summary>Its parameters.</summary>
    public IReadOnlyList<Parameter> Parameters { get; init; } = [];

    /// <summary>What is sent with it; null for nothing.</summary>
    public Type? Body { get; init; }

    /// <summary>What comes back; null for nothing.</summary>
    public Type? Answer { get; init; }

    /// <summary>The kind of bytes that come back.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>Whether it changes something: then it is done once for each key, and audited.</summary>
    public bool IsCommand { get; init; }

    /// <summary>Does it.</summary>
    public required Func<Call, object?> Do { get; init; }

    /// <summary>A POST that changes something.</summary>
    public static Operation Command(
        string path, Role role, string summary, Type? body, Type? answer, Func<Call, object?> work,
        params Parameter[] parameters)
        => new()
        {
            Method = "POST",
            Path = path,
            Role = role,
            Summary = summary,
            Body = body,
            Answer = answer,
            IsCommand = true,
            Do = work,
            Parameters = parameters,
        };

    /// <summary>The parts of its path.</summary>
    public string[] Parts => Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
}
