using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Orbweaver.Console.Networks;
using Orbweaver.Live.History;
using Orbweaver.Model;
using Orbweaver.Monitor;
using Orbweaver.Planning;
using Orbweaver.Scenarios;
using Orbweaver.Twin;

namespace Orbweaver.Up;

/// <summary>
/// Records a run in virtual time as a network that is up records its life: the same looks at the same moments
/// of the world, and the same frames. The run waits for the disk, and nothing is left out.
/// </summary>
internal sealed class RunRecorder : IDisposable
{
    /// <summary>Bytes of a recording; what is over goes, oldest first.</summary>
    public const long BytesMax = 16L << 30;

    private const double ClockEveryMs = 1_000;

    private readonly Observation _seen = new();
    private readonly NetworkDesk _desk;
    private readonly HistoryWriter _writer;
    private readonly uint _build;
    private Plan? _plan;
    private double _clockMs = double.NegativeInfinity;

    private RunRecorder(NetworkDesk desk, Probe probe, HistoryWriter writer, uint build)
        => (_desk, Probe, _writer, _build) = (desk, probe, writer, build);

    /// <summary>The witness of the run.</summary>
    public Probe Probe { get; }

    /// <summary>Begins to record into a folder; one that cannot be had is bad input.</summary>
    public static RunRecorder Open(
        string folder, Network network, PlannedNetwork planned, Action<string> warn)
    {
        HistoryLimits limits = new()
        {
            Bytes = BytesMax,
            Age = TimeSpan.FromDays(365),
            IsPatient = true,
            KeepsEarlier = false,
        };
        if (KeepNetworks(folder))
        {
            warn($"the recording of before in '{folder}' is replaced");
        }
        if (!HistoryWriter.TryOpen(folder, limits, warn, out HistoryWriter? writer, out string error))
        {
            throw BadInputException.Of(
                "--record",
                $"'{folder}' cannot be used: {(error.Length > 0 ? error : "another process records there")}",
                "Name another folder");
        }
        NetworkFacts facts = UpConsole.FactsOf(network, speed: 1) with { IsRun = true };
        NetworkDesk desk = UpConsole.DeskOf(network, planned);
        LiveNetwork.WriteHead(folder, desk.View.Catalogue, facts);
        return new RunRecorder(
            desk, new Probe(planned.Plan.Nodes.Count, network.Request.Contracts), writer!, facts.Build);
    }

    // A run that is recorded again replaces itself; what a network that was up did is not replaced.
    private static bool KeepNetworks(string folder)
    {
        string? other;
        NetworkFacts? before = null;
        try
        {
            before = RecordedNetwork.FactsOf(folder);
            other = before is { IsRun: false } ? $"the history of the network '{before.Network}'" : null;
        }
        catch (InvalidDataException e)
        {
            other = $"a recording that cannot be read, as {e.Message}";
        }
        if (other is not null)
        {
            throw BadInputException.Of("--record", $"'{folder}' holds {other}", "Name another folder");
        }
        return before is not null;
    }

    /// <summary>Takes the world to a moment, and looks at it on the way.</summary>
    public void AdvanceTo(TwinWorld world, Instant until)
    {
        while (world.Now < until)
        {
            Instant next = Probe.NextDue > world.Now && Probe.NextDue < until ? Probe.NextDue : until;
            if (Probe.NextDue <= world.Now)
            {
                Look(world);
            }
            else
            {
                world.AdvanceTo(next);
            }
        }
        if (Probe.NextDue <= world.Now)
        {
            Look(world);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    private void Look(TwinWorld world)
    {
        Probe.Look(world, _seen);
        Plan plan = world.WholePlan;
        if (!ReferenceEquals(_plan, plan))
        {
            _plan = plan;
            _desk.View.Plan = new PlanFacts(plan);
        }
        _desk.Take(_seen);
        double nowMs = UnixTime.Ms(world.Now);
        if (nowMs - _clockMs >= ClockEveryMs)
        {
            _clockMs = nowMs;
            // Virtual time has no lag; and a run ends with its plan, which is no reason for an alarm.
            _desk.NoteClock(new ClockEntry(
                ClockMode.Live, 1, nowMs, nowMs, UnixTime.Ms(plan.End), float.NaN, _build));
        }
        IReadOnlyList<Frame> frames = _desk.TakeFrames();
        if (frames.Count > 0)
        {
            _writer.Add(
                _desk.View.SimMs,
                [.. frames.Where(LiveNetwork.IsRecorded).Select(f => f.Bytes)], _desk.View.WriteScene);
        }
    }
}
