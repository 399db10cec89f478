using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using Orbweaver.Console.Operations;
using Orbweaver.Live;
using Orbweaver.Live.History;
using Orbweaver.Monitor;

namespace Orbweaver.Console.Networks;

/// <summary>A network that was recorded: everything can be looked at, and nothing changed.</summary>
public sealed class RecordedNetwork : ConsoleNetwork
{
    private RecordedNetwork(Catalogue catalogue, NetworkFacts facts, string folder)
        : base(catalogue, facts, folder)
    {
    }

    /// <inheritdoc/>
    public override bool IsLive => false;

    /// <summary>
    /// Opens a folder of history; null, with what is wrong, where there is nothing that can be shown.
    /// </summary>
    public static RecordedNetwork? Open(string folder, out string error)
    {
        try
        {
            Catalogue? catalogue = Read<Catalogue>(folder, Live.History.HistoryFolder.CatalogueName);
            NetworkFacts? facts = FactsOf(folder);
            if (catalogue is null || facts is null)
            {
                error = "there is no recording in it";
                return null;
            }
            error = "nothing in it can be read: no segment has a whole scene";
            return new HistoryReader(folder).TrySpan(out _, out _)
                ? new RecordedNetwork(catalogue, facts, folder) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            error = $"it cannot be read: {FileTrouble.WordsOf(e)}";
            return null;
        }
        catch (InvalidDataException e)
        {
            error = e.Message;
            return null;
        }
    }

    /// <summary>
    /// What a folder says that is recorded in it; null where it says nothing. Throws
    /// <see cref="InvalidDataException"/> where it cannot be read.
    /// </summary>
    public static NetworkFacts? FactsOf(string folder)
        => Read<NetworkFacts>(folder, Live.History.HistoryFolder.AboutName);

    /// <inheritdoc/>
    public override T Now<T>(Func<NetworkView, T> read) => At(Recorded()?.ToMs ?? 0, read);

    /// <inheritdoc/>
    public override T Change<T>(Func<NetworkDesk, T> change)
        => throw new RequestProblem(409, "This is a recording: nothing in it can be changed.");

    /// <inheritdoc/>
    public override void Watch(IReadOnlyList<int> streams)
    {
        // A recording shows the ways that were watched when it was made.
    }

    private static T? Read<T>(string folder, string name)
    {
        string path = Path.Combine(folder, name);
        try
        {
            return File.Exists(path)
                ? JsonSerializer.Deserialize<T>(File.ReadAllBytes(path), JsonTexts.Options) : default;
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"its {name} is damaged, or of another version", e);
        }
    }
}
