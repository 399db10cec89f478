using System;
using System.Text;
using System.Text.Json;

namespace Orbweaver.Orbits;

// Orbit mean-elements messages as JSON: one object, or an array of them; numbers as numbers or as strings.
internal static class OmmJsonReader
{
    internal static void Read(string text, ElementsCollector found)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text.TrimStart('\uFEFF'));
        var lines = new LineCounter();
        try
        {
            var reader = new Utf8JsonReader(bytes);
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.StartObject)
                {
                    ReadObject(ref reader, lines.At(bytes, reader.TokenStartIndex), found);
                }
                else if (reader.TokenType == JsonTokenType.StartArray && reader.CurrentDepth > 0)
                {
                    int line = lines.At(bytes, reader.TokenStartIndex);
                    found.AddProblem(line, "", "an array where an object belongs");
                    reader.Skip();
                }
                else if (reader.TokenType is not (JsonTokenType.StartArray or JsonTokenType.EndArray))
                {
                    int line = lines.At(bytes, reader.TokenStartIndex);
                    found.AddProblem(line, "", "a value where an object belongs");
                }
            }
        }
        catch (JsonException e)
        {
            // The parser counts lines from 0, and its message ends with a position that ours repeats.
            int cut = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
            string message = cut < 0 ? e.Message : e.Message[..cut];
            found.AddProblem((int)(e.LineNumber ?? 0) + 1, "", $"not valid JSON: {message}");
        }
    }

    private static void ReadObject(ref Utf8JsonReader reader, int line, ElementsCollector found)
    {
        var fields = new OmmObject();
        string reason = "";
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string? key = TextOf(ref reader);
            reader.Read();
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                reader.Skip(); // Nothing that an element set needs is nested.
            }
            else if (key is null || TextOf(ref reader) is not { } value)
            {
                reason = "a text is not valid Unicode";
            }
            else if (!fields.TryAdd(key, value))
            {
                reason = $"{key} is given twice";
            }
        }
        if (reason.Length == 0 && fields.TryRead(out ElementSet? set, out reason))
        {
            found.Add(line, set);
        }
        else
        {
            found.AddProblem(line, fields.DisplayName, reason);
        }
    }

    // The text of a name, string, number or literal; null is no text at all. An unpaired surrogate that hides
    // in an escape sequence is only found here, and not as a JsonException.
    private static string? TextOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.TokenType switch
            {
                JsonTokenType.PropertyName or JsonTokenType.String => reader.GetString(),
                JsonTokenType.Null => "",
                _ => Encoding.UTF8.GetString(reader.ValueSpan),
            };
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    // Lines of growing byte positions, counted once over the whole text.
    private struct LineCounter
    {
        private int _counted;
        private int _newlines;

        internal int At(ReadOnlySpan<byte> bytes, long position)
        {
            _newlines += bytes[_counted..(int)position].Count((byte)'\n');
            _counted = (int)position;
            return _newlines + 1;
        }
    }
}
