using Orbweaver.Model;

namespace Orbweaver.Node;

// How plans travel: everybody says which plan it holds until the neighbour has heard, who holds an older one
// asks, and gets it in parts, at a pace that leaves the link to data.
public sealed partial class MeshNode
{
    private readonly PlanId _firstPlan;
    private PlanFetch? _fetch;

    private void HearPlans(Port port, ControlFrame frame, EffectList effects)
    {
        Neighbour neighbour = port.Neighbour;
        if (frame.Plans is null && !_tellsPlans)
        {
            return;
        }
        _tellsPlans = true;
        PlanNote note = frame.Plans ?? FirstNote();
        // Frames may overtake each other; a note counts when it is not older than the one heard.
        if (neighbour.Plans is null || note.Number >= neighbour.Plans.Number)
        {
            if (note.Number > (neighbour.Plans?.Number ?? -1))
            {
                neighbour.AnswerAt = Earlier(neighbour.AnswerAt, _now + _config.AnswerDelay);
            }
            bool isPlain = note.Ask is null && note.Piece is null;
            neighbour.Plans = isPlain ? note : note with { Ask = null, Piece = null };
        }
        if (note.Heard == _noteNumber)
        {
            neighbour.PlansResendAt = Instant.Max;
        }
        if (note.Ask is { } ask)
        {
            Serve(port, ask);
        }
        if (note.Piece is { } piece)
        {
            TakePiece(piece, effects);
        }
        if (_next is { } next && next.IdAt(_epoch) == note.InForce)
        {
            FollowNext(effects);
        }
        SeekPlan();
    }

    private void Serve(Port port, PlanAsk ask)
    {
        PlanDocument document = NewestDocument;
        if (ask.Id != document.Id)
        {
            // It has been told, or will be, that there is a newer one.
            return;
        }
        if (port.Serving is { } serving && serving.Document == document)
        {
            serving.GoOnFrom(ask.Offset, ask.IsRepeat);
        }
        else
        {
            port.Serving = new PlanServing(document, ask.Offset);
        }
    }

    private void TakePiece(PlanPiece piece, EffectList effects)
    {
        if (_fetch is not { } fetch || !fetch.TryTake(piece))
        {
            return;
        }
        fetch.GiveUpAt = _now + _config.PlanFetchMax;
        if (fetch.Offset == piece.DocumentBytes)
        {
            _fetch = null;
            // A host that could not read what came has no document, and the plan is asked for anew.
            if (piece.Document is { } document)
            {
                TakePlan(document, effects);
            }
        }
    }

    // From the first neighbour that has the newest plan there is; after a time-out from the one behind it.
    private void SeekPlan()
    {
        PlanId newest = NewestDocument.Id;
        foreach (Port port in _ports)
        {
            if (CanAsk(port) && port.Neighbour.Plans!.Newest.IsNewerThan(newest))
            {
                newest = port.Neighbour.Plans.Newest;
            }
        }
        if (newest == NewestDocument.Id)
        {
            _fetch = null;
            return;
        }
        if (_fetch?.Id != newest)
        {
            _fetch = new PlanFetch(newest, NextSource(newest, after: null)!)
            {
                GiveUpAt = _now + _config.PlanFetchMax,
            };
        }
        else if (_fetch.GiveUpAt <= _now)
        {
            _fetch.From = NextSource(newest, _fetch.From)!;
            _fetch.GiveUpAt = _now + _config.PlanFetchMax;
            _fetch.AskAgain();
        }
        if (_fetch.IsAskDue)
        {
            foreach (Port port in _ports)
            {
                port.IsControlDue |= port.Neighbour == _fetch.From && CanAsk(port);
            }
        }
    }

    private bool CanAsk(Port port) => port.IsLit && IsInForce(port) && port.Neighbour.Plans is not null;

    private Neighbour? NextSource(PlanId id, Neighbour? after)
    {
        Neighbour? first = null;
        bool isBehind = false;
        foreach (Port port in _ports)
        {
            if (!CanAsk(port) || port.Neighbour.Plans!.Newest != id)
            {
                continue;
            }
            if (isBehind)
            {
                return port.Neighbour;
            }
            first ??= port.Neighbour;
            isBehind = port.Neighbour == after;
        }
        return first;
    }

    // Ahead of data, but not more often than the share of plans allows.
    private void ServePlans(EffectList effects)
    {
        foreach (Port port in _ports)
        {
            if (port.Serving is not { } serving)
            {
                continue;
            }
            if (serving.IsDone || serving.Document.Id != NewestDocument.Id)
            {
                port.Serving = serving.IsDone ? serving : null;
                continue;
            }
            if (IsInForce(port) && port.IsLit && port.ReadyAt <= _now && serving.DueAt <= _now)
            {
                SendControl(port, effects, serving.Next());
                serving.Pace(_now, port.ReadyAt - _now);
            }
        }
    }

    private bool MustRepeatPlans(Neighbour neighbour)
        => _tellsPlans && neighbour.Plans?.Heard != _noteNumber;

    private static Instant PlansDeadline(Port port)
    {
        Instant next = port.Neighbour.PlansResendAt;
        if (port.Serving is { IsDone: false } serving)
        {
            next = Earlier(next, serving.DueAt > port.ReadyAt ? serving.DueAt : port.ReadyAt);
        }
        return next;
    }
}
