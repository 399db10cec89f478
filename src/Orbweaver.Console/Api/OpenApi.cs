using System;
using System.Collections.Generic;
using System.ComponentModel.DataAnnotations;
using System.Linq;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using Orbweaver.Console.Access;
using Orbweaver.Console.Http;

namespace Orbweaver.Console.Api;

/// <summary>Writes the description of the API (OpenAPI 3.1) from the table that answers it.</summary>
internal static class OpenApi
{
    private static readonly JsonSchemaExporterOptions SchemaOptions = new()
    {
        TreatNullObliviousAsNonNullable = true,
        TransformSchemaNode = Bound,
    };

    /// <summary>The description as JSON.</summary>
    public static byte[] Write(IReadOnlyList<Operation> operations, string version)
    {
        JsonObject paths = [];
        foreach (IGrouping<string, Operation> path in operations.GroupBy(o => o.Path, StringComparer.Ordinal))
        {
            JsonObject item = [];
            foreach (Operation operation in path)
            {
                item[operation.Method.ToLowerInvariant()] = Describe(operation);
            }
            paths[path.Key] = item;
        }
        paths["/live"] = new JsonObject { ["get"] = Describe(Socket) };
        JsonObject document = new()
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "Orbweaver console",
                ["version"] = version,
                ["description"] = "What an operator sees of a network and does to it. Times are ISO 8601"
                    + " in UTC;"
                    + " parameters also take Unix milliseconds. Commands need an Idempotency-Key.",
            },
            ["servers"] = Servers(),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["securitySchemes"] = new JsonObject
                {
                    ["session"] = new JsonObject
                    {
                        ["type"] = "apiKey",
                        ["in"] = "cookie",
                        ["name"] = "orbweaver-PORT",
                        ["description"] = "The cookie that POST /session gives for a token.",
                    },
                },
                ["schemas"] = new JsonObject { ["Problem"] = SchemaOf(typeof(Problem)) },
            },
        };
        return JsonSerializer.SerializeToUtf8Bytes(document);
    }

    private static Operation Socket => new()
    {
        Method = "GET",
        Path = "/live",
        Role = Role.Viewer,
        Summary = "A WebSocket with the sub-protocol orbweaver.v1: a scene, then frames as they come.",
        ContentType = ReadOperations.FramesType,
        Do = static _ => null,
    };

    private static JsonArray Servers() => [
        new JsonObject { ["url"] = "/api/v1" },
        new JsonObject
        {
            ["url"] = "/api/v1/history/{recording}",
            ["description"] = "An earlier recording of the network.",
            ["variables"] = new JsonObject
            {
                ["recording"] = new JsonObject
                {
                    ["default"] = "20260101T000000Z",
                    ["description"] = "An id that /history lists.",
                },
            },
        },
    ];

    private static JsonObject Describe(Operation operation)
    {
        JsonObject described = new()
        {
            ["operationId"] = operation.Method.ToLowerInvariant() + string.Concat(
                operation.Parts.Select(p => p.Trim('{', '}')).Select(p
                    => char.ToUpperInvariant(p[0]) + p[1..])),
            ["summary"] = operation.Summary,
            ["x-role"] = Roles.NameOf(operation.Role),
            ["parameters"] = ParametersOf(operation),
            ["responses"] = ResponsesOf(operation),
        };
        described["security"] = operation.Role == Role.None
            ? new JsonArray() : new JsonArray(new JsonObject { ["session"] = new JsonArray() });
        if (operation.Body is { } body)
        {
            described["requestBody"] = new JsonObject
            {
                ["required"] = true,
                ["content"] = Content("application/json", SchemaOf(body)),
            };
        }
        return described;
    }

    private static JsonArray ParametersOf(Operation operation)
    {
        JsonArray parameters = [];
        foreach (Parameter parameter in operation.Parameters)
        {
            parameters.Add(new JsonObject
            {
                ["name"] = parameter.Name,
                ["in"] = parameter.IsInPath ? "path" : "query",
                ["required"] = parameter.IsRequired,
                ["description"] = parameter.Description,
                ["schema"] = SchemaOf(parameter),
            });
        }
        if (operation.IsCommand)
        {
            parameters.Add(new JsonObject
            {
                ["name"] = ApiDispatcher.KeyHeader,
                ["in"] = "header",
                ["required"] = true,
                ["description"] = "8 to 64 visible ASCII characters, new for each command: the same key"
                    + " and body get the same answer again for 24 hours.",
                ["schema"] = new JsonObject
                {
                    ["type"] = "string",
                    ["minLength"] = ApiDispatcher.KeyCharsMin,
                    ["maxLength"] = ApiDispatcher.KeyCharsMax,
                    ["pattern"] = "^[!-~]+$",
                },
            });
        }
        return parameters;
    }

    private static JsonObject SchemaOf(Parameter parameter)
    {
        if (parameter.Kind != ParameterKind.Whole)
        {
            return parameter.Kind == ParameterKind.Moment
                ? new JsonObject { ["type"] = "string", ["format"] = "date-time" }
                : new JsonObject { ["type"] = "string", ["maxLength"] = Parameter.TextCharsMax };
        }
        JsonObject schema = new()
        {
            ["type"] = "integer",
            ["minimum"] = parameter.Least,
            ["maximum"] = parameter.Most,
        };
        if (parameter.Usual is { } usual)
        {
            schema["default"] = usual;
        }
        return schema;
    }

    private static JsonObject ResponsesOf(Operation operation)
    {
        JsonObject responses = [];
        bool hasAnswer = operation.Answer is not null || operation.Method is "GET";
        responses[operation.Path is "/live" ? "101" : hasAnswer ? "200" : "204"] = hasAnswer
            ? new JsonObject
            {
                ["description"] = "Done.",
                ["content"] = Content(
                    operation.ContentType,
                    operation.Answer is { } answer ? SchemaOf(answer) : new JsonObject()),
            }
            : new JsonObject { ["description"] = "Done." };
        foreach ((string status, string why) in ProblemsOf(operation))
        {
            responses[status] = new JsonObject
            {
                ["description"] = why,
                ["content"] = Content(
                    Problem.ContentType, new JsonObject { ["$ref"] = "#/components/schemas/Problem" }),
            };
        }
        return responses;
    }

    private static IEnumerable<(string Status, string Why)> ProblemsOf(Operation operation)
    {
        yield return ("400", "A parameter or the key is wrong, or the body is no JSON.");
        if (operation.Role != Role.None || operation.Path is "/session")
        {
            yield return ("401", "Nobody has signed in.");
        }
        yield return ("403", "The role does not allow it, or another page asks.");
        yield return ("404", "There is no such thing.");
        yield return (
            "409", "Not possible as things are: in a recording, while it still burns, or as it is so"
                + " already.");
        if (operation.Method is "POST")
        {
            yield return ("413", "The body is too large.");
            yield return ("415", "The body is no JSON.");
            yield return (
                "422", "A field of the body is missing, unknown or out of bounds, or the key was used for"
                    + " something else.");
        }
        yield return ("429", "Too much at once.");
        yield return ("503", "The network is too far behind to answer.");
    }

    private static JsonObject Content(string kind, JsonNode schema)
        => new() { [kind] = new JsonObject { ["schema"] = schema } };

    private static JsonNode SchemaOf(Type type)
        => JsonTexts.Options.GetJsonSchemaAsNode(type, SchemaOptions);

    // What is checked is said: bounds stand on the properties.
    private static JsonNode Bound(JsonSchemaExporterContext context, JsonNode schema)
    {
        if (schema is not JsonObject bounded
            || context.PropertyInfo?.AttributeProvider is not PropertyInfo property)
        {
            return schema;
        }
        foreach (ValidationAttribute rule in property.GetCustomAttributes<ValidationAttribute>())
        {
            switch (rule)
            {
                case RangeAttribute range:
                    bounded["minimum"] = Convert.ToDouble(range.Minimum, null);
                    bounded["maximum"] = Convert.ToDouble(range.Maximum, null);
                    break;
                case StringLengthAttribute length:
                    bounded["minLength"] = length.MinimumLength;
                    bounded["maxLength"] = length.MaximumLength;
                    break;
                case MinLengthAttribute least:
                    bounded["minItems"] = least.Length;
                    break;
                case MaxLengthAttribute most:
                    bounded["maxItems"] = most.Length;
                    break;
                case RegularExpressionAttribute pattern:
                    bounded["pattern"] = $"^({pattern.Pattern})$";
                    break;
            }
        }
        return schema;
    }
}
