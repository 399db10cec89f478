using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Orbweaver.Console.Networks;
using Orbweaver.Console.Operations;
using Orbweaver.Model;
using Orbweaver.Monitor;
using Orbweaver.Scenarios;
using Orbweaver.Twin;

namespace Orbweaver.Up;

/// <summary>
/// Drills: faults with an end that somebody started, by name. They end by themselves, as their faults do.
/// What became of them is told by the network's view, as of all faults.
/// </summary>
internal sealed class DrillBook(FaultDesk faults, LiveNetwork shown)
{
    /// <summary>Drills at once.</summary>
    public const int ActiveMax = 32;

    /// <summary>Names in a preview.</summary>
    public const int NamesMax = 200;

    // One drill begins after the other: each is counted before the next.
    private readonly Lock _gate = new();

    private sealed record Asked(FaultPlan Faults, Plan Plan, Instant Now, DrillForecast Forecast)
    {
        // The word that confirms it: the node that it hits, else what it is.
        public string Confirm
        {
            get
            {
                Fault first = Faults.Faults[0];
                NodeId[] nodes = [.. first.Nodes.Select(h => h.Node).Distinct()];
                return nodes.Length == 1 ? Plan.Nodes[nodes[0].Value].Name : first.Kind;
            }
        }
    }

    /// <summary>What a drill would hit.</summary>
    public DrillPreview Preview(DrillRequest request)
    {
        Asked asked = Resolve(request);
        DrillStream[] streams = [.. StreamsOf(asked.Forecast)];
        DrillOverlap already = Overlap(asked);
        return new DrillPreview(
            string.Join(", ", asked.Faults.Faults.Select(f => $"{f.Kind} {f.What}")),
            [
                .. asked.Faults.Faults.SelectMany(f => f.Nodes)
                    .Select(h => asked.Plan.Nodes[h.Node.Value].Name).Distinct(StringComparer.Ordinal)
                    .Take(NamesMax),
            ],
            asked.Forecast.LinksTaken, streams, streams.Count(s => s.Late),
            [.. already.Words.Take(NamesMax)], already.IsAll ? RefusalOf(already) : null, asked.Confirm);
    }

    /// <summary>Begins a drill.</summary>
    public FaultRow Start(DrillRequest request, string by)
    {
        Asked asked = Resolve(request);
        if (!string.Equals(request.Confirm, asked.Confirm, StringComparison.Ordinal))
        {
            throw RequestProblem.OfField("confirm", $"must be '{asked.Confirm}', as the preview says");
        }
        lock (_gate)
        {
            if (shown.Now(static v => v.DrillsOn()).Count + asked.Faults.Faults.Count > ActiveMax)
            {
                throw new RequestProblem(429, $"{ActiveMax} drills run already. Stop some.");
            }
            if (Overlap(asked) is { IsAll: true } already)
            {
                throw new RequestProblem(409, RefusalOf(already));
            }
            IReadOnlyList<Fault> begun = Said(() => faults.Inject(asked.Faults));
            for (int i = 0; i < begun.Count; i++)
            {
                // Of each fault what it takes itself; its hits are no more kept by the world.
                DrillNote note = NoteOf(asked, asked.Faults.Faults[i], begun[i], by);
                shown.Change(desk =>
                {
                    desk.NoteDrill(note);
                    return note.Number;
                });
            }
            return shown.Now(v => v.Fault(begun[0].Number)!);
        }
    }

    /// <summary>Ends a drill; one that is over stays so.</summary>
    public FaultRow Stop(int number)
    {
        if (shown.Now(v => v.Fault(number)) is not { Drill: true })
        {
            throw new RequestProblem(404, "There is no such drill.");
        }
        return Lift(number);
    }

    /// <summary>Ends all drills; gives those that were not over.</summary>
    public IReadOnlyList<FaultRow> StopAll()
        => [.. shown.Now(static v => v.DrillsOn()).Select(d => Lift(d.Number))];

    private Asked Resolve(DrillRequest request)
    {
        FaultPlan resolved = Said(() => faults.Resolve(
            request.Fields, Duration.FromMicroseconds((long)(request.DurationMs * 1e3))));
        if (resolved.Faults.Count == 0)
        {
            throw RequestProblem.OfField("fields", "hits nothing at present");
        }
        (Plan plan, Instant now) = faults.OnLoop(static w => (w.World.WholePlan, w.Now));
        return new Asked(resolved, plan, now, ForecastOf(plan, now, resolved.Faults));
    }

    private DrillOverlap Overlap(Asked asked)
        => faults.OnLoop(w => DrillOverlap.Of(w.World, asked.Plan, asked.Faults.Faults));

    private static string RefusalOf(DrillOverlap already)
    {
        const int Told = 3;
        string more = already.Words.Count > Told ? $", and {already.Words.Count - Told} more" : "";
        return $"It would change nothing: {string.Join(", ", already.Words.Take(Told))}{more}.";
    }

    private DrillNote NoteOf(Asked asked, Fault hits, Fault begun, string by)
    {
        DrillForecast forecast = asked.Faults.Faults.Count == 1
            ? asked.Forecast : ForecastOf(asked.Plan, asked.Now, [hits]);
        return new DrillNote(
            begun.Number, begun.Kind, begun.What, by, UnixTime.Ms(asked.Plan.Start + begun.From),
            UnixTime.Ms(asked.Plan.Start + begun.Until))
        {
            Nodes = hits.Nodes.Select(h => h.Node).Distinct().Count(),
            Links = forecast.LinksTaken,
            Streams = StreamsOf(forecast).Count(),
        };
    }

    private static DrillForecast ForecastOf(Plan plan, Instant now, IReadOnlyList<Fault> faults)
        => new(plan, plan.Epochs[plan.EpochAt(now)], now, faults);

    private IEnumerable<DrillStream> StreamsOf(DrillForecast forecast)
    {
        foreach (CatalogueStream stream in shown.Catalogue.Streams)
        {
            (long? plannedNs, long? leftNs, bool isHit) = forecast.Way(
                new NodeId(stream.From), new NodeId(stream.To));
            if (isHit)
            {
                double? left = leftNs / 1e6;
                yield return new DrillStream(
                    stream.Id, stream.Name, plannedNs / 1e6, left, stream.DeadlineMs,
                    left is null || left > stream.DeadlineMs);
            }
        }
    }

    private FaultRow Lift(int number)
    {
        Instant now = faults.OnLoop(world =>
        {
            world.Lift(number);
            return world.Now;
        });
        shown.Change(desk =>
        {
            desk.EndDrill(number, UnixTime.Ms(now));
            return number;
        });
        return shown.Now(v => v.Fault(number)!);
    }

    // What is wrong with what was written is said of the field.
    private static T Said<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (BadInputException e)
        {
            throw RequestProblem.OfField("fields", WhatIfWords.Of(e.Findings));
        }
    }
}
