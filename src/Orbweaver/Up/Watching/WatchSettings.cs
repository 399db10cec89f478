using System;
using System.Collections.Generic;

namespace Orbweaver.Up;

/// <summary>How a network that is up is watched; captures and collectors are off unless asked for.</summary>
internal sealed record WatchSettings
{
    /// <summary>The folder of captures; null for none.</summary>
    public string? CaptureFolder { get; init; }

    /// <summary>The nodes that are captured; where none is named, the edges of ports.</summary>
    public IReadOnlyList<string> CaptureNodes { get; init; } = [];

    /// <summary>Where the console and metrics are served.</summary>
    public HttpChoice Http { get; init; }

    /// <summary>Whom metrics are pushed to; null for nobody.</summary>
    public Uri? Collector { get; init; }

    /// <summary>How often.</summary>
    public TimeSpan CollectorEvery { get; init; }
}
