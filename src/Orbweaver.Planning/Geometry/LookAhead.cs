using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>
/// Skies of the next minutes, on a fixed grid from the plan's start: how long a new link would last is read
/// off them, by true propagation and not by extrapolation.
/// </summary>
internal sealed class LookAhead(Instant start, SkySampler sampler)
{
    /// <summary>Steps looked ahead: ten minutes. Links that last longer are equally good.</summary>
    public const int StepCount = 10;

    /// <summary>One step.</summary>
    public static readonly Duration Step = Duration.FromSeconds(60);

    private readonly Queue<SkySample> _samples = new();
    private long _nextStep;

    /// <summary>The <see cref="StepCount"/> skies after a moment; ask for ascending moments.</summary>
    public SkySample[] After(Instant t)
    {
        while (_samples.TryPeek(out SkySample? first) && first.At <= t)
        {
            _samples.Dequeue();
        }
        if (_samples.Count == 0)
        {
            _nextStep = System.Math.Max(_nextStep, ((t - start) / Step) + 1);
        }
        while (_samples.Count < StepCount)
        {
            _samples.Enqueue(sampler.Sample(start + (Step * _nextStep)));
            _nextStep++;
        }
        return [.. _samples];
    }
}
