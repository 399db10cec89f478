using System;
using System.Collections.Generic;
using System.Linq;
using Orbweaver.Console.Access;
using Orbweaver.Console.Networks;
using Orbweaver.Live.History;

namespace Orbweaver.Console.Api;

/// <summary>A span of which nothing is recorded; without an end where what follows cannot be read.</summary>
internal sealed record GapAnswer(DateTime From, DateTime? To);

/// <summary>What is recorded.</summary>
/// <param name="From">The first moment; null where nothing is recorded.</param>
/// <param name="To">The last moment.</param>
/// <param name="Bytes">What it takes on the disk.</param>
/// <param name="Gaps">What is missing between; the newest.</param>
/// <param name="Dropped">Records that the disk was too slow for, or refused, since the start.</param>
/// <param name="StandsStill">Whether the disk refuses at present.</param>
/// <param name="Earlier">Recordings of before the last start, newest first.</param>
internal sealed record HistoryAnswer(
    DateTime? From, DateTime? To, long Bytes, IReadOnlyList<GapAnswer> Gaps, long Dropped, bool StandsStill,
    IReadOnlyList<EarlierRecording> Earlier);

/// <summary>What is known of the past, and how far.</summary>
internal sealed class HistoryOperations(ConsoleServices services, EarlierRecordings earlier)
{
    /// <summary>Gaps that are told.</summary>
    public const int GapsMax = 500;

    // One of its own: going through a whole history takes long, and nobody else waits for it.
    private readonly HistoryReader? _reader = services.Network.HistoryFolder is { } folder
        ? new HistoryReader(folder) : null;

    /// <summary>The operations.</summary>
    public IEnumerable<Operation> All()
    {
        yield return new Operation
        {
            Method = "GET",
            Path = "/history",
            Role = Role.Viewer,
            Summary = "What is recorded. An earlier recording answers all that is asked of one, sockets too,"
                + " under /api/v1/history/{id}.",
            Answer = typeof(HistoryAnswer),
            Do = _ => History(),
        };
    }

    // What is just being written ends in the middle of a record now and then.
    private bool IsTold((double FromMs, double ToMs) gap)
        => double.IsFinite(gap.ToMs) || !services.Network.IsLive;

    private HistoryAnswer History()
    {
        if (_reader is null)
        {
            return new HistoryAnswer(null, null, 0, [], 0, StandsStill: false, earlier.List());
        }
        lock (_reader)
        {
            bool isAny = _reader.TrySpan(out double fromMs, out double toMs);
            return new HistoryAnswer(
                isAny ? JsonTexts.Moment(fromMs) : null, isAny ? JsonTexts.Moment(toMs) : null,
                HistoryFolder.BytesOf(services.Network.HistoryFolder!),
                [.. _reader.Gaps().Where(IsTold).TakeLast(GapsMax).Select(static g => new GapAnswer(
                    JsonTexts.Moment(g.FromMs),
                    double.IsFinite(g.ToMs) ? JsonTexts.Moment(g.ToMs) : null))],
                services.Network.Recorder?.Dropped ?? 0, services.Network.Recorder?.HasFailed ?? false,
                earlier.List());
        }
    }
}
