using System.Collections.Generic;
using System.Text.Json;

namespace Orbweaver.Planning;

/// <summary>The motifs of a plan as JSON.</summary>
public static class MotifJson
{
    /// <summary>Writes <c>motifs</c>, empty where no constellation has one.</summary>
    public static void Write(IReadOnlyList<MotifChoice> motifs, Utf8JsonWriter json)
    {
        json.WriteStartArray("motifs");
        foreach (MotifChoice motif in motifs)
        {
            json.WriteStartObject();
            json.WriteString("constellation", motif.Constellation);
            json.WriteStartArray("offsets");
            foreach (MotifOffset offset in motif.Offsets)
            {
                json.WriteStartArray();
                json.WriteNumberValue(offset.Planes);
                json.WriteNumberValue(offset.Slots);
                json.WriteEndArray();
            }
            json.WriteEndArray();
            WriteFigures("found", motif.Found, json);
            WriteFigures("plusGrid", motif.PlusGrid, json);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteFigures(string name, MotifFigures? figures, Utf8JsonWriter json)
    {
        if (figures is not { } known)
        {
            json.WriteNull(name);
            return;
        }
        json.WriteStartObject(name);
        json.WriteNumber("meanDelayNs", known.MeanDelay.Nanoseconds);
        json.WriteNumber("meanHops", decimal.Round((decimal)known.MeanHops, 6));
        json.WriteNumber("load", decimal.Round((decimal)known.Load, 6));
        json.WriteEndObject();
    }
}
