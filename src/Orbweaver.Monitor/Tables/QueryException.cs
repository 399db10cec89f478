using System;

namespace Orbweaver.Monitor;

/// <summary>A table or series was asked for in a way that means nothing.</summary>
public sealed class QueryException : Exception
{
    /// <summary>For serialisers.</summary>
    public QueryException()
    {
    }

    /// <summary>With what is wrong.</summary>
    public QueryException(string message)
        : base(message)
    {
    }

    /// <summary>With what is wrong, and why.</summary>
    public QueryException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Which part of the question: <c>filter</c>, <c>sort</c>, <c>cursor</c> and so on.</summary>
    public string Field { get; init; } = "";
}
