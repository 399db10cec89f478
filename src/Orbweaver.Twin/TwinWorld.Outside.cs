using System;
using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Node;

namespace Orbweaver.Twin;

// What comes from outside while the world runs: messages of real applications, faults on command, plans as
// they are made. All of it happens at the world's present time, so a log of when what came is all it takes to
// run the same again.
public sealed partial class TwinWorld
{
    /// <summary>The plan that reaches farthest: all links there are have their numbers in it.</summary>
    public Plan WholePlan => _plan;

    /// <summary>Numbers of standby pairs; valid until a plan is issued.</summary>
    public StandbyTable Standby => _standby;

    /// <summary>What faults have come to so far, those that are over among them.</summary>
    public IReadOnlyList<FaultResult> FaultResults => _tally.Results();

    /// <summary>When something is next due; null when nothing is before the run's end.</summary>
    public Instant? NextDue => _events.NextDue() is var due && due <= _end ? due : null;

    /// <summary>
    /// Hands in a message under a contract now, at its publisher. What becomes of it, also a refusal, the
    /// witness is told; it is told of the offer first.
    /// </summary>
    public void Offer(int contractIndex, DataSize size, uint key)
    {
        Check.That(_now < _end);
        Contract contract = _config.Contracts[contractIndex];
        _outside.Note(contractIndex, size, _now);
        int place = OpenMessage(contract, size, key);
        if (_nodeHealth[contract.Publisher.Value] is { IsOut: true } health)
        {
            _tally.Refuse(health.Cause);
            RefuseMessage(place, DropReason.IngressDown);
            return;
        }
        Submission submission = new(contract.Match.Example(), size, key, place) { Contract = contractIndex };
        Step(contract.Publisher.Value, NodeInput.Submit(submission));
    }

    /// <summary>
    /// Something more goes wrong, now or later; what should have begun before begins now. Returns the number
    /// that the fault has from here on.
    /// </summary>
    public int Inject(Fault asked)
    {
        Duration now = _now - _plan.Start;
        List<NodeHit> nodes = [];
        foreach (NodeHit hit in asked.Nodes)
        {
            if (hit.Until > now)
            {
                nodes.Add(hit with { From = hit.From > now ? hit.From : now });
            }
        }
        List<LinkHit> links = [];
        foreach (LinkHit hit in asked.Links)
        {
            if (hit.Until > now)
            {
                links.Add(hit with { From = hit.From > now ? hit.From : now });
            }
        }
        Fault fault = asked with { Number = _tally.Count, Nodes = nodes, Links = links, Overloads = [] };
        FaultPlan.Validate(fault, _plan.Nodes.Count, _plan.Contacts.Count, _standby.Count);
        // Its hits are scheduled; a network that is up for long must not keep them besides.
        _tally.Add(fault with { Nodes = [], Links = [] });
        Schedule(fault);
        AdvanceTo(_now);
        return fault.Number;
    }

    /// <summary>Ends a fault before its time; nothing happens where it is over.</summary>
    public void Lift(int fault)
    {
        for (int i = 0; i < _hits.Count; i++)
        {
            if (_hits[i].Fault == fault)
            {
                EndFault(i);
            }
        }
        _tally.End(fault, _now - _plan.Start);
        AdvanceTo(_now);
    }

    /// <summary>
    /// A controller hands its node a plan now. The plan must go on from the newest there is (<see
    /// cref="PlanLineage.Continue"/>), with no more contacts than <see cref="TwinConfig.ContactsMax"/>.
    /// </summary>
    public void Issue(NodeId controller, PlanDocument document)
    {
        Plan longer = document.Plan;
        Check.That(longer.Epochs.Count > _plan.Epochs.Count && document.MadeAt <= _now);
        _standby.Extend(longer, fromEpoch: _plan.Epochs.Count);
        _links.Follow(longer);
        _plan = longer;
        AddStandbyStates();
        _epochEnds = new Instant(long.MinValue);
        int places = 2 * _links.Count;
        if (_pipes.Length < places)
        {
            Array.Resize(ref _pipes, places);
            Array.Resize(ref _turnedAway, places);
            Array.Resize(ref _linkHealth, _links.Count);
        }
        ForgetEnded();
        _issues.Add(new PlanIssue(controller, _now - _plan.Start, document));
        _isIssued.Add(false);
        IssuePlan(_issues.Count - 1);
        AdvanceTo(_now);
    }

    // Contacts that are over carry nothing any more; those that go on end later than was thought.
    private void ForgetEnded()
    {
        for (int contact = 0; contact < _plan.Contacts.Count; contact++)
        {
            Contact planned = _plan.Contacts[contact];
            Instant closes = _links.ClosesAt(planned);
            bool isOver = closes <= _now;
            if (isOver && _linkHealth[contact] is { IsUntouched: true })
            {
                _linkHealth[contact] = null;
            }
            for (int place = 2 * contact; place <= (2 * contact) + 1; place++)
            {
                if (_pipes[place] is not LinkPipe pipe)
                {
                    continue;
                }
                pipe.Span = (planned.Opens, closes);
                pipe.Epochs = (planned.FirstEpoch, planned.LastEpoch);
                if (isOver && pipe.Count == 0)
                {
                    _pipes[place] = null;
                }
            }
        }
    }
}
