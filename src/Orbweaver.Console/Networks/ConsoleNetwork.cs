using System;
using System.Collections.Generic;
using System.Text.Json;
using Orbweaver.Console.Operations;
using Orbweaver.Live.History;
using Orbweaver.Monitor;

namespace Orbweaver.Console.Networks;

/// <summary>What the API says of a network that is not in its view.</summary>
public sealed record NetworkFacts
{
    /// <summary>Its name.</summary>
    public required string Network { get; init; }

    /// <summary>The program's version.</summary>
    public required string Version { get; init; }

    /// <summary>A number of the build: pages of another reload.</summary>
    public required uint Build { get; init; }

    /// <summary>When its world began.</summary>
    public required DateTime Start { get; init; }

    /// <summary>The length of an epoch of its plan.</summary>
    public double EpochMs { get; init; }

    /// <summary>World time per real time.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>When it was started, by the machine's clock; null where nobody wrote it down.</summary>
    public DateTime? Begun { get; init; }

    /// <summary>Whether it is a run in virtual time.</summary>
    public bool IsRun { get; init; }
}

/// <summary>A network that is shown: one that is up, or one that was recorded.</summary>
public abstract class ConsoleNetwork
{
    // A recording ends with a look of the fifth of a second before.
    private const double BehindEndMs = 1_000;

    private readonly RecordedViews? _recorded;

    /// <summary>With what does not change.</summary>
    protected ConsoleNetwork(Catalogue catalogue, NetworkFacts facts, string? historyFolder)
    {
        (Catalogue, Facts) = (catalogue, facts);
        CatalogueJson = JsonSerializer.SerializeToUtf8Bytes(catalogue, JsonTexts.Options);
        _recorded = historyFolder is null ? null : new RecordedViews(historyFolder, catalogue);
        HistoryFolder = historyFolder;
    }

    /// <summary>Names and terms.</summary>
    public Catalogue Catalogue { get; }

    /// <summary>The same as JSON.</summary>
    public ReadOnlyMemory<byte> CatalogueJson { get; }

    /// <summary>What else is known of it.</summary>
    public NetworkFacts Facts { get; }

    /// <summary>Where its past is; null where nothing is recorded.</summary>
    public string? HistoryFolder { get; }

    /// <summary>What records it; null where nothing does.</summary>
    internal virtual HistoryWriter? Recorder => null;

    /// <summary>Whether it goes on.</summary>
    public abstract bool IsLive { get; }

    /// <summary>Frames as they come; nobody adds any where nothing goes on.</summary>
    internal FrameFeed Feed { get; } = new();

    /// <summary>Looks at the newest state; nothing else happens to it meanwhile.</summary>
    public abstract T Now<T>(Func<NetworkView, T> read);

    /// <summary>Changes what operators may change; a problem where nothing can be changed.</summary>
    public abstract T Change<T>(Func<NetworkDesk, T> change);

    /// <summary>The streams whose ways somebody wants to see.</summary>
    public abstract void Watch(IReadOnlyList<int> streams);

    /// <summary>The state at a moment of the past, or now.</summary>
    public T At<T>(double? atMs, Func<NetworkView, T> read)
    {
        if (atMs is not { } at)
        {
            return Now(read);
        }
        if (IsLive && at > Now(static view => view.SimMs))
        {
            throw new RequestProblem(404, "That is in the future: /scene shows it as planned.");
        }
        if (!IsLive && Recorded() is { } span && at > span.ToMs + BehindEndMs)
        {
            throw new RequestProblem(
                404, $"The recording ends at {JsonTexts.Text(JsonTexts.Moment(span.ToMs))}.");
        }
        return _recorded is null
            ? throw new RequestProblem(404, "Nothing is recorded: the network was started without history.")
            : _recorded.Read(at, read);
    }

    /// <summary>The state of a moment of the future, as it is planned.</summary>
    internal virtual IReadOnlyList<Frame> Planned(double atMs)
        => throw new RequestProblem(404, "There is no plan for that time.");

    /// <summary>The span of what is recorded; null where nothing is.</summary>
    public (double FromMs, double ToMs)? Recorded() => _recorded?.Span();
}
