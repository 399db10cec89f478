using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Orbweaver.Console.Access;

namespace Orbweaver.Console.Operations;

/// <summary>A drill that somebody wants to start, and that waits for somebody else.</summary>
/// <param name="Number">Its number among proposals.</param>
/// <param name="What">What it hits, for people.</param>
/// <param name="Fields">The fields of its fault.</param>
/// <param name="DurationMs">How long it would last.</param>
/// <param name="Streams">Streams whose planned way it hits, when it was proposed.</param>
/// <param name="PredictedLate">Those of them with no other way in time.</param>
/// <param name="By">Who proposes it.</param>
/// <param name="At">Since when, by the machine's clock.</param>
/// <param name="Until">When it is forgotten.</param>
public sealed record DrillProposal(
    int Number, string What, string Fields, double DurationMs, int Streams, int PredictedLate, string By,
    DateTime At, DateTime Until);

/// <summary>
/// Drills that wait for a second person. Nobody approves what is their own, neither in another session nor
/// under the same name in other letters; what nobody approves is forgotten.
/// </summary>
internal sealed class DrillProposals(TimeProvider clock)
{
    /// <summary>Proposals at once.</summary>
    public const int ProposalsMax = 32;

    /// <summary>How long one waits.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly List<(DrillProposal Proposal, DrillRequest Request, int Session)> _waiting = [];
    private int _last;

    /// <summary>Those that wait, oldest first.</summary>
    public IReadOnlyList<DrillProposal> All()
    {
        lock (_gate)
        {
            Forget();
            return [.. _waiting.Select(static w => w.Proposal)];
        }
    }

    /// <summary>Takes one that was looked at and confirmed.</summary>
    public DrillProposal Propose(DrillRequest request, DrillPreview preview, Session by)
    {
        lock (_gate)
        {
            Forget();
            if (_waiting.Find(w => w.Request == request) is { Proposal: { } same })
            {
                throw new RequestProblem(409, $"It waits already, as proposal {same.Number}, by {same.By}.");
            }
            if (_waiting.Count == ProposalsMax)
            {
                throw new RequestProblem(429, $"{ProposalsMax} drills wait already. Withdraw some.");
            }
            DateTime now = clock.GetUtcNow().UtcDateTime;
            DrillProposal proposal = new(
                ++_last, preview.What, request.Fields, request.DurationMs, preview.Streams.Count,
                preview.PredictedLate, by.Name, now, now + Life);
            _waiting.Add((proposal, request, by.Number));
            return proposal;
        }
    }

    /// <summary>
    /// Takes one out for somebody else than who proposed it; it waits on where <paramref name="start"/>
    /// fails.
    /// </summary>
    public T Approve<T>(int number, Session by, Func<DrillProposal, DrillRequest, T> start)
    {
        (DrillProposal Proposal, DrillRequest Request, int Session) asked;
        lock (_gate)
        {
            asked = _waiting[IndexOf(number)];
            if (asked.Session == by.Number
                || string.Equals(asked.Proposal.By, by.Name, StringComparison.OrdinalIgnoreCase))
            {
                throw new RequestProblem(409, "It is your own: somebody else has to approve it.");
            }
            _waiting.Remove(asked);
        }
        try
        {
            return start(asked.Proposal, asked.Request);
        }
        catch (RequestProblem)
        {
            lock (_gate)
            {
                _waiting.Add(asked);
                _waiting.Sort(static (a, b) => a.Proposal.Number.CompareTo(b.Proposal.Number));
            }
            throw;
        }
    }

    /// <summary>Forgets one.</summary>
    public DrillProposal Withdraw(int number)
    {
        lock (_gate)
        {
            int index = IndexOf(number);
            DrillProposal proposal = _waiting[index].Proposal;
            _waiting.RemoveAt(index);
            return proposal;
        }
    }

    private int IndexOf(int number)
    {
        Forget();
        int index = _waiting.FindIndex(w => w.Proposal.Number == number);
        return index >= 0 ? index
            : throw new RequestProblem(404, "There is no such proposal, or no more.");
    }

    private void Forget()
    {
        DateTime now = clock.GetUtcNow().UtcDateTime;
        _waiting.RemoveAll(w => w.Proposal.Until <= now);
    }
}
