using System;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Orbweaver.Console;

/// <summary>
/// JSON as the API writes and reads it: camelCase, moments in UTC with milliseconds, nothing in a body that
/// nobody knows.
/// </summary>
internal static class JsonTexts
{
    /// <summary>The options.</summary>
    public static JsonSerializerOptions Options { get; } = Make();

    /// <summary>A moment as text.</summary>
    public static string Text(DateTime at)
        => at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>A moment of Unix milliseconds.</summary>
    public static DateTime Moment(double unixMs) => DateTime.UnixEpoch.AddMilliseconds(unixMs);

    /// <summary>Unix milliseconds of a moment.</summary>
    public static double UnixMs(DateTime at) => (at - DateTime.UnixEpoch).TotalMilliseconds;

    private static JsonSerializerOptions Make()
    {
        JsonSerializerOptions options = new(JsonSerializerDefaults.Web)
        {
            TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            NumberHandling = JsonNumberHandling.Strict,
            MaxDepth = 16,
            // Nothing of it is ever put into a page as it is.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        options.Converters.Add(new MomentConverter());
        options.MakeReadOnly();
        return options;
    }

    private sealed class MomentConverter : JsonConverter<DateTime>
    {
        public override DateTime Read(
            ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
            => reader.GetDateTime().ToUniversalTime();

        public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options)
            => writer.WriteStringValue(Text(value));
    }
}
