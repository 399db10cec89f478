using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Text.Json;

namespace Orbweaver.Console.Api;

/// <summary>Names the fields of a body that are missing, and those that nobody knows.</summary>
internal static class BodyFields
{
    // Names of fields in an answer, and fields that are named.
    private const int NameCharsMax = 80;
    private const int ErrorsMax = 20;

    /// <summary>Compares an object with the record that it is to become.</summary>
    public static void Check(JsonElement body, Type type, string path, Dictionary<string, string[]> errors)
    {
        ParameterInfo[] wanted = type.GetConstructors().MaxBy(c => c.GetParameters().Length)!.GetParameters();
        foreach (ParameterInfo field in wanted)
        {
            string name = JsonNamingPolicy.CamelCase.ConvertName(field.Name!);
            if (Find(body, name) is not { } value)
            {
                if (!field.HasDefaultValue)
                {
                    errors[path + name] = ["is missing"];
                }
            }
            else if (value.ValueKind == JsonValueKind.Array && field.ParameterType.IsGenericType)
            {
                CheckItems(value, field.ParameterType.GetGenericArguments()[0], path + name, errors);
            }
        }
        string known = string.Join(", ", wanted.Select(w => JsonNamingPolicy.CamelCase.ConvertName(w.Name!)));
        foreach (JsonProperty property in body.EnumerateObject())
        {
            bool isKnown = wanted.Any(
                w => string.Equals(w.Name, property.Name, StringComparison.OrdinalIgnoreCase));
            if (!isKnown && errors.Count < ErrorsMax)
            {
                errors[Cut(path + property.Name)] = [$"is not known here: there are {known}"];
            }
        }
    }

    /// <summary>A name that is short enough for an answer.</summary>
    public static string Cut(string name) => name.Length <= NameCharsMax ? name : name[..NameCharsMax];

    private static void CheckItems(
        JsonElement list, Type type, string path, Dictionary<string, string[]> errors)
    {
        int i = 0;
        foreach (JsonElement item in list.EnumerateArray())
        {
            if (errors.Count >= ErrorsMax)
            {
                return;
            }
            if (item.ValueKind == JsonValueKind.Object && !type.IsPrimitive && type != typeof(string))
            {
                Check(item, type, $"{path}[{i}].", errors);
            }
            i++;
        }
    }

    private static JsonElement? Find(JsonElement body, string name)
    {
        foreach (JsonProperty property in body.EnumerateObject())
        {
            if (string.Equals(property.Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return property.Value;
            }
        }
        return null;
    }
}
