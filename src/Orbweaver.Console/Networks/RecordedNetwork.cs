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
        error = "";
        try
        {
            Catalogue? catalogue = Read<Catalogue>(folder, Live.History.HistoryFolder.CatalogueName);
            NetworkFacts? facts = Read<NetworkFacts>(folder, Live.History.HistoryFolder.AboutName);
            if (catalogue is null || facts is null)
            {
                error = "there is no recording in it";
                return null;
            }
            if (!new HistoryReader(folder).TrySpan(out _, out _))
            {
                error = "nothing in it can be read: no segment begins with a whole scene";
                return null;
            }
            return new RecordedNetwork(catalogue, facts, folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            error = $"it cannot be read: {FileTrouble.WordsOf(e)}";
            return null;
        }
        catch (JsonException)
        {
            error = "what says what was recorded is damaged: about.json or catalogue.json";
            return null;
        }
    }

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
        return File.Exists(path)
            ? JsonSerializer.Deserialize<T>(File.ReadAllBytes(path), JsonTexts.Options) : default;
    }
}
