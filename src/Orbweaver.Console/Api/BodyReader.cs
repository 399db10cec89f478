using System;
using System.Collections;
using System.Collections.Generic;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.Json;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Orbweaver.Console.Operations;

namespace Orbweaver.Console.Api;

/// <summary>Reads what is sent with a request, and checks it by the bounds that its type states.</summary>
internal static class BodyReader
{
    /// <summary>Bytes of a body at most.</summary>
    public const int BytesMax = 64 << 10;

    private static readonly JsonDocumentOptions DocumentOptions = new()
    {
        MaxDepth = JsonTexts.Options.MaxDepth,
    };

    /// <summary>All bytes; longer ones are a problem.</summary>
    public static async Task<byte[]> BytesAsync(HttpRequest request)
    {
        if (request.ContentLength > BytesMax)
        {
            throw TooLarge();
        }
        MemoryStream bytes = new();
        byte[] buffer = new byte[8 << 10];
        for (int count; (count = await request.Body.ReadAsync(buffer)) > 0;)
        {
            bytes.Write(buffer, 0, count);
            if (bytes.Length > BytesMax)
            {
                throw TooLarge();
            }
        }
        return bytes.ToArray();
    }

    /// <summary>The body as a type.</summary>
    public static object Parse(HttpRequest request, byte[] bytes, Type type)
    {
        if (!request.HasJsonContentType())
        {
            throw new RequestProblem(415, "The body must be application/json.");
        }
        Dictionary<string, string[]> errors = new(StringComparer.Ordinal);
        object? body = null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes, DocumentOptions);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new RequestProblem(400, "The body must be a JSON object.");
            }
            BodyFields.Check(document.RootElement, type, "", errors);
            body = errors.Count > 0 ? null : JsonSerializer.Deserialize(bytes, type, JsonTexts.Options);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException)
        {
            string where = (e as JsonException)?.Path is { Length: > 2 } path ? path[2..]
                : throw new RequestProblem(400, "The body is no JSON.");
            errors[BodyFields.Cut(where)] = ["is null, out of range or of another kind"];
        }
        if (body is not null)
        {
            Validate(body, "", errors);
        }
        if (errors.Count == 0)
        {
            return body!;
        }
        (string name, string[] first) = errors.First();
        throw new RequestProblem(422, $"The body is not as wanted. {name}: {first[0].TrimEnd('.')}.")
        {
            Errors = errors,
        };
    }

    /// <summary>The name of a member as it is in JSON.</summary>
    public static string NameOf(PropertyInfo property)
        => JsonNamingPolicy.CamelCase.ConvertName(property.Name);

    private static string WordsOf(ValidationAttribute rule, string name) => rule switch
    {
        RangeAttribute range => string.Create(
            CultureInfo.InvariantCulture, $"must be from {range.Minimum} to {range.Maximum}"),
        StringLengthAttribute { MinimumLength: > 0 } length => string.Create(
            CultureInfo.InvariantCulture,
            $"must have {length.MinimumLength} to {length.MaximumLength} characters"),
        StringLengthAttribute length => string.Create(
            CultureInfo.InvariantCulture, $"must have {length.MaximumLength} characters at most"),
        RegularExpressionAttribute choice =>
            $"must be one of {choice.Pattern.Replace("|", ", ", StringComparison.Ordinal)}",
        _ => rule.FormatErrorMessage(name),
    };

    private static RequestProblem TooLarge()
        => new(413, $"The body may have {BytesMax} bytes.");

    private static void Validate(object value, string path, Dictionary<string, string[]> errors)
    {
        foreach (PropertyInfo property in value.GetType().GetProperties())
        {
            object? member = property.GetValue(value);
            string name = path + NameOf(property);
            foreach (ValidationAttribute rule in property.GetCustomAttributes<ValidationAttribute>())
            {
                if (!rule.IsValid(member))
                {
                    errors[name] = [WordsOf(rule, name)];
                }
            }
            if (member is double number && !double.IsFinite(number))
            {
                errors[name] = ["must be finite"];
            }
            if (member is IEnumerable list and not string)
            {
                int i = 0;
                foreach (object? item in list)
                {
                    string which = $"{name}[{i++}]";
                    if (item is null)
                    {
                        errors[which] = ["is nothing"];
                    }
                    else
                    {
                        Validate(item, which + ".", errors);
                    }
                }
            }
        }
    }
}
