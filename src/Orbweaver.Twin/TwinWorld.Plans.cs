using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Node;

namespace Orbweaver.Twin;

// Controllers hand out plans. Terminals point where the plan and the clock of their node say, so light is on
// where both ends of a contact hold it. While there is one plan and all clocks are right nothing here runs.
public sealed partial class TwinWorld
{
    // The cause by which a link is dark because an end points elsewhere; no fault has such a number.
    private const int TurnedAway = -2;
    private const int AllNodes = -1;

    private readonly PlanChecker _planChecker = new();

    // What nodes keep when they are lost: the plan is on disk.
    private readonly Dictionary<int, PlanDocument> _keptDocuments = [];
    private readonly HashSet<int> _lateIssues = [];
    private bool[]? _turnedAway;
    private NodeTurn[]? _turns;
    private readonly List<PlanIssue> _issues = [];
    private readonly List<bool> _isIssued = [];

    // The newest plan that was handed out: what a message's best way is measured by.
    private PlanDocument _official;

    private readonly record struct NodeTurn(int Epoch, PlanDocument? Document);

    private void SchedulePlans()
    {
        if (_config.ContactsMax > 0)
        {
            WatchTurns();
        }
        if (_config.PlanIssues.Count == 0)
        {
            return;
        }
        for (int i = 0; i < _config.PlanIssues.Count; i++)
        {
            PlanIssue issue = _config.PlanIssues[i];
            _issues.Add(issue);
            _isIssued.Add(false);
            Check.That(issue.Document.MadeAt <= _plan.Start + issue.At);
            PlanDocument first = PlanDocument.First(_config.Plan);
            Check.That(PlanLineage.Findings(first, issue.Document).Count == 0);
            if (issue.At < _config.Length)
            {
                _events.Push(_plan.Start + issue.At, EventKind.PlanIssued, i);
            }
        }
        WatchTurns();
    }

    // From now on it matters where terminals point.
    private void WatchTurns()
    {
        if (_turns is null)
        {
            _turns = new NodeTurn[_nodes.Length];
            _turnedAway = new bool[_links.Count * 2];
            _events.Push(_plan.EpochStart(1), EventKind.TerminalsTurn, AllNodes);
        }
    }

    private void IssuePlan(int index)
    {
        PlanIssue issue = _issues[index];
        NodeHealth? health = _nodeHealth[issue.Controller.Value];
        if (health is { IsOut: true } or { IsControllerLost: true })
        {
            _tally.WithholdPlan(health.IsOut ? health.Cause : health.ControllerCause);
            return;
        }
        if (health is { ControllerSlowBy.Nanoseconds: > 0 } && _lateIssues.Add(index))
        {
            _tally.WithholdPlan(health.ControllerCause);
            _events.Push(_now + health.ControllerSlowBy, EventKind.PlanIssued, index);
            return;
        }
        _isIssued[index] = true;
        Trace((ulong)EventKind.PlanIssued, (ulong)index);
        if (issue.Document.Id.IsNewerThan(_official.Id))
        {
            _official = issue.Document;
            _elastic.Follow(_official.Plan, _services.RoutesOf(_official.Plan));
        }
        Step(issue.Controller.Value, NodeInput.PlanMade(issue.Document));
    }

    private void KeepDocument(NodeId id)
    {
        _clockCorrections += _nodes[id.Value].ClockCorrections;
        if (_issues.Count > 0)
        {
            _keptDocuments[id.Value] = _nodes[id.Value].NewestDocument;
        }
    }

    // After every step of a node: it may have switched by a clock or a plan of its own.
    private void WatchTurn(MeshNode node)
    {
        int place = node.Id.Value;
        if (node.Epoch < 0)
        {
            return;
        }
        NodeTurn turn = new(node.Epoch, node.Document);
        if (turn == _turns![place])
        {
            return;
        }
        bool isFirst = _turns[place].Document is null;
        _turns[place] = turn;
        _witness?.PlanTurned(node.Id, node.PlanInForce, _now);
        _planChecker.Note(
            node.Id, node.Epoch, node.PlanInForce, node.Document.Id, node.NewestDocument.Id);
        bool isAtBoundary = _plan.EpochAt(_now) == node.Epoch && _now == _plan.EpochStart(node.Epoch);
        if (!isFirst && !isAtBoundary)
        {
            _events.Push(_now, EventKind.TerminalsTurn, place);
            _events.Push(_now + _plan.Drain, EventKind.TerminalsTurn, place);
        }
    }

    private void TurnTerminals(int node)
    {
        int epoch = _plan.EpochAt(_now);
        for (int e = epoch > 0 ? epoch - 1 : 0; e <= epoch; e++)
        {
            if (node != AllNodes)
            {
                foreach (Adjacent adjacent in _plan.Epochs[e].Neighbours(new NodeId(node)))
                {
                    TurnEnds(_plan.Epochs[e].Links[adjacent.LinkIndex].ContactIndex);
                }
                continue;
            }
            foreach (EpochLink link in _plan.Epochs[e].Links)
            {
                TurnEnds(link.ContactIndex);
            }
        }
        TurnOpenEnded(node, before: epoch - 1);
        if (node == AllNodes && _now < _end)
        {
            // Once when an epoch begins, and once when what came before it has drained.
            Instant drained = _plan.EpochStart(epoch) + _plan.Drain;
            bool isPastEnd = epoch + 1 == _plan.Epochs.Count && _now >= _plan.EpochStart(epoch + 1);
            Instant next = isPastEnd ? _now + _plan.EpochLength
                : _now < drained ? drained : _plan.EpochStart(epoch + 1);
            _events.Push(next, EventKind.TerminalsTurn, AllNodes);
        }
    }

    // Contacts that the plan in force does not have any more, for those who still go by an older one.
    private void TurnOpenEnded(int node, int before)
    {
        IReadOnlyCollection<int> contacts = node == AllNodes ? _links.OpenEnded : _links.At(new NodeId(node));
        foreach (int contact in contacts)
        {
            if (!_links.IsStandby(contact) && _plan.Contacts[contact].LastEpoch < before
                && (node == AllNodes || _links.IsOpenEnded(contact)))
            {
                TurnEnds(contact);
            }
        }
    }

    private void TurnEnds(int contact)
    {
        if (_now >= _links.ClosesAt(_plan.Contacts[contact]))
        {
            return;
        }
        bool wasDark = _turnedAway![2 * contact] || _turnedAway[(2 * contact) + 1];
        bool hasTurned = false;
        for (int end = 0; end < 2; end++)
        {
            bool isAway = !PointsAt(_nodes[NodeAt(contact, end).Value], contact);
            if (isAway == _turnedAway[(2 * contact) + end])
            {
                continue;
            }
            _turnedAway[(2 * contact) + end] = isAway;
            hasTurned = true;
            if (!isAway)
            {
                // A terminal that comes anew to a link hears its peer until it finds otherwise.
                TouchLink(contact).Ends[end].Reset();
            }
        }
        if (!hasTurned)
        {
            return;
        }
        bool isDark = _turnedAway[2 * contact] || _turnedAway[(2 * contact) + 1];
        LinkHealth health = TouchLink(contact);
        if (isDark != wasDark)
        {
            health.SetDark(TurnedAway, isDark);
            _conditionVersion++;
            LoseInFlight(contact);
        }
        LookAtEnds(contact, isByNode: false);
    }

    private bool PointsAt(MeshNode node, int contact)
    {
        Plan plan = node.Document.Plan;
        Instant wall = node.WallAt(_now);
        int epoch = plan.EpochAt(wall);
        return plan.Epochs[epoch].TryFind(contact, out _)
            || (epoch > 0 && wall < plan.EpochStart(epoch) + plan.Drain
                && plan.Epochs[epoch - 1].TryFind(contact, out _));
    }

    private bool IsTurnedAway(int seat, int end) => _turnedAway is not null && _turnedAway[(2 * seat) + end];

    private PlanTotals PlanTotalsNow()
    {
        List<PlanResult> issued = [];
        for (int i = 0; i < _issues.Count; i++)
        {
            PlanIssue issue = _issues[i];
            PlanId id = issue.Document.Id;
            int holders = 0;
            foreach (MeshNode node in _nodes)
            {
                bool isHeld = _isIssued[i] && !id.IsNewerThan(node.NewestDocument.Id);
                holders += isHeld && _nodeHealth[node.Id.Value] is not { IsLost: true } ? 1 : 0;
            }
            Instant from = _plan.Start + (_plan.EpochLength * issue.Document.ActiveFrom);
            issued.Add(new PlanResult(
                id, issue.At, from - _plan.Start, issue.Document.SizeBytes, _isIssued[i], holders));
        }
        List<NodeId> behind = [];
        Duration left = Duration.Max;
        int past = 0;
        foreach (MeshNode node in _nodes)
        {
            if (_nodeHealth[node.Id.Value] is { IsLost: true })
            {
                continue;
            }
            PlanDocument document = node.NewestDocument;
            if (document.IdAt(_plan.EpochAt(_now)) != _official.IdAt(_plan.EpochAt(_now)))
            {
                behind.Add(node.Id);
            }
            Duration own = document.Plan.End - _now;
            left = own < left ? own : left;
            past += own < Duration.Zero ? 1 : 0;
        }
        return new PlanTotals(issued, behind, left == Duration.Max ? Duration.Zero : left, past);
    }
}
