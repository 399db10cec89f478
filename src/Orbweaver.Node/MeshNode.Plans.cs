using Orbweaver.Model;
using Orbweaver.Routing;

namespace Orbweaver.Node;

// Which plan is in force, and whether a neighbour is on the same. Two nodes on different plans would send
// packets round and round, so data crosses an adjacency only between equal plans; control always does.
public sealed partial class MeshNode
{
    private PlanDocument _document;

    // A newer one that says something else of an epoch that has begun: it waits for the next boundary, or
    // for a neighbour that is on it already.
    private PlanDocument? _next;
    private RouteTable _routes;
    private PlanId _planInForce;

    // What was in force before, and until when frames of it may still come in.
    private PlanId _planBefore;
    private Instant _planBeforeUntil = new(long.MinValue);

    // Nothing is said of plans, and nothing costs anything, while nobody knows of more than the first.
    private bool _tellsPlans;
    private long _noteNumber = 1;

    /// <summary>The plan by which it forwards.</summary>
    public PlanId PlanInForce => _planInForce;

    /// <summary>The document it follows.</summary>
    public PlanDocument Document => _document;

    /// <summary>The newest document that it holds.</summary>
    public PlanDocument NewestDocument => _next ?? _document;

    /// <summary>Whether its plan has come to its end: the last links go on, for want of better.</summary>
    public bool IsPastHorizon => Wall >= _plan.End;

    private void TakePlan(PlanDocument document, EffectList effects)
    {
        if (!document.Id.IsNewerThan(NewestDocument.Id))
        {
            return;
        }
        _hasNews = true;
        _tellsPlans = true;
        if (_epoch < PlanDocument.FirstDifference(_document, document))
        {
            _next = null;
            Follow(document);
            EnterEpochs(effects);
        }
        else
        {
            _next = document;
        }
        NotePlans();
    }

    // What this node has to say of plans has changed.
    private void NotePlans()
    {
        _noteNumber++;
        foreach (Port port in _ports)
        {
            port.IsControlDue |= IsInForce(port);
        }
    }

    // Of the present epoch it says the same as the one before, or the caller sees to the rest.
    private void Follow(PlanDocument document)
    {
        _document = document;
        _plan = document.Plan;
        _routes = _services.RoutesOf(_plan);
        _knowledge.Follow(_plan);
        Exceptions.Renew();
        _epochEnd = new Instant(long.MinValue);
    }

    // At a boundary, or late: an epoch that has begun is not what it was thought to be.
    private void FollowNext(EffectList effects)
    {
        if (_next is not { } document)
        {
            return;
        }
        _next = null;
        bool isLate = _epoch >= PlanDocument.FirstDifference(_document, document);
        Follow(document);
        if (isLate)
        {
            RenewEpoch(effects);
        }
    }

    // The view was of something else: ports and ways are chosen anew, and as what does not count by one plan
    // is not kept, the neighbours' news is read again.
    private void RenewEpoch(EffectList effects)
    {
        _epoch = -1;
        foreach (Neighbour neighbour in _neighbours.Values)
        {
            neighbour.Received = 0;
            neighbour.IsReread = true;
        }
        int epoch = _plan.EpochAt(Wall);
        _knowledge.Recall(epoch);
        EnterEpoch(epoch, effects);
        foreach (Port port in _ports)
        {
            if (IsInForce(port))
            {
                AskForGap(port);
            }
        }
    }

    // With every epoch.
    private void TurnPlan()
    {
        PlanId id = _document.IdAt(_epoch);
        if (id != _planInForce)
        {
            _planBefore = _planInForce;
            _planBeforeUntil = _now + _plan.Drain;
            _planInForce = id;
            NotePlans();
        }
    }

    // Routed by the plan in force here, or by the one before while that was right.
    private bool IsOnMyPlan(Packet packet)
    {
        PlanId id = new(packet.PlanVersion, packet.PlanController);
        return id == _planInForce
            || (packet.Epoch < _epoch && id == _document.IdAt(packet.Epoch))
            || (id == _planBefore && _now <= _planBeforeUntil && _planInForce.IsNewerThan(id));
    }

    private void StampPlan(Packet packet)
    {
        packet.Epoch = _epoch;
        packet.PlanVersion = _planInForce.Version;
        packet.PlanController = _planInForce.Controller;
    }

    // When a neighbour spoke it was on the plan that ours names for its epoch, and it holds what is in force
    // now; or it has passed a boundary since with our document in hand. Of one that has said nothing the
    // best is thought; a packet of another plan is refused.
    private bool IsOnEqualPlan(Neighbour neighbour)
        => !_tellsPlans || neighbour.Plans is not { } note
            || (note.InForce == _document.IdAt(note.Epoch) && !_planInForce.IsNewerThan(note.Newest))
            || (note.Newest == _document.Id && note.Epoch < _epoch);

    // Before anything is sent: what this node finds out of a neighbour it announces before it acts on it.
    private void CompareAll()
    {
        if (!_tellsPlans && !_config.ExchangesTime)
        {
            return;
        }
        foreach (Port port in _ports)
        {
            if (port.IsLit && IsInForce(port))
            {
                CompareWith(port);
            }
        }
    }

    // What this end says of a link over which data may not pass, or may again.
    private void CompareWith(Port port)
    {
        bool isApart = !IsOnEqualPlan(port.Neighbour) || IsTimeApart(port.Neighbour);
        if (isApart == port.IsApart)
        {
            return;
        }
        port.IsApart = isApart;
        if (port.AnnounceUpAt == Instant.Max)
        {
            Announce(port.Link, isApart);
        }
        if (isApart)
        {
            port.TakeQueued(_rerouted);
            _viewSeen = -1;
        }
    }

    private PlanNote FirstNote() => new(0, 0, 0, _firstPlan, _firstPlan);

    // What is said again and again is said with the same note: frames share it, and nobody changes one.
    private PlanNote NoteFor(Port port, PlanPiece? piece)
    {
        Neighbour neighbour = port.Neighbour;
        long heard = neighbour.Plans?.Number ?? 0;
        PlanId newest = NewestDocument.Id;
        PlanNote? said = neighbour.NoteSaid;
        bool isSame = said is not null && said.Number == _noteNumber && said.Heard == heard
            && said.Epoch == _epoch && said.InForce == _planInForce && said.Newest == newest;
        PlanNote note = isSame ? said! : new(_noteNumber, heard, _epoch, _planInForce, newest);
        neighbour.NoteSaid = note;
        if (_fetch is { IsAskDue: true } fetch && fetch.From == neighbour)
        {
            note = note with { Ask = fetch.Ask() };
            fetch.GiveUpAt = _now + _config.PlanFetchMax;
        }
        return piece is null ? note : note with { Piece = piece };
    }
}
