using Orbweaver.Model;
using Orbweaver.Node;
using Orbweaver.Twin;

namespace Orbweaver.Monitor;

// What the world tells: one entry in a list a message, or a count.
public sealed partial class Probe : IRunWitness
{
    private Hearsay _heard = new();

    /// <inheritdoc/>
    public void Offered(in MessageRef message, uint key, DataSize size, Instant now, Instant deadline)
    {
        _heard.Offered[StreamOf(message)]++;
        Trace?.Offered(message, now);
    }

    /// <inheritdoc/>
    public void Ended(in MessageRef message, DropReason? reason, Instant now)
    {
        // Settled says more.
    }

    /// <inheritdoc/>
    public void Settled(in MessageOutcome outcome)
    {
        Trace?.Settled(outcome);
        if (_heard.Outcomes.Count >= Hearsay.OutcomesMax)
        {
            _heard.OutcomesMissed++;
            return;
        }
        OutcomeKind kind = outcome.Reason switch
        {
            null => outcome.At <= outcome.Deadline ? OutcomeKind.OnTime : OutcomeKind.Late,
            DropReason.Expired => OutcomeKind.Expired,
            DropReason.Superseded => OutcomeKind.Superseded,
            _ => OutcomeKind.Lost,
        };
        _heard.Outcomes.Add(new Outcome(
            StreamOf(outcome.Message), kind, outcome.At,
            Ms(outcome.At - outcome.Source), Ms(outcome.PlannedBest), (int)outcome.Size.Bytes,
            new TimeParts(
                Ms(outcome.Best), Ms(outcome.Detour), Ms(outcome.Serialisation), Ms(outcome.Queueing),
                Ms(outcome.Waiting), Ms(outcome.Ordering))));
    }

    /// <inheritdoc/>
    public void FrameLost(in MessageRef message, DropReason reason, Instant now)
    {
        // Only what becomes of the message counts.
    }

    /// <inheritdoc/>
    public void LinkTold(NodeId node, int link, bool isLost, Instant now)
        => Hear(new ToldNews(now, node, (link, 0), isLost, IsBySilence: false));

    /// <inheritdoc/>
    public void SilenceNoticed(NodeId node, int link, Instant now)
        => Hear(new ToldNews(now, node, (link, 0), IsLost: true, IsBySilence: true));

    /// <inheritdoc/>
    public void StandbyTurned(int link, bool isUp, Instant now)
    {
        if (isUp)
        {
            _standbysUp.Add(link);
        }
        else
        {
            _standbysUp.Remove(link);
        }
        _areSeatsStale = true;
        if (_heard.Standbys.Count < Hearsay.ToldMax)
        {
            _heard.Standbys.Add(new StandbyNews(now, (link, 0), isUp));
        }
    }

    /// <inheritdoc/>
    public void NodeLost(NodeId node, Instant now)
    {
        // Its condition says so.
    }

    /// <inheritdoc/>
    public void Detoured(NodeId node, int planned, int link, int contract, Instant now)
    {
        _heard.Detours++;
        if (planned != NodeEffect.NoLink && _heard.FirstDetours.Count < Hearsay.DetoursMax
            && _heard.DetouredFrom.Add(planned))
        {
            _heard.FirstDetours.Add(new DetourNews(now, (planned, 0)));
        }
    }

    private static float Ms(Duration duration) => (float)duration.TotalMilliseconds;

    private void Hear(in ToldNews news)
    {
        _areWaysStale = true;
        if (_heard.Told.Count < Hearsay.ToldMax)
        {
            _heard.Told.Add(news);
        }
    }

    private int StreamOf(in MessageRef message)
    {
        int first = _firstStream[message.Contract];
        for (int stream = first; stream < _firstStream[message.Contract + 1] - 1; stream++)
        {
            if (_to[stream] == message.Subscriber)
            {
                return stream;
            }
        }
        return _firstStream[message.Contract + 1] - 1;
    }
}
