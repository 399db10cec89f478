using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using Orbweaver.Live.History;

namespace Orbweaver.Console.Networks;

/// <summary>A recording of before the last start.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Network">Of which network.</param>
/// <param name="Begun">When it began, by the machine's clock; null where nobody wrote it down.</param>
/// <param name="Ended">When it ended, by the machine's clock.</param>
/// <param name="From">Its first moment, by the world's time.</param>
/// <param name="To">Its last moment, by the world's time.</param>
/// <param name="Bytes">What it takes on the disk.</param>
public sealed record EarlierRecording(
    string Id, string Network, DateTime? Begun, DateTime Ended, DateTime From, DateTime To, long Bytes);

/// <summary>
/// What was recorded in a folder before the present recording began. World times of two starts have nothing
/// to do with each other, so each is a recording of its own and is shown as one.
/// </summary>
internal sealed class EarlierRecordings(string? folder)
{
    private readonly Lock _gate = new();

    // An earlier recording only becomes shorter, from its begin.
    private readonly Dictionary<string, (long FirstMs, EarlierRecording Row)> _known =
        new(StringComparer.Ordinal);

    /// <summary>All that can be shown, newest first.</summary>
    public IReadOnlyList<EarlierRecording> List()
    {
        if (folder is null)
        {
            return [];
        }
        lock (_gate)
        {
            List<string> names = HistoryFolder.Earlier(folder);
            foreach (string gone in _known.Keys.Except(names, StringComparer.Ordinal).ToArray())
            {
                _known.Remove(gone);
            }
            return [.. names.AsEnumerable().Reverse().Select(Look).OfType<EarlierRecording>()];
        }
    }

    /// <summary>Opens one; null where there is none of that name, or it cannot be shown.</summary>
    public RecordedNetwork? Open(string id)
        => folder is not null && HistoryFolder.EarlierPath(folder, id) is { } path
            ? RecordedNetwork.Open(path, out _) : null;

    private EarlierRecording? Look(string id)
    {
        string path = HistoryFolder.EarlierPath(folder!, id) ?? "";
        List<(string Path, long StartMs)> segments = HistoryFolder.Segments(path);
        if (segments.Count == 0)
        {
            return null;
        }
        long firstMs = segments[0].StartMs;
        if (_known.TryGetValue(id, out (long FirstMs, EarlierRecording Row) known)
            && known.FirstMs == firstMs)
        {
            return known.Row;
        }
        try
        {
            if (!HistoryFolder.TryEnd(id, out DateTime ended)
                || RecordedNetwork.FactsOf(path) is not { } facts
                || !new HistoryReader(path).TrySpan(out double fromMs, out double toMs))
            {
                return null;
            }
            EarlierRecording row = new(
                id, facts.Network, facts.Begun, ended, JsonTexts.Moment(fromMs), JsonTexts.Moment(toMs),
                segments.Sum(static s => new FileInfo(s.Path).Length));
            _known[id] = (firstMs, row);
            return row;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            // It went meanwhile, or cannot be read: there is nothing to show.
            return null;
        }
    }
}
