using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>The three skies of an epoch: its start, middle and end.</summary>
internal sealed record EpochSky(int Epoch, SkySample Start, SkySample Middle, SkySample End)
{
    /// <summary>Whether the satellite is known at all three instants.</summary>
    public bool IsKnown(int satellite)
        => Start.IsKnown[satellite] && Middle.IsKnown[satellite] && End.IsKnown[satellite];
}

/// <summary>
/// The skies of a plan, one epoch after the other: a day of them would not fit in memory, and no stage looks
/// back. Asking for an epoch again, or for the next, is cheap; it also answers for epochs past the horizon.
/// </summary>
internal sealed class SkyStream(PlanRequest request, SkySampler sampler)
{
    private EpochSky? _current;
    private EpochSky? _next;

    /// <summary>The sky of an epoch; ask for ascending epochs, at most one ahead of the last.</summary>
    public EpochSky Epoch(int epoch)
    {
        if (_current?.Epoch == epoch)
        {
            return _current;
        }
        if (_next?.Epoch == epoch)
        {
            return _next;
        }
        EpochSky? last = _next ?? _current;
        Check.That(last is null || last.Epoch == epoch - 1);
        Instant start = request.Start + (request.EpochLength * epoch);
        var sky = new EpochSky(
            epoch,
            last?.End ?? sampler.Sample(start),
            sampler.Sample(start + new Duration(request.EpochLength.Nanoseconds / 2)),
            sampler.Sample(start + request.EpochLength));
        _current = last;
        _next = sky;
        return sky;
    }
}
