using System;
using System.Linq;
using System.Text.Json;
using Orbweaver.Console.Operations;
using Orbweaver.Hosting;

namespace Orbweaver.Up;

/// <summary>What-ifs over the control socket: a line of JSON, as the API has it.</summary>
internal static class WhatIfControl
{
    /// <summary>Streams of an answer, which is a line of bounded length: the rest is left out.</summary>
    public const int StreamsMax = 500;

    // Whoever gave options is told of options.
    private static readonly (string Field, string Option)[] Options =
        [("fromMs", "--in"), ("durationMs", "--for"), ("horizonMs", "--horizon")];

    /// <summary>How answers are written here.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Begins one.</summary>
    public static ControlAnswer Begin(IWhatIfDesk desk, WhatIfRequest asked)
    {
        try
        {
            return Said(desk.Submit(asked, "command line"));
        }
        catch (RequestProblem problem)
        {
            string field = problem.Errors is { Count: > 0 } errors
                ? $"{OptionOf(errors.Keys.First(), asked)}: " : "";
            string words = Options.Aggregate(
                problem.Message,
                static (text, o) => text.Replace(o.Field, o.Option, StringComparison.Ordinal));
            return new ControlAnswer(ExitCodes.BadInput, [$"whatif: {field}{WhatIfWords.Ended(words)}"]);
        }
    }

    // changes[2].fromMs is --in, and changes[2].fields what was written there.
    private static string OptionOf(string field, WhatIfRequest asked)
    {
        int change = field.StartsWith("changes[", StringComparison.Ordinal)
            && int.TryParse(field["changes[".Length..].Split(']')[0], out int place) ? place : -1;
        return field.EndsWith(".fields", StringComparison.Ordinal) && change >= 0
            ? $"'{asked.Changes[change].Fields}'"
            : Options.FirstOrDefault(o => field.EndsWith(o.Field, StringComparison.Ordinal)).Option
                ?? "FAULT";
    }

    /// <summary>How one is.</summary>
    public static ControlAnswer Look(IWhatIfDesk desk, string id)
        => desk.Find(id) is { } found
            ? Said(found)
            : new ControlAnswer(ExitCodes.BadInput, [$"whatif: there is no '{id}' any more."]);

    /// <summary>Ends one, and forgets it.</summary>
    public static ControlAnswer End(IWhatIfDesk desk, string id)
        => new(ExitCodes.Kept, [desk.Remove(id) ? $"ended {id}" : $"there is no '{id}' any more"]);

    private static ControlAnswer Said(WhatIfAnswer answer)
    {
        WhatIfAnswer bounded = answer with { Streams = [.. WorstFirst(answer).Take(StreamsMax)] };
        return new ControlAnswer(ExitCodes.Kept, [JsonSerializer.Serialize(bounded, Json)]);
    }

    private static IOrderedEnumerable<WhatIfStream> WorstFirst(WhatIfAnswer answer)
        => answer.Streams
            .OrderBy(s => (s.Plan.OnTimeShare ?? 1) - (s.Base.OnTimeShare ?? 1))
            .ThenBy(s => s.Plan.OnTimeShare ?? 1)
            .ThenBy(s => s.Id);
}
