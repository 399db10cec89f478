using System;
using System.IO;
using System.Text;
using System.Text.Json;

namespace Orbweaver.Reports;

/// <summary>
/// A JSON writer whose document is printed as one line end-terminated text when it is done.
/// </summary>
internal sealed class Utf8JsonText : IDisposable
{
    private readonly MemoryStream _buffer = new();
    private readonly TextWriter _to;

    public Utf8JsonText(TextWriter to)
    {
        _to = to;
        Writer = new Utf8JsonWriter(_buffer, JsonFields.Options);
    }

    /// <summary>What to write to.</summary>
    public Utf8JsonWriter Writer { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Writer.Dispose();
        _to.WriteLine(Encoding.UTF8.GetString(_buffer.ToArray()));
        _buffer.Dispose();
    }
}
