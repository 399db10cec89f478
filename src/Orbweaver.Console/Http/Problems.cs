using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Orbweaver.Console.Http;

/// <summary>What is wrong with a request, as RFC 9457 has it.</summary>
/// <param name="Type">Always <c>about:blank</c>: the status says it.</param>
/// <param name="Title">The name of the status.</param>
/// <param name="Status">The status.</param>
/// <param name="Detail">What is wrong.</param>
/// <param name="Errors">What is wrong, by field.</param>
internal sealed record Problem(
    string Type, string Title, int Status, string Detail,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    IReadOnlyDictionary<string, string[]>? Errors)
{
    /// <summary>How its bytes are named.</summary>
    public const string ContentType = "application/problem+json";

    /// <summary>A problem.</summary>
    public static Problem Of(int status, string detail, IReadOnlyDictionary<string, string[]>? errors = null)
        => new("about:blank", ReasonPhrases.GetReasonPhrase(status), status, detail, errors);

    /// <summary>Its bytes.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, JsonTexts.Options);

    /// <summary>Answers with it.</summary>
    public Task WriteAsync(HttpResponse response)
    {
        byte[] bytes = ToBytes();
        response.StatusCode = Status;
        response.ContentType = ContentType;
        response.ContentLength = bytes.Length;
        return response.Body.WriteAsync(bytes).AsTask();
    }
}
